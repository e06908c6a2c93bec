import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type LiveEvent, Stream } from './stream';

class FakeSource extends EventTarget {
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  constructor(readonly url: string) {
    super();
  }

  close() {
    this.readyState = 2;
  }

  tell(type: string, id: number) {
    const data: Partial<LiveEvent> = { id, type, data: {} };
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }

  fail(readyState: number) {
    this.readyState = readyState;
    this.onerror?.();
  }
}

describe('the live events', () => {
  const sources: FakeSource[] = [];
  const told: number[] = [];
  const reset = vi.fn();
  let stream: Stream;
  const last = () => sources.at(-1) as FakeSource;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('EventSource', { CLOSED: 2 });
    sources.length = told.length = 0;
    stream = new Stream({
      event: ({ id }) => told.push(id),
      reset,
      makeSource: (url) => {
        sources.push(new FakeSource(url));
        return last() as unknown as EventSource;
      },
    });
    stream.open(7);
  });

  it('begin after what /api/me has told', () => {
    expect(last().url).toBe('/api/events?after=7');
    last().tell('call', 8);
    expect(told).toEqual([8]);
  });

  it('are opened anew after an answer that is not 200, from where they were', () => {
    last().onopen?.();
    last().tell('transfer', 9);
    last().fail(2);
    expect(stream.getState()).toBe('lost');
    vi.advanceTimersByTime(600);
    expect(sources).toHaveLength(2);
    expect(last().url).toBe('/api/events?after=9');
    last().onopen?.();
    expect(stream.getState()).toBe('open');
  });

  it('are left to the browser while it tries itself', () => {
    last().fail(0);
    vi.advanceTimersByTime(10_000);
    expect(sources).toHaveLength(1);
    expect(stream.getState()).toBe('lost');
  });

  it('ask for everything when the server cannot tell what was missed', () => {
    last().tell('reset', 40);
    expect(reset).toHaveBeenCalledOnce();
    expect(told).toEqual([]);
  });

  it('do not come back once closed', () => {
    last().fail(2);
    stream.close();
    vi.advanceTimersByTime(10_000);
    expect(sources).toHaveLength(1);
  });
});
