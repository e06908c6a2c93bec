"""Reads what a period's figures are made of, in pieces, so that memory does not grow with it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import ColumnElement, Over

from segue.analytics.figures import LABELS, LINES_TO_COMPARE, Tally
from segue.analytics.period import Period, PeriodRefused
from segue.analytics.rows import CallRow, LegRow, MoodRow, TransferRow
from segue.analytics.schemas import Analytics
from segue.calls.models import Call, Leg, Segment
from segue.calls.repository import involving
from segue.calls.schemas import Speaker, TranscriptLine
from segue.lineup.lineup import CUSTOMER
from segue.roster.models import Agent
from segue.transfers.models import Transfer

AT_ONCE: Final = 1000
CALLS_AT_MOST: Final = 250_000
"""Of so many the figures take seconds; more than that nobody should wait for."""
Row = TypeVar("Row")
Rows: TypeAlias = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose figures, of when and what."""

    period: Period
    whose: str | None = None
    """Only of calls that this agent has a part in."""
    skill: str | None = None


async def figures(session: AsyncSession, asked: Asked) -> Analytics:
    """What happened in the period. Raises PeriodRefused when that is too much."""
    counted = select(func.count()).select_from(Call).where(*_calls(asked))
    if ((await session.execute(counted)).scalar_one()) > CALLS_AT_MOST:
        raise PeriodRefused("There are too many calls in this period. Please choose a shorter one.")
    tally = Tally(asked.period, asked.whose)
    await _each(session, _call_rows(asked), CallRow, tally.add_call)
    await _each(session, _leg_rows(asked), LegRow, tally.add_leg)
    await _each(session, _transfer_rows(asked), TransferRow, tally.add_transfer)
    await _each(session, _mood_rows(asked), MoodRow, tally.add_mood)
    named = await session.execute(select(Agent.id, Agent.name))
    return tally.told(dict(named.all()))


async def _each(
    session: AsyncSession, query: Rows, kind: Callable[..., Row], take: Callable[[Row], None]
) -> None:
    async for some in _pieces(session, query):
        for row in some:
            take(kind(*row))


async def _pieces(session: AsyncSession, query: Rows) -> AsyncIterator[list[Any]]:
    found = await session.stream(query)
    async for some in found.partitions(AT_ONCE):
        yield list(some)


def _calls(asked: Asked) -> list[ColumnElement[bool]]:
    """The calls that are meant."""
    return [*_within(Call.created_at, asked), *_skill(asked), *_part(asked)]


def _within(at: InstrumentedAttribute[Any], asked: Asked) -> list[ColumnElement[bool]]:
    return [at >= asked.period.start, at < asked.period.end]


def _skill(asked: Asked) -> list[ColumnElement[bool]]:
    return [] if asked.skill is None else [Call.skill == asked.skill]


def _part(asked: Asked) -> list[ColumnElement[bool]]:
    return [] if asked.whose is None else [involving(asked.whose)]


def _call_rows(asked: Asked) -> Rows:
    held = (
        select(func.coalesce(func.sum(Transfer.held_seconds), 0.0))
        .where(Transfer.call_id == Call.id)
        .scalar_subquery()
    )
    customer = and_(Leg.call_id == Call.id, Leg.identity == CUSTOMER)
    return (
        select(
            Call.skill,
            Call.state,
            Call.end_cause,
            Call.declined,
            Call.created_at,
            Leg.joined_at,
            Call.answered_at,
            Call.ended_at,
            Call.held_seconds,
            held,
        )
        .outerjoin(Leg, customer)
        .where(*_calls(asked))
    )


def _leg_rows(asked: Asked) -> Rows:
    return (
        select(Leg.agent_id, Leg.joined_at, Leg.left_at)
        .join(Call, Call.id == Leg.call_id)
        .where(Leg.agent_id.is_not(None), Leg.joined_at.is_not(None), *_calls(asked))
    )


def _transfer_rows(asked: Asked) -> Rows:
    return (
        select(
            Call.skill,
            Transfer.state,
            Transfer.from_agent_id,
            Transfer.to_agent_id,
            Transfer.tried,
            Transfer.attempts,
            Transfer.timeline,
            Transfer.created_at,
        )
        .join(Call, Call.id == Transfer.call_id)
        .where(*_within(Transfer.created_at, asked), *_skill(asked), *_part(asked))
    )


def _place(*order: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Over[int]:
    """A line's place among its call's."""
    return func.row_number().over(partition_by=Segment.call_id, order_by=order)


def _mood_rows(asked: Asked) -> Rows:
    """Call by call, as the lines of a period are many."""
    label = Segment.sentiment["label"].as_string()
    score = Segment.sentiment["score"].as_float()
    from_end = (Segment.started_at.desc(), Segment.id.desc())
    lines = (
        select(
            Segment.call_id,
            Call.created_at,
            label.label("label"),
            score.label("score"),
            _place(Segment.started_at, Segment.id).label("place"),
            _place(*from_end).label("from_end"),
        )
        .join(Call, Call.id == Segment.call_id)
        .where(Segment.speaker == Speaker.CUSTOMER, Segment.line == TranscriptLine.CUSTOMER)
        .where(Segment.final, Segment.sentiment.is_not(None), *_calls(asked))
        .subquery()
    )
    said = lines.c
    return select(
        said.created_at,
        *(func.sum(case((said.label == name, 1), else_=0)) for name in LABELS),
        func.sum(said.score),
        func.avg(case((said.place <= LINES_TO_COMPARE, said.score))),
        func.avg(case((said.from_end <= LINES_TO_COMPARE, said.score))),
    ).group_by(said.call_id, said.created_at)
