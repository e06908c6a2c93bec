import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { MemoryRouter, useLocation } from 'react-router';
import { expect, it, vi } from 'vitest';
import type { Analytics } from '../../api/types';
import { draw, fakeServer } from '../../testing/desk';
import { agent, me } from '../../testing/views';
import AnalyticsPage from './page';

// jsdom has no canvas.
vi.mock('./step-chart', () => ({ default: () => null }));
const server = fakeServer();

const NOTHING = { count: 0, median: null, p95: null };
const MOODS = { positive: 0, neutral: 0, negative: 0, frustrated: 0, mean: null };
const OUTCOMES = {
  total: 5,
  open: 0,
  completed: 4,
  cancelled: 0,
  declined: 1,
  unanswered: 0,
  failed: 0,
  requeued: 0,
  abandoned: 0,
};

function figures(change: Partial<Analytics> = {}): Analytics {
  const day = { calls: 6, abandoned: 1, transfers: 2, moods: MOODS };
  return {
    from: '2026-11-22T00:00:00Z',
    to: '2026-11-24T00:00:00Z',
    step: 'day',
    calls: { total: 12, open: 0, ended: 12, abandoned: 3, never_came: 0 },
    transfers: OUTCOMES,
    times: {
      wait: { count: 9, median: 20.4, p95: 65 },
      ring: NOTHING,
      hold: NOTHING,
      handoff: { count: 4, median: 0.24, p95: 0.3 },
      handle: { count: 9, median: 245, p95: 600 },
    },
    sentiment: { ...MOODS, neutral: 8, mean: 0.1, calls: 7, fell: 1, rose: 2 },
    steps: [
      { at: '2026-11-22T12:00:00Z', ...day },
      { at: '2026-11-23T12:00:00Z', ...day, moods: { ...MOODS, neutral: 8, mean: 0.1 } },
    ],
    agents: [
      {
        agent: 'agt_bob',
        name: 'Bob Brown',
        calls: 9,
        transfers_given: 1,
        transfers_taken: 3,
        declined: 2,
        handle_median: 130,
      },
    ],
    skills: [
      {
        skill: null,
        calls: 12,
        abandoned: 3,
        transfers: 5,
        wait_median: 20.4,
        handle_median: 245,
      },
    ],
    ...change,
  };
}

/** Answers with the same figures; keeps what was asked for. */
function answers(told: Analytics = figures()): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get('*/api/agents', () => HttpResponse.json({ agents: [agent()] })),
    http.get('*/api/analytics', ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      return HttpResponse.json(told);
    }),
  );
  return asked;
}

function Address() {
  return <output>{useLocation().search}</output>;
}

function open(role: 'agent' | 'supervisor' = 'supervisor', address = '') {
  const { account } = me();
  draw(
    <MemoryRouter initialEntries={[`/analytics${address}`]}>
      <AnalyticsPage me={me({ account: { ...account, role } })} />
      <Address />
    </MemoryRouter>,
  );
}

const rowsOf = (name: string) =>
  within(screen.getByRole('region', { name }))
    .getAllByRole('row', { hidden: true })
    .map((row) => [...row.children].map(({ textContent }) => textContent));

it('says in words and tables what its pictures show', async () => {
  answers();
  open();
  await screen.findByText('4 of 5 transfers were completed.');
  screen.getByText(/^12 calls, 5 transfers; most calls on .+: 6\.$/);
  screen.getByText(/mood rose in 2 and fell in 1 of 7 calls/);
  expect(rowsOf('How long it took, table')).toContainEqual([
    'Handling a call',
    '9',
    '4:05',
    '10:00',
  ]);
  expect(rowsOf('How long it took, table')).toContainEqual(['Handing over', '4', '0.2 s', '0.3 s']);
  expect(rowsOf('How long it took, table')).toContainEqual(['On hold', '0', '–', '–']);
  expect(rowsOf('By agent, table')).toContainEqual(['Bob Brown', '9', '1', '3', '2', '2:10']);
  expect(rowsOf('How transfers ended, table')).toContainEqual(['Completed', '4', '80 %']);
});

it('keeps what is asked for in the address, and asks the files for the same', async () => {
  const asked = answers();
  open('supervisor', '?period=30');
  await screen.findByText('4 of 5 transfers were completed.');
  await userEvent.selectOptions(screen.getByLabelText('Agent'), 'alice');
  await userEvent.selectOptions(screen.getByLabelText('Skill'), 'billing');
  expect(screen.getByRole('status').textContent).toBe('?period=30&agent=alice&skill=billing');
  await expect.poll(() => asked.at(-1)?.get('skill')).toBe('billing');
  const last = asked.at(-1) ?? new URLSearchParams();
  const link = await screen.findByRole('link', { name: /CSV.*By agent/ });
  const file = new URL(link.getAttribute('href') ?? '', 'http://desk');
  expect(Object.fromEntries(file.searchParams)).toEqual({
    ...Object.fromEntries(last),
    table: 'agents',
  });
  await userEvent.click(screen.getByRole('radio', { name: 'Today' }));
  expect(screen.getByRole('status').textContent).toContain('period=today');
});

it('lets an agent choose no other agent', async () => {
  answers();
  open('agent');
  await screen.findByText('4 of 5 transfers were completed.');
  expect(screen.queryByLabelText('Agent')).toBeNull();
});

it('says when there was nothing', async () => {
  const none = { total: 0, open: 0, ended: 0, abandoned: 0, never_came: 0 };
  answers(figures({ calls: none, transfers: { ...OUTCOMES, total: 0 } }));
  open();
  await screen.findByText('No calls in this period');
});

it('says what went wrong and asks again', async () => {
  answers();
  server.use(
    http.get('*/api/analytics', () =>
      HttpResponse.json({ detail: 'The period must begin before it ends.' }, { status: 422 }),
    ),
  );
  open();
  await screen.findByText('The period must begin before it ends.');
  answers();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('4 of 5 transfers were completed.');
});
