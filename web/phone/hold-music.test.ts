import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HoldMusic } from './hold-music';

const started: FakeSource[] = [];

class FakeSource {
  playing = false;
  connect = <T>(next: T) => next;
  start() {
    this.playing = true;
    started.push(this);
  }
  stop() {
    this.playing = false;
  }
}

class FakeGain {
  gain = {
    value: 1,
    linearRampToValueAtTime: () => undefined,
    cancelScheduledValues: () => undefined,
    setValueAtTime: () => undefined,
  };
  connect = <T>(next: T) => next;
}

const context = {
  currentTime: 0,
  createGain: () => new FakeGain(),
  decodeAudioData: async () => ({}),
} as unknown as AudioContext;

beforeEach(() => {
  vi.useFakeTimers();
  started.length = 0;
  vi.stubGlobal('AudioBufferSourceNode', FakeSource);
  vi.stubGlobal('GainNode', FakeGain);
});

afterEach(() => vi.useRealTimers());

it('plays one loop, and stops it, when hold goes off and on while the loop is fetched', async () => {
  let fetched: (wav: ArrayBuffer) => void = () => undefined;
  const load = () => new Promise<ArrayBuffer>((resolve) => (fetched = resolve));
  const music = new HoldMusic({ context, load });
  music.setHold(true);
  await vi.advanceTimersByTimeAsync(600);
  music.setHold(false);
  music.setHold(true);
  await vi.advanceTimersByTimeAsync(600);
  fetched(new ArrayBuffer(8));
  await vi.advanceTimersByTimeAsync(100);
  expect(started).toHaveLength(1);
  music.setHold(false);
  expect(started.filter(({ playing }) => playing)).toEqual([]);
});
