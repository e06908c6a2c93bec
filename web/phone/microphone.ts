import { LocalAudioTrack } from 'livekit-client';
import type { MicrophoneState } from './types';

export interface MicrophoneOptions {
  /** Echo cancellation, noise suppression and gain control; off only for test tones. */
  processing: boolean;
  /** Called when the state, the device or the source changes. */
  changed: () => void;
}

/**
 * One captured microphone that lends out clones, one per room and publication.
 *
 * A clone may be stopped by the SDK at any time; the source stays warm until `close`.
 */
export class Microphone {
  state: MicrophoneState = 'off';
  deviceId: string | undefined;
  private source: MediaStreamTrack | null = null;
  private opening: Promise<boolean> | null = null;
  private generation = 0;

  constructor(private readonly options: MicrophoneOptions) {}

  get ready(): boolean {
    return this.source?.readyState === 'live';
  }

  /** The captured track, for a level meter. */
  get track(): MediaStreamTrack | null {
    return this.source;
  }

  /** Captures the microphone unless it is. Answers whether it is; `state` says why not. */
  open(): Promise<boolean> {
    if (this.ready) return Promise.resolve(true);
    this.opening ??= this.capture().finally(() => {
      this.opening = null;
    });
    return this.opening;
  }

  /** Captures another device in place of the present one. */
  async choose(deviceId: string): Promise<boolean> {
    this.deviceId = deviceId;
    this.release();
    return this.open();
  }

  close(): void {
    this.generation += 1;
    this.release();
    this.moveTo('off');
  }

  /** A fresh track for one publication, or null while nothing is captured. */
  lend(): LocalAudioTrack | null {
    if (!this.source || !this.ready) return null;
    return new LocalAudioTrack(this.source.clone(), undefined, true);
  }

  private release(): void {
    this.source?.stop();
    this.source = null;
  }

  private async capture(): Promise<boolean> {
    const generation = ++this.generation;
    this.moveTo('opening');
    try {
      const track = await this.ask(this.deviceId);
      if (generation !== this.generation) {
        track.stop();
        return false;
      }
      track.addEventListener('ended', () => this.unplugged(track), { once: true });
      this.source = track;
      this.moveTo('ready');
      return true;
    } catch (error) {
      if (generation === this.generation) this.moveTo(reasonOf(error));
      return false;
    }
  }

  private async ask(deviceId: string | undefined): Promise<MediaStreamTrack> {
    const { processing } = this.options;
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: {
        ...(deviceId ? { deviceId: { ideal: deviceId } } : {}),
        echoCancellation: processing,
        noiseSuppression: processing,
        autoGainControl: processing,
      },
    });
    const [track] = stream.getAudioTracks();
    if (!track) throw new DOMException('no audio track', 'NotFoundError');
    return track;
  }

  /** The device went away: go on with whatever the browser offers now. */
  private unplugged(track: MediaStreamTrack): void {
    if (this.source !== track) return;
    this.source = null;
    this.deviceId = undefined;
    void this.open();
  }

  private moveTo(state: MicrophoneState): void {
    this.state = state;
    this.options.changed();
  }
}

function reasonOf(error: unknown): MicrophoneState {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return 'failed';
}
