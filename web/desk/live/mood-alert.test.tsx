import { screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { expect, it } from 'vitest';
import { draw, fakeServer } from '../../testing/desk';
import { agent, me } from '../../testing/views';
import { Toasts } from '../shell/toasts';
import { KEYS, queries, takeEvent } from './store';

fakeServer();

const tellOf = (customer_name: string, agent_id: string | null) =>
  takeEvent({
    id: 8,
    type: 'alert',
    at: '',
    call_id: 'call_1',
    transfer_id: null,
    data: { kind: 'mood', agent_id, customer_name, score: -0.6 },
  });

it('tells those who oversee who sounds upset, who has the call, and the way to it', async () => {
  queries.setQueryData(KEYS.me, me({ agent: agent({ id: 'agt_sam' }) }));
  queries.setQueryData(KEYS.agents, { agents: [agent()] });
  draw(
    <MemoryRouter>
      <Toasts />
    </MemoryRouter>,
  );
  tellOf('Own Customer', 'agt_sam');
  tellOf('Casey Smith', 'agt_alice');
  tellOf('Nobody’s', null);
  await screen.findByText('Casey Smith sounds upset; Alice has the call');
  screen.getByText('Nobody’s sounds upset');
  expect(screen.queryByText(/Own Customer/)).toBeNull();
  const [link] = screen.getAllByRole('link', { name: 'To the call' });
  expect(link?.getAttribute('href')).toBe('/calls/call_1');
});
