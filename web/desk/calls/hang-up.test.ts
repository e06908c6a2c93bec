import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { CallView } from '../../api/types';
import { call, me } from '../../testing/views';
import { Lines } from '../live/runtime';
import { KEYS, knownMe, queries } from '../live/store';
import { phone } from '../phone/phone';
import { tell } from '../shell/toasts';
import { hangUp, tellHangUp } from './hang-up';

vi.mock('../shell/toasts', () => ({ tell: vi.fn() }));

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

let answers: number[];
let asked: number;
let inHand: CallView | null;
beforeEach(() => {
  asked = 0;
  inHand = call();
  queries.setQueryData(KEYS.me, me({ call: inHand }));
  vi.spyOn(phone, 'close').mockResolvedValue();
  vi.spyOn(phone, 'ensure').mockResolvedValue();
  server.use(
    http.post('*/api/calls/call_1/end', async () => {
      const status = answers[asked++] ?? 200;
      await delay(5);
      if (status !== 200) return HttpResponse.json({ status, detail: 'Not now.' }, { status });
      inHand = null;
      // As the server answers: what the customer may see of the call.
      const { id, hold, agent_name } = call();
      return HttpResponse.json({ call: { id, hold, agent_name, state: 'ended', ended: true } });
    }),
    http.get('*/api/me', () => HttpResponse.json(me({ call: inHand, event_id: 9 }))),
  );
});

it('is off the line at once, and the call is gone with the answer', async () => {
  answers = [200];
  const done = hangUp('call_1');
  expect(phone.close).toHaveBeenCalledOnce();
  expect(knownMe()?.hungUp).toBe('call_1');
  await done;
  expect(knownMe()?.call).toBeNull();
  expect(knownMe()?.hungUp).toBeNull();
});

it('stays off the line while the server is in trouble, and tells it again', async () => {
  answers = [503, 502, 200];
  await hangUp('call_1');
  expect(knownMe()).toMatchObject({ hungUp: 'call_1', call: { id: 'call_1' } });
  const lines = new Lines();
  vi.useFakeTimers();
  for (let second = 0; second < 5; second += 1) lines.check();
  vi.advanceTimersByTime(1000);
  vi.useRealTimers();
  expect(phone.ensure).not.toHaveBeenCalled();
  await tellHangUp();
  expect(knownMe()?.hungUp).toBe('call_1');
  await Promise.all([tellHangUp(), tellHangUp()]);
  expect(asked).toBe(3);
  expect(knownMe()).toMatchObject({ hungUp: null, call: null });
  await tellHangUp();
  expect(asked).toBe(3);
});

it('is told when the server refuses, and has the call again', async () => {
  answers = [409];
  await hangUp('call_1');
  expect(tell).toHaveBeenCalledWith('error', 'The call was not ended', { text: 'Not now.' });
  expect(knownMe()).toMatchObject({ hungUp: null, call: { id: 'call_1' } });
});
