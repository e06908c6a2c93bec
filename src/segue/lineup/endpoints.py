"""Desired state for the companion: it asks what should be, and tells what is."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor, Role, Scope
from segue.access.dependencies import allow
from segue.briefing.service import Briefing
from segue.briefing.spoken import spoken_form
from segue.calls.legs import note_heard
from segue.calls.models import Call, CallMedia
from segue.calls.moves import CallState
from segue.calls.repository import get_call, lock_call, media_of
from segue.calls.transcription import TranscriptSource
from segue.calls.views import publish_call
from segue.database import database_now
from segue.lineup.heard import keep_heard
from segue.lineup.lineup import LineUp
from segue.lineup.schemas import (
    CompanionReport,
    DesiredView,
    HeardPost,
    PrivateTalk,
    ReadAloud,
)
from segue.media.lines import line_up_of
from segue.services import WithServices
from segue.transfers.models import Transfer
from segue.transfers.reading import Reading
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
    heard = call.transcript == TranscriptSource.HEARD
    return DesiredView(
        call_id=call.id,
        room=call.room,
        v=call.version,
        music=lines.music,
        listen_for=[lines.awaited] if lines.awaited else [],
        transcribe=lines.transcribed if heard else [],
        consult=_private_talk(services, transfer, lines, heard=heard),
        ended=call.state == CallState.ENDED,
    )


def _private_talk(
    services: WithServices, transfer: Transfer | None, lines: LineUp, *, heard: bool
) -> PrivateTalk | None:
    """The private talk from when both are there: nobody who comes to it waits for the companion."""
    speaking = lines.transcribed_in_private
    if transfer is None or not transfer.to_arrived or not speaking:
        return None
    read = _to_be_read(transfer)
    if not (heard or read):
        return None
    token = services.livekit.mint_private(transfer.room)
    return PrivateTalk(
        room=transfer.room, token=token, transcribe=speaking if heard else [], read=read
    )


def _to_be_read(transfer: Transfer) -> ReadAloud | None:
    if transfer.reading is None or not Reading(transfer.reading).going_on:
        return None
    spoken = spoken_form(Briefing.model_validate(transfer.briefing).text)
    return ReadAloud(id=transfer.reading_id, text=spoken.text, language=spoken.language)


@router.post("/calls/{call_id}", status_code=204)
async def report(
    services: WithServices, _: Companion, call_id: CallId, body: CompanionReport
) -> None:
    """What the companion does now, and whom it has heard."""
    async with services.database.transaction() as session:
        call = await get_call(session, call_id)
        media = await media_of(session, call_id)
        media.music = body.music
        await _note_abilities(session, call, media, body)
        for one in body.heard:
            await note_heard(session, call, one.identity, one.track_sid)
    if body.reading is not None:
        async with services.database.transaction() as session:
            await services.transfers.note_reading(session, call_id, body.reading)
    services.controller.look(call_id)


async def _note_abilities(
    session: AsyncSession, call: Call, media: CallMedia, body: CompanionReport
) -> None:
    """Tell the desks when what is said begins to be written down, or no longer is, and whether
    there is a voice.
    """
    if (media.transcription, media.voice) != (body.transcription, body.voice):
        media.transcription, media.voice = body.transcription, body.voice
        await publish_call(session, call, await database_now(session))


@router.post("/calls/{call_id}/transcript", status_code=204)
async def heard(services: WithServices, _: Companion, call_id: CallId, body: HeardPost) -> None:
    """What the companion has heard people of this call say; the same id again replaces it."""
    async with services.database.transaction() as session:
        call = await lock_call(session, call_id)
        await keep_heard(session, call, body.segments)
