import { createLocalVideoTrack, LocalVideoTrack } from 'livekit-client';

/** One captured camera that lends out clones. Off until asked for. */
export class Camera {
  state: 'off' | 'on' | 'failed' = 'off';
  private source: LocalVideoTrack | null = null;

  constructor(private readonly changed: () => void) {}

  get on(): boolean {
    return this.source !== null;
  }

  async start(): Promise<void> {
    if (this.source) return;
    try {
      this.source = await createLocalVideoTrack({ resolution: { width: 640, height: 360 } });
      this.state = 'on';
    } catch {
      this.state = 'failed';
    }
    this.changed();
  }

  stop(): void {
    this.source?.stop();
    this.source = null;
    this.state = 'off';
    this.changed();
  }

  /** A fresh track for one publication, or null while the camera is off. */
  lend(): LocalVideoTrack | null {
    if (!this.source) return null;
    return new LocalVideoTrack(this.source.mediaStreamTrack.clone(), undefined, true);
  }

  attach(element: HTMLVideoElement): void {
    this.source?.attach(element);
  }

  detach(element: HTMLVideoElement): void {
    this.source?.detach(element);
  }
}
