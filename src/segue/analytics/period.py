"""From when to when, and the steps that a picture of it has."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from segue.analytics.schemas import Step
from segue.errors import Invalid

USUAL: Final = timedelta(days=7)
AT_MOST: Final = timedelta(days=366)
BY_HOUR_UP_TO: Final = timedelta(days=2)
YEARS: Final = range(2000, 2200)
"""Beyond them moments may have no UTC."""


class PeriodRefused(Invalid):
    """The period ends before it begins, or is too long."""

    code = "period_refused"
    detail = "The period must begin before it ends, and may last 366 days at most."


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to just before `end`, cut into days of 24 hours, or hours, from its start on.

    Whoever begins theirs at their own midnight gets their own days, except where clocks change.
    """

    start: datetime
    end: datetime

    @classmethod
    def asked(cls, start: datetime | None, end: datetime | None, now: datetime) -> "Period":
        """What was asked for; without an end up to now, without a start 7 days.

        A moment without a time zone is UTC. Raises PeriodRefused.
        """
        until = now if end is None else _utc(end)
        since = until - USUAL if start is None else _utc(start)
        if not since < until <= since + AT_MOST:
            raise PeriodRefused
        return cls(since, until)

    @property
    def step(self) -> Step:
        """How fine its picture is."""
        return Step.HOUR if self.end - self.start <= BY_HOUR_UP_TO else Step.DAY

    @property
    def starts(self) -> list[datetime]:
        """When each of its steps begins."""
        return [self.start + number * self._long for number in range(self.place(self.end, up=1))]

    def place(self, at: datetime, *, up: int = 0) -> int:
        """The number of the step that a moment is in, from 0; with `up`, rounded up."""
        whole, rest = divmod(at - self.start, self._long)
        return whole + (up if rest else 0)

    @property
    def _long(self) -> timedelta:
        return timedelta(hours=1) if self.step is Step.HOUR else timedelta(days=1)


def _utc(at: datetime) -> datetime:
    if at.year not in YEARS:
        raise PeriodRefused("The period must lie between the years 2000 and 2199.")
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
