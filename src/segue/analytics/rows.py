"""What is read of the database for the figures, row by row and no wider than needed."""

from datetime import datetime
from typing import Any, NamedTuple

from segue.calls.moves import CallState
from segue.transfers.situation import State


class CallRow(NamedTuple):
    """A call that began in the period."""

    skill: str | None
    state: CallState
    end_cause: str | None
    declined: list[Any]
    created_at: datetime
    joined_at: datetime | None
    """When its customer was there."""
    answered_at: datetime | None
    ended_at: datetime | None
    held_seconds: float | None
    """Without what its transfers held; None where nobody counted."""
    transfers_held_seconds: float


class LegRow(NamedTuple):
    """An agent who was on such a call."""

    agent_id: str
    joined_at: datetime
    left_at: datetime | None


class MoodRow(NamedTuple):
    """How the customer sounded on such a call."""

    created_at: datetime
    positive: int
    neutral: int
    negative: int
    frustrated: int
    score: float
    """All their lines' together."""
    first: float
    last: float
    """The mean of their first lines, and of their last."""


class TransferRow(NamedTuple):
    """A transfer that began in the period."""

    skill: str | None
    state: State
    from_agent_id: str
    to_agent_id: str | None
    tried: list[Any]
    attempts: list[Any]
    timeline: list[Any]
    created_at: datetime
