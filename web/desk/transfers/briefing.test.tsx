import { MantineProvider } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { BriefingView } from '../../api/types';
import { draw, said } from '../../testing/desk';
import { segment, transfer } from '../../testing/views';
import { Transcript } from '../calls/transcript';
import { Briefing } from './briefing';
import { linesOf } from './briefing-lines';

const made = transfer().briefing as BriefingView;

function show(change: Partial<BriefingView>, note: string | null = null) {
  render(
    <MantineProvider env="test">
      <Briefing briefing={{ ...made, ...change }} note={note} />
    </MantineProvider>,
  );
}
const headings = () => screen.queryAllByRole('term').map(({ textContent }) => textContent);

it('sets each heading apart, in the language of the call', () => {
  show({
    text: 'Anliegen: Doppelt belastet\nFakten: Rechnung 4711; 49 €\nNächster Schritt: Anruf',
  });
  expect(headings()).toEqual(['Anliegen', 'Fakten', 'Nächster Schritt']);
  expect(screen.getAllByRole('definition').map(({ textContent }) => textContent)).toEqual([
    'Doppelt belastet',
    'Rechnung 4711',
    '49 €',
    'Anruf',
  ]);
});

it('says that the built-in analyser made it', () => {
  show({ text: 'Reason: Charged twice' });
  screen.getByText('Made by the built-in analyser, a heuristic: it can be wrong.');
});

it('says whose the words are after an agent changed them', () => {
  show({ text: 'Please be kind.', edited: true });
  screen.getByText('Changed by an agent. First made by the built-in analyser, a heuristic.');
  expect(headings()).toEqual([]);
});

it('names any other maker', () => {
  show({ text: 'Reason: Charged twice', source: 'some-model' });
  screen.getByText('Made by some-model: it can be wrong.');
});

const fields = {
  ...made.fields,
  reason: [{ text: 'Charged twice; not refunded', evidence: ['s2'] }],
  facts: [{ text: 'Invoice 4711', evidence: [] }],
};
const text = 'Reason: Charged twice; not refunded\nFacts: Invoice 4711; 49 €';

it('leads from a statement to its lines when their transcript is on the screen', async () => {
  said(segment({ id: 's1' }), segment({ id: 's2', text: 'Twice!' }));
  const { container } = draw(
    <>
      <Briefing briefing={{ ...made, text, fields }} callId="call_1" />
      <Transcript callId="call_1" customer="Ruth Meyer" />
    </>,
  );
  const statements = screen
    .getAllByRole('definition')
    .flatMap((one) => within(one).queryAllByRole('button'));
  expect(statements.map(({ textContent }) => textContent)).toEqual(['Charged twice; not refunded']);
  await userEvent.click(statements[0] as HTMLElement);
  expect(container.querySelector('[data-cited="true"]')?.textContent).toContain('Twice!');
});

it('is plain text where no transcript of the call is', () => {
  said(segment({ id: 's2' }));
  draw(
    <>
      <Briefing briefing={{ ...made, text, fields }} callId="call_2" />
      <Transcript callId="call_1" customer="Ruth Meyer" />
    </>,
  );
  expect(screen.queryByRole('button', { name: /Charged twice/ })).toBeNull();
});

it('says that a better one has taken the place of what was being read', () => {
  const { rerender } = render(<Briefing briefing={made} />, { wrapper: MantineProvider });
  rerender(
    <Briefing briefing={{ ...made, text: 'Reason: Double charge', source: 'some-model' }} />,
  );
  screen.getByText('Double charge');
  screen.getByText('Rewritten just now by some-model: it can be wrong.');
});

it('leaves out the note that stands beside it, and draws no markup', () => {
  show({ text: 'Note: Be  <b>quick</b>\nReason: <img src=x>' }, 'Be <b>quick</b>');
  expect(headings()).toEqual(['Reason']);
  const text = screen.getByText('<img src=x>');
  expect(within(text).queryByRole('img')).toBeNull();
});

it.each([
  ['Reason: double charge', ['Reason'], ['double charge']],
  ['He calls at 10:30 sharp', [null], ['He calls at 10:30 sharp']],
  ['See https://example.org', [null], ['See https://example.org']],
  ['Because of all that was said so far: hurry', [null], null],
  ['En suspens : argent; date', ['En suspens'], ['argent', 'date']],
  ['', [], []],
])('reads %j', (text, heads, parts) => {
  const lines = linesOf(text);
  expect(lines.map(({ heading }) => heading)).toEqual(heads);
  if (parts) expect(lines.flatMap((line) => line.parts)).toEqual(parts);
});
