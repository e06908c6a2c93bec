"""Every state of a call answers every event, written from the design."""

from dataclasses import replace

import pytest

from segue.calls.moves import (
    CallEvent,
    CallFacts,
    CallSituation,
    CallState,
    Verdict,
    allowed_moves,
    deadline,
    move,
)

# .  ignored    x  refused    =  the same answer again
TABLE = """
                waiting offered    connecting active     held       agent_lost ended
answer          x       connecting =          =          x          x          x
decline         x       waiting    x          x          x          x          x
hold            x       x          x          held       =          x          x
resume          x       x          =          =          connecting x          x
end             ended   ended      ended      ended      ended      ended      =
offer           offered .          .          .          .          offered    .
offer_timeout   .       waiting    .          .          .          .          .
agent_gone      .       waiting    .          .          .          .          .
agent_audible   .       .          active     .          .          .          .
audible_timeout .       .          agent_lost .          .          .          .
agent_left      .       .          agent_lost agent_lost agent_lost .          .
customer_left   ended   ended      ended      ended      ended      ended      .
"""

SITUATIONS = {
    CallState.WAITING: CallSituation(CallState.WAITING),
    CallState.OFFERED: CallSituation(CallState.OFFERED, offered_to="alice"),
    CallState.CONNECTING: CallSituation(CallState.CONNECTING, agent="alice"),
    CallState.ACTIVE: CallSituation(CallState.ACTIVE, agent="alice"),
    CallState.HELD: CallSituation(CallState.HELD, agent="alice"),
    CallState.AGENT_LOST: CallSituation(CallState.AGENT_LOST, preferred="alice"),
    CallState.ENDED: CallSituation(CallState.ENDED, agent="alice"),
}


def cells() -> list[tuple[CallState, CallEvent, str]]:
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    return [
        (CallState(column), CallEvent(row[0]), cell)
        for row in rows
        for column, cell in zip(head, row[1:], strict=True)
    ]


def test_the_table_has_every_pair():
    pairs = {(state, event) for state, event, _ in cells()}
    assert pairs == {(state, event) for state in CallState for event in CallEvent}


@pytest.mark.parametrize(("state", "event", "expected"), cells(), ids=str)
def test_each_state_answers_each_event(state: CallState, event: CallEvent, expected: str):
    answer = move(SITUATIONS[state], event, CallFacts(agent="bob"))
    words = {Verdict.SAME: "=", Verdict.IGNORED: ".", Verdict.REFUSED: "x"}
    seen = answer.state.value if isinstance(answer, CallSituation) else words[answer]
    assert seen == expected


def moved(before: CallSituation, event: CallEvent, facts: CallFacts | None = None):
    after = move(before, event, facts)
    assert isinstance(after, CallSituation)
    return after


def test_whoever_is_offered_the_call_gets_it():
    offered = moved(SITUATIONS[CallState.WAITING], CallEvent.OFFER, CallFacts(agent="bob"))
    answered = moved(offered, CallEvent.ANSWER)
    assert (offered.offered_to, answered.agent, answered.offered_to) == ("bob", "bob", None)


@pytest.mark.parametrize(
    "event", [CallEvent.DECLINE, CallEvent.OFFER_TIMEOUT, CallEvent.AGENT_GONE]
)
def test_an_offer_that_is_not_taken_goes_to_the_next(event: CallEvent):
    passed = moved(SITUATIONS[CallState.OFFERED], event)
    assert (passed.offered_to, passed.skipped) == (None, frozenset({"alice"}))
    # When everybody was asked once, the round begins again.
    assert moved(passed, CallEvent.OFFER).skipped == frozenset()
    assert move(replace(passed, skipped=frozenset()), CallEvent.OFFER) is Verdict.IGNORED


@pytest.mark.parametrize("state", [CallState.CONNECTING, CallState.ACTIVE, CallState.HELD])
def test_the_agent_who_was_lost_is_asked_first(state: CallState):
    lost = moved(SITUATIONS[state], CallEvent.AGENT_LEFT)
    assert (lost.agent, lost.preferred) == (None, "alice")


@pytest.mark.parametrize(
    ("event", "cause"), [(CallEvent.END, "ended"), (CallEvent.CUSTOMER_LEFT, "customer_left")]
)
def test_an_end_says_why(event: CallEvent, cause: str):
    assert moved(SITUATIONS[CallState.ACTIVE], event).end_cause == cause
    named = moved(SITUATIONS[CallState.ACTIVE], event, CallFacts(cause="supervisor_ended"))
    assert named.end_cause == "supervisor_ended"


DEADLINES = {
    CallState.OFFERED: (20, CallEvent.OFFER_TIMEOUT),
    CallState.CONNECTING: (10, CallEvent.AUDIBLE_TIMEOUT),
}
# who is asked: the agent of the call (offered or serving), another agent, a supervisor
RIGHTS = {
    CallState.WAITING: ("", "", "end"),
    CallState.OFFERED: ("answer decline", "", "end"),
    CallState.CONNECTING: ("end", "", "end"),
    CallState.ACTIVE: ("hold end transfer", "", "end"),
    CallState.HELD: ("resume end transfer", "", "end"),
    CallState.AGENT_LOST: ("", "", "end"),
    CallState.ENDED: ("", "", ""),
}


@pytest.mark.parametrize("state", CallState)
def test_deadlines_and_rights(state: CallState):
    situation = SITUATIONS[state]
    assert deadline(situation, ring_seconds=20) == DEADLINES.get(state)
    own, other, supervisor = RIGHTS[state]
    assert allowed_moves(situation, "alice") == own.split()
    assert allowed_moves(situation, "bob") == other.split()
    assert allowed_moves(situation, None, oversees=True) == supervisor.split()
