import {
  type ConnectionQuality,
  ConnectionState,
  DisconnectReason,
  ParticipantEvent,
  type RemoteParticipant,
  type RemoteTrack,
  type Room,
  RoomEvent,
  Track,
} from 'livekit-client';
import { Queue } from './queue';
import { mayPublish } from './rights';
import { endingOf, holdOf, peerOf, play, silence } from './livekit-edge';
import { connectOptions } from './room-options';
import { Sent, type Sources } from './sent';
import type { Ending, Line, LineState, LineView, Slot, VideoView } from './types';

export interface LineOwner extends Sources {
  makeRoom: () => Room;
  /** Something in `view()` may have changed. */
  changed: () => void;
  /** We are in a room, under this sid. */
  joined: (sid: string) => void;
  ended: (slot: Slot, why: Ending) => void;
  heard: (track: RemoteTrack, slot: Slot, participant: RemoteParticipant) => void;
}

/**
 * One place of the softphone: at most one room, and in it our microphone exactly while the server
 * allows it. Level-triggered: every event leads to `settle`, which compares and repairs.
 */
export class LineConnection {
  private room: Room | null = null;
  private line: Line | null = null;
  private connecting = false;
  private lost = false;
  private quality: ConnectionQuality | null = null;
  private readonly joins = new Queue();
  private readonly settling = new Queue();
  private readonly sent: Sent;

  constructor(
    readonly slot: Slot,
    private readonly owner: LineOwner,
  ) {
    this.sent = new Sent(slot, owner, () => void this.settle());
  }

  get state(): LineState {
    if (this.lost) return 'reconnecting';
    if (this.connecting) return 'connecting';
    switch (this.room?.state) {
      case ConnectionState.Connected:
        return 'connected';
      case ConnectionState.Reconnecting:
      case ConnectionState.SignalReconnecting:
        return 'reconnecting';
      default:
        return 'idle';
    }
  }

  get canPlay(): boolean {
    return this.room?.canPlaybackAudio ?? true;
  }

  /** Joins the line's room, or keeps the connection when it is there already. Throws if it cannot. */
  connect(line: Line): Promise<void> {
    return this.joins.run(async () => {
      if (this.room && this.line?.room === line.room && this.state === 'connected') {
        this.line = line;
        this.owner.changed();
        return;
      }
      await this.close();
      await this.join(line);
    });
  }

  hangUp(): Promise<void> {
    return this.joins.run(() => this.close());
  }

  /** The line is to come back; shown as reconnecting until it has, or until `giveUp`. */
  markLost(): void {
    this.lost = true;
    this.owner.changed();
  }

  giveUp(): void {
    this.lost = false;
    this.owner.changed();
  }

  /** Makes what is published match what the server allows and the person wants. */
  settle(): Promise<void> {
    return this.settling.run(async () => {
      const { room } = this;
      if (room?.state !== ConnectionState.Connected) return;
      await this.sent.settle(room);
      this.owner.changed();
    });
  }

  /** Puts the newly chosen microphone in place of the old one without publishing anew. */
  replaceVoice(): Promise<void> {
    return this.settling.run(() => this.sent.replaceVoice());
  }

  startAudio(): Promise<void> {
    return this.room?.startAudio() ?? Promise.resolve();
  }

  async chooseSpeaker(deviceId: string): Promise<void> {
    await this.room?.switchActiveDevice('audiooutput', deviceId);
  }

  view(): LineView {
    const { room } = this;
    return {
      slot: this.slot,
      purpose: this.line?.purpose ?? null,
      room: this.line?.room ?? null,
      state: this.state,
      maySpeak: !!room && mayPublish(room.localParticipant, 'microphone'),
      published: this.sent.voice !== null,
      hold: holdOf(room?.metadata),
      peers: room ? [...room.remoteParticipants.values()].map(peerOf) : [],
      quality: this.quality,
    };
  }

  videos(): VideoView[] {
    const remote = [...(this.room?.remoteParticipants.values() ?? [])].flatMap((participant) =>
      [...participant.videoTrackPublications.values()].flatMap(({ track, trackSid }) =>
        track ? [this.videoOf(trackSid, participant.identity, track)] : [],
      ),
    );
    return remote;
  }

  private videoOf(key: string, identity: string, track: Track): VideoView {
    return {
      key,
      slot: this.slot,
      identity,
      local: false,
      attach: (element) => void track.attach(element),
      detach: (element) => void track.detach(element),
    };
  }

  private async join(line: Line): Promise<void> {
    const room = this.owner.makeRoom();
    this.room = room;
    this.line = line;
    this.connecting = true;
    this.listen(room);
    this.owner.changed();
    try {
      await room.connect(line.url, line.token, connectOptions(line.url));
      this.lost = false;
    } catch (error) {
      if (this.room === room) this.forget();
      throw error;
    } finally {
      // A join that failed late has a sid as well.
      if (room.localParticipant.sid) this.owner.joined(room.localParticipant.sid);
      this.connecting = false;
      this.owner.changed();
    }
    void this.settle();
  }

  private async close(): Promise<void> {
    const { room } = this;
    this.forget();
    this.lost = false;
    if (room) await room.disconnect();
    this.owner.changed();
  }

  private forget(): void {
    for (const participant of this.room?.remoteParticipants.values() ?? []) {
      for (const { track } of participant.audioTrackPublications.values()) silence(track);
    }
    this.sent.drop();
    this.room = this.line = this.quality = null;
  }

  private listen(room: Room): void {
    const current = () => this.room === room;
    const changed = () => current() && this.owner.changed();
    const settle = () => current() && void this.settle();
    room.localParticipant.on(ParticipantEvent.ParticipantPermissionsChanged, () => {
      // Marks for whoever measures a handoff: the right comes, the microphone is published.
      performance.mark('segue:rights', { detail: this.slot });
      settle();
    });
    room
      .on(RoomEvent.Reconnected, settle)
      .on(RoomEvent.LocalTrackUnpublished, settle)
      .on(RoomEvent.ConnectionStateChanged, changed)
      .on(RoomEvent.ParticipantConnected, changed)
      .on(RoomEvent.ParticipantDisconnected, changed)
      .on(RoomEvent.TrackMuted, changed)
      .on(RoomEvent.TrackUnmuted, changed)
      .on(RoomEvent.ActiveSpeakersChanged, changed)
      .on(RoomEvent.RoomMetadataChanged, changed)
      .on(RoomEvent.AudioPlaybackStatusChanged, changed)
      .on(RoomEvent.ConnectionQualityChanged, (quality, participant) => {
        if (!current() || participant.identity !== room.localParticipant.identity) return;
        this.quality = quality;
        this.owner.changed();
      })
      .on(RoomEvent.TrackSubscribed, (track, _publication, participant) => {
        if (!current()) return;
        if (track.kind === Track.Kind.Audio) play(track);
        this.owner.heard(track, this.slot, participant);
        this.owner.changed();
      })
      .on(RoomEvent.TrackUnsubscribed, (track) => {
        silence(track);
        changed();
      })
      .on(RoomEvent.Reconnecting, () => current() && navigator.onLine && this.startOver())
      .on(RoomEvent.Disconnected, (reason) => current() && this.dropped(reason));
  }

  /**
   * The SDK could not resume and is about to join anew, which would throw out a newer device of the
   * same person. We ask the server instead, who knows. (Offline, it only waits.)
   */
  private startOver(): void {
    const { room } = this;
    this.forget();
    void room?.disconnect();
    this.owner.ended(this.slot, 'lost');
    this.owner.changed();
  }

  private dropped(reason: DisconnectReason | undefined): void {
    // A join that fails is reported by `connect`; a hang-up of our own is no news.
    if (this.connecting || reason === DisconnectReason.CLIENT_INITIATED) return;
    this.forget();
    this.owner.ended(this.slot, endingOf(reason));
    this.owner.changed();
  }
}
