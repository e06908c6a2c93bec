import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { draw, fakeServer } from '../../testing/desk';
import { transfer } from '../../testing/views';
import { Toasts } from '../shell/toasts';
import { BriefingCard } from './briefing';

const server = fakeServer();
const consulting = { allowed_moves: ['read_briefing'], state: 'consulting' as const };

it('has the briefing read aloud, and says so while it is', async () => {
  const asked: unknown[] = [];
  server.use(
    http.post('*/api/transfer/read/tr_1', async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json({
        transfer: transfer({ ...consulting, reading: 'asked' }),
        connect: [],
      });
    }),
  );
  const { unmount } = draw(<BriefingCard transfer={transfer(consulting)} voice />);
  await userEvent.click(screen.getByRole('button', { name: 'Read aloud' }));
  expect(asked).toEqual([{ aloud: true }]);
  unmount();
  draw(<BriefingCard transfer={transfer({ ...consulting, reading: 'speaking' })} voice />);
  screen.getByRole('button', { name: 'Stop reading' });
  expect(screen.getByRole('status').textContent).toContain('being read aloud');
});

it('offers nothing where there is no voice', () => {
  draw(<BriefingCard transfer={transfer(consulting)} voice={false} />);
  expect(screen.queryByRole('button', { name: 'Read aloud' })).toBeNull();
});

it('tells the other agent what is going on, who cannot stop it', () => {
  draw(<BriefingCard transfer={transfer({ reading: 'speaking', allowed_moves: [] })} voice />);
  expect(screen.getByRole('status').textContent).toContain('being read aloud');
  expect(screen.queryByRole('button')).toBeNull();
});

it('says in words why it was not read', async () => {
  server.use(
    http.post('*/api/transfer/read/tr_1', () =>
      HttpResponse.json(
        { code: 'no_voice', detail: 'There is no voice to read it aloud just now.' },
        { status: 409, headers: { 'content-type': 'application/problem+json' } },
      ),
    ),
  );
  draw(
    <>
      <BriefingCard transfer={transfer(consulting)} voice />
      <Toasts />
    </>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Read aloud' }));
  await screen.findByText(/There is no voice/);
});
