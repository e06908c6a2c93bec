"""What the rules of a transfer speak of: its states, what can happen, and all that they look at.

`segue.transfers.moves` has the rules themselves.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a transfer stands. Who is on the line:

    preparing, ringing  customer: music; `from` waits in the consult room; `to` is offered
    consulting          focus consult: customer: music; `from` and `to` talk in private
                        focus customer: customer and `from` talk; `to` waits
    conferencing        customer, `from` and `to` talk
    completing          customer: music until `to` is audible
    returning           customer: music until `from` is audible
    completed           customer and `to` talk
    cancelled, declined, unanswered, failed    customer and `from` talk
    requeued            customer: music; the call waits for its next agent
    abandoned           the customer has gone
    """

    PREPARING = "preparing"
    RINGING = "ringing"
    CONSULTING = "consulting"
    CONFERENCING = "conferencing"
    COMPLETING = "completing"
    RETURNING = "returning"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    FAILED = "failed"
    REQUEUED = "requeued"
    ABANDONED = "abandoned"

    @property
    def terminal(self) -> bool:
        """Whether the transfer is over."""
        return self in TERMINAL


TERMINAL = frozenset(
    {
        State.COMPLETED,
        State.CANCELLED,
        State.DECLINED,
        State.UNANSWERED,
        State.FAILED,
        State.REQUEUED,
        State.ABANDONED,
    }
)
BACK_WITH_FROM = frozenset({State.CANCELLED, State.DECLINED, State.UNANSWERED, State.FAILED})


class Focus(StrEnum):
    """Whom `from` talks with while consulting."""

    CONSULT = "consult"
    CUSTOMER = "customer"


class Mode(StrEnum):
    """Whether `from` stays for a private talk (warm) or leaves at once (blind)."""

    WARM = "warm"
    BLIND = "blind"


class Event(StrEnum):
    """What can happen to a transfer: commands of people, and signals."""

    # commands
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SWAP = "swap"
    MERGE = "merge"
    SPLIT = "split"
    COMPLETE = "complete"
    CANCEL = "cancel"
    # signals
    PREPARED = "prepared"
    FAILED = "failed"
    RING_TIMEOUT = "ring_timeout"
    TO_GONE = "to_gone"
    TO_FAILED = "to_failed"
    PICKED_UP = "picked_up"
    TO_ARRIVED = "to_arrived"
    TO_NEVER_CAME = "to_never_came"
    TO_LEFT = "to_left"
    FROM_LEFT = "from_left"
    CUSTOMER_LEFT = "customer_left"
    HOLD_LIMIT = "hold_limit"
    TO_AUDIBLE = "to_audible"
    FROM_AUDIBLE = "from_audible"
    AUDIBLE_TIMEOUT = "audible_timeout"


COMMANDS = frozenset(
    {
        Event.ACCEPTED,
        Event.DECLINED,
        Event.SWAP,
        Event.MERGE,
        Event.SPLIT,
        Event.COMPLETE,
        Event.CANCEL,
    }
)


class Verdict(StrEnum):
    """What an event comes to when the transfer, or the call, does not move."""

    SAME = "same"
    IGNORED = "ignored"
    REFUSED = "refused"


def on_phone(party: str | None) -> bool:
    """Whether a party is a phone: it is named by its leg, an agent by their own id."""
    return party is not None and party.startswith("leg_")


@dataclass(frozen=True, slots=True)
class Situation:
    """A transfer, as far as its rules are concerned."""

    state: State
    mode: Mode = Mode.WARM
    focus: Focus = Focus.CONSULT
    to: str | None = None
    """Who is offered the call, or has taken it: an agent's id, or the id of a phone's leg."""
    from_present: bool = True
    to_arrived: bool = False
    """`to` has been seen in the consult room."""
    answer: Event | None = None
    """What `to` said last while preparing (accepted, declined, left); applied when prepared."""
    outcome: State | None = None
    """What returning leads to: an end, a conference, or None after a swap to the customer."""
    cause: str | None = None
    auto_complete: bool = False
    picked_up: bool = False
    """The phone that is offered the call was answered; a key must say yes."""

    @property
    def from_stays(self) -> bool:
        """Whether `from` could take the customer back."""
        return self.from_present and self.mode is Mode.WARM

    @property
    def taken(self) -> bool:
        """While the transfer is open: whether `to` has taken the offer."""
        if self.state in (State.PREPARING, State.RINGING):
            return self.answer is Event.ACCEPTED
        return True

    @property
    def to_stays(self) -> bool:
        """While returning: whether `to` stays on the call, as after a swap or a merge."""
        return self.outcome in (None, State.CONFERENCING)


@dataclass(frozen=True, slots=True)
class Facts:
    """What an event brings along."""

    next_to: str | None = None
    """Who is free to be offered the call next, now reserved; None when no target is left."""
    focus: Focus | None = None
    """The aim of a swap."""
    cause: str | None = None
