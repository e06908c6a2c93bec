import { EventEmitter } from 'node:events';
import {
  ConnectionState,
  DisconnectReason,
  ParticipantEvent,
  type Room,
  RoomEvent,
  type Track,
} from 'livekit-client';

interface Published {
  source: Track.Source;
  track: FakeVoice;
  mutedAtFirst: boolean;
}

/** Stands in for LiveKit's LocalAudioTrack over a clone of the microphone. */
export class FakeVoice {
  isMuted = false;
  readonly mediaStreamTrack: { readyState: string };
  constructor(source: { readyState: string }) {
    this.mediaStreamTrack = source;
  }

  async mute() {
    this.isMuted = true;
  }

  async unmute() {
    this.isMuted = false;
  }

  stop() {
    this.mediaStreamTrack.readyState = 'ended';
  }
}

class FakeMe extends EventEmitter {
  identity = 'agent:a';
  sid = '';
  permissions: { canPublish: boolean; canPublishSources: number[] } | undefined;
  readonly trackPublications = new Map<string, Published>();
  publishing: Published[] = [];
  failNext = false;

  async publishTrack(track: FakeVoice, { source }: { source: Track.Source }) {
    if (this.failNext) {
      this.failNext = false;
      throw new Error('publication refused');
    }
    const published = { source, track, mutedAtFirst: track.isMuted };
    this.publishing.push(published);
    this.trackPublications.set(`TR_${this.publishing.length}`, published);
  }

  async unpublishTrack(track: FakeVoice) {
    for (const [sid, publication] of this.trackPublications) {
      if (publication.track === track) this.trackPublications.delete(sid);
    }
    track.stop();
  }
}

/** A LiveKit room as the softphone sees it, played by the test. */
export class FakeRoom extends EventEmitter {
  static made: FakeRoom[] = [];
  /** The next joins that fail. */
  static refuse = 0;
  state = ConnectionState.Disconnected;
  metadata: string | undefined;
  canPlaybackAudio = true;
  readonly localParticipant = new FakeMe();
  readonly remoteParticipants = new Map();
  token = '';

  static make = (): Room => {
    const room = new FakeRoom();
    FakeRoom.made.push(room);
    return room as unknown as Room;
  };

  async connect(_url: string, token: string) {
    if (FakeRoom.refuse > 0) {
      FakeRoom.refuse -= 1;
      throw new Error('cannot be reached');
    }
    this.token = token;
    this.localParticipant.sid = `PA_${FakeRoom.made.indexOf(this)}`;
    this.state = ConnectionState.Connected;
    this.emit(RoomEvent.ConnectionStateChanged, this.state);
  }

  async disconnect() {
    this.drop(DisconnectReason.CLIENT_INITIATED);
  }

  drop(reason: DisconnectReason) {
    if (this.state === ConnectionState.Disconnected) return;
    this.state = ConnectionState.Disconnected;
    this.emit(RoomEvent.Disconnected, reason);
  }

  /** The server changes what we may do. When it takes a right, it unpublishes and stops, too. */
  grant(canPublish: boolean, canPublishSources: number[] = []) {
    this.localParticipant.permissions = { canPublish, canPublishSources };
    if (!canPublish) {
      for (const { track } of this.localParticipant.trackPublications.values()) track.stop();
      this.localParticipant.trackPublications.clear();
    }
    this.localParticipant.emit(ParticipantEvent.ParticipantPermissionsChanged);
  }

  get live(): FakeVoice[] {
    return [...this.localParticipant.trackPublications.values()].map(({ track }) => track);
  }
}
