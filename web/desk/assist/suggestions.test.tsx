import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it, vi } from 'vitest';
import type { SuggestionsAnswer } from '../../api/types';
import { draw, fakeServer, said } from '../../testing/desk';
import { segment, suggestions } from '../../testing/views';
import { Transcript } from '../calls/transcript';
import { Suggestions } from './suggestions';

const server = fakeServer();
/** Each question that was asked, to be answered when and how a test wants. */
let asked: ((answer: SuggestionsAnswer | number) => void)[] = [];
/** What the server was told of suggestions. */
let told: unknown[] = [];

beforeEach(() => {
  asked = [];
  told = [];
  server.use(
    http.post('*/api/calls/call_1/suggestions/:id/feedback', async ({ params, request }) => {
      const { feedback, kind } = (await request.json()) as Record<string, string>;
      told.push({ id: params.id, feedback, kind });
      return new HttpResponse(null, { status: 204 });
    }),
    http.post('*/api/llm/suggestions', async () => {
      const answer = await new Promise<SuggestionsAnswer | number>((tell) => asked.push(tell));
      return typeof answer === 'number'
        ? HttpResponse.json({ detail: 'Too many' }, { status: answer })
        : HttpResponse.json(answer);
    }),
  );
});

const first = segment({ id: 's1', text: 'I was charged twice' });
const second = segment({ id: 's2', text: 'And nobody calls back' });
const show = () => draw(<Suggestions callId="call_1" />);
const question = async (count: number) => {
  await expect.poll(() => asked.length).toBe(count);
  return asked[count - 1] ?? (() => undefined);
};
const texts = () =>
  screen.queryAllByRole('listitem').map((item) => within(item).getAllByText(/./)[1]?.textContent);

it('shows at most three, each with its kind, why, and who made them', async () => {
  said(first);
  show();
  const kinds = ['reply', 'question', 'action', 'knowledge'] as const;
  const ideas = kinds.map((kind) => ({ kind, text: `A ${kind}`, why: `Why ${kind}` }));
  (await question(1))(suggestions(ideas, 'some-model'));
  await expect.poll(texts).toEqual(['A reply', 'A question', 'A action']);
  for (const shown of ['Reply', 'Question', 'Action', 'Why action']) screen.getByText(shown);
  screen.getByText('Suggested by some-model: it can be wrong.');
});

it('asks again after each line that was said to its end, and only then', async () => {
  said(first);
  show();
  (await question(1))(suggestions([{ text: 'Old' }]));
  await expect.poll(texts).toEqual(['Old']);
  act(() => said(first, segment({ id: 's2', final: false })));
  act(() => said(first, segment({ id: 's2', line: 'consult' })));
  act(() => said(first, second));
  (await question(2))(suggestions([{ text: 'New' }]));
  await expect.poll(texts).toEqual(['New']);
  expect(asked).toHaveLength(2);
});

it('drops an answer that comes after a newer question', async () => {
  said(first);
  show();
  const late = await question(1);
  act(() => said(first, second));
  (await question(2))(suggestions([{ text: 'New' }]));
  await expect.poll(texts).toEqual(['New']);
  const answered = vi.fn();
  server.events.on('response:mocked', answered);
  late(suggestions([{ text: 'Late' }]));
  await expect.poll(() => answered.mock.calls.length).toBe(1);
  await act(async () => undefined);
  expect(texts()).toEqual(['New']);
});

it('does not bring back what was dismissed, and keeps nothing of what it said', async () => {
  said(first);
  const { unmount } = show();
  (await question(1))(
    suggestions([
      { id: 'sug_1', text: 'Say sorry.' },
      { id: 'sug_2', text: 'Ask when' },
    ]),
  );
  await expect.poll(texts).toEqual(['Say sorry.', 'Ask when']);
  await userEvent.click(screen.getAllByRole('button', { name: /^Dismiss/ })[0] as HTMLElement);
  expect(texts()).toEqual(['Ask when']);
  await expect.poll(() => told).toEqual([{ id: 'sug_1', feedback: 'dismissed', kind: 'reply' }]);
  unmount();
  show();
  (await question(2))(suggestions([{ id: 'sug_1', text: 'say  sorry' }]));
  await screen.findByText('Nothing to suggest just now.');
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('sorry');
});

it('copies with one click, says so, and tells that it was used', async () => {
  said(first);
  show();
  (await question(1))(suggestions([{ id: 'sug_1', text: 'Say sorry' }]));
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: /^Copy/ }));
  await screen.findByRole('button', { name: /^Copied/ });
  expect(await navigator.clipboard.readText()).toBe('Say sorry');
  await expect.poll(() => told).toEqual([{ id: 'sug_1', feedback: 'used', kind: 'reply' }]);
});

it('shows nowhere that feedback failed', async () => {
  server.use(http.post('*/feedback', () => HttpResponse.json({ detail: 'No' }, { status: 503 })));
  const answered = vi.fn();
  server.events.on('response:mocked', answered);
  said(first);
  show();
  (await question(1))(suggestions([{ text: 'Say sorry' }]));
  await userEvent.click(await screen.findByRole('button', { name: /^Dismiss/ }));
  await expect.poll(() => answered.mock.calls.length).toBe(2);
  await act(async () => undefined);
  screen.getByText('Nothing to suggest just now.');
  expect(screen.queryByRole('alert')).toBeNull();
});

const ARTICLE = `---
owner: billing
---
# Charged twice

Look at **both** dates, see [the list](https://evil.example/x).

- One
- <img src=x onerror=alert(1)>
## Then
Release
the refund.`;

it('opens the article of a suggestion as text, also once the suggestion is gone', async () => {
  server.use(
    http.get('*/api/knowledge/kb_1', () =>
      HttpResponse.json({ id: 'kb_1', title: 'Charged twice', text: ARTICLE, updated_at: '' }),
    ),
  );
  said(first);
  const { container } = show();
  const text = 'Charged twice\nRelease the refund.';
  (await question(1))(suggestions([{ kind: 'knowledge', text, article_id: 'kb_1' }]));
  await expect.poll(texts).toEqual(['Charged twice']);
  screen.getByText('Article');
  await userEvent.click(screen.getByRole('button', { name: 'Charged twice' }));
  const dialog = await screen.findByRole('dialog', { name: 'Charged twice' });
  await within(dialog).findByRole('heading', { name: 'Then' });
  act(() => said(first, second));
  (await question(2))(suggestions([]));
  await expect.poll(texts).not.toContain('Charged twice');
  within(dialog).getByText('Look at both dates, see the list (https://evil.example/x).');
  within(dialog).getByText('<img src=x onerror=alert(1)>');
  within(dialog).getByText('Release the refund.');
  expect(within(dialog).getAllByRole('heading')).toHaveLength(2);
  expect(dialog.querySelectorAll('a, img, script')).toHaveLength(0);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
  await expect.poll(() => container.querySelector('dialog')).toBeNull();
});

it('is quiet about a failure, keeps what it had, and tries again with the next line', async () => {
  said(first);
  show();
  (await question(1))(suggestions([{ text: 'Say sorry' }]));
  await expect.poll(texts).toEqual(['Say sorry']);
  act(() => said(first, second));
  (await question(2))(429);
  await screen.findByText(/No new suggestions just now/);
  expect(texts()).toEqual(['Say sorry']);
  act(() => said(first, second, segment({ id: 's3' })));
  (await question(3))(suggestions([]));
  await screen.findByText('Nothing to suggest just now.');
  expect(screen.queryByText(/No new suggestions/)).toBeNull();
});

it('asks nothing while it is folded, nor before anything is said', async () => {
  said();
  show();
  screen.getByText('They come with what the customer says.');
  await userEvent.click(screen.getByText('Suggestions'));
  await expect.poll(() => screen.queryByText(/They come/)).toBeNull();
  act(() => said(first));
  await userEvent.click(screen.getByText('Suggestions'));
  (await question(1))(suggestions([]));
  await screen.findByText('Nothing to suggest just now.');
  expect(asked).toHaveLength(1);
});

it('leads to the lines it rests on, and is accessible', async () => {
  said(first, second);
  const { container } = draw(
    <>
      <Suggestions callId="call_1" />
      <Transcript callId="call_1" customer="Ruth Meyer" />
    </>,
  );
  (await question(1))(suggestions([{ evidence: ['s2'] }]));
  await userEvent.click(await screen.findByRole('button', { name: /^Show the line/ }));
  const cited = container.querySelectorAll('[data-cited="true"]');
  expect([...cited].map((line) => line.getAttribute('data-id'))).toEqual(['s2']);
  expect(document.activeElement).toBe(cited[0]);
  const { violations } = await axe.run(container, {
    rules: { region: { enabled: false }, 'color-contrast': { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
});
