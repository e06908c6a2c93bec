import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import type { Delivery, Webhook } from '../../api/types';
import { draw, fakeServer } from '../../testing/desk';
import Webhooks from './page';

const server = fakeServer();
const AT = '2026-11-23T10:00:00Z';
const HOOK: Webhook = {
  id: 'wh_1',
  url: 'https://crm.example.com/segue',
  events: ['call.ended'],
  created_by: 'acct_1',
  created_at: AT,
};

let hooks: Webhook[];
beforeEach(() => {
  hooks = [HOOK];
  server.use(http.get('*/api/webhooks', () => HttpResponse.json({ webhooks: hooks })));
});

const click = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));

function delivery(change: Partial<Delivery>): Delivery {
  return {
    id: 'dl_1',
    event: 'call.ended',
    subject: 'call_1',
    status: 'delivered',
    attempts: [{ started_at: AT, ended_at: AT, outcome: 'delivered', http_status: 204 }],
    at: AT,
    due_at: null,
    ...change,
  };
}

it('adds one, and shows its secret once', async () => {
  hooks = [];
  let asked: unknown;
  server.use(
    http.post('*/api/webhooks', async ({ request }) => {
      asked = await request.json();
      hooks = [HOOK];
      return HttpResponse.json({ webhook: HOOK, secret: 'whsec_once' }, { status: 201 });
    }),
  );
  draw(<Webhooks />);
  await screen.findByText('No webhooks yet');
  await click('Add a webhook');
  await userEvent.type(screen.getByLabelText(/^Address/), HOOK.url);
  await userEvent.click(screen.getByLabelText('What came of a call is ready'));
  await click('Add and show the secret');
  await screen.findByText('whsec_once');
  expect(asked).toEqual({ url: HOOK.url, events: ['call.ended'] });
  screen.getByRole('cell', { name: HOOK.url });
  await click('Close');
  expect(screen.queryByText('whsec_once')).toBeNull();
});

it('says why one was not added, and keeps the form', async () => {
  const detail = 'A webhook goes by https to a public address.';
  server.use(http.post('*/api/webhooks', () => HttpResponse.json({ detail }, { status: 422 })));
  draw(<Webhooks />);
  await click('Add a webhook');
  await userEvent.type(screen.getByLabelText(/^Address/), 'http://10.0.0.1/');
  await click('Add and show the secret');
  expect((await screen.findByRole('alert')).textContent).toContain(detail);
});

it('lists how deliveries went', async () => {
  const failed = { started_at: AT, ended_at: AT, outcome: 'refused', http_status: 500 } as const;
  const deliveries = [
    delivery({ id: 'dl_2', status: 'pending', attempts: [failed], due_at: AT }),
    delivery({}),
  ];
  server.use(http.get('*/api/webhooks/wh_1/deliveries', () => HttpResponse.json({ deliveries })));
  draw(<Webhooks />);
  await userEvent.click(await screen.findByRole('button', { name: /^Deliveries/ }));
  await screen.findByText('It answered, HTTP 204');
  screen.getByText(/^It refused it, HTTP 500/);
  screen.getByText(/again at/);
});

it('deletes one when the person is sure', async () => {
  server.use(
    http.delete('*/api/webhooks/wh_1', () => {
      hooks = [];
      return new HttpResponse(null, { status: 204 });
    }),
  );
  draw(<Webhooks />);
  await userEvent.click(await screen.findByRole('button', { name: /^Delete https/ }));
  await click('Delete');
  await screen.findByText('No webhooks yet');
  expect(screen.queryByRole('dialog')).toBeNull();
});
