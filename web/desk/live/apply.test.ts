import { describe, expect, it } from 'vitest';
import { bob, call, me, segment, transfer } from '../../testing/views';
import { type Desk, applyCall, applySegment, applyTransfer, mergeMe } from './apply';

describe('a call', () => {
  it('rings at whom it is offered, until it is taken', () => {
    const offered = call({
      state: 'offered',
      agent_id: null,
      offered_to: 'agt_alice',
      allowed_moves: ['answer', 'decline'],
    });
    const ringing = applyCall(me(), offered);
    expect(ringing.offers).toHaveLength(1);
    expect(ringing.call).toBeNull();

    const answered = applyCall(ringing, call({ state: 'connecting', version: 2 }));
    expect(answered.offers).toHaveLength(0);
    expect(answered.call?.state).toBe('connecting');
  });

  it('stops ringing when another agent is asked', () => {
    const ringing = applyCall(me(), call({ agent_id: null, allowed_moves: ['answer'] }));
    const passed = applyCall(ringing, call({ agent_id: null, version: 2, allowed_moves: [] }));
    expect(passed.offers).toHaveLength(0);
  });

  it('is not set back by an older event', () => {
    const now = me({ call: call({ state: 'held', version: 5 }) });
    expect(applyCall(now, call({ version: 4 }))).toBe(now);
  });

  it('leaves the desk when it ends or is lost', () => {
    const now = me({ call: call() });
    expect(applyCall(now, call({ state: 'ended', version: 2 })).call).toBeNull();
    expect(
      applyCall(now, call({ state: 'agent_lost', agent_id: null, version: 2 })).call,
    ).toBeNull();
  });

  it('of somebody else does not come to this desk', () => {
    const now = me();
    expect(applyCall(now, call({ agent_id: 'agt_bob' })).call).toBeNull();
  });
});

describe('a transfer', () => {
  const offered = transfer({ state: 'ringing', allowed_moves: ['accept', 'decline'] });
  const done = transfer({
    state: 'completed',
    over: true,
    call_agent_id: 'agt_bob',
    version: 9,
    allowed_moves: [],
  });
  const withBob = call({ agent_id: 'agt_bob', agent_name: 'Bob Brown', version: 9 });

  it('is offered with its briefing as soon as its event is there', () => {
    const [offer] = applyTransfer(bob(), offered).offers;
    expect(offer?.transfer?.briefing?.text).toContain('4711');
    expect(offer?.call.customer.name).toBe('Ruth Meyer');
  });

  it('becomes the call in hand when accepted', () => {
    const ringing = applyTransfer(bob(), offered);
    const accepted = applyTransfer(ringing, transfer({ version: 2, allowed_moves: [] }));
    expect(accepted.offers).toHaveLength(0);
    expect(accepted.transfer?.state).toBe('consulting');
    expect(accepted.call?.id).toBe('call_1');
  });

  it('is no offer any more to whom has the call', () => {
    const ringing = applyTransfer(bob(), offered);
    const taken = applyCall(ringing, call({ agent_id: 'agt_bob', version: 4 }));
    expect(taken.offers).toHaveLength(0);
    expect(taken.call?.id).toBe('call_1');
  });

  it('stops ringing when the next target is asked', () => {
    const ringing = applyTransfer(bob(), offered);
    const carol = { agent_id: 'agt_carol', name: 'Carol Clark', present: false };
    const passed = applyTransfer(
      ringing,
      transfer({ state: 'ringing', version: 2, to: carol, allowed_moves: [] }),
    );
    expect(passed.offers).toHaveLength(0);
    expect(passed.transfer).toBeNull();
  });

  it.each([
    ['the transfer first', [done, withBob]],
    ['the call first', [withBob, done]],
  ])('completed gives the call to `to` and takes it from `from`: %s', (_, events) => {
    const follow = (start: ReturnType<typeof me>) =>
      events.reduce<Desk>(
        (state, event) =>
          'customer_name' in event ? applyTransfer(state, event) : applyCall(state, event),
        start,
      );
    const open = { call: call({ transfer_id: 'tr_1' }), transfer: transfer() };
    expect(follow(bob(open)).call?.agent_id).toBe('agt_bob');
    expect(follow(me(open)).call).toBeNull();
    const left = follow(me(open));
    expect(left.transfer?.state).toBe('completed');
    expect(left.gone?.agent_id).toBe('agt_bob');
  });

  it('that brought the call is shown the same after a reload, until the call is over', () => {
    const live = [done, withBob].reduce<Desk>(
      (state, event) =>
        'customer_name' in event ? applyTransfer(state, event) : applyCall(state, event),
      bob({ call: call({ transfer_id: 'tr_1' }), transfer: transfer() }),
    );
    const reloaded = mergeMe(undefined, bob({ call: withBob, transfer: done }));
    expect(live.call).toEqual(reloaded.call);
    expect(live.transfer).toEqual(reloaded.transfer);
    for (const desk of [live, reloaded]) {
      const over = applyCall(desk, { ...withBob, state: 'ended', version: 12 });
      expect(over.call).toBeNull();
      expect(over.transfer).toBeNull();
      const onward = transfer({ id: 'tr_2', from: done.to ?? done.from, to: null });
      expect(applyTransfer(desk, onward).transfer?.id).toBe('tr_2');
    }
  });

  it('that lost its customer stays in the picture: who was on it sees why', () => {
    const open = me({ call: call({ transfer_id: 'tr_1' }), transfer: transfer() });
    const hungUp = transfer({ state: 'abandoned', over: true, version: 4, allowed_moves: [] });
    const ended = call({ state: 'ended', version: 4 });
    const last = applyCall(applyTransfer(open, hungUp), ended);
    expect(last.call).toBeNull();
    expect(last.transfer?.state).toBe('abandoned');
    expect(last.gone?.state).toBe('ended');
  });

  it('that is over makes room for the picture of the next call', () => {
    const before = me({ transfer: transfer({ state: 'abandoned', over: true }) });
    const next = call({ id: 'call_2', state: 'connecting' });
    expect(applyCall(before, next).transfer).toBeNull();
    expect(mergeMe(before, me({ call: next })).transfer).toBeNull();
    expect(applyCall(before, call({ id: 'call_3', agent_id: null })).transfer).not.toBeNull();
  });

  it('is over when the server says so, and the call is whose the server says it is', () => {
    const open = { call: call(), transfer: transfer() };
    const fresh = { version: 3, allowed_moves: [], state: 'parked' as 'completed' };
    const going = transfer({ ...fresh, over: false });
    expect(applyTransfer(bob(open), going).call?.id).toBe('call_1');
    const over = transfer({ ...fresh, over: true, call_agent_id: 'agt_bob' });
    expect(applyTransfer(bob(open), over).call?.id).toBe('call_1');
    expect(applyTransfer(me(open), over).call).toBeNull();
  });

  it('cancelled leaves the call with `from` and takes it from `to`', () => {
    const open = { call: call(), transfer: transfer() };
    const cancelled = transfer({ state: 'cancelled', over: true, version: 3, allowed_moves: [] });
    expect(applyTransfer(me(open), cancelled).call?.id).toBe('call_1');
    expect(applyTransfer(bob(open), cancelled).call).toBeNull();
  });
});

describe('a fresh answer of /api/me', () => {
  it('does not go back behind an event that came meanwhile', () => {
    const known = me({ call: call({ state: 'held', version: 3 }) });
    const merged = mergeMe(known, me({ call: call({ version: 2 }) }));
    expect(merged.call?.state).toBe('held');
  });

  it('keeps the end of a transfer in the picture', () => {
    const known = me({ transfer: transfer({ state: 'declined', over: true }) });
    expect(mergeMe(known, me()).transfer?.state).toBe('declined');
    expect(mergeMe(me({ transfer: transfer() }), me()).transfer).toBeNull();
  });
});

it('replaces an interim line of the transcript by its final words, in order of time', () => {
  const first = segment();
  const later = segment({ id: 's2', started_at: '2026-11-23T10:00:05Z', final: false });
  const final = { ...later, final: true, text: 'Hello there' };
  expect(applySegment([later], first)).toEqual([first, later]);
  expect(applySegment([first, later], final)).toEqual([first, final]);
});
