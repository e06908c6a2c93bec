"""Finding calls, legs and what was said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, false, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from segue.calls.models import Call, CallMedia, Leg, Segment
from segue.calls.moves import CallState
from segue.calls.schemas import TranscriptLine
from segue.errors import NotFound
from segue.lineup.lineup import CUSTOMER
from segue.roster.models import Agent
from segue.transfers.models import Transfer

OPEN = [state for state in CallState if state is not CallState.ENDED]
LOOKED_FOR = (CallState.WAITING, CallState.AGENT_LOST)


class CallUnknown(NotFound):
    """No call has this id."""

    code = "call_unknown"
    detail = "There is no call of this id."


async def lock_call(session: AsyncSession, call_id: str) -> Call:
    """The call, its row locked until the commit, so that moves of one call never interleave.

    What was read of it before the lock may be old, and is read again.
    """
    query = select(Call).where(Call.id == call_id).with_for_update()
    found = await session.scalars(query.execution_options(populate_existing=True))
    call = found.first()
    if call is None:
        raise CallUnknown
    return call


async def get_call(session: AsyncSession, call_id: str) -> Call:
    """The call; raises CallUnknown."""
    call = await session.get(Call, call_id)
    if call is None:
        raise CallUnknown
    return call


async def legs_of(session: AsyncSession, call_id: str) -> dict[str, Leg]:
    """A call's legs by identity."""
    rows = await session.scalars(select(Leg).where(Leg.call_id == call_id).order_by(Leg.id))
    return {leg.identity: leg for leg in rows}


async def media_of(session: AsyncSession, call_id: str) -> CallMedia:
    """What is known of a call's room and companion."""
    found = await session.get(CallMedia, call_id)
    if found is None:
        raise CallUnknown
    return found


async def media_by_id(session: AsyncSession, calls: Sequence[Call]) -> dict[str, CallMedia]:
    """What is known of some calls' rooms and companions, by the calls' ids."""
    ids = [call.id for call in calls]
    rows = await session.scalars(select(CallMedia).where(CallMedia.call_id.in_(ids)))
    return {media.call_id: media for media in rows}


async def count_open(session: AsyncSession) -> dict[CallState, int]:
    """How many calls are in each state that is not the end."""
    counted = await session.execute(
        select(Call.state, func.count()).where(Call.state.in_(OPEN)).group_by(Call.state)
    )
    found = {CallState(state): number for state, number in counted}
    return {state: found.get(state, 0) for state in OPEN}


async def unclosed_calls(session: AsyncSession) -> Sequence[str]:
    """Every call that LiveKit may still have something of."""
    return (await session.scalars(select(Call.id).where(Call.closed.is_(False)))).all()


async def next_waiting(session: AsyncSession) -> Sequence[Call]:
    """The calls that look for an agent, longest waiting first; lost ones before new ones.

    Nobody is briefed for a customer who is not there, so their calls are left out.
    """
    rows = await session.scalars(
        select(Call)
        .join(Leg, and_(Leg.call_id == Call.id, Leg.identity == CUSTOMER))
        .where(Call.state.in_(LOOKED_FOR), Call.transfer_id.is_(None))
        .where(Call.turned_away.is_(None))
        .where(Leg.joined_at.is_not(None), Leg.absent_since.is_(None))
        .order_by(Call.state, Call.created_at, Call.id)
    )
    return rows.all()


async def position_of(session: AsyncSession, call: Call) -> int | None:
    """A waiting call's place in its queue, from 1."""
    if call.state not in (*LOOKED_FOR, CallState.OFFERED) or call.turned_away is not None:
        return None
    same_skill = Call.skill.is_(None) if call.skill is None else Call.skill == call.skill
    ahead = await session.execute(
        select(func.count())
        .select_from(Call)
        .where(
            Call.state.in_((*LOOKED_FOR, CallState.OFFERED)),
            Call.turned_away.is_(None),
            same_skill,
            or_(
                Call.created_at < call.created_at,
                and_(Call.created_at == call.created_at, Call.id < call.id),
            ),
        )
    )
    return ahead.scalar_one() + 1


def missed() -> Any:
    """The calls of phones that called us and were not answered."""
    return and_(
        Call.state == CallState.ENDED,
        Call.dialled_number.is_not(None),
        Call.answered_at.is_(None),
    )


async def missed_of(session: AsyncSession, agent_id: str | None) -> Any:
    """The missed calls that an agent could call back: those of their skills, and those of none."""
    agent = await session.get(Agent, agent_id) if agent_id else None
    if agent is None:
        return false()
    return and_(missed(), or_(Call.skill.is_(None), Call.skill.in_(agent.skills)))


def involving(agent_id: str) -> Any:
    """The calls that an agent has, or had, a part in."""
    had_leg = select(Leg.call_id).where(Leg.agent_id == agent_id)
    transferred = _transfers_with(agent_id).with_only_columns(Transfer.call_id)
    return or_(
        Call.agent_id == agent_id,
        Call.offered_to == agent_id,
        Call.id.in_(had_leg),
        Call.id.in_(transferred),
    )


def _transfers_with(agent_id: str) -> Select[str]:
    either = or_(Transfer.from_agent_id == agent_id, Transfer.to_agent_id == agent_id)
    return select(Transfer.id).where(either)


async def page_of_calls(session: AsyncSession, query: Select[Call]) -> Sequence[Call]:
    """Calls of a query, newest first."""
    return (await session.scalars(query.order_by(Call.created_at.desc(), Call.id.desc()))).all()


async def segments_of(
    session: AsyncSession,
    call_id: str,
    *,
    consults_of: str | None = None,
    after: tuple[datetime, str] | None = None,
    limit: int | None = None,
) -> Sequence[Segment]:
    """What was said on a call, in order of time; of private talks, only those that the agent
    `consults_of` had, if one is named.
    """
    query = select(Segment).where(Segment.call_id == call_id)
    if consults_of is not None:
        public = Segment.line != TranscriptLine.CONSULT
        mine = or_(Segment.from_agent_id == consults_of, Segment.to_agent_id == consults_of)
        query = query.where(or_(public, mine))
    if after is not None:
        query = query.where(tuple_(Segment.started_at, Segment.id) > after)
    query = query.order_by(Segment.started_at, Segment.id)
    return (await session.scalars(query if limit is None else query.limit(limit))).all()


async def said_on(session: AsyncSession, call_id: str) -> Sequence[Segment]:
    """What was said between customer and agents, each to its end, in order of time; not what was
    said in consults.
    """
    query = (
        select(Segment)
        .where(Segment.call_id == call_id, Segment.final)
        .where(Segment.line == TranscriptLine.CUSTOMER)
        .order_by(Segment.started_at, Segment.id)
    )
    return (await session.scalars(query)).all()
