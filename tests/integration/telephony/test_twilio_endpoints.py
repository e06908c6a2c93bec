"""What Twilio asks and tells over HTTP, on both databases; and what anybody else gets."""

import io
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from segue.app import create_app
from segue.calls.models import Call
from segue.calls.moves import CallState
from segue.database import new_id
from segue.migrations.run import upgrade
from segue.services import Services
from segue.telemetry.logs import configure_logging
from segue.telephony.models import Dial, DialOutcome, DialPurpose, DialState
from segue.telephony.twilio.endpoints import Document, document_url, status_url
from tests.fakes.settings import settings_for
from tests.fakes.twilio import ACCOUNT, OURS, TOKEN, FakeTwilio, signature
from tests.fakes.twiml import parsed

PUBLIC = "https://desk.example.com"
SID = "CA" + "1" * 32
PHONE = "+442079460123"
MUSIC = f"{PUBLIC}/api/hold-music.wav"


@dataclass
class Desk:
    """The app behind a proxy, and Twilio in front of it."""

    app: FastAPI
    services: Services
    twilio: FakeTwilio

    async def send(
        self, method: str, url: str, form: dict[str, str], signed: str | None
    ) -> httpx.Response:
        """As it comes through the proxy: by http, to another name."""
        headers = {"x-twilio-signature": signed} if signed is not None else {}
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://10.0.0.2:8080"
        ) as client:
            path = url.removeprefix(PUBLIC)
            if method == "GET":
                return await client.get(path, headers=headers)
            return await client.post(path, data=form, headers=headers)

    async def post(self, url: str, **form: str) -> httpx.Response:
        return await self.send("POST", url, form, signature(url, form))

    async def document(self, document: Document, dial: str | None = None, **form: str) -> Any:
        """A document that Twilio asks for, by POST."""
        url = document_url(self.services.settings, document, dial)
        answer = await self.post(url, CallSid=SID, **form)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/xml"
        return parsed(answer.text)

    async def tell(self, status: str, sid: str = SID, dial: str | None = None) -> int:
        url = status_url(self.services.settings, dial)
        return (await self.post(url, CallSid=sid, CallStatus=status)).status_code

    async def dialled(self, sid: str | None = SID, **changed: Any) -> str:
        """A dial by Twilio."""
        now = datetime.now(UTC)
        call = Call(
            id=new_id("call"), state=CallState.ACTIVE, customer_name="Casey", created_at=now,
            state_since=now, state_changed_at=now, customer_due_at=now,
        )  # fmt: skip
        usual: dict[str, Any] = {
            "id": new_id("dial"), "call_id": call.id, "leg_id": new_id("leg"), "agent_id": None,
            "purpose": DialPurpose.CONSULT, "address": PHONE, "state": DialState.ASKED,
            "provider": "twilio", "provider_call_id": sid, "ring_seconds": 20, "created_at": now,
        }  # fmt: skip
        async with self.services.database.transaction() as session:
            session.add(call)
            await session.flush()
            session.add(Dial(**(usual | changed)))
        return usual["id"]

    async def dial(self, dial_id: str) -> Dial:
        async with self.services.database.reading() as session:
            return await session.get_one(Dial, dial_id)


def settings_of(database_url: str, url: str, **changed: object) -> Any:
    usual: dict[str, object] = {
        "base_url": PUBLIC, "twilio_account_sid": ACCOUNT, "twilio_auth_token": SecretStr(TOKEN),
        "twilio_phone_number": OURS, "twilio_url": url, "sip_uri": "sip:sip.example.com",
        "sip_in_username": "segue", "sip_in_password": SecretStr("the-trunks-password"),
    }  # fmt: skip
    return settings_for(database_url, **(usual | changed))


@pytest.fixture
async def desk(database_url: str) -> AsyncGenerator[Desk]:
    with FakeTwilio().running() as twilio:
        app = create_app(settings_of(database_url, twilio.url))
        services: Services = app.state.segue
        await upgrade(services.database)
        yield Desk(app, services, twilio)
        for part in (services.livekit, services.assist, services.database):
            await part.close()


async def test_only_what_twilio_has_signed_for_our_address_is_answered(desk: Desk):
    dial_id = await desk.dialled()
    url = status_url(desk.services.settings, dial_id)
    form = {"CallSid": SID, "CallStatus": "completed"}
    forged = {
        "without": None,
        "empty": "",
        "nonsense": "=?utf-8?",
        "another's key": signature(url, form, "another-token"),
        "another form": signature(url, form | {"CallStatus": "ringing"}),
        "another address": signature(url.replace("https", "http"), form),
        "where we are behind the proxy": signature(
            url.replace(PUBLIC, "http://10.0.0.2:8080"), form
        ),
        "another dial": signature(status_url(desk.services.settings, "dial_2"), form),
        "another path": signature(document_url(desk.services.settings, Document.WAIT), form),
        "only the address": signature(url),
    }
    for how, signed in forged.items():
        answer = await desk.send("POST", url, form, signed)
        assert (answer.status_code, answer.json()["code"]) == (403, "twilio_signature"), how
    for document in Document:
        url = document_url(desk.services.settings, document, dial_id)
        for method in ("GET", "POST"):
            answer = await desk.send(method, url, {}, signature(url, {"a": "b"}))
            assert (answer.status_code, answer.json()["code"]) == (403, "twilio_signature")
    assert (await desk.dial(dial_id)).state == DialState.ASKED
    url = status_url(desk.services.settings, dial_id)
    assert (await desk.send("POST", url, form, signature(url, form))).status_code == 204
    assert (await desk.dial(dial_id)).state == DialState.OVER


async def test_bodies_that_are_no_form_are_refused(desk: Desk):
    url = status_url(desk.services.settings)
    transport = httpx.ASGITransport(desk.app)
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as client:
        for body in (b"\xff\xfe=1", b"%ff=1", b"a=1&" * 1000, b"{}", b"\x00"):
            headers = {"x-twilio-signature": signature(url)}
            answer = await client.post(url, content=body, headers=headers)
            assert answer.json()["code"] == "twilio_signature"


async def test_without_an_account_there_is_nothing_here(database_url: str):
    settings = settings_of(database_url, "http://127.0.0.1:1", twilio_auth_token=None)
    app = create_app(settings)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as client:
        for answer in (
            await client.post("/api/twilio/status", data={"CallSid": SID}),
            await client.get("/api/twilio/twiml/wait"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "twilio_not_configured")
    for part in (app.state.segue.livekit, app.state.segue.assist, app.state.segue.database):
        await part.close()


async def test_callbacks_move_a_dial_forward_and_never_back(desk: Desk):
    dial_id = await desk.dialled()
    seen: list[tuple[str, str | None]] = []
    for status in ("ringing", "initiated", "in-progress", "ringing", "completed", "in-progress",
                   "busy", "completed"):  # fmt: skip
        assert await desk.tell(status) == 204
        dial = await desk.dial(dial_id)
        seen.append((dial.state, dial.outcome))
    over = (DialState.OVER, DialOutcome.HUNG_UP)
    assert seen == [
        *[(DialState.DIALLING, None)] * 2, *[(DialState.ANSWERED, None)] * 2, *[over] * 4
    ]  # fmt: skip
    assert desk.twilio.got == []


async def test_what_is_told_of_unknown_calls_does_no_harm(desk: Desk):
    dial_id = await desk.dialled()
    sip = await desk.dialled(None, provider="sip")
    assert await desk.tell("busy", "CA" + "2" * 32) == 204
    assert await desk.tell("busy", "CA" + "2" * 32, dial_id) == 204  # it is another call's
    assert await desk.tell("busy", "CA" + "3" * 32, sip) == 204  # not one of Twilio's
    assert await desk.tell("exploded") == 204
    assert await desk.tell("busy", "\x00") == 204
    assert {(await desk.dial(one)).state for one in (dial_id, sip)} == {DialState.ASKED}


async def test_a_callback_that_overtakes_twilios_answer_finds_its_dial(desk: Desk):
    dial_id = await desk.dialled(None)
    await desk.tell("busy", SID, dial_id)
    dial = await desk.dial(dial_id)
    assert (dial.provider_call_id, dial.outcome) == (SID, DialOutcome.BUSY)


async def test_a_phone_that_rings_for_a_dial_that_was_given_up_is_hung_up(desk: Desk):
    twilio = desk.services.twilio
    assert twilio is not None
    sid = await twilio.dial(PHONE, OURS, twiml_url=MUSIC, status_callback=PUBLIC)
    await desk.dialled(sid, state=DialState.OVER, outcome=DialOutcome.UNKNOWN)
    assert await desk.tell("ringing", sid) == 204
    assert desk.twilio.calls[sid]["status"] == "completed"


async def test_a_caller_is_led_to_livekit_by_the_number_they_called(desk: Desk):
    said = await desk.document(Document.CONNECT, Direction="inbound", To=OURS, From=PHONE)
    assert said[0][0].text == f"sip:{OURS}@sip.example.com"
    assert said[0][0].attrib == {"username": "segue", "password": "the-trunks-password"}
    assert said[0].get("action") == document_url(desk.services.settings, Document.ENDED)
    for other in (PHONE, "", "sip:evil@evil.example"):
        refused = await desk.document(Document.CONNECT, Direction="inbound", To=other)
        assert [one.tag for one in refused] == ["Say", "Hangup"]


async def test_a_phone_that_was_dialled_is_led_to_livekit_and_its_dial_is_named(desk: Desk):
    dial_id = await desk.dialled()
    dial = await desk.dial(dial_id)
    said = await desk.document(Document.CONNECT, dial_id, Direction="outbound-api", To=PHONE)
    assert said[0][0].text == f"sip:{OURS}@sip.example.com?X-Segue-Dial={dial_id}"
    conference = (await desk.document(Document.CONFERENCE, dial_id))[0][0]
    assert conference.text == f"segue-{dial.call_id}"


async def test_an_agent_on_a_phone_hears_it_again_and_takes_the_call(desk: Desk):
    dial_id = await desk.dialled(state=DialState.ANSWERED)
    assert (await desk.document(Document.BRIEF, dial_id))[0].tag == "Gather"
    assert (await desk.document(Document.BRIEFED, dial_id, Digits="3"))[0].tag == "Gather"
    assert (await desk.dial(dial_id)).pressed == "3"
    assert (await desk.document(Document.BRIEFED, dial_id, Digits="1"))[0].tag == "Dial"
    assert (await desk.dial(dial_id)).pressed == "1"
    # The same again, or an older one that was late, changes nothing.
    assert (await desk.document(Document.BRIEFED, dial_id, Digits="3"))[0].tag == "Dial"
    assert (await desk.dial(dial_id)).pressed == "1"


@pytest.mark.parametrize("digits", ["2", "", "7", "11", "1;", "\u0661", "\x00"])
async def test_whatever_else_is_pressed_declines(desk: Desk, digits: str):
    dial_id = await desk.dialled(state=DialState.ANSWERED)
    said = await desk.document(Document.BRIEFED, dial_id, Digits=digits)
    assert [one.tag for one in said] == ["Say", "Hangup"]
    assert (await desk.dial(dial_id)).pressed == (digits if digits in ("2", "7") else None)


async def test_nobody_is_briefed_for_a_dial_that_is_over(desk: Desk):
    dial_id = await desk.dialled(state=DialState.OVER, outcome=DialOutcome.CANCELLED)
    for document in (Document.BRIEF, Document.BRIEFED, Document.CONNECT, Document.CONFERENCE):
        said = await desk.document(document, dial_id, Digits="1")
        assert [one.tag for one in said] == ["Hangup"]
    assert (await desk.dial(dial_id)).pressed is None


async def test_documents_that_need_no_dial(desk: Desk):
    assert (await desk.document(Document.WAIT))[0].text == MUSIC
    for document in (Document.OUTSIDE_HOURS, Document.DECLINE):
        assert [one.tag for one in await desk.document(document)] == ["Say", "Hangup"]
    done = await desk.document(Document.ENDED, DialCallStatus="completed")
    assert [one.tag for one in done] == ["Hangup"]
    failed = await desk.document(Document.ENDED, DialCallStatus="failed")
    assert [one.tag for one in failed] == ["Say", "Hangup"]


async def test_a_document_may_be_asked_for_by_get(desk: Desk):
    asked = urlencode({"CallSid": SID, "Direction": "inbound", "To": OURS, "From": PHONE})
    url = f"{document_url(desk.services.settings, Document.CONNECT)}?{asked}"
    answer = await desk.send("GET", url, {}, signature(url))
    said = parsed(answer.text)
    assert isinstance(said[0], ET.Element)
    assert said[0].tag == "Dial"
    unknown = f"{PUBLIC}/api/twilio/twiml/dance"
    assert (await desk.send("GET", unknown, {}, signature(unknown))).status_code == 422


async def test_nothing_of_what_twilio_sends_is_logged(desk: Desk):
    logs = io.StringIO()
    configure_logging(desk.services.settings.model_copy(update={"debug": True}), logs)
    asked = urlencode({"CallSid": SID, "From": PHONE, "CallerName": "Casey Doe"})
    url = f"{document_url(desk.services.settings, Document.WAIT)}?{asked}"
    assert (await desk.send("GET", url, {}, signature(url))).status_code == 200
    assert (await desk.send("GET", url, {}, "forged-signature")).status_code == 403
    assert await desk.tell("busy") == 204
    logged = logs.getvalue()
    assert "request" in logged
    for text in (PHONE[1:], "Casey", SID, "forged-signature", "busy"):
        assert text not in logged
