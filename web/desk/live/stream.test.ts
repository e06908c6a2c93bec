import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeSources } from '../../testing/fake-source';
import { Stream } from './stream';

describe('the live events', () => {
  let sources: FakeSources;
  let told: number[];
  let stream: Stream;
  const reset = vi.fn();
  const refused = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('EventSource', { CLOSED: 2 });
    sources = new FakeSources();
    told = [];
    stream = new Stream({
      event: ({ id }) => told.push(id),
      reset,
      refused,
      makeSource: sources.make,
    });
    stream.open(7);
  });

  it('begin after what /api/me has told', () => {
    expect(sources.last.url).toBe('/api/events?after=7');
    sources.last.tell('call', 8);
    expect(told).toEqual([8]);
  });

  it('are opened anew after an answer that is not 200, from where they were', () => {
    sources.last.open();
    sources.last.tell('transfer', 9);
    sources.last.fail(2);
    expect(stream.getState()).toBe('lost');
    vi.advanceTimersByTime(600);
    expect(sources.urls).toEqual(['/api/events?after=7', '/api/events?after=9']);
    sources.last.open();
    expect(stream.getState()).toBe('open');
    expect(refused).not.toHaveBeenCalled();
  });

  it('refused a second time leave it to the owner, ever more slowly', () => {
    sources.last.fail(2);
    vi.advanceTimersByTime(500);
    sources.last.fail(2);
    vi.advanceTimersByTime(900);
    expect(refused).not.toHaveBeenCalled();
    vi.advanceTimersByTime(200);
    expect(refused).toHaveBeenCalledOnce();
    expect(sources.all).toHaveLength(2);
  });

  it('are left to the browser while it tries itself', () => {
    sources.last.fail(0);
    vi.advanceTimersByTime(10_000);
    expect(sources.all).toHaveLength(1);
    expect(stream.getState()).toBe('lost');
  });

  it('ask for everything when the server cannot tell what was missed', () => {
    sources.last.tell('reset', 40);
    expect(reset).toHaveBeenCalledOnce();
    expect(told).toEqual([]);
  });

  it('connect anew after a sleep, from where they were', () => {
    sources.last.tell('call', 12);
    const before = sources.last;
    stream.renew();
    expect(before.readyState).toBe(2);
    expect(sources.last.url).toBe('/api/events?after=12');
  });

  it('do not come back once closed', () => {
    sources.last.fail(2);
    stream.close();
    stream.renew();
    vi.advanceTimersByTime(10_000);
    expect(sources.all).toHaveLength(1);
  });
});
