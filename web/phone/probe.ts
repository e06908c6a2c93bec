import type { Slot } from './types';

export interface HeardTrack {
  track: MediaStreamTrack;
  slot: Slot;
  identity: string;
  sid: string;
}

export interface ToneChange {
  hz: number;
  on: boolean;
  /** Milliseconds since the epoch, with fractions. */
  at: number;
  slot: Slot;
  identity: string;
}

declare global {
  interface Window {
    segueProbe?: Probe;
  }
}

const SAMPLE_RATE = 48_000;
const WINDOW = 480;
const POLL_MS = 4;
const ON = 0.1;
const OFF = 0.05;

/** An ear for tests: which tone sounds on which line, and since when. Never loaded otherwise. */
export class Probe {
  tracks: HeardTrack[] = [];
  readonly log: ToneChange[] = [];
  private readonly context = new AudioContext({ sampleRate: SAMPLE_RATE });
  private ears: { heard: HeardTrack; analyser: AnalyserNode; on: Set<number> }[] = [];
  private readonly samples = new Float32Array(WINDOW);

  constructor(readonly tones = [440, 880, 1320, 1760]) {
    setInterval(() => this.poll(), POLL_MS);
  }

  add(heard: HeardTrack): void {
    this.forget(heard.track); // LiveKit uses a receiver again for the next publication.
    this.tracks.push(heard);
    const analyser = new AnalyserNode(this.context, { fftSize: 2048, smoothingTimeConstant: 0 });
    this.context.createMediaStreamSource(new MediaStream([heard.track])).connect(analyser);
    this.ears.push({ heard, analyser, on: new Set() });
  }

  /** The loudness of each tone on each track that is alive, as a sine's amplitude. */
  levels(): { slot: Slot; identity: string; tones: Record<number, number>; peak: number }[] {
    return this.ears
      .filter(({ heard }) => heard.track.readyState === 'live')
      .map(({ heard, analyser }) => {
        analyser.getFloatTimeDomainData(this.samples);
        const tones = Object.fromEntries(this.tones.map((hz) => [hz, power(this.samples, hz)]));
        const peak = this.samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
        return { slot: heard.slot, identity: heard.identity, tones, peak };
      });
  }

  private forget(track: MediaStreamTrack): void {
    this.tracks = this.tracks.filter((known) => known.track !== track);
    this.ears = this.ears.filter(({ heard }) => heard.track !== track);
  }

  private poll(): void {
    const at = performance.timeOrigin + performance.now();
    for (const { heard, analyser, on } of this.ears) {
      analyser.getFloatTimeDomainData(this.samples);
      const powers = this.tones.map((hz) => power(this.samples, hz));
      const loudest = Math.max(...powers);
      this.tones.forEach((hz, index) => {
        const level = powers[index] ?? 0;
        const sounds = level > (on.has(hz) ? OFF : ON) && level > loudest / 2;
        if (sounds === on.has(hz)) return;
        if (sounds) on.add(hz);
        else on.delete(hz);
        this.log.push({ hz, on: sounds, at, slot: heard.slot, identity: heard.identity });
      });
    }
  }
}

/** Goertzel's algorithm: the amplitude of a sine of this frequency. */
function power(samples: Float32Array, hz: number): number {
  const k = 2 * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE);
  let last = 0;
  let before = 0;
  for (const sample of samples) [last, before] = [sample + k * last - before, last];
  return (2 / samples.length) * Math.sqrt(last * last + before * before - k * last * before);
}
