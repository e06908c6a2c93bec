"""What was said on a call is erased: when its time is over, or when somebody asks for it.

The call itself stays, with who had it and when; nothing that was said on it does, and the audit
tells that it was erased.
"""

from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor
from segue.access.audit import audit
from segue.access.models import KeptAnswer
from segue.briefing.models import CallNotes
from segue.calls.models import Call, Segment
from segue.calls.moves import CallState
from segue.calls.repository import lock_call
from segue.calls.views import publish_call
from segue.database import Database, database_now
from segue.errors import Conflict
from segue.feedback.models import SuggestionFeedback
from segue.insights.models import ActionItem, CallInsights
from segue.live.models import LiveEvent
from segue.transfers.models import Transfer
from segue.transfers.schemas import BriefingFields
from segue.webhooks.outbox import forget_words

log = structlog.get_logger()

AT_ONCE: Final = 50
RETENTION: Final = Actor(id="retention")
"""In whose name what is too old is erased."""
ERASED: Final = "Erased."


class CallGoesOn(Conflict):
    """What is being said cannot be erased yet."""

    code = "call_goes_on"
    detail = "This call has not ended yet. What was said on it can be erased once it has."


async def erase(session: AsyncSession, call: Call, actor: Actor) -> int:
    """Erase what was said on a call, and all that was made of it; how many lines there were.

    Raises CallGoesOn. Again it does no harm: what came in late goes as well.
    """
    if call.state != CallState.ENDED:
        raise CallGoesOn(state=call.state, allowed_moves=[])
    said = list(await session.scalars(select(Segment.id).where(Segment.call_id == call.id)))
    await _forget_answers(session, call.id, said)
    await session.execute(delete(Segment).where(Segment.call_id == call.id))
    for table in (CallNotes, CallInsights, ActionItem, SuggestionFeedback):
        await session.execute(delete(table).where(table.call_id == call.id))
    await session.execute(
        delete(LiveEvent).where(
            LiveEvent.call_id == call.id, LiveEvent.type.in_(("transcript", "transfer"))
        )
    )
    await forget_words(session, call.id)
    await _erase_briefings(session, call.id)
    call.erased_at = now = await database_now(session)
    audit(session, actor, "transcript.erase", call.id, lines=len(said))
    await publish_call(session, call, now)
    return len(said)


async def _erase_briefings(session: AsyncSession, call_id: str) -> None:
    empty = {
        "text": ERASED,
        "fields": BriefingFields().model_dump(mode="json"),
        "source": "",
        "edited": False,
        "updated_at": None,
    }
    for transfer in await session.scalars(select(Transfer).where(Transfer.call_id == call_id)):
        transfer.briefing, transfer.note, transfer.reason = empty, None, None
        transfer.attempts = [{**one, "reason": None} for one in transfer.attempts]


async def _forget_answers(session: AsyncSession, call_id: str, said: list[str]) -> None:
    """Answers kept for repeated requests name the call, or lines of it."""
    names = [call_id, *said]
    for first in range(0, len(names), AT_ONCE):
        some = names[first : first + AT_ONCE]
        held = or_(*(KeptAnswer.body.contains(f'"{one}"', autoescape=True) for one in some))
        # Their work is not done again: an answer without a body is refused.
        await session.execute(update(KeptAnswer).where(held).values(body=None))


async def erase_the_old(database: Database, kept: timedelta) -> None:
    """Erase what was said on calls that ended longer ago than that."""
    async with database.reading() as session:
        before = await database_now(session) - kept
        old = await session.scalars(
            select(Call.id)
            .where(Call.ended_at < before)
            .where(or_(Call.erased_at.is_(None), select(Segment.id).where(
                Segment.call_id == Call.id).exists()))
            .limit(AT_ONCE)
        )  # fmt: skip
        call_ids = list(old)
    for call_id in call_ids:
        async with database.transaction() as session:
            await erase(session, await lock_call(session, call_id), RETENTION)
    if call_ids:
        log.info("transcripts erased", calls=len(call_ids))


async def last_erasure(session: AsyncSession) -> object:
    """When something was erased last; None if nothing ever was."""
    return await session.scalar(select(func.max(Call.erased_at)))
