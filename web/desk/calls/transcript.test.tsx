import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { CallView } from '../../api/types';
import { draw, fakeServer } from '../../testing/desk';
import { segment } from '../../testing/views';
import { KEYS, queries } from '../live/store';
import { Transcript } from './transcript';

const server = fakeServer();

function show(transcription: CallView['transcription'], segments = [segment()]) {
  queries.setQueryData(KEYS.transcript('call_1'), { segments });
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <Transcript callId="call_1" customer="Ruth Meyer" transcription={transcription} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

it.each([
  ['off', 'no speech recognition is set up'],
  ['unreachable', 'does not answer'],
  ['failing', 'fails; it is tried again'],
] as const)('says why nobody transcribes: %s', (transcription, why) => {
  show(transcription);
  const { textContent } = screen.getByRole('status');
  expect(textContent).toContain('Nobody is transcribing this call: ');
  expect(textContent).toContain(why);
});

it.each(['working', 'posted', null] as const)('says nothing of it when %s', (transcription) => {
  show(transcription);
  expect(screen.queryByRole('status')).toBeNull();
});

it('shows words that may still change as such', () => {
  const { container } = show('working', [segment({ text: 'I was ch', final: false })]);
  expect(container.querySelector('[data-final="false"]')?.textContent).toContain('I was ch');
});

it('shows a long call to its end, which takes more than one page', async () => {
  server.use(
    http.get('*/api/calls/call_1/transcript', ({ request }) =>
      HttpResponse.json(
        new URL(request.url).searchParams.has('cursor')
          ? { segments: [segment({ id: 's2', text: 'Last' })], next_cursor: null }
          : { segments: [segment({ id: 's1', text: 'First' })], next_cursor: 's1' },
      ),
    ),
  );
  draw(<Transcript callId="call_1" customer="Ruth Meyer" />);
  await screen.findByText('Last');
  screen.getByText('First');
});
