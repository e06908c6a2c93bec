import type { ReactNode } from 'react';

function icon(drawing: ReactNode) {
  return function Icon({ size = 18 }: { size?: number }) {
    return (
      <svg
        viewBox="0 0 24 24"
        width={size}
        height={size}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.8}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {drawing}
      </svg>
    );
  };
}

const microphone = (
  <>
    <rect x="9" y="3" width="6" height="12" rx="3" />
    <path d="M5 11.5a7 7 0 0 0 14 0M12 18.5V22" />
  </>
);
const handset = (
  <path d="M6.5 3.5 9 4l1.200 4-2 1.700a12 12 0 0 0 6 6l1.800-2 4 1.300.5 2.5c-.3 1.700-1.600 3-3.5 3C10 20.5 3.5 14 3.5 7c0-1.900 1.300-3.200 3-3.5Z" />
);

export const Microphone = icon(microphone);
export const MicrophoneOff = icon(
  <>
    {microphone}
    <path d="m4 4 16 16" />
  </>,
);
export const Phone = icon(handset);
export const HangUp = icon(
  <path d="M3 14.5c5-5 13-5 18 0L18.5 17 15 15.5V13a9 9 0 0 0-6 0v2.5L5.5 17Z" />,
);
export const Pause = icon(<path d="M8.5 5v14M15.5 5v14" />);
export const Play = icon(<path d="M7 4.5v15l12-7.5Z" />);
export const Camera = icon(
  <>
    <rect x="3" y="7" width="12" height="10" rx="2" />
    <path d="m15 11 6-3v8l-6-3" />
  </>,
);
export const Transfer = icon(<path d="M4 8h14m-4-4 4 4-4 4M20 16H6m4 4-4-4 4-4" />);
export const Swap = icon(<path d="M7 4v15m-4-4 4 4 4-4M17 20V5m-4 4 4-4 4 4" />);
export const Merge = icon(<path d="M4 5c6 0 6 7 10 7h6m-3-3 3 3-3 3M4 19c3 0 4.5-2 6-4" />);
export const Split = icon(<path d="M20 5c-6 0-6 7-10 7H4m3-3-3 3 3 3M20 19c-3 0-4.5-2-6-4" />);
export const Check = icon(<path d="m4.5 12.5 5 5 10-11" />);
export const Close = icon(<path d="m6 6 12 12M18 6 6 18" />);
export const Search = icon(
  <>
    <circle cx="11" cy="11" r="6.5" />
    <path d="m16 16 4.5 4.5" />
  </>,
);
export const Sun = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400" />
  </>,
);
export const Moon = icon(<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z" />);
export const Settings = icon(<path d="M4 7h9m4 0h3M4 17h3m4 0h9M15 4.5v5M9 14.5v5" />);
export const Person = icon(
  <>
    <circle cx="12" cy="8" r="4" />
    <path d="M4 20.5c1.5-4 4.5-5.5 8-5.5s6.5 1.5 8 5.5" />
  </>,
);
export const Plus = icon(<path d="M12 5v14M5 12h14" />);
export const Spark = icon(
  <path d="M12 3v4m0 10v4M3 12h4m10 0h4M6 6l2.5 2.5M15.5 15.5 18 18M18 6l-2.5 2.5M8.5 15.5 6 18" />,
);
export const Pencil = icon(<path d="m4 20 1-4.5L16.5 4 20 7.5 8.5 19 4 20Z" />);
export const Speaker = icon(
  <path d="M4 9.5v5h3.5L12 19V5L7.5 9.5ZM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11" />,
);
export const Stop = icon(<rect x="6" y="6" width="12" height="12" rx="2" />);
export const Up = icon(<path d="m6 14 6-6 6 6" />);
export const External = icon(<path d="M14 4h6v6M20 4l-9 9M9 5H5v14h14v-4" />);
