import type { AgentView, CallView, MeView, SegmentView, TransferView } from '../../api/types';

type Offer = MeView['offers'][number];

/** Events can overtake answers: the higher version is the truth. */
function newer<T extends { id: string; version: number }>(fresh: T, known: T | null): T {
  return known?.id === fresh.id && known.version > fresh.version ? known : fresh;
}

/** What this desk knows: the server's answer, and what is still to be shown of a call that went. */
export type Desk = MeView & {
  /** The call of the finished transfer in the picture, which this desk has handed over. */
  gone?: CallView | null;
  /** The call that the person here has hung up on, until the server has heard of it. */
  hungUp?: string | null;
};

/** What the desk shows once it learns of a call's new state. */
export function applyCall(me: Desk, fresh: CallView): Desk {
  const known = me.call?.id === fresh.id ? me.call : null;
  if (known && known.version > fresh.version) return me;
  const offers = me.offers
    // An offer lasts no longer than the call rings; nobody is offered a call that they serve.
    .filter(({ kind, call }) => call.id !== fresh.id || (kind !== 'call' && !serves(me, fresh)))
    .map((offer) => (offer.call.id === fresh.id ? { ...offer, call: fresh } : offer));
  if (fresh.allowed_moves.includes('answer')) {
    offers.push({ kind: 'call', call: fresh, transfer: null });
  }
  const now = { ...me, offers };
  if (!serves(me, fresh) && !keepsOpen(me.transfer, fresh)) return withoutCall(now, known, fresh);
  if (!known && !serves(me, fresh)) return now;
  // The end of an earlier call's transfer has been seen.
  const earlier = me.transfer?.over && me.transfer.call_id !== fresh.id;
  return { ...now, call: fresh, ...(earlier ? { transfer: null, gone: null } : {}) };
}

/** A call that this desk does not serve: it may have been in hand, or be the one handed over. */
function withoutCall(me: Desk, known: CallView | null, fresh: CallView): Desk {
  const { transfer } = me;
  if (transfer?.call_id !== fresh.id) return { ...me, call: known ? null : me.call };
  // Whom a transfer took the call from sees its end; later it is just a call that is over.
  const outlived = known && transfer.over && known.transfer_id !== transfer.id;
  if (outlived) return { ...me, call: null, transfer: null, gone: null };
  return { ...me, call: known ? null : me.call, gone: fresh };
}

/** What the desk shows once it learns of a transfer's new state. */
export function applyTransfer(me: Desk, fresh: TransferView): Desk {
  const known = me.transfer?.id === fresh.id ? me.transfer : null;
  if (known && known.version > fresh.version) return me;
  const offered = me.offers.find(({ transfer }) => transfer?.id === fresh.id);
  const offers = me.offers.filter((offer) => offer !== offered);
  if (fresh.allowed_moves.includes('accept')) {
    offers.push({ kind: 'transfer', call: offered?.call ?? callOf(fresh), transfer: fresh });
    return { ...me, offers };
  }
  if (!takesPart(me, fresh)) return { ...me, offers };
  if (!fresh.over) {
    return { ...me, offers, call: me.call ?? offered?.call ?? null, transfer: fresh, gone: null };
  }
  // The call's own event may come later.
  const stays = me.agent !== null && fresh.call_agent_id === me.agent.id;
  const leaves = me.call?.id === fresh.call_id && !stays ? me.call : null;
  return {
    ...me,
    offers,
    call: leaves ? null : me.call,
    transfer: known ? fresh : me.transfer,
    gone: leaves ?? me.gone ?? null,
  };
}

/** A fresh answer of /api/me, without going back behind what is known already. */
export function mergeMe(known: Desk | undefined, fresh: MeView): Desk {
  if (known?.account.id !== fresh.account.id) return fresh;
  const ended = seenEnd(known, fresh);
  return {
    ...fresh,
    call: fresh.call && newer(fresh.call, known.call),
    transfer: fresh.transfer ? newer(fresh.transfer, known.transfer) : ended,
    gone: ended ? (known.gone ?? null) : null,
    hungUp: known.hungUp ?? null,
  };
}

/** The end of a transfer stays in the picture as long as nothing else has begun or ended. */
function seenEnd({ call, transfer }: Desk, fresh: MeView): TransferView | null {
  const same = fresh.call ? fresh.call.id === transfer?.call_id : call === null;
  return transfer?.over && same ? transfer : null;
}

export function applyAgent(me: Desk, agent: AgentView): Desk {
  return me.agent?.id === agent.id ? { ...me, agent } : me;
}

export function applySegment(segments: SegmentView[], fresh: SegmentView): SegmentView[] {
  return [...segments.filter(({ id }) => id !== fresh.id), fresh].sort(
    (one, other) => Date.parse(one.started_at) - Date.parse(other.started_at),
  );
}

function serves(me: MeView, call: CallView): boolean {
  return me.agent !== null && call.agent_id === me.agent.id && call.state !== 'ended';
}

/** To be asked once it is known that the transfer is no offer to this desk (any more). */
function takesPart(me: MeView, { from, to }: TransferView): boolean {
  return from.agent_id === me.agent?.id || to?.agent_id === me.agent?.id;
}

function keepsOpen(transfer: TransferView | null, call: CallView): boolean {
  return transfer?.call_id === call.id && !transfer.over && call.state !== 'ended';
}

/** Enough of a call to show an offer by, until the call itself is told. */
function callOf(transfer: TransferView): Offer['call'] {
  return {
    id: transfer.call_id,
    state: 'active',
    version: 0,
    customer: { name: transfer.customer_name },
    skill: null,
    agent_id: transfer.from.agent_id,
    agent_name: transfer.from.name,
    missed: false,
    offered_to: null,
    transfer_id: transfer.id,
    hold: true,
    line_up: { customer_room: [], consult_room: [], music: true, awaited: null },
    position: null,
    created_at: transfer.created_at,
    answered_at: null,
    ended_at: null,
    end_cause: null,
    deadline_at: null,
    server_now: transfer.server_now,
    allowed_moves: [],
    room: '',
    voice: false,
  };
}
