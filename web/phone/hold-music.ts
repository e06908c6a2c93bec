import { Gauge } from './sound';

export interface HoldMusicOptions {
  context: AudioContext;
  /** The loop, as encoded audio. */
  load: () => Promise<ArrayBuffer>;
}

const SILENCE_MS = 500;
const POLL_MS = 50;
const FADE_SECONDS = 0.2;
/** -50 dBFS: music and voices are above, the noise of an idle line is below. */
const SOUNDING = 0.003;

/**
 * The same loop that the companion plays, from this page, while the customer is on hold and nothing
 * has sounded for half a second: a dead companion is not dead air.
 */
export class HoldMusic {
  playing = false;
  private hold = false;
  private quietSince = 0;
  private soundingPolls = 0;
  private readonly gauges = new Map<MediaStreamTrack, Gauge>();
  private loop: Promise<AudioBuffer | null> | null = null;
  private voice: { source: AudioBufferSourceNode; gain: GainNode } | null = null;
  private timer: ReturnType<typeof setInterval> | null = null;

  /** All that this plays goes through here, on its way to the loudspeaker. */
  readonly output: AudioNode;

  constructor(private readonly options: HoldMusicOptions) {
    this.output = options.context.createGain();
    this.output.connect(options.context.destination);
  }

  /** Fetches the loop ahead of need. */
  prepare(): void {
    this.loop ??= this.fetch();
  }

  listen(track: MediaStreamTrack): void {
    this.ignore(track); // LiveKit uses a receiver again for the next publication.
    this.gauges.set(track, new Gauge(this.options.context, track));
    track.addEventListener('ended', () => this.ignore(track), { once: true });
  }

  ignore(track: MediaStreamTrack): void {
    this.gauges.get(track)?.close();
    this.gauges.delete(track);
  }

  setHold(hold: boolean): void {
    if (hold === this.hold) return;
    this.hold = hold;
    this.quietSince = performance.now();
    this.soundingPolls = 0;
    if (hold) this.timer ??= setInterval(() => this.poll(), POLL_MS);
    else this.rest();
  }

  close(): void {
    this.setHold(false);
    for (const track of [...this.gauges.keys()]) this.ignore(track);
  }

  private rest(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.fadeOut();
  }

  private poll(): void {
    const sounding = [...this.gauges.values()].some((gauge) => gauge.peak() > SOUNDING);
    if (sounding) this.quietSince = performance.now();
    this.soundingPolls = sounding ? this.soundingPolls + 1 : 0;
    // Two polls in a row: a click on the line does not stop the music.
    if (this.playing && this.soundingPolls >= 2) this.fadeOut();
    else if (!this.playing && performance.now() - this.quietSince >= SILENCE_MS) void this.start();
  }

  private async start(): Promise<void> {
    this.playing = true;
    this.prepare();
    const buffer = await this.loop;
    if (!buffer) this.loop = null; // Not to be had just now: fetched again at the next poll.
    if (!buffer || !this.hold || !this.playing) {
      this.playing = false;
      return;
    }
    // Held twice while the loop was on its way: whoever was waiting first plays it.
    if (this.voice) return;
    const { context } = this.options;
    const source = new AudioBufferSourceNode(context, { buffer, loop: true });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.linearRampToValueAtTime(1, context.currentTime + FADE_SECONDS);
    source.connect(gain).connect(this.output);
    source.start();
    this.voice = { source, gain };
  }

  private fadeOut(): void {
    this.playing = false;
    const { voice } = this;
    if (!voice) return;
    this.voice = null;
    const now = this.options.context.currentTime;
    voice.gain.gain.cancelScheduledValues(now);
    voice.gain.gain.setValueAtTime(voice.gain.gain.value, now);
    voice.gain.gain.linearRampToValueAtTime(0, now + FADE_SECONDS);
    voice.source.stop(now + FADE_SECONDS);
  }

  private async fetch(): Promise<AudioBuffer | null> {
    try {
      return await this.options.context.decodeAudioData(await this.options.load());
    } catch {
      return null;
    }
  }
}
