import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { draw, fakeServer } from '../../testing/desk';
import { agent, call, me, transfer } from '../../testing/views';
import { TransferDialog } from './dialog';

const server = fakeServer();

it('folds the roster once somebody is chosen, and unfolds it for another', async () => {
  const agents = [
    agent({ id: 'agt_bob', name: 'Bob Brown', skills: [] }),
    agent({ id: 'agt_carol', name: 'Carol Clark', skills: [] }),
  ];
  server.use(
    http.get('*/api/agents', () => HttpResponse.json({ agents })),
    http.get('*/api/calls/call_1/briefing', () =>
      HttpResponse.json({ briefing: transfer().briefing }),
    ),
  );
  draw(<TransferDialog me={me()} call={call()} onClose={() => undefined} />);
  await userEvent.click(await screen.findByRole('button', { name: /Bob Brown/ }));
  expect(screen.queryByRole('list', { name: 'Agents' })).toBeNull();
  const another = screen.getByRole('button', { name: 'Add another, in case nobody answers' });
  expect(document.activeElement).toBe(another);
  await userEvent.click(another);
  await userEvent.click(screen.getByRole('button', { name: /Carol Clark/ }));
  const order = within(screen.getByRole('list', { name: 'In this order' }));
  expect(order.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    '1Bob Brown',
    '2Carol Clark',
  ]);
});
