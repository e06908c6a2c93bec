import type { ConnectionQuality } from 'livekit-client';

/** What a line is for, as the API says it. */
export type Purpose = 'customer' | 'consult' | 'standby';

/** One way into one room, as the API hands it out in `connect`. */
export interface Line {
  purpose: Purpose;
  room: string;
  url: string;
  token: string;
  identity: string;
  expires_at: string;
}

/** The softphone has two places: the customer's room (also on standby) and the private consult. */
export type Slot = 'customer' | 'consult';

export const SLOTS: readonly Slot[] = ['customer', 'consult'];

export type LineState = 'idle' | 'connecting' | 'connected' | 'reconnecting';

export interface PeerView {
  identity: string;
  name: string;
  /** Their microphone is in the room and not muted. */
  audible: boolean;
  speaking: boolean;
}

export interface VideoView {
  key: string;
  slot: Slot;
  identity: string;
  local: boolean;
  attach: (element: HTMLVideoElement) => void;
  detach: (element: HTMLVideoElement) => void;
}

export interface LineView {
  slot: Slot;
  purpose: Purpose | null;
  room: string | null;
  state: LineState;
  /** The server lets this client be heard here. */
  maySpeak: boolean;
  /** Our microphone is in this room, muted or not. */
  published: boolean;
  /** From the room's metadata: the customer hears music. */
  hold: boolean;
  peers: PeerView[];
  quality: ConnectionQuality | null;
}

export type MicrophoneState = 'off' | 'opening' | 'ready' | 'denied' | 'missing' | 'failed';

export interface PhoneView {
  lines: Record<Slot, LineView>;
  muted: boolean;
  camera: 'off' | 'on' | 'failed';
  microphone: MicrophoneState;
  /** The browser lets us play sound; when false, a click on `startAudio` is needed. */
  canPlay: boolean;
  /** Another device of the same person has taken over; it does not come back by itself. */
  elsewhere: boolean;
  videos: VideoView[];
}

/** Fresh lines; null when there is no call to come back to; or a newer device has the call. */
export type Renewed = Line[] | 'elsewhere' | null;

/** Why a line ended, as far as the softphone has to tell. */
export type Ending = 'elsewhere' | 'removed' | 'lost';
