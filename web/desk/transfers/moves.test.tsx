import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { transfer } from '../../testing/views';
import { Moves } from './moves';
import { Toasts } from '../shell/toasts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function show(allowed_moves: string[], focus: 'consult' | 'customer' = 'consult') {
  render(
    <MantineProvider env="test">
      <Moves transfer={transfer({ allowed_moves, focus })} />
      <Toasts />
    </MantineProvider>,
  );
}
const labels = () => screen.queryAllByRole('button').map(({ textContent }) => textContent);

it('offers exactly what the server allows', () => {
  show(['complete', 'swap', 'cancel', 'edit_briefing', 'something_new']);
  expect(labels()).toEqual(['Complete to Bob Brown', 'Swap to Ruth Meyer', 'Cancel transfer']);
});

it('offers nothing when nothing is allowed', () => {
  show([]);
  expect(labels()).toEqual([]);
});

it('names whom a swap leads to', () => {
  show(['swap'], 'customer');
  expect(labels()).toEqual(['Swap to Bob Brown']);
});

it('completes once however often it is clicked', async () => {
  const keys: (string | null)[] = [];
  server.use(
    http.post('*/api/transfer/complete-v2', async ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'));
      await delay(50);
      return HttpResponse.json({ transfer: transfer({ state: 'completed' }), connect: [] });
    }),
  );
  show(['complete']);
  const button = screen.getByRole<HTMLButtonElement>('button', { name: /Complete/ });
  await userEvent.dblClick(button);
  await expect.poll(() => button.disabled).toBe(false);
  expect(keys).toHaveLength(1);
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
});

it('tells the server’s own sentence when it refuses', async () => {
  server.use(
    http.get('*/api/me', () => new HttpResponse(null, { status: 503 })),
    http.post('*/api/transfer/cancel/tr_1', () =>
      HttpResponse.json(
        { code: 'conflict', status: 409, detail: 'Bob is with the customer already.' },
        { status: 409 },
      ),
    ),
  );
  show(['cancel']);
  await userEvent.click(screen.getByRole('button', { name: /Cancel/ }));
  expect(await screen.findByText('Bob is with the customer already.')).toBeTruthy();
});

it('sends a command again with the same key when the network failed', async () => {
  const keys: (string | null)[] = [];
  server.use(
    http.post('*/api/transfer/merge/tr_1', ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'));
      if (keys.length === 1) return HttpResponse.error();
      return HttpResponse.json({ transfer: transfer({ state: 'conferencing' }), connect: [] });
    }),
  );
  show(['merge']);
  await userEvent.click(screen.getByRole('button', { name: /Merge/ }));
  await expect.poll(() => keys.length).toBe(2);
  expect(keys[0]).toBe(keys[1]);
});
