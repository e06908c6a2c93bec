import { type LocalAudioTrack, type LocalVideoTrack, type Room, Track } from 'livekit-client';
import type { Camera } from './camera';
import type { Microphone } from './microphone';
import { mayPublish } from './rights';
import type { Slot } from './types';

/** Where voice and picture come from, and whether the person is muted. */
export interface Sources {
  microphone: Microphone;
  camera: Camera;
  muted: () => boolean;
}

const RETRY_PUBLISH_MS = 300;

/** What a line sends: our voice and picture, exactly while the server allows them. */
export class Sent {
  voice: LocalAudioTrack | null = null;
  private picture: LocalVideoTrack | null = null;

  /** `again` is to lead to another `settle`, if the line still stands. */
  constructor(
    private readonly slot: Slot,
    private readonly sources: Sources,
    private readonly again: () => void,
  ) {}

  /** Makes what is published match what the server allows and the person wants. One at a time. */
  async settle(room: Room): Promise<void> {
    await this.settleVoice(room);
    await this.settlePicture(room);
  }

  /** Puts the newly chosen microphone in place of the old one without publishing anew. */
  async replaceVoice(): Promise<void> {
    const fresh = this.sources.microphone.lend();
    if (!fresh || !this.voice) return;
    await this.voice.replaceTrack(fresh.mediaStreamTrack, { userProvidedTrack: true });
    if (this.sources.muted()) await this.voice.mute();
  }

  /** The room is left: nothing is sent any more. */
  drop(): void {
    this.voice?.stop();
    this.picture?.stop();
    this.voice = this.picture = null;
  }

  private async settleVoice(room: Room): Promise<void> {
    const me = room.localParticipant;
    const allowed = mayPublish(me, 'microphone');
    this.voice = await this.prune(room, Track.Source.Microphone, this.voice, allowed);
    if (!allowed) return;
    const muted = this.sources.muted();
    if (this.voice) {
      if (this.voice.isMuted !== muted) await (muted ? this.voice.mute() : this.voice.unmute());
      return;
    }
    const fresh = this.sources.microphone.lend();
    if (!fresh) return;
    // Muted before it is published: set afterwards, the first words would get out.
    if (muted) await fresh.mute();
    this.voice = fresh;
    if (!(await this.publish(room, fresh, Track.Source.Microphone))) this.voice = null;
  }

  private async settlePicture(room: Room): Promise<void> {
    const { camera } = this.sources;
    const allowed = camera.on && mayPublish(room.localParticipant, 'camera');
    this.picture = await this.prune(room, Track.Source.Camera, this.picture, allowed);
    if (!allowed || this.picture) return;
    const fresh = camera.lend();
    if (!fresh) return;
    this.picture = fresh;
    if (!(await this.publish(room, fresh, Track.Source.Camera))) this.picture = null;
  }

  /** Unpublishes what may not be, what has ended, and doubles; answers the track that stays. */
  private async prune<T extends LocalAudioTrack | LocalVideoTrack>(
    room: Room,
    source: Track.Source,
    ours: T | null,
    allowed: boolean,
  ): Promise<T | null> {
    const me = room.localParticipant;
    let kept: T | null = null;
    for (const publication of [...me.trackPublications.values()]) {
      const { track } = publication;
      if (publication.source !== source || !track) continue;
      const alive = track.mediaStreamTrack.readyState === 'live';
      if (allowed && alive && track === ours) kept = ours;
      else await me.unpublishTrack(track, true).catch(() => undefined);
    }
    // The SDK has stopped a clone that the server took; the captured source lives on.
    if (ours && !kept) ours.stop();
    return kept;
  }

  private async publish(
    room: Room,
    track: LocalAudioTrack | LocalVideoTrack,
    source: Track.Source,
  ): Promise<boolean> {
    try {
      await room.localParticipant.publishTrack(track, { source });
      performance.mark('segue:published', { detail: this.slot });
      return true;
    } catch {
      // The right was taken meanwhile, or the connection went: look again in a moment.
      track.stop();
      setTimeout(this.again, RETRY_PUBLISH_MS);
      return false;
    }
  }
}
