import { DisconnectReason, type RemoteParticipant, Track } from 'livekit-client';
import type { Ending, PeerView } from './types';

const REMOVED = new Set([
  DisconnectReason.PARTICIPANT_REMOVED,
  DisconnectReason.ROOM_DELETED,
  DisconnectReason.ROOM_CLOSED,
]);

export function endingOf(reason: DisconnectReason | undefined): Ending {
  if (reason === DisconnectReason.DUPLICATE_IDENTITY) return 'elsewhere';
  return reason !== undefined && REMOVED.has(reason) ? 'removed' : 'lost';
}

export function holdOf(metadata: string | undefined): boolean {
  if (!metadata) return false;
  try {
    const value: unknown = JSON.parse(metadata);
    return typeof value === 'object' && value !== null && 'hold' in value && value.hold === true;
  } catch {
    return false;
  }
}

export function peerOf(participant: RemoteParticipant): PeerView {
  const microphone = participant.getTrackPublication(Track.Source.Microphone);
  return {
    identity: participant.identity,
    name: participant.name ?? participant.identity,
    audible: !!microphone?.isSubscribed && !microphone.isMuted,
    speaking: participant.isSpeaking,
  };
}

export function play(track: Track): void {
  const element = track.attach();
  element.hidden = true;
  document.body.append(element);
}

export function silence(track: Track | undefined): void {
  for (const element of track?.detach() ?? []) element.remove();
}
