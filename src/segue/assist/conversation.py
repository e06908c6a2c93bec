"""The conversation that a request names: a call of Segue's, or one that it brings along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor
from segue.assist.builtin.transcript import CUSTOMER, Said, words_of
from segue.assist.schemas import SpokenSegment
from segue.assist.turns import Turn
from segue.calls.models import Call, Segment
from segue.calls.moves import CallState
from segue.calls.repository import segments_of
from segue.calls.rights import visible_call
from segue.calls.schemas import TranscriptLine
from segue.database import Database, database_now
from segue.live.models import LiveEvent
from segue.transfers.models import Transfer


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said between customer and agents, and what is known of the call around it."""

    said: Sequence[Said]
    turns: Sequence[Turn]
    holds: int | None = None
    transfers: int | None = None


def brought_along(segments: Sequence[SpokenSegment]) -> Conversation:
    """A conversation that Segue did not carry."""
    read = [
        (one.id or str(place), one)
        for place, one in enumerate(segments, 1)
        if one.final and one.line is TranscriptLine.CUSTOMER
    ]
    return Conversation(
        [Said(name, one.speaker.value, one.text) for name, one in read],
        [_turn(one) for _, one in read],
    )


async def carried(database: Database, call_id: str, actor: Actor, kept: timedelta) -> Conversation:
    """A call of Segue's, without what was said in consults; events tell of it as long as `kept`.

    Raises CallUnknown, or NotYourCall when the asker may not read its transcript.
    """
    async with database.reading() as session:
        call = await visible_call(session, call_id, actor)
        segments = [
            one
            for one in await segments_of(session, call_id)
            if one.final and one.line == TranscriptLine.CUSTOMER
        ]
        transfers = await session.scalar(
            select(func.count()).select_from(Transfer).where(Transfer.call_id == call_id)
        )
        return Conversation(
            [Said(one.id, one.speaker, one.text) for one in segments],
            [_turn(one) for one in segments],
            await _holds(session, call, kept),
            transfers,
        )


async def _holds(session: AsyncSession, call: Call, kept: timedelta) -> int | None:
    """How often the call went on hold; None when its first events may be gone."""
    if await database_now(session) - call.created_at > kept:
        return None
    query = (
        select(LiveEvent.data)
        .where(LiveEvent.call_id == call.id, LiveEvent.type == "call")
        .order_by(LiveEvent.id)
    )
    states = [data["view"]["state"] for data in await session.scalars(query)]
    return sum(now == CallState.HELD != before for before, now in pairwise(["", *states]))


def _turn(one: SpokenSegment | Segment) -> Turn:
    return Turn(one.speaker == CUSTOMER, len(words_of(one.text)), one.started_at, one.ended_at)
