import { beforeEach, expect, it, vi } from 'vitest';
import { agent, call, me, segment } from '../../testing/views';
import { KEYS, knownMe, queries, takeEvent } from './store';

beforeEach(() => {
  queries.clear();
  queries.setQueryData(KEYS.me, me());
});

const event = (type: string, data: unknown, id = 8) => ({
  id,
  type,
  at: '',
  call_id: 'call_1',
  transfer_id: null,
  data,
});

it('an event goes straight into what is drawn', () => {
  takeEvent(event('call', call({ state: 'held' })));
  expect(knownMe()?.call?.state).toBe('held');
  takeEvent(event('agent', agent({ status: 'away' })));
  expect(knownMe()?.agent?.status).toBe('away');
  takeEvent(event('transcript', segment()));
  expect(queries.getQueryData(KEYS.transcript('call_1'))).toEqual({ segments: [segment()] });
});

it('a lost companion is told in a banner that goes away by itself', () => {
  vi.useFakeTimers();
  const sentence = 'The companion was lost.';
  takeEvent(event('alert', { code: 'companion_lost', sentence }));
  expect(queries.getQueryData(KEYS.degraded)).toBe(sentence);
  vi.advanceTimersByTime(15_000);
  expect(queries.getQueryData(KEYS.degraded)).toBeNull();
});
