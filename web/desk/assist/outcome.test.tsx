import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { AnalysisAnswer } from '../../api/types';
import { draw, fakeServer, said } from '../../testing/desk';
import { segment, sounds, transfer } from '../../testing/views';
import { Transcript } from '../calls/transcript';
import { Outcome } from './outcome';

const server = fakeServer();
const fields = (transfer().briefing ?? { fields: {} })
  .fields as AnalysisAnswer['briefing']['fields'];

function analysis(change: Partial<AnalysisAnswer> = {}): AnalysisAnswer {
  return {
    summary: 'Charged twice; refunded.',
    briefing: { text: '', fields },
    insights: {
      topics: ['billing'],
      cause: { text: 'A retried payment', evidence: ['s2'] },
      resolution: null,
      talk: { customer: 0.62, agent: 0.38, by: 'words' },
      silence_seconds: 75,
      holds: 0,
      transfers: null,
    },
    action_items: [{ owner: 'agent', text: 'Send the refund', due: 'by Friday', evidence: ['s1'] }],
    sentiment: sounds('neutral'),
    model: 'some-model',
    cached: false,
    ...change,
  };
}

const answer = (body: object, status = 200) =>
  server.use(http.post('*/api/llm/analyze-call', () => HttpResponse.json(body, { status })));
const ask = (name = 'Analyse this call') => userEvent.click(screen.getByRole('button', { name }));

it('is made when somebody asks, and each finding leads to its lines', async () => {
  said(segment({ id: 's1', text: 'First' }), segment({ id: 's2', text: 'Second' }));
  answer(analysis());
  const { container } = draw(
    <>
      <Outcome callId="call_1" />
      <Transcript callId="call_1" customer="Ruth Meyer" />
    </>,
  );
  await ask();
  await screen.findByText('Charged twice; refunded.');
  screen.getByText('The agent · by Friday');
  screen.getByText('Made by some-model: it can be wrong.');
  const figures = screen.getAllByRole('definition').map(({ textContent }) => textContent);
  expect(figures).toEqual(['customer 62 %, agents 38 %', '1:15', '0']);
  expect(screen.queryByText('Resolution')).toBeNull();
  const cited = () => container.querySelector('[data-cited="true"]')?.textContent;
  await userEvent.click(screen.getByRole('button', { name: 'A retried payment' }));
  expect(cited()).toContain('Second');
  await userEvent.click(screen.getByRole('button', { name: 'Send the refund' }));
  expect(cited()).toContain('First');
});

it('says what went wrong and is asked for again', async () => {
  said(segment());
  answer({ detail: 'Ask again in a minute.' }, 429);
  draw(<Outcome callId="call_1" />);
  await ask();
  expect((await screen.findByRole('alert')).textContent).toContain('Ask again in a minute.');
  answer(analysis({ summary: '', action_items: [] }));
  await ask('Try again');
  await screen.findByText('Nothing that stands out was said.');
  screen.getByText('Nothing was left to be done.');
  expect(screen.queryByRole('alert')).toBeNull();
});

it('is not offered for a call on which nothing was said', () => {
  said(segment({ line: 'consult' }));
  draw(<Outcome callId="call_1" />);
  expect(screen.queryByRole('region')).toBeNull();
});
