"""The conversation that a request names: a call of Segue's, or one that it brings along."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor
from segue.assist.builtin.transcript import CUSTOMER, Said, words_of
from segue.assist.schemas import SpokenSegment
from segue.assist.turns import Turn
from segue.calls.models import Call, Segment
from segue.calls.repository import said_on
from segue.calls.rights import visible_call
from segue.calls.schemas import TranscriptLine
from segue.database import Database
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


async def carried(database: Database, call_id: str, actor: Actor) -> Conversation:
    """A call of Segue's, without what was said in consults.

    Raises CallUnknown, or NotYourCall when the asker may not read its transcript.
    """
    async with database.reading() as session:
        return await conversation_on(session, await visible_call(session, call_id, actor))


async def conversation_on(session: AsyncSession, call: Call) -> Conversation:
    """What was said on a call; what was said in consults is not in it."""
    segments = await said_on(session, call.id)
    transfers = await session.scalar(
        select(func.count()).select_from(Transfer).where(Transfer.call_id == call.id)
    )
    return Conversation(
        [Said(one.id, one.speaker, one.text) for one in segments],
        [_turn(one) for one in segments],
        call.holds,
        transfers,
    )


def _turn(one: SpokenSegment | Segment) -> Turn:
    return Turn(one.speaker == CUSTOMER, len(words_of(one.text)), one.started_at, one.ended_at)
