export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" fill="#4c5fd7" />
      <path
        d="M6 20c5 0 5-8 10-8s5 8 10 8"
        fill="none"
        stroke="#fff"
        strokeWidth="2.5"
        strokeLinecap="round"
      />
      <circle cx="6" cy="20" r="3" fill="#fff" />
      <circle cx="26" cy="20" r="3" fill="#fff" />
    </svg>
  );
}
