"""The moves of a call that has no open transfer: who serves it, and what happens when nobody does.

Pure, like `segue.transfers.moves`; while a transfer is open, that table decides instead.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from segue.transfers.situation import Verdict, on_phone


class CallState(StrEnum):
    """Where a call stands. Who is on the line:

    waiting     customer: music; nobody is offered the call yet
    offered     customer: music; one agent's desk rings
    connecting  customer: music until the agent is audible (after answer and resume)
    active      customer and agent talk
    held        customer: music; the agent is silent
    agent_lost  customer: music; the next agent is looked for, the previous one first
    ended       nobody
    """

    WAITING = "waiting"
    OFFERED = "offered"
    CONNECTING = "connecting"
    ACTIVE = "active"
    HELD = "held"
    AGENT_LOST = "agent_lost"
    ENDED = "ended"


class CallEvent(StrEnum):
    """What can happen to a call: commands of people, and signals."""

    # commands
    ANSWER = "answer"
    DECLINE = "decline"
    HOLD = "hold"
    RESUME = "resume"
    END = "end"
    # signals
    OFFER = "offer"
    OFFER_TIMEOUT = "offer_timeout"
    AGENT_GONE = "agent_gone"
    AGENT_AUDIBLE = "agent_audible"
    AUDIBLE_TIMEOUT = "audible_timeout"
    AGENT_LEFT = "agent_left"
    CUSTOMER_LEFT = "customer_left"


COMMANDS = frozenset(
    {CallEvent.ANSWER, CallEvent.DECLINE, CallEvent.HOLD, CallEvent.RESUME, CallEvent.END}
)


@dataclass(frozen=True, slots=True)
class CallSituation:
    """A call, as far as its rules are concerned."""

    state: CallState
    agent: str | None = None
    """Who serves the call: an agent, or a phone by its leg."""
    offered_to: str | None = None
    preferred: str | None = None
    """Who is offered the call first: asked for by the caller, or served it before."""
    skipped: frozenset[str] = frozenset()
    """Who has declined or not answered it this time round."""
    end_cause: str | None = None


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What an event brings along."""

    agent: str | None = None
    cause: str | None = None


Result = CallSituation | Verdict
Rule = Callable[[CallSituation, CallFacts], Result]


def move(situation: CallSituation, event: CallEvent, facts: CallFacts | None = None) -> Result:
    """What becomes of a call at an event. Never raises; every pair has an answer."""
    rule = TABLE.get((situation.state, event))
    if rule is None:
        return Verdict.REFUSED if event in COMMANDS else Verdict.IGNORED
    return rule(situation, facts or CallFacts())


def _offer(s: CallSituation, facts: CallFacts) -> Result:
    if facts.agent is None:
        # Everybody was asked once: begin the round again.
        return replace(s, skipped=frozenset()) if s.skipped else Verdict.IGNORED
    return replace(s, state=CallState.OFFERED, offered_to=facts.agent)


def _answer(s: CallSituation, _: CallFacts) -> Result:
    return replace(
        s,
        state=CallState.CONNECTING,
        agent=s.offered_to,
        offered_to=None,
        preferred=None,
        skipped=frozenset(),
    )


def _pass_on(s: CallSituation, _: CallFacts) -> Result:
    """Declined, unanswered or gone: the next agent's turn."""
    passed = {s.offered_to} if s.offered_to else set[str]()
    return replace(
        s,
        state=CallState.WAITING,
        offered_to=None,
        preferred=None,
        skipped=s.skipped | passed,
    )


def _hold(s: CallSituation, _: CallFacts) -> Result:
    return replace(s, state=CallState.HELD)


def _resume(s: CallSituation, _: CallFacts) -> Result:
    return replace(s, state=CallState.CONNECTING)


def _audible(s: CallSituation, _: CallFacts) -> Result:
    return replace(s, state=CallState.ACTIVE)


def _agent_lost(s: CallSituation, _: CallFacts) -> Result:
    """The previous agent is asked first, if they are there again; then the skill. After a phone
    that is whoever had the call before it.
    """
    previous = s.preferred if on_phone(s.agent) else s.agent
    return replace(s, state=CallState.AGENT_LOST, agent=None, preferred=previous)


def _end(s: CallSituation, facts: CallFacts) -> Result:
    return replace(s, state=CallState.ENDED, offered_to=None, end_cause=facts.cause or "ended")


def _customer_left(s: CallSituation, facts: CallFacts) -> Result:
    return replace(
        s, state=CallState.ENDED, offered_to=None, end_cause=facts.cause or "customer_left"
    )


def _same(_: CallSituation, __: CallFacts) -> Result:
    return Verdict.SAME


TABLE: dict[tuple[CallState, CallEvent], Rule] = {
    (CallState.WAITING, CallEvent.OFFER): _offer,
    (CallState.OFFERED, CallEvent.ANSWER): _answer,
    (CallState.OFFERED, CallEvent.DECLINE): _pass_on,
    (CallState.OFFERED, CallEvent.OFFER_TIMEOUT): _pass_on,
    (CallState.OFFERED, CallEvent.AGENT_GONE): _pass_on,
    (CallState.CONNECTING, CallEvent.ANSWER): _same,
    (CallState.CONNECTING, CallEvent.RESUME): _same,
    (CallState.CONNECTING, CallEvent.AGENT_AUDIBLE): _audible,
    (CallState.CONNECTING, CallEvent.AUDIBLE_TIMEOUT): _agent_lost,
    (CallState.CONNECTING, CallEvent.AGENT_LEFT): _agent_lost,
    (CallState.ACTIVE, CallEvent.ANSWER): _same,
    (CallState.ACTIVE, CallEvent.RESUME): _same,
    (CallState.ACTIVE, CallEvent.HOLD): _hold,
    (CallState.ACTIVE, CallEvent.AGENT_LEFT): _agent_lost,
    (CallState.HELD, CallEvent.HOLD): _same,
    (CallState.HELD, CallEvent.RESUME): _resume,
    (CallState.HELD, CallEvent.AGENT_LEFT): _agent_lost,
    (CallState.AGENT_LOST, CallEvent.OFFER): _offer,
    (CallState.ENDED, CallEvent.END): _same,
}
for _state in CallState:
    if _state is not CallState.ENDED:
        TABLE[_state, CallEvent.END] = _end
        TABLE[_state, CallEvent.CUSTOMER_LEFT] = _customer_left

ANSWER_SECONDS = 10.0


def deadline(s: CallSituation, *, ring_seconds: float) -> tuple[float, CallEvent] | None:
    """In how many seconds which event is due if nothing else happens in this state."""
    match s.state:
        case CallState.OFFERED:
            return ring_seconds, CallEvent.OFFER_TIMEOUT
        case CallState.CONNECTING:
            return ANSWER_SECONDS, CallEvent.AUDIBLE_TIMEOUT
        case _:
            return None


def allowed_moves(s: CallSituation, asker: str | None, *, oversees: bool = False) -> list[str]:
    """The commands that the asker may give now."""
    allowed: list[str] = []
    if asker is not None and asker == s.offered_to:
        allowed += ["answer", "decline"]
    if asker is not None and asker == s.agent:
        for event in (CallEvent.HOLD, CallEvent.RESUME, CallEvent.END):
            if isinstance(move(s, event), CallSituation):
                allowed.append(event.value)
        if s.state in TRANSFERABLE:
            allowed.append("transfer")
    elif oversees and s.state is not CallState.ENDED:
        allowed.append(CallEvent.END.value)
    return allowed


TRANSFERABLE = frozenset({CallState.ACTIVE, CallState.HELD})
