/** Amplitude above which a track counts as sounding: -66 dBFS, under any live microphone's noise. */
export const AUDIBLE = 0.0005;

/** Measures one audio track without playing it. */
export class Gauge {
  private readonly source: MediaStreamAudioSourceNode;
  private readonly analyser: AnalyserNode;
  private readonly samples: Float32Array<ArrayBuffer>;

  constructor(context: AudioContext, track: MediaStreamTrack) {
    this.source = context.createMediaStreamSource(new MediaStream([track]));
    this.analyser = context.createAnalyser();
    this.analyser.fftSize = 1024;
    this.samples = new Float32Array(this.analyser.fftSize);
    this.source.connect(this.analyser);
  }

  /** The peak amplitude of the last 21 ms, 0 to 1. */
  peak(): number {
    this.analyser.getFloatTimeDomainData(this.samples);
    let peak = 0;
    for (const sample of this.samples) peak = Math.max(peak, Math.abs(sample));
    return peak;
  }

  /** Loudness for a meter, 0 (-60 dBFS and below) to 1 (full scale). */
  level(): number {
    const decibels = 20 * Math.log10(Math.max(this.peak(), 1e-6));
    return Math.min(1, Math.max(0, 1 + decibels / 60));
  }

  close(): void {
    this.source.disconnect();
  }
}
