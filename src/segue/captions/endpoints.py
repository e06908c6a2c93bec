"""Captions for the customer: the live stream of their own call, cut down to what they hear."""

from collections.abc import AsyncGenerator, AsyncIterable
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from sqlalchemy import select

from segue.access.actor import Actor
from segue.access.dependencies import Admission, OnlyCustomer
from segue.calls.endpoints import CallId
from segue.calls.models import Segment
from segue.calls.moves import CallState
from segue.calls.rights import visible_call
from segue.calls.schemas import CallView
from segue.calls.views import call_view
from segue.captions.schemas import Caption, CaptionsState, caption_of, state_of
from segue.database import database_now
from segue.errors import NotFound, TooMany
from segue.services import Services, WithServices
from segue.telemetry import metrics

router = APIRouter(tags=["calls"])

STREAMS_AT_MOST = 4


class CaptionsOff(NotFound):
    """Captions are not offered here."""

    code = "captions_off"
    detail = "Captions are not offered here."


class TooManyStreams(TooMany):
    """One browser reads the captions of its call often enough at once."""

    code = "too_many_streams"
    detail = "The captions of this call are open in too many places. Please close one of them."


async def captions_reader(services: WithServices, actor: OnlyCustomer, call_id: CallId) -> Actor:
    """The customer of this call, if they may have its captions.

    Raises CaptionsOff, CallUnknown, NotYourCall or TooManyStreams.
    """
    if not services.settings.captions:
        raise CaptionsOff
    async with services.database.reading() as session:
        await visible_call(session, call_id, actor)
    if services.live.streams_of(actor) >= STREAMS_AT_MOST:
        raise TooManyStreams
    return actor


@router.get("/api/calls/{call_id}/captions", response_class=EventSourceResponse)
async def captions(
    services: WithServices,
    request: Request,
    actor: Annotated[Actor, Depends(captions_reader)],
    last_event_id: Annotated[
        int | None, Header(ge=0, le=2**62, description="Resume after this event")
    ] = None,
) -> AsyncIterable[ServerSentEvent]:
    """What is said on the customer's line, for the customer alone, from now on.

    Events: `caption` (the same id again replaces it), `state` (`writing`, or `nobody` writes this
    call down) whenever it changes, and `ended`, after which nothing comes.
    """
    with metrics.EVENT_STREAMS.track_inprogress():
        yield ServerSentEvent(comment="welcome", retry=1000)
        admission = Admission(request, actor)
        async for event in _told(services, actor, last_event_id):
            if not await admission.holds():
                return  # the page opens it again, if it still may
            yield event


async def _told(
    services: Services, actor: Actor, resumed: int | None
) -> AsyncGenerator[ServerSentEvent]:
    known = await _said_before(services, actor) if resumed is None else frozenset[str]()
    told: CaptionsState | None = None
    async for number, news in _news(services, actor, resumed):
        if isinstance(news, Caption):
            if news.id not in known:
                yield ServerSentEvent(event="caption", id=str(number), data=news)
        elif news.state is CallState.ENDED:
            yield ServerSentEvent(event="ended", id=str(number), data={})
            return
        elif (state := state_of(news.transcription)) is not told:
            told = state
            yield ServerSentEvent(event="state", id=str(number), data={"state": state})


async def _said_before(services: Services, actor: Actor) -> frozenset[str]:
    """Lines that were there before: some are told again, as a model hears them another way."""
    query = select(Segment.id).where(Segment.call_id == actor.call_id, Segment.final)
    async with services.database.reading() as session:
        return frozenset(await session.scalars(query))


async def _news(
    services: Services, actor: Actor, resumed: int | None
) -> AsyncGenerator[tuple[int, CallView | Caption]]:
    """How the call stands now, and whatever follows, by number."""
    start = await services.live.position() if resumed is None else resumed
    yield start, await _as_it_stands(services, actor)
    async for event in services.live.follow(actor, start):
        if event is None:
            continue  # what was missed is not kept any more; it goes on with what is said now
        if event.type == "transcript":
            yield event.id, caption_of(event.data)
        else:
            yield event.id, CallView.model_validate(event.data["view"])


async def _as_it_stands(services: Services, actor: Actor) -> CallView:
    async with services.database.reading() as session:
        call = await visible_call(session, actor.call_id or "", actor)
        return await call_view(session, call, actor, await database_now(session))
