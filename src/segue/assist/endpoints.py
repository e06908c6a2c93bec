"""Assistance over HTTP. It shows things to people, who decide; it moves no call."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends
from limits import RateLimitItemPerMinute
from starlette.requests import HTTPConnection

from segue.access.actor import Actor, Scope
from segue.access.dependencies import CurrentActor, permit
from segue.access.state import access_state
from segue.assist.conversation import Conversation, brought_along, carried
from segue.assist.schemas import (
    AnalysedBriefing,
    AnalysisAnswer,
    AnalysisRequest,
    SentimentRequest,
    SuggestionsAnswer,
    SuggestionsRequest,
)
from segue.assist.sentiment import SentimentAnswer, answer_of
from segue.assist.views import suggestion_views
from segue.errors import Forbidden
from segue.insights.making import insights_of
from segue.insights.schemas import ActionItemView
from segue.knowledge.suggesting import from_article
from segue.services import Services, WithServices

router = APIRouter(prefix="/api/llm", tags=["assist"])

CONTEXT_LINES = 20


async def _asker(connection: HTTPConnection, actor: CurrentActor, services: WithServices) -> Actor:
    """Whoever asks, if not a customer, and not too often."""
    if actor.is_customer:
        raise Forbidden
    limit = RateLimitItemPerMinute(services.settings.assist_requests_per_minute)
    await access_state(connection).limiter.hit(limit, "assist for", actor.id)
    return actor


Asker = Annotated[Actor, Depends(_asker)]


@router.post("/analyze-call")
async def analyze_call(
    services: WithServices, actor: Asker, body: AnalysisRequest
) -> AnalysisAnswer:
    """Summary, briefing, insights and action items, each with the segments that say so.

    `call_id` is for those who may read that call's transcript (keys: scope `calls:read`);
    `segments` for everybody signed in (keys: scope `assist`).
    """
    conversation = await _conversation(services, actor, body)
    found = await services.assist.analyse(conversation.said, _code(body.language))
    return AnalysisAnswer(
        summary=found.summary,
        briefing=AnalysedBriefing(text=found.text, fields=found.briefing),
        insights=insights_of(found, conversation),
        action_items=[ActionItemView.model_validate(asdict(one)) for one in found.action_items],
        sentiment=answer_of(found.sentiment, found.model),
        model=found.model,
        cached=found.cached,
    )


@router.post("/sentiment")
async def sentiment(
    services: WithServices, actor: Asker, body: SentimentRequest
) -> SentimentAnswer:
    """How a line sounds; an estimate, with the phrases that speak for it."""
    permit(actor, Scope.ASSIST)
    before = [line for line in (body.context or "").splitlines() if line.strip()]
    felt = await services.assist.sentiment(body.text, before[-CONTEXT_LINES:], _code(body.language))
    return answer_of(felt.sentiment, felt.model)


@router.post("/suggestions")
async def suggestions(
    services: WithServices, actor: Asker, body: SuggestionsRequest
) -> SuggestionsAnswer:
    """What the agent might say, ask, do or know next; rights as for analyze-call."""
    conversation = await _conversation(services, actor, body)
    language = _code(body.language)
    found = await services.assist.suggestions(conversation.said, language)
    article = await from_article(services.database, conversation.said, language)
    views = suggestion_views(body.call_id, found.suggestions, article)
    return SuggestionsAnswer(suggestions=views, model=found.model)


async def _conversation(
    services: Services, actor: Actor, body: AnalysisRequest | SuggestionsRequest
) -> Conversation:
    if body.call_id is None:
        permit(actor, Scope.ASSIST)
        return brought_along(body.segments or [])
    permit(actor, Scope.CALLS_READ)
    return await carried(services.database, body.call_id, actor)


def _code(language: str | None) -> str | None:
    """The language without its region."""
    return language.partition("-")[0] if language else None
