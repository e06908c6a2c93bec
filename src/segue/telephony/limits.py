"""How often an agent may dial, and how many may call in; counted in the database, so that any
replica counts alike.
"""

import math
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor
from segue.access.audit import audit
from segue.calls.models import Call
from segue.database import Database, database_now
from segue.errors import TooMany
from segue.settings import Settings
from segue.telephony.models import Dial, DialState
from segue.telephony.numbers import DialRefused, masked
from segue.telephony.rules import DialRules

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NOBODY = "nobody"
"""Programs that act for nobody share one limit."""


class TooManyDials(TooMany):
    """The agent has dialled as much as one may; `retry_after_seconds` where time helps."""


class DialsPerMinute(TooManyDials):
    """The agent has dialled too often within a minute."""

    code: ClassVar[str] = "dials_per_minute"
    detail: ClassVar[str] = "You have dialled too often within a minute. Please wait a moment."


class DialsPerDay(TooManyDials):
    """The agent has dialled too often within 24 hours."""

    code: ClassVar[str] = "dials_per_day"
    detail: ClassVar[str] = (
        "You have dialled as often as one may within 24 hours. "
        "An administrator can allow more (SEGUE_DIAL_PER_DAY)."
    )


class DialsAtOnce(TooManyDials):
    """The agent has as many phones on the line, or ringing, as one may have."""

    code: ClassVar[str] = "dials_at_once"
    detail: ClassVar[str] = (
        "You have as many phones on the line as one may. Please try again when one has hung up."
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """How many dials there were within a span of time, and when the first of them was."""

    span: timedelta
    count: int
    first: datetime | None

    def retry_after(self, now: datetime) -> int:
        """In how many seconds the first of them counts no more."""
        rest = self.span - (now - (self.first or now))
        return max(1, math.ceil(rest.total_seconds()))


async def check(session: AsyncSession, agent_id: str | None, rules: DialRules) -> None:
    """Raise TooManyDials unless the agent may dial now, by the database's clock.

    To be asked in the transaction that then writes the dial, after the call's lock was taken and
    before anything else is locked: until it ends nobody else gets an answer for this agent, so
    that two at once are not both the last one allowed.
    """
    await _one_by_one(session, agent_id or NOBODY)
    now = await database_now(session)
    minute, day, at_once = await _counts(session, agent_id, now)
    if at_once >= rules.at_once:
        raise DialsAtOnce
    if minute.count >= rules.per_minute:
        raise DialsPerMinute(retry_after_seconds=minute.retry_after(now))
    if day.count >= rules.per_day:
        raise DialsPerDay(retry_after_seconds=day.retry_after(now))


async def _one_by_one(session: AsyncSession, who: str) -> None:
    """PostgreSQL lets two count at the same time; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock(func.hashtext("dials"), func.hashtext(who))
        await session.execute(select(lock))


async def _counts(
    session: AsyncSession, agent_id: str | None, now: datetime
) -> tuple[_Counted, _Counted, int]:
    """Dials of the last minute, of the last day, and those that are not over."""
    recent, today, open_ = Dial.created_at > now - MINUTE, Dial.created_at > now - DAY, _is_open()
    query = select(
        func.count().filter(recent),
        func.min(Dial.created_at).filter(recent),
        func.count().filter(today),
        func.min(Dial.created_at).filter(today),
        func.count().filter(open_),
    ).where(Dial.agent_id == agent_id, or_(today, open_))
    minute, first_of_minute, day, first_of_day, at_once = (await session.execute(query)).one()
    return _Counted(MINUTE, minute, first_of_minute), _Counted(DAY, day, first_of_day), at_once


def _is_open() -> ColumnElement[bool]:
    return Dial.state != DialState.OVER


@asynccontextmanager
async def refusals_noted(
    database: Database, actor: Actor, address: str, call_id: str | None = None
) -> AsyncGenerator[None]:
    """Whatever refuses this dial inside the block is also noted in the audit, then raised on.

    Goes around the transaction, never into one: the note is kept although all else is undone.
    Of the number it keeps the last two digits.
    """
    try:
        yield
    except (DialRefused, TooManyDials) as refused:
        async with database.transaction() as session:
            number = masked(address)
            audit(session, actor, "dial", call_id, outcome=refused.code, number=number)
        raise


async def arrivals_allowed(session: AsyncSession, settings: Settings, caller: str | None) -> bool:
    """Whether one more phone may call in now: in all, and from this number (None: withheld).

    To be asked before the call's row is written. Those who withhold their number count in all
    only: together they are not one caller. Callers of the same moment may pass together.
    """
    since = await database_now(session) - MINUTE
    query = select(func.count(), func.count().filter(Call.customer_phone == caller)).where(
        Call.created_at > since,
        Call.room_name.is_not(None),  # a phone that calls in brings its own room
    )
    everybody, same = (await session.execute(query)).one()
    if everybody >= settings.arrivals_per_minute:
        return False
    return caller is None or same < settings.arrivals_per_number
