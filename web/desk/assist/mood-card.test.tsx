import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { draw, fakeServer, said } from '../../testing/desk';
import { segment, sounds } from '../../testing/views';
import { MoodCard } from './mood-card';

// jsdom has no canvas; tests/browser sees the line itself.
vi.mock('./mood-chart', () => ({ default: () => null }));
fakeServer();

const card = () => screen.getByRole('region', { name: 'How Ruth sounds' });

it('tells the course in a sentence and as a table, and who made it', async () => {
  said(
    segment({ id: 's1', sentiment: sounds('frustrated') }),
    segment({ id: 's2', sentiment: sounds('neutral', { model: 'some-model' }) }),
  );
  draw(<MoodCard callId="call_1" customer="Ruth Meyer" />);
  within(card()).getByText(/^Frustrated at .+, then calmer\.$/);
  within(card()).getByText('Built-in estimate and some-model');
  const rows = within(card()).getAllByRole('row').slice(1);
  expect(rows.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/frustrated-0.8$/),
    expect.stringMatching(/neutral0$/),
  ]);
});

it('waits for the first words without a drawing or a table', () => {
  said();
  draw(<MoodCard callId="call_1" customer="Ruth Meyer" />);
  within(card()).getByText('Told with their first words.');
  expect(within(card()).queryByRole('table')).toBeNull();
});

it('is not there when a call is over and the customer said nothing', () => {
  said(segment({ speaker: 'agent' }));
  draw(<MoodCard callId="call_1" customer="Ruth Meyer" over />);
  expect(screen.queryByRole('region')).toBeNull();
});
