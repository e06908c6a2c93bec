"""What Twilio asks and tells over HTTP."""

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import urlencode

from fastapi import APIRouter, Response
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.briefing.service import Briefing
from segue.briefing.spoken import Spoken, spoken_form
from segue.database import database_now
from segue.services import Services, WithServices
from segue.settings import Settings
from segue.telephony.models import Dial, DialOutcome, DialState
from segue.telephony.twilio import documents, progress
from segue.telephony.twilio.signature import FromTwilio
from segue.transfers.models import Transfer

router = APIRouter(prefix="/api/twilio", tags=["telephony"])

PROVIDER = "twilio"
ACCEPTED, REPEATED = "1", "3"
KEYS = frozenset("0123456789*#")
GIVEN_UP = frozenset({DialOutcome.CANCELLED, DialOutcome.UNANSWERED, DialOutcome.UNKNOWN})
"""Ends that Segue may have come to by itself, while Twilio still dials."""
HEADER = "X-Segue-Dial"
"""Names the dial to LiveKit's SIP server."""


class Document(StrEnum):
    """What Twilio may ask for."""

    CONNECT = "connect"
    """Lead the phone to LiveKit."""
    ENDED = "ended"
    """LiveKit has hung up, or never answered."""
    BRIEF = "brief"
    """Tell an agent on a phone what they are told, and ask for a key."""
    BRIEFED = "briefed"
    """Which key it was."""
    CONFERENCE = "conference"
    WAIT = "wait"
    DECLINE = "decline"
    OUTSIDE_HOURS = "outside-hours"


class TwiML(Response):
    """An answer to Twilio."""

    media_type = "application/xml"


def document_url(settings: Settings, document: Document, dial_id: str | None = None) -> str:
    """Where Twilio asks for a document: what `Twilio.dial` takes as `twiml_url`."""
    return f"{settings.public_url}/api/twilio/twiml/{document}{_naming(dial_id)}"


def status_url(settings: Settings, dial_id: str | None = None) -> str:
    """Where Twilio tells how far a call is: what `Twilio.dial` takes as `status_callback`."""
    return f"{settings.public_url}/api/twilio/status{_naming(dial_id)}"


def _naming(dial_id: str | None) -> str:
    return f"?{urlencode({'dial': dial_id})}" if dial_id else ""


@router.post("/twiml/{document}", response_class=TwiML)
@router.get("/twiml/{document}", response_class=TwiML)
async def twiml(services: WithServices, fields: FromTwilio, document: Document) -> TwiML:
    """What Twilio is to do next with the phone. A dial that is over, or not known, is ended."""
    async with services.database.transaction() as session:
        dial = await _dial_of(session, fields)
        answer = await _answer(services.settings, session, document, dial, fields)
    if dial is not None and document is Document.BRIEFED:
        services.controller.look(dial.call_id)
    return TwiML(answer)


@router.post("/status", status_code=204)
async def status(services: WithServices, fields: FromTwilio) -> None:
    """How far a call is; may come late, twice, out of order, and of calls that are not known."""
    told = progress.read(fields)
    if told is None:
        return
    async with services.database.transaction() as session:
        dial = await _dial_of(session, fields)
        if dial is None:
            return
        given_up = dial.outcome in GIVEN_UP
        moved = progress.advance(dial, told, await database_now(session))
    if moved:
        services.controller.look(dial.call_id)
    elif given_up and told.state is not DialState.OVER:
        await _end_stray(services, told.sid)


async def _end_stray(services: Services, sid: str) -> None:
    """A phone rings or talks for a dial that was given up: nobody is there for it."""
    if services.twilio is not None:
        await services.twilio.hang_up(sid)


async def _dial_of(session: AsyncSession, fields: Mapping[str, str]) -> Dial | None:
    """The dial of Twilio's call, locked.

    Twilio may call back before its answer to us was kept: then the URL names the dial.
    """
    sid = fields.get("CallSid", "")
    if not progress.SID.fullmatch(sid):
        return None
    named = (Dial.id == fields.get("dial", "")) & Dial.provider_call_id.is_(None)
    query = (
        select(Dial)
        .where(Dial.provider == PROVIDER, or_(Dial.provider_call_id == sid, named))
        .with_for_update()
    )
    dial = await session.scalar(query)
    if dial is not None:
        dial.provider_call_id = sid
    return dial


async def _answer(
    settings: Settings,
    session: AsyncSession,
    document: Document,
    dial: Dial | None,
    fields: Mapping[str, str],
) -> str:
    """The document, as far as it may be had for this dial."""
    match document:
        case Document.OUTSIDE_HOURS:
            return documents.say_goodbye(documents.CLOSED)
        case Document.DECLINE:
            return documents.say_goodbye(documents.GOODBYE)
        case Document.WAIT:
            return documents.wait(f"{settings.public_url}/api/hold-music.wav")
        case Document.ENDED:
            came = fields.get("DialCallStatus") in ("completed", "answered")
            return documents.hang_up() if came else documents.say_goodbye(documents.UNAVAILABLE)
        case Document.CONNECT if dial is None:
            return _connect_caller(settings, fields)
        case _ if dial is None or dial.state == DialState.OVER:
            return documents.hang_up()
        case _:
            return await _answer_dial(settings, session, document, dial, fields)


async def _answer_dial(
    settings: Settings,
    session: AsyncSession,
    document: Document,
    dial: Dial,
    fields: Mapping[str, str],
) -> str:
    """A document for a phone that was dialled, and is on the line."""
    if document is Document.BRIEF:
        return await _brief(settings, session, dial)
    if document is Document.BRIEFED:
        return await _briefed(settings, session, dial, fields.get("Digits", ""))
    if document is Document.CONFERENCE:
        music = document_url(settings, Document.WAIT)
        return documents.conference(f"segue-{dial.call_id}", wait=music)
    return _connect_dial(settings, dial)


def _connect_caller(settings: Settings, fields: Mapping[str, str]) -> str:
    """Lead somebody who called one of our numbers to LiveKit, which knows them by it."""
    number = fields.get("To", "")
    inbound = fields.get("Direction") == "inbound" and number in settings.owned_numbers
    return _connect(settings, number if inbound else None, None)


def _connect_dial(settings: Settings, dial: Dial) -> str:
    """Lead a phone that was dialled to LiveKit, whose trunk takes our numbers; a header says whose
    it is.
    """
    return _connect(settings, next(iter(settings.owned_numbers), None), dial.id)


def _connect(settings: Settings, number: str | None, dial_id: str | None) -> str:
    if settings.sip_uri is None or number is None:
        return documents.say_goodbye(documents.UNAVAILABLE)
    password = settings.sip_in_password.get_secret_value()
    server = documents.SipServer(settings.sip_uri, settings.sip_in_username, password)
    ended = document_url(settings, Document.ENDED, dial_id)
    headers = {HEADER: dial_id} if dial_id else {}
    return documents.connect(server, number, headers, action=ended)


async def _brief(settings: Settings, session: AsyncSession, dial: Dial) -> str:
    transfer = await session.get(Transfer, dial.transfer_id) if dial.transfer_id else None
    told = Spoken("", "en")
    if transfer is not None:
        told = spoken_form(Briefing.model_validate(transfer.briefing).text)
    key = document_url(settings, Document.BRIEFED, dial.id)
    return documents.brief(told.text, told.language, action=key)


async def _briefed(settings: Settings, session: AsyncSession, dial: Dial, key: str) -> str:
    """1 leads to the agent who waits, 3 says it all again; anything else, and nothing, declines.

    A machine that answered presses nothing.
    """
    if key in KEYS and dial.pressed != ACCEPTED:
        dial.pressed = key
    if dial.pressed == ACCEPTED:
        return _connect_dial(settings, dial)
    if key == REPEATED:
        return await _brief(settings, session, dial)
    return documents.say_goodbye(documents.GOODBYE)
