import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { agent, call, me, segment } from '../../testing/views';
import { fetchMe, KEYS, knownMe, queries, takeEvent } from './store';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());
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

it('an answer that an event has overtaken is asked for again', async () => {
  takeEvent(event('call', call(), 20));
  const answers = [me({ event_id: 19 }), me({ event_id: 20, call: call() })];
  server.use(http.get('*/api/me', () => HttpResponse.json(answers.shift())));
  expect((await fetchMe()).call?.id).toBe('call_1');
  expect(answers).toHaveLength(0);
});
