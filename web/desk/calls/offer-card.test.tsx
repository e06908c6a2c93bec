import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { bob, call, transfer } from '../../testing/views';
import { Stage } from '../transfers/stage';
import { Offers } from './offer-card';

vi.mock('./ring', () => ({ useRing: () => undefined }));

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());

const offered = bob({
  offers: [
    {
      kind: 'transfer',
      call: call(),
      transfer: transfer({ state: 'ringing', note: 'Be quick', allowed_moves: ['accept'] }),
    },
  ],
});

it('shows who brings whom, the note and the briefing before anything is accepted', () => {
  render(
    <MantineProvider env="test">
      <Offers me={offered} />
    </MantineProvider>,
  );
  screen.getByText('Warm transfer from Alice Adams');
  screen.getByText('Be quick');
  screen.getByText('Charged twice for invoice 4711.');
  screen.getByRole('button', { name: 'Accept' });
});

it('tells a call that was lost from a new one', () => {
  const rings = (answered_at: string | null) => ({
    kind: 'call' as const,
    call: call({ id: answered_at ?? 'new', answered_at, skill: null }),
    transfer: null,
  });
  render(
    <MantineProvider env="test">
      <Offers me={bob({ offers: [rings(null), rings('2026-11-23T10:00:00Z')] })} />
    </MantineProvider>,
  );
  screen.getByRole('region', { name: 'Ruth Meyer is calling' });
  screen.getByText('Incoming call');
  screen.getByRole('region', { name: 'Ruth Meyer is waiting again' });
  screen.getByText('To be taken up again');
});

it.each([
  ['at once', '', async () => undefined],
  [
    'with a reason',
    'Lunch',
    async () => {
      await userEvent.click(screen.getByRole('button', { name: 'Decline with a reason' }));
      await userEvent.type(screen.getByLabelText('Reason'), 'Lunch{Enter}');
    },
  ],
])('declines %s', async (_, reason, explain) => {
  let body: unknown;
  server.use(
    http.post('*/api/transfer/decline/tr_1', async ({ request }) => {
      body = await request.json();
      return HttpResponse.json({ transfer: transfer({ state: 'declined' }), connect: [] });
    }),
  );
  render(
    <MantineProvider env="test">
      <Offers me={offered} />
    </MantineProvider>,
  );
  await explain();
  if (!reason) await userEvent.click(screen.getByRole('button', { name: 'Decline' }));
  await expect.poll(() => body).toEqual({ reason });
});

it.each(['ringing', 'consulting', 'conferencing', 'completed'] as const)(
  'is accessible with a transfer that is %s',
  async (state) => {
    const { container } = render(
      <MantineProvider env="test">
        <Offers me={offered} />
        <Stage me={bob()} call={call()} transfer={transfer({ state })} />
      </MantineProvider>,
    );
    const { violations } = await axe.run(container, {
      // Colours are judged in a real browser; jsdom draws nothing.
      rules: { region: { enabled: false }, 'color-contrast': { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  },
);
