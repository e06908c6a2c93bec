import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { ActionItem, CallInsights } from '../../api/types';
import { draw, fakeServer, said } from '../../testing/desk';
import { segment, sounds } from '../../testing/views';
import { Transcript } from '../calls/transcript';
import { queries } from '../live/store';
import { Outcome } from './outcome';

const server = fakeServer();

const ITEM: ActionItem = {
  id: 'item_1',
  owner: 'agent',
  text: 'Send the refund',
  due: 'by Friday',
  evidence: ['s1'],
  done: false,
  edited: false,
};

function insights(change: Partial<CallInsights> = {}): CallInsights {
  return {
    call_id: 'call_1',
    state: 'ready',
    summary: 'Charged twice; refunded.',
    insights: {
      topics: ['billing'],
      cause: { text: 'A retried payment', evidence: ['s2'] },
      resolution: null,
      talk: { customer: 0.62, agent: 0.38, by: 'words' },
      silence_seconds: 75,
      holds: 0,
      transfers: null,
    },
    action_items: [ITEM],
    sentiment: sounds('neutral'),
    model: 'some-model',
    made_at: '2026-11-23T10:00:00Z',
    ...change,
  };
}

const answer = (body: object, status = 200) =>
  server.use(http.get('*/api/calls/call_1/insights', () => HttpResponse.json(body, { status })));
const click = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));

it('is there by itself, and each finding leads to its lines', async () => {
  said(segment({ id: 's1', text: 'First' }), segment({ id: 's2', text: 'Second' }));
  answer(insights());
  const { container } = draw(
    <>
      <Outcome callId="call_1" />
      <Transcript callId="call_1" customer="Ruth Meyer" />
    </>,
  );
  await screen.findByText('Charged twice; refunded.');
  screen.getByText('The agent · by Friday');
  screen.getByText('Made by some-model: it can be wrong.');
  const figures = screen.getAllByRole('definition').map(({ textContent }) => textContent);
  expect(figures).toEqual(['customer 62 %, agents 38 %', '1:15', '0']);
  expect(screen.queryByText('Resolution')).toBeNull();
  const cited = () => container.querySelector('[data-cited="true"]')?.textContent;
  await click('A retried payment');
  expect(cited()).toContain('Second');
  await click('Send the refund');
  expect(cited()).toContain('First');
  const files = screen.getAllByRole('link').map((link) => link.getAttribute('href'));
  expect(files).toEqual(
    ['csv', 'json'].map((format) => `/api/calls/call_1/insights/export?format=${format}`),
  );
});

it('says that it is being made, and shows it when it has come', async () => {
  answer(insights({ state: 'pending', summary: '', insights: null, action_items: [] }));
  draw(<Outcome callId="call_1" />);
  await screen.findByText(/appears here by itself/);
  expect(screen.queryByRole('link')).toBeNull();
  answer(insights({ action_items: [] }));
  await queries.invalidateQueries({ queryKey: ['insights', 'call_1'] }); // as the live event does
  await screen.findByText('Charged twice; refunded.');
  screen.getByText('Nothing was left to be done.');
});

it('says when it was tried too often', async () => {
  answer(insights({ state: 'failed', summary: '', insights: null, action_items: [] }));
  draw(<Outcome callId="call_1" />);
  await screen.findByText(/could not be analysed/);
});

it('says what went wrong and is asked for again', async () => {
  answer({ detail: 'Ask again in a minute.' }, 429);
  draw(<Outcome callId="call_1" />);
  expect((await screen.findByRole('alert')).textContent).toContain('Ask again in a minute.');
  answer(insights({ summary: '' }));
  await click('Try again');
  await screen.findByText('Nothing that stands out was said.');
});

it('is not there once what was said is erased', async () => {
  answer({ detail: 'This call has no insights.' }, 404);
  draw(<Outcome callId="call_1" />);
  await expect.poll(() => queries.getQueryState(['insights', 'call_1'])?.status).toBe('error');
  expect(screen.queryByRole('region')).toBeNull();
});

/** What is sent to change the item; answered only when the test says so. */
function patched(respond: (body: object) => Response) {
  const bodies: object[] = [];
  let answerIt: () => void = () => undefined;
  server.use(
    http.patch('*/api/calls/call_1/action-items/item_1', async ({ request }) => {
      const body = (await request.json()) as object;
      bodies.push(body);
      await new Promise<void>((resolve) => (answerIt = resolve));
      return respond(body);
    }),
  );
  return {
    bodies,
    answer: async () => {
      await expect.poll(() => bodies.length).toBeGreaterThan(0);
      answerIt();
    },
  };
}
const agrees = (body: object) =>
  HttpResponse.json({ action_item: { ...ITEM, ...body, edited: true } });
const refuses = () =>
  HttpResponse.json({ detail: 'This call is with somebody else.' }, { status: 403 });
const box = () => screen.getByRole<HTMLInputElement>('checkbox', { name: 'Done: Send the refund' });

it('ticks an item off at once, and takes that back when the server does not agree', async () => {
  answer(insights());
  draw(<Outcome callId="call_1" />);
  await screen.findByText('Send the refund');
  const change = patched(refuses);
  await userEvent.click(box());
  await expect.poll(() => box().checked).toBe(true);
  expect(change.bodies).toEqual([{ done: true }]);
  await change.answer();
  await expect.poll(() => box().checked).toBe(false);
});

it('keeps what somebody makes of an item', async () => {
  answer(insights());
  draw(<Outcome callId="call_1" />);
  await screen.findByText('Send the refund');
  const change = patched(agrees);
  await click(/^Edit/);
  const form = within(screen.getByRole('form', { name: 'Edit the item' }));
  await userEvent.clear(form.getByLabelText(/^What is to be done/));
  await userEvent.type(form.getByLabelText(/^What is to be done/), 'Refund order 48213');
  await userEvent.selectOptions(form.getByLabelText('By whom'), 'company');
  await userEvent.clear(form.getByLabelText('Until when'));
  await click('Save');
  await change.answer();
  await screen.findByText('Refund order 48213');
  screen.getByText('The company');
  expect(change.bodies).toEqual([{ text: 'Refund order 48213', owner: 'company', due: null }]);
});

it('keeps the form with its words when they could not be saved', async () => {
  answer(insights());
  draw(<Outcome callId="call_1" />);
  await screen.findByText('Send the refund');
  const change = patched(refuses);
  await click(/^Edit/);
  await userEvent.type(screen.getByLabelText(/^What is to be done/), ' today');
  await click('Save');
  await change.answer();
  expect((await screen.findByRole('alert')).textContent).toContain('with somebody else');
  const written = screen.getByLabelText<HTMLInputElement>(/^What is to be done/).value;
  expect(written).toBe('Send the refund today');
  await click('Cancel');
  screen.getByText('Send the refund');
});
