"""Desired state for the companion: it asks what should be, and tells what is."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor, Role, Scope
from segue.access.dependencies import allow
from segue.briefing.service import Briefing
from segue.briefing.spoken import offer_form, spoken_form
from segue.calls.legs import PHONE, note_heard
from segue.calls.models import Call, CallMedia
from segue.calls.moves import CallState
from segue.calls.repository import get_call, legs_of, lock_call, media_of, position_of
from segue.calls.transcription import TranscriptSource
from segue.calls.views import neutral_name, publish_call
from segue.database import database_now
from segue.lineup.heard import keep_heard
from segue.lineup.lineup import CUSTOMER, LineUp, leg_identity, voice_identity
from segue.lineup.schemas import (
    Bridged,
    CompanionReport,
    DesiredView,
    HeardPost,
    KeysToPress,
    PrivateTalk,
    ReadAloud,
)
from segue.media.lines import line_up_of
from segue.roster.models import Agent
from segue.services import WithServices
from segue.telephony.announcements import TurnedAway, next_words
from segue.transfers.explanation import Explanation
from segue.transfers.models import Transfer
from segue.transfers.reading import Reading
from segue.transfers.repository import latest_transfer, open_transfer

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
        latest = await latest_transfer(session, call_id) if call.phone_leg_id else transfer
        from_ = await session.get(Agent, transfer.from_agent_id) if transfer else None
        media = await media_of(session, call_id)
        media.companion_seen_at = await database_now(session)
        say = await _to_be_said(services, session, call, media)
    heard = call.transcript == TranscriptSource.HEARD
    return DesiredView(
        call_id=call.id,
        room=call.room,
        v=call.version,
        music=lines.music,
        listen_for=[lines.awaited] if lines.awaited else [],
        transcribe=lines.transcribed if heard else [],
        consult=_offer_to_phone(services, transfer, neutral_name(from_.name) if from_ else "")
        or _private_talk(services, transfer, lines, heard=heard),
        say=say,
        press=[KeysToPress(number=number, keys=keys) for number, keys in media.keys],
        bridge=_bridge(services, call, lines, latest),
        ended=call.state == CallState.ENDED,
    )


async def _to_be_said(
    services: WithServices, session: AsyncSession, call: Call, media: CallMedia
) -> ReadAloud | None:
    """What a customer on a phone is to be told now, who has no page to read it from."""
    if call.agent_id is not None or call.phone_leg_id is not None:
        return None
    customer = (await legs_of(session, call.id)).get(CUSTOMER)
    if customer is None or customer.kind != PHONE or call.state == CallState.ENDED:
        return None
    words = next_words(
        services.settings.rule_of(call.dialled_number),
        media.said,
        turned_away=TurnedAway(call.turned_away) if call.turned_away else None,
        position=await position_of(session, call),
    )
    return ReadAloud(**asdict(words)) if words else None


def _offer_to_phone(
    services: WithServices, transfer: Transfer | None, from_name: str
) -> PrivateTalk | None:
    """What whoever answers the phone is told, and whose keys count. The companion comes while it
    rings, so that nobody picks up into silence.
    """
    if transfer is None or transfer.to_leg_id is None or transfer.situation.taken:
        return None
    read = None
    if transfer.picked_up:
        brief = Briefing.model_validate(transfer.briefing)
        told = brief.text if transfer.explanation == Explanation.SPOKEN else ""
        spoken = offer_form(told, from_name)
        read = ReadAloud(
            id=f"{transfer.to_leg_id}-{transfer.readings}",
            text=spoken.text,
            language=spoken.language,
        )
    return PrivateTalk(
        room=transfer.room,
        token=services.livekit.mint_private(transfer.room),
        transcribe=[],
        read=read,
        keys_of=leg_identity(transfer.to_leg_id),
    )


def _bridge(
    services: WithServices, call: Call, lines: LineUp, transfer: Transfer | None
) -> Bridged | None:
    """The bridge stands by from when the phone has said yes."""
    leg_id = call.phone_leg_id or (transfer.to_leg_id if transfer else None)
    if leg_id is None or transfer is None:
        return None
    identity = voice_identity(leg_id)
    if identity not in (lines.customer_room or {}):
        return None
    return Bridged(
        leg=leg_id,
        identity=identity,
        phone=leg_identity(leg_id),
        customer_room=call.room,
        customer_token=services.livekit.mint(call.room, identity)[0],
        consult_room=transfer.room,
        consult_token=services.livekit.mint_private(transfer.room, identity),
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
        if body.said is not None and not body.said.state.going_on:
            media.said = sorted({*media.said, body.said.id})
        if any(number <= body.keyed for number, _ in media.keys):
            media.keys = [one for one in media.keys if one[0] > body.keyed]
        await _note_abilities(session, call, media, body)
        for one in body.heard:
            await note_heard(session, call, one.identity, one.track_sid)
    if body.pressed:
        async with services.database.transaction() as session:
            for one in body.pressed:
                await services.transfers.note_key(session, call_id, one)
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
