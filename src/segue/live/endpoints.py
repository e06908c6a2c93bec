"""The event stream over HTTP."""

from collections.abc import AsyncIterable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from segue.access.actor import Actor, Scope
from segue.access.dependencies import Admission, allow
from segue.calls.views import call_for_reader
from segue.live.models import LiveEvent
from segue.services import WithServices
from segue.telemetry import metrics
from segue.transfers.views import transfer_for_reader

router = APIRouter(tags=["live"])


def for_reader(event: LiveEvent, actor: Actor) -> dict[str, Any]:
    """An event as one reader sees it, with what they may do now."""
    data = event.data
    if event.type == "call":
        data = call_for_reader(data, actor).model_dump(mode="json")
    elif event.type == "transfer":
        data = transfer_for_reader(data, actor).model_dump(mode="json", by_alias=True)
    return {
        "id": event.id,
        "type": event.type,
        "at": event.at.isoformat(),
        "call_id": event.call_id,
        "transfer_id": event.transfer_id,
        "data": data,
    }


@router.get("/api/events", response_class=EventSourceResponse)
async def events(
    services: WithServices,
    request: Request,
    actor: Annotated[Actor, Depends(allow(Scope.EVENTS_READ))],
    last_event_id: Annotated[
        int | None, Header(ge=0, le=2**62, description="Resume after this event")
    ] = None,
    after: Annotated[int | None, Query(ge=0, le=2**62, description="The same, in the URL")] = None,
) -> AsyncIterable[ServerSentEvent]:
    """Everything that happens and that the reader may know of, in order, without gaps."""
    with metrics.EVENT_STREAMS.track_inprogress():
        start = last_event_id if last_event_id is not None else after
        yield ServerSentEvent(comment="welcome", retry=1000)
        admission = Admission(request, actor)
        async for event in services.live.follow(actor, start):
            if not await admission.holds():
                return  # the desk opens the stream again, with the rights it has now
            if event is None:
                number = await services.live.position()
                yield ServerSentEvent(
                    event="reset", id=str(number), data={"id": number, "type": "reset", "data": {}}
                )
            else:
                yield ServerSentEvent(
                    event=event.type, id=str(event.id), data=for_reader(event, actor)
                )
