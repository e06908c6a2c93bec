import type { AgentView, CallView, MeView, SegmentView, TransferView } from '../../api/types';

/** States in which a transfer is over. Only for showing; what may be done is in `allowed_moves`. */
const OVER = new Set<TransferView['state']>([
  'completed',
  'cancelled',
  'declined',
  'unanswered',
  'failed',
  'requeued',
  'abandoned',
]);

export function isOver(transfer: TransferView): boolean {
  return OVER.has(transfer.state);
}

type Offer = MeView['offers'][number];

/** Events can overtake answers: the higher version is the truth. */
function newer<T extends { id: string; version: number }>(fresh: T, known: T | null): T {
  return known?.id === fresh.id && known.version > fresh.version ? known : fresh;
}

/** What the desk shows once it learns of a call's new state. */
export function applyCall(me: MeView, fresh: CallView): MeView {
  const known = me.call?.id === fresh.id ? me.call : null;
  if (known && known.version > fresh.version) return me;
  const offers = me.offers
    .filter(({ kind, call }) => kind !== 'call' || call.id !== fresh.id)
    .map((offer) => (offer.call.id === fresh.id ? { ...offer, call: fresh } : offer));
  if (fresh.allowed_moves.includes('answer')) {
    offers.push({ kind: 'call', call: fresh, transfer: null });
  }
  const mine = serves(me, fresh) || keepsOpen(me.transfer, fresh);
  if (!mine) return { ...me, offers, call: known ? null : me.call };
  return { ...me, offers, call: known || serves(me, fresh) ? fresh : me.call };
}

/** What the desk shows once it learns of a transfer's new state. */
export function applyTransfer(me: MeView, fresh: TransferView): MeView {
  const known = me.transfer?.id === fresh.id ? me.transfer : null;
  if (known && known.version > fresh.version) return me;
  const offered = me.offers.find(({ transfer }) => transfer?.id === fresh.id);
  const offers = me.offers.filter((offer) => offer !== offered);
  if (fresh.allowed_moves.includes('accept')) {
    offers.push({ kind: 'transfer', call: offered?.call ?? callOf(fresh), transfer: fresh });
    return { ...me, offers };
  }
  if (!takesPart(me, fresh)) return { ...me, offers };
  if (!isOver(fresh)) {
    return { ...me, offers, call: me.call ?? offered?.call ?? null, transfer: fresh };
  }
  const call = me.call?.id === fresh.call_id && !staysWith(me, me.call, fresh) ? null : me.call;
  return { ...me, offers, call, transfer: known ? fresh : me.transfer };
}

/** A fresh answer of /api/me, without going back behind what events have told meanwhile. */
export function mergeMe(known: MeView | undefined, fresh: MeView): MeView {
  if (!known) return fresh;
  const ended = known.transfer && isOver(known.transfer) ? known.transfer : null;
  return {
    ...fresh,
    call: fresh.call && newer(fresh.call, known.call),
    transfer: fresh.transfer ? newer(fresh.transfer, known.transfer) : ended,
  };
}

export function applyAgent(me: MeView, agent: AgentView): MeView {
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
  return transfer?.call_id === call.id && !isOver(transfer) && call.state !== 'ended';
}

/** After a transfer's end. The call's own event may come later: `to` has it already, though. */
function staysWith(me: MeView, call: CallView, { state, to }: TransferView): boolean {
  return serves(me, call) || (state === 'completed' && to?.agent_id === me.agent?.id);
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
    offered_to: null,
    transfer_id: transfer.id,
    hold: true,
    position: null,
    created_at: transfer.created_at,
    answered_at: null,
    ended_at: null,
    end_cause: null,
    deadline_at: null,
    server_now: transfer.server_now,
    allowed_moves: [],
    room: '',
  };
}
