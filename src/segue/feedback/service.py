"""Recording what agents do with suggestions; nothing of what the suggestions said."""

from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor
from segue.calls.models import Call
from segue.calls.transcript import TranscriptErased
from segue.database import database_now
from segue.feedback.models import SuggestionFeedback
from segue.feedback.schemas import FeedbackRequest


async def record(
    session: AsyncSession, call: Call, actor: Actor, suggestion_id: str, told: FeedbackRequest
) -> bool:
    """Keep the last word on a suggestion; whether it is news. Raises TranscriptErased."""
    if call.erased_at is not None:
        raise TranscriptErased(state=call.state, allowed_moves=[])
    before = await session.get(SuggestionFeedback, (call.id, suggestion_id))
    if before is not None and before.feedback == told.feedback:
        return False
    await session.merge(
        SuggestionFeedback(
            call_id=call.id,
            suggestion_id=suggestion_id,
            agent_id=actor.agent_id,
            kind=told.kind,
            feedback=told.feedback,
            article_id=told.article_id,
            at=await database_now(session),
        )
    )
    return True
