import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem, problemOf } from '../../api/problem';
import type { MeView } from '../../api/types';
import { FakeSources } from '../../testing/fake-source';
import { bob, transfer } from '../../testing/views';
import { api } from '../api';
import { Feed } from './feed';
import { KEYS, knownMe, queries, refetch, takeEvent } from './store';

const OFFER = transfer({ state: 'ringing', allowed_moves: ['accept', 'decline'] });

/** Bob's desk: what /api/me answers is held back until the test lets it go. */
describe('an offer is never missed', () => {
  let sources: FakeSources;
  let feed: Feed;
  let questions: { answer: (me: MeView) => void; fail: (error: Error) => void }[];
  const offers = () => knownMe()?.offers.map(({ transfer }) => transfer?.id);
  const settled = () => vi.advanceTimersByTimeAsync(0);

  beforeEach(async () => {
    vi.useFakeTimers();
    vi.stubGlobal('EventSource', { CLOSED: 2 });
    sources = new FakeSources();
    questions = [];
    queries.clear();
    vi.spyOn(api, 'me').mockImplementation(
      () =>
        new Promise<MeView>((resolve, reject) => questions.push({ answer: resolve, fail: reject })),
    );
    feed = new Feed({ ask: refetch, event: takeEvent, makeSource: sources.make });
    queries.setQueryData(KEYS.me, bob({ event_id: 7 }));
    feed.start(7);
    await settled();
  });

  async function answer(event_id: number, change: Partial<MeView> = {}) {
    questions.shift()?.answer(bob({ event_id, ...change }));
    await settled();
  }

  it('that came between the first answer and the stream', () => {
    expect(sources.last.url).toBe('/api/events?after=7');
    sources.last.tell('transfer', 8, OFFER);
    expect(offers()).toEqual(['tr_1']);
  });

  it('that came between a question and its answer', async () => {
    sources.last.open();
    void feed.refresh();
    await settled();
    const before = sources.last;
    // On its way when the question is asked: it is not in the answer, which reaches to 9 only.
    before.tell('transfer', 10, OFFER);
    await answer(9);
    expect(before.readyState).toBe(2);
    expect(sources.last.url).toBe('/api/events?after=9');
    sources.last.tell('transfer', 10, OFFER);
    expect(offers()).toEqual(['tr_1']);
  });

  it('that is in the answer and comes as an event again', async () => {
    void feed.refresh();
    await settled();
    const mine = { kind: 'transfer', call: {}, transfer: OFFER } as MeView['offers'][number];
    await answer(9, { offers: [mine] });
    sources.last.tell('transfer', 10, OFFER);
    expect(offers()).toEqual(['tr_1']);
  });

  it('when the server resets, and however long it takes to answer then', async () => {
    sources.last.tell('reset', 40);
    await settled();
    questions.shift()?.fail(problemOf(503, null));
    await vi.advanceTimersByTimeAsync(600);
    expect(feed.stream.getState()).toBe('lost');
    expect(sources.all).toHaveLength(1);
    questions.shift()?.fail(new Error('nothing answers'));
    await vi.advanceTimersByTimeAsync(1100);
    await answer(44);
    expect(sources.last.url).toBe('/api/events?after=44');
    sources.last.tell('transfer', 45, OFFER);
    expect(offers()).toEqual(['tr_1']);
  });

  it('when two resets come in one tick: one question, one stream', async () => {
    const [first] = sources.all;
    first?.tell('reset', 40);
    first?.tell('reset', 41);
    void feed.refresh();
    await settled();
    expect(questions).toHaveLength(1);
    await answer(41);
    expect(sources.urls).toEqual(['/api/events?after=7', '/api/events?after=41']);
  });

  it('when two events come in one tick', () => {
    sources.last.tell('transfer', 8, transfer({ ...OFFER, state: 'preparing' }));
    sources.last.tell('transfer', 9, { ...OFFER, version: 2 });
    expect(offers()).toEqual(['tr_1']);
    expect(knownMe()?.offers[0]?.transfer?.state).toBe('ringing');
  });

  it('after the stream was lost: it goes on where it was', async () => {
    sources.last.tell('agent', 8, bob().agent);
    sources.last.fail(2);
    await vi.advanceTimersByTimeAsync(600);
    expect(sources.last.url).toBe('/api/events?after=8');
    sources.last.tell('transfer', 9, OFFER);
    expect(offers()).toEqual(['tr_1']);
  });

  it('refused again and again asks who is signed in, and stops when nobody is', async () => {
    sources.last.fail(2);
    await vi.advanceTimersByTimeAsync(600);
    sources.last.fail(2);
    await vi.advanceTimersByTimeAsync(1100);
    expect(questions).toHaveLength(1);
    questions.shift()?.fail(problemOf(401, null));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(questions).toHaveLength(0);
    expect(queries.getQueryState(KEYS.me)?.error).toBeInstanceOf(Problem);
  });

  it('by somebody else who signs in at this desk; nothing of the first one stays', async () => {
    feed.stop();
    queries.setQueryData(KEYS.me, bob({ transfer: transfer({ state: 'completed' }) }));
    const account = { ...bob().account, id: 'acct_2' };
    const signedIn = feed.refresh();
    await settled();
    await answer(50, { account });
    await signedIn;
    expect(knownMe()?.transfer).toBeNull();
    feed.start(knownMe()?.event_id ?? 0);
    expect(sources.last.url).toBe('/api/events?after=50');
  });

  it('and a failure is told to who asks before the feed runs', async () => {
    feed.stop();
    const asked = feed.refresh();
    await settled();
    questions.shift()?.fail(problemOf(503, null));
    await expect(asked).rejects.toBeInstanceOf(Problem);
  });
});
