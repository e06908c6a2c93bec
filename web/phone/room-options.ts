import { Room, type RoomConnectOptions, setLogLevel } from 'livekit-client';

// It logs rooms and people by name, and every hang-up as an error; what matters reaches our views.
setLogLevel('silent');

/** A room as the softphone uses it: sound first, video as the screen needs it. */
export function makeRoom(): Room {
  return new Room({
    adaptiveStream: true,
    dynacast: true,
    disconnectOnPageLeave: true,
    stopLocalTrackOnUnpublish: true,
    publishDefaults: { dtx: true, red: true },
    // With one connection for both ways whoever is to hear somebody new negotiates first.
    singlePeerConnection: false,
  });
}

/** On loopback nobody outside needs to know: no STUN servers, which LiveKit would hand out. */
export function connectOptions(url: string): RoomConnectOptions {
  return isLoopback(url) ? { rtcConfig: { iceServers: [] } } : {};
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    hostname.startsWith('127.')
  );
}
