"""Who talked how much, and how long nobody did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

PAUSE_SECONDS: Final = 2.0
"""Shorter gaps are how people talk."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said, as far as time and length go."""

    by_customer: bool
    words: int
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From when until when, if both are known."""
        if self.started_at is None or self.ended_at is None:
            return None
        return self.started_at, max(self.started_at, self.ended_at)


@dataclass(frozen=True, slots=True)
class Talk:
    """The shares of a conversation, together 1."""

    customer: float
    agent: float
    by: Literal["time", "words"]
    """Words where not every line says when it ended."""


def talk_of(turns: Sequence[Turn]) -> Talk | None:
    """Who talked how much; None when nothing was said."""
    spans = [turn.span for turn in turns]
    timed = all(spans) and any(span and span[1] > span[0] for span in spans)
    amounts = [
        (span[1] - span[0]).total_seconds() if timed and span else float(turn.words)
        for turn, span in zip(turns, spans, strict=True)
    ]
    total = sum(amounts)
    if not total:
        return None
    by_customer = sum(n for n, turn in zip(amounts, turns, strict=True) if turn.by_customer)
    customer = round(by_customer / total, 3)
    return Talk(customer, round(1 - customer, 3), "time" if timed else "words")


def silence_of(turns: Sequence[Turn]) -> float | None:
    """Seconds of pauses of two seconds and more; None unless every line says when it ended."""
    spans = sorted(span for turn in turns if (span := turn.span) is not None)
    if not spans or len(spans) < len(turns):
        return None
    silent = 0.0
    heard_until = spans[0][1]
    for start, end in spans[1:]:
        pause = (start - heard_until).total_seconds()
        silent += pause if pause >= PAUSE_SECONDS else 0.0
        heard_until = max(heard_until, end)
    return round(silent, 1)
