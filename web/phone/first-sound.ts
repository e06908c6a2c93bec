import { AUDIBLE, Gauge } from './sound';

const POLL_MS = 10;

/**
 * Calls `heard` once, within about 10 ms of the track's first sound. This is the evidence that an
 * agent has become audible to the customer, so it is measured, not assumed from the subscription.
 */
export function onFirstSound(
  context: AudioContext,
  track: MediaStreamTrack,
  heard: () => void,
): () => void {
  const gauge = new Gauge(context, track);
  const timer = setInterval(() => {
    if (gauge.peak() < AUDIBLE) return;
    stop();
    heard();
  }, POLL_MS);
  const stop = () => {
    clearInterval(timer);
    gauge.close();
    track.removeEventListener('ended', stop);
  };
  track.addEventListener('ended', stop);
  return stop;
}
