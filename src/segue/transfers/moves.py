"""The moves of a transfer: every decision of Segue's transfers is in this table, and nowhere else.

`move(situation, event)` answers for every pair of state and event with one of

- a new `Situation`: the transfer moves (or notes something and stays),
- `Verdict.SAME`: already so; a repeated command gets the same answer,
- `Verdict.IGNORED`: a late or meaningless signal; nothing happens,
- `Verdict.REFUSED`: a command that this state does not allow; nothing happens.

It is pure: who is free, what LiveKit shows and what time it is come in with the event.
Who may speak and hear in each state is `segue.lineup.lineup`'s.
"""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from segue.transfers.situation import (
    COMMANDS,
    Event,
    Facts,
    Focus,
    Situation,
    State,
    Verdict,
    on_phone,
)

Result = Situation | Verdict
Rule = Callable[[Situation, Facts], Result]


def move(situation: Situation, event: Event, facts: Facts | None = None) -> Result:
    """What becomes of a transfer at an event. Never raises; see the module for the answers."""
    rule = TABLE.get((situation.state, event), _default(event))
    return rule(situation, facts or Facts())


def wants_next_target(situation: Situation, event: Event) -> bool:
    """Whether the caller should look for (and reserve) the next target before this move."""
    leaves = {
        State.RINGING: {Event.DECLINED, Event.RING_TIMEOUT, Event.TO_GONE, Event.TO_FAILED},
        State.PREPARING: {Event.PREPARED, Event.FROM_LEFT},
        State.CONSULTING: {Event.TO_NEVER_CAME},
        State.COMPLETING: {Event.TO_LEFT, Event.AUDIBLE_TIMEOUT},
    }
    if event not in leaves.get(situation.state, ()):
        return False
    match situation.state:
        case State.PREPARING:
            return situation.answer in (Event.DECLINED, Event.TO_LEFT)
        case State.CONSULTING:
            return not situation.to_arrived
        case State.COMPLETING:
            return not situation.from_stays
        case _:
            return True


def _default(event: Event) -> Rule:
    return _refused if event in COMMANDS else _ignored


def _refused(_: Situation, __: Facts) -> Result:
    return Verdict.REFUSED


def _ignored(_: Situation, __: Facts) -> Result:
    return Verdict.IGNORED


def _same(_: Situation, __: Facts) -> Result:
    return Verdict.SAME


# --- the ways on, named -------------------------------------------------------------------------


def _ring(s: Situation, to: str) -> Situation:
    """Offer the call to `to`; the customer keeps hearing music."""
    return replace(
        s,
        state=State.RINGING,
        to=to,
        picked_up=False,
        to_arrived=False,
        answer=None,
        focus=Focus.CONSULT,
    )


def _accept(s: Situation, _: Facts) -> Result:
    """`to` takes the offer: into the private talk, or straight to the customer without `from`."""
    if not s.from_stays:
        return replace(s, state=State.COMPLETING, answer=None)
    return replace(s, state=State.CONSULTING, focus=Focus.CONSULT, to_arrived=False, answer=None)


def _requeue(s: Situation, cause: str) -> Situation:
    """Nobody holds the call: it waits, with music, for the next agent of its skill."""
    return replace(s, state=State.REQUEUED, cause=cause)


def _give_back(s: Situation, outcome: State, cause: str) -> Situation:
    """Back to `from`, with music until they are audible; never to nobody."""
    if not s.from_stays:
        return _requeue(s, cause)
    return replace(s, state=State.RETURNING, outcome=outcome, cause=cause, answer=None)


def _next_target(outcome: State, cause: str) -> Rule:
    """The next target is offered the call; when none is left it goes back to `from`."""

    def rule(s: Situation, facts: Facts) -> Result:
        if facts.next_to is not None:
            return _ring(s, facts.next_to)
        return _give_back(s, outcome, facts.cause or cause)

    return rule


def _cancel(s: Situation, _: Facts) -> Result:
    return _give_back(s, State.CANCELLED, "cancelled")


def _failed(s: Situation, facts: Facts) -> Result:
    return _give_back(s, State.FAILED, facts.cause or "failed")


def _abandon(s: Situation, facts: Facts) -> Result:
    return replace(s, state=State.ABANDONED, cause=facts.cause or "customer_left")


# --- preparing ----------------------------------------------------------------------------------


def _keep_accept(s: Situation, _: Facts) -> Result:
    return Verdict.SAME if s.answer is Event.ACCEPTED else replace(s, answer=Event.ACCEPTED)


def _keep_decline(s: Situation, facts: Facts) -> Result:
    if s.answer is Event.ACCEPTED:
        return Verdict.REFUSED
    if s.answer is not None:
        return Verdict.SAME
    return replace(s, answer=Event.DECLINED, cause=facts.cause)


def _to_left_preparing(s: Situation, _: Facts) -> Result:
    """Whoever has accepted is gone again: the next target is asked when prepared."""
    return replace(s, answer=Event.TO_LEFT) if s.taken else Verdict.IGNORED


def _prepared(s: Situation, facts: Facts) -> Result:
    """The customer hears music: an answer that came meanwhile counts now."""
    if s.answer is Event.ACCEPTED:
        return _accept(s, facts)
    if s.answer is Event.DECLINED:
        return _next_target(State.DECLINED, s.cause or "declined")(replace(s, cause=None), facts)
    if s.answer is Event.TO_LEFT:
        return _next_target(State.FAILED, "to_left")(s, facts)
    return replace(s, state=State.RINGING)


def _from_left_preparing(s: Situation, facts: Facts) -> Result:
    """The offer stands; whoever takes it goes straight to the customer."""
    return _prepared(replace(s, from_present=False), facts)


# --- ringing ------------------------------------------------------------------------------------


def _picked_up(s: Situation, _: Facts) -> Result:
    """A phone was answered, perhaps by a machine: whoever it is has a minute to press a key."""
    return Verdict.IGNORED if s.picked_up or not on_phone(s.to) else replace(s, picked_up=True)


def _from_left_ringing(s: Situation, _: Facts) -> Result:
    return replace(s, from_present=False) if s.from_present else Verdict.IGNORED


# --- consulting ---------------------------------------------------------------------------------


def _to_arrived(s: Situation, _: Facts) -> Result:
    return Verdict.IGNORED if s.to_arrived else replace(s, to_arrived=True)


def _to_audible_consulting(s: Situation, _: Facts) -> Result:
    """With auto_complete the consult was only to make sure that somebody is there."""
    return _begin_handoff(s) if s.auto_complete else Verdict.IGNORED


def _to_never_came(s: Situation, facts: Facts) -> Result:
    if s.to_arrived:
        return Verdict.IGNORED
    if facts.next_to is None and s.focus is Focus.CUSTOMER:
        # Already back with `from`: nothing to hand over, so the transfer just ends.
        return replace(s, state=State.UNANSWERED, cause=facts.cause or "to_never_came")
    return _next_target(State.UNANSWERED, "to_never_came")(s, facts)


def _to_left_consulting(s: Situation, facts: Facts) -> Result:
    cause = facts.cause or "to_left"
    if s.focus is Focus.CUSTOMER:
        return replace(s, state=State.FAILED, cause=cause)
    return _give_back(s, State.FAILED, cause)


def _from_left_consulting(s: Situation, _: Facts) -> Result:
    """`to` knows enough to take over: the call completes to them."""
    return _begin_handoff(replace(s, from_present=False))


def _swap(s: Situation, facts: Facts) -> Result:
    if facts.focus is None or facts.focus is s.focus:
        return Verdict.SAME
    if facts.focus is Focus.CONSULT:
        return replace(s, focus=Focus.CONSULT)
    return _to_customer(s)


def _to_customer(s: Situation) -> Situation:
    """Music until `from` is audible to the customer again: a handoff like any other."""
    return replace(s, state=State.RETURNING, outcome=None, focus=Focus.CUSTOMER)


def _merge(s: Situation, _: Facts) -> Result:
    """All three talk; out of the private talk that is a handoff, with music until `from` is
    audible to the customer.
    """
    if s.focus is Focus.CUSTOMER:
        return replace(s, state=State.CONFERENCING)
    return replace(s, state=State.RETURNING, outcome=State.CONFERENCING, focus=Focus.CUSTOMER)


def _begin_handoff(s: Situation) -> Situation:
    return replace(s, state=State.COMPLETING)


def _complete(s: Situation, _: Facts) -> Result:
    return _begin_handoff(s)


def _cancel_consulting(s: Situation, facts: Facts) -> Result:
    if s.focus is Focus.CUSTOMER:
        # `from` is with the customer already: no music, no second handoff.
        return replace(s, state=State.CANCELLED, cause="cancelled")
    return _cancel(s, facts)


def _hold_limit(s: Situation, _: Facts) -> Result:
    """Alerts and re-arms; it never takes the customer off hold by itself."""
    return s if s.focus is Focus.CONSULT else Verdict.IGNORED


# --- conferencing -------------------------------------------------------------------------------


def _conference_done(s: Situation, _: Facts) -> Result:
    """Nothing is handed over to somebody who has not come: music until they are audible."""
    return replace(s, state=State.COMPLETED) if s.to_arrived else _begin_handoff(s)


def _conference_from_left(s: Situation, facts: Facts) -> Result:
    return _conference_done(replace(s, from_present=False), facts)


def _conference_never_came(s: Situation, facts: Facts) -> Result:
    if s.to_arrived:
        return Verdict.IGNORED
    return replace(s, state=State.UNANSWERED, cause=facts.cause or "to_never_came")


def _conference_cancelled(s: Situation, _: Facts) -> Result:
    return replace(s, state=State.CANCELLED, cause="cancelled")


def _conference_to_left(s: Situation, facts: Facts) -> Result:
    return replace(s, state=State.CANCELLED, cause=facts.cause or "to_left")


def _split(s: Situation, _: Facts) -> Result:
    return replace(s, state=State.CONSULTING, focus=Focus.CONSULT)


# --- completing ---------------------------------------------------------------------------------


def _to_audible(s: Situation, _: Facts) -> Result:
    return replace(s, state=State.COMPLETED, cause=None)


def _completing_timed_out(s: Situation, facts: Facts) -> Result:
    if s.from_stays:
        back = replace(s, cause="handoff_failed", auto_complete=False)
        if s.focus is Focus.CUSTOMER:
            return _to_customer(back)
        return replace(back, state=State.CONSULTING)
    return _next_or_queue(s, facts, "handoff_failed")


def _to_left_completing(s: Situation, facts: Facts) -> Result:
    if s.from_stays:
        return _give_back(s, State.FAILED, facts.cause or "to_left")
    return _next_or_queue(s, facts, "to_left")


def _next_or_queue(s: Situation, facts: Facts, cause: str) -> Situation:
    return _ring(s, facts.next_to) if facts.next_to else _requeue(s, cause)


def _from_left_completing(s: Situation, _: Facts) -> Result:
    """Does not stop the handoff; only remembers that there is no way back."""
    return replace(s, from_present=False) if s.from_present else Verdict.IGNORED


# --- returning ----------------------------------------------------------------------------------


def _from_audible(s: Situation, _: Facts) -> Result:
    if s.outcome is None:
        return replace(s, state=State.CONSULTING, focus=Focus.CUSTOMER)
    over = None if s.outcome is State.CONFERENCING else s.outcome
    return replace(s, state=s.outcome, outcome=over)


def _from_left_returning(s: Situation, facts: Facts) -> Result:
    """With `to` still on the call they take over; else it waits for the next agent."""
    if s.to_stays:
        return _begin_handoff(replace(s, from_present=False, outcome=None))
    return _requeue(replace(s, from_present=False), facts.cause or "from_left")


def _returning_timed_out(s: Situation, _: Facts) -> Result:
    """`from` cannot be heard: back to the private talk, or to the queue without one."""
    if s.to_stays:
        return replace(
            s,
            state=State.CONSULTING,
            focus=Focus.CONSULT,
            outcome=None,
            cause="from_inaudible",
        )
    return _requeue(replace(s, from_present=False), "from_inaudible")


def _to_left_returning(s: Situation, facts: Facts) -> Result:
    """After a swap or merge `to` is not there any longer; `from` gets the customer for good."""
    if not s.to_stays:
        return Verdict.IGNORED
    return replace(s, outcome=State.FAILED, cause=facts.cause or "to_left")


def _cancel_returning(s: Situation, _: Facts) -> Result:
    if s.to_stays:
        return replace(s, outcome=State.CANCELLED, cause="cancelled")
    return Verdict.SAME if s.outcome is State.CANCELLED else Verdict.REFUSED


def _merge_returning(s: Situation, _: Facts) -> Result:
    """A repeated merge is already on its way."""
    return Verdict.SAME if s.outcome is State.CONFERENCING else Verdict.REFUSED


def _swap_returning(s: Situation, facts: Facts) -> Result:
    """A repeated swap to the customer is already on its way."""
    same = s.outcome is None and facts.focus is Focus.CUSTOMER
    return Verdict.SAME if same else Verdict.REFUSED


# --- the table ----------------------------------------------------------------------------------

TABLE: dict[tuple[State, Event], Rule] = {
    (State.PREPARING, Event.PREPARED): _prepared,
    (State.PREPARING, Event.ACCEPTED): _keep_accept,
    (State.PREPARING, Event.DECLINED): _keep_decline,
    (State.PREPARING, Event.CANCEL): _cancel,
    (State.PREPARING, Event.TO_LEFT): _to_left_preparing,
    (State.PREPARING, Event.FROM_LEFT): _from_left_preparing,
    (State.PREPARING, Event.FAILED): _failed,
    (State.PREPARING, Event.CUSTOMER_LEFT): _abandon,
    #
    (State.RINGING, Event.ACCEPTED): _accept,
    (State.RINGING, Event.DECLINED): _next_target(State.DECLINED, "declined"),
    (State.RINGING, Event.RING_TIMEOUT): _next_target(State.UNANSWERED, "ring_timeout"),
    (State.RINGING, Event.TO_GONE): _next_target(State.UNANSWERED, "to_gone"),
    (State.RINGING, Event.TO_FAILED): _next_target(State.FAILED, "to_failed"),
    (State.RINGING, Event.PICKED_UP): _picked_up,
    (State.RINGING, Event.CANCEL): _cancel,
    (State.RINGING, Event.FROM_LEFT): _from_left_ringing,
    (State.RINGING, Event.CUSTOMER_LEFT): _abandon,
    #
    (State.CONSULTING, Event.ACCEPTED): _same,
    (State.CONSULTING, Event.TO_ARRIVED): _to_arrived,
    (State.CONSULTING, Event.TO_AUDIBLE): _to_audible_consulting,
    (State.CONSULTING, Event.TO_NEVER_CAME): _to_never_came,
    (State.CONSULTING, Event.TO_LEFT): _to_left_consulting,
    (State.CONSULTING, Event.FROM_LEFT): _from_left_consulting,
    (State.CONSULTING, Event.SWAP): _swap,
    (State.CONSULTING, Event.MERGE): _merge,
    (State.CONSULTING, Event.SPLIT): _same,
    (State.CONSULTING, Event.COMPLETE): _complete,
    (State.CONSULTING, Event.CANCEL): _cancel_consulting,
    (State.CONSULTING, Event.HOLD_LIMIT): _hold_limit,
    (State.CONSULTING, Event.CUSTOMER_LEFT): _abandon,
    #
    (State.CONFERENCING, Event.ACCEPTED): _same,
    (State.CONFERENCING, Event.MERGE): _same,
    (State.CONFERENCING, Event.SPLIT): _split,
    (State.CONFERENCING, Event.COMPLETE): _conference_done,
    (State.CONFERENCING, Event.FROM_LEFT): _conference_from_left,
    (State.CONFERENCING, Event.CANCEL): _conference_cancelled,
    (State.CONFERENCING, Event.TO_LEFT): _conference_to_left,
    (State.CONFERENCING, Event.TO_ARRIVED): _to_arrived,
    (State.CONFERENCING, Event.TO_NEVER_CAME): _conference_never_came,
    (State.CONFERENCING, Event.CUSTOMER_LEFT): _abandon,
    #
    (State.COMPLETING, Event.ACCEPTED): _same,
    (State.COMPLETING, Event.COMPLETE): _same,
    (State.COMPLETING, Event.TO_AUDIBLE): _to_audible,
    (State.COMPLETING, Event.AUDIBLE_TIMEOUT): _completing_timed_out,
    (State.COMPLETING, Event.TO_LEFT): _to_left_completing,
    (State.COMPLETING, Event.FROM_LEFT): _from_left_completing,
    (State.COMPLETING, Event.CUSTOMER_LEFT): _abandon,
    #
    (State.RETURNING, Event.FROM_AUDIBLE): _from_audible,
    (State.RETURNING, Event.AUDIBLE_TIMEOUT): _returning_timed_out,
    (State.RETURNING, Event.FROM_LEFT): _from_left_returning,
    (State.RETURNING, Event.TO_LEFT): _to_left_returning,
    (State.RETURNING, Event.CANCEL): _cancel_returning,
    (State.RETURNING, Event.SWAP): _swap_returning,
    (State.RETURNING, Event.MERGE): _merge_returning,
    (State.RETURNING, Event.CUSTOMER_LEFT): _abandon,
    #
    (State.COMPLETED, Event.COMPLETE): _same,
    (State.COMPLETED, Event.ACCEPTED): _same,
    (State.CANCELLED, Event.CANCEL): _same,
    (State.DECLINED, Event.DECLINED): _same,
}

# --- deadlines and what may be done -------------------------------------------------------------

PREPARE_SECONDS = 10.0
DECIDE_SECONDS = 60.0
CARRIER_SECONDS = 5.0
ARRIVE_SECONDS = 10.0
HANDOFF_SECONDS = 5.0
RETURN_SECONDS = 10.0


def _rings_for(s: Situation, ring_seconds: float) -> float:
    if s.picked_up:
        return DECIDE_SECONDS
    # What became of a phone that was not answered is the carrier's to say.
    return ring_seconds + (CARRIER_SECONDS if on_phone(s.to) else 0)


def deadline(
    s: Situation, *, ring_seconds: float, hold_limit_seconds: float
) -> tuple[float, Event] | None:
    """In how many seconds which event is due if nothing else happens in this state."""
    match s.state:
        case State.PREPARING:
            return PREPARE_SECONDS, Event.FAILED
        case State.RINGING:
            return _rings_for(s, ring_seconds), Event.RING_TIMEOUT
        case State.CONSULTING | State.CONFERENCING if not s.to_arrived:
            return ARRIVE_SECONDS, Event.TO_NEVER_CAME
        case State.CONSULTING if s.focus is Focus.CONSULT:
            return hold_limit_seconds, Event.HOLD_LIMIT
        case State.COMPLETING:
            return HANDOFF_SECONDS, Event.AUDIBLE_TIMEOUT
        case State.RETURNING:
            return RETURN_SECONDS, Event.AUDIBLE_TIMEOUT
        case _:
            return None


class Side(StrEnum):
    """Which side of a transfer somebody is on."""

    FROM = "from"
    TO = "to"


COMMANDS_OF: dict[Side, tuple[Event, ...]] = {
    Side.FROM: (Event.SWAP, Event.MERGE, Event.SPLIT, Event.COMPLETE, Event.CANCEL),
    Side.TO: (Event.ACCEPTED, Event.DECLINED),
}


NAMES = {Event.ACCEPTED: "accept", Event.DECLINED: "decline"}


def allowed_moves(s: Situation, side: Side | None) -> list[str]:
    """The commands that would move the transfer now, for the side that asks."""
    if side is None:
        return []
    other = Focus.CONSULT if s.focus is Focus.CUSTOMER else Focus.CUSTOMER
    allowed = [
        NAMES.get(event, event.value)
        for event in COMMANDS_OF[side]
        if isinstance(move(s, event, Facts(focus=other)), Situation)
    ]
    if side is Side.FROM and s.state in EDITABLE:
        allowed.append("edit_briefing")
    if side is Side.FROM and may_read_aloud(s):
        allowed.append("read_briefing")
    return allowed


def may_read_aloud(s: Situation) -> bool:
    """Whether the briefing may be read aloud: both are there, and the customer hears music."""
    return s.state is State.CONSULTING and s.focus is Focus.CONSULT and s.to_arrived


EDITABLE = frozenset({State.PREPARING, State.RINGING, State.CONSULTING, State.CONFERENCING})
