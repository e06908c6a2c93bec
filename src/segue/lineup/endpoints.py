"""Desired state for the companion: it asks what should be, and tells what is."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from segue.access.actor import Actor, Role, Scope
from segue.access.dependencies import allow
from segue.calls.legs import note_heard
from segue.calls.moves import CallState
from segue.calls.repository import get_call, media_of
from segue.database import database_now
from segue.lineup.schemas import CompanionReport, DesiredView
from segue.media.lines import line_up_of
from segue.services import WithServices
from segue.transfers.repository import open_transfer

router = APIRouter(prefix="/api/companion", tags=["companion"])

Companion = Annotated[Actor, Depends(allow(Scope.COMPANION, role=Role.ADMIN))]
CallId = Annotated[str, Path(min_length=1, max_length=64)]


@router.get("/calls/{call_id}")
async def desired(services: WithServices, _: Companion, call_id: CallId) -> DesiredView:
    """What should be on a call. Asking is the companion's heartbeat."""
    async with services.database.transaction() as session:
        call = await get_call(session, call_id)
        transfer = await open_transfer(session, call)
        lines = line_up_of(call, transfer)
        (await media_of(session, call_id)).companion_seen_at = await database_now(session)
    return DesiredView(
        call_id=call.id,
        room=call.room,
        v=call.version,
        music=lines.music,
        listen_for=[lines.awaited] if lines.awaited else [],
        ended=call.state == CallState.ENDED,
    )


@router.post("/calls/{call_id}", status_code=204)
async def report(
    services: WithServices, _: Companion, call_id: CallId, body: CompanionReport
) -> None:
    """What the companion does now, and whom it has heard."""
    async with services.database.transaction() as session:
        call = await get_call(session, call_id)
        (await media_of(session, call_id)).music = body.music
        for one in body.heard:
            await note_heard(session, call, one.identity, one.track_sid)
    services.controller.look(call_id)
