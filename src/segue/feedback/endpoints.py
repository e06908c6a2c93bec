"""What became of suggestions, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from segue.access.actor import Actor, Scope
from segue.access.dependencies import allow
from segue.calls.repository import lock_call
from segue.calls.rights import serving_call
from segue.feedback.schemas import FeedbackRequest
from segue.feedback.service import record
from segue.services import WithServices
from segue.telemetry import metrics

router = APIRouter(prefix="/api/calls/{call_id}/suggestions", tags=["assist"])

Id = Annotated[str, Path(min_length=1, max_length=64)]
SuggestionId = Annotated[str, Path(pattern=r"^sug_[0-9a-f]{32}$", examples=[f"sug_{'0' * 32}"])]
Writer = Annotated[Actor, Depends(allow(Scope.CALLS_WRITE))]


@router.post("/{suggestion_id}/feedback", status_code=204)
async def give_feedback(
    services: WithServices,
    actor: Writer,
    call_id: Id,
    suggestion_id: SuggestionId,
    body: FeedbackRequest,
) -> None:
    """Say that a suggestion was used, or dismissed; for those who handle the call, or oversee.

    Kept are the call, the agent, the kind, the time, and the article if there is one.
    """
    async with services.database.transaction() as session:
        await lock_call(session, call_id)
        call = await serving_call(session, call_id, actor, Scope.CALLS_WRITE)
        news = await record(session, call, actor, suggestion_id, body)
    if news:
        metrics.SUGGESTIONS.labels(kind=body.kind, feedback=body.feedback).inc()
