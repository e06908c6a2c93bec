import type { LocalParticipant } from 'livekit-client';

// LiveKit's TrackSource numbers (livekit_models.proto); the SDK does not export them.
const SOURCE = { camera: 1, microphone: 2 } as const;

/** Whether the server lets this participant publish from a source now. */
export function mayPublish(participant: LocalParticipant, source: keyof typeof SOURCE): boolean {
  const rights = participant.permissions;
  if (!rights?.canPublish) return false;
  const sources = rights.canPublishSources;
  return sources.length === 0 || sources.includes(SOURCE[source]);
}
