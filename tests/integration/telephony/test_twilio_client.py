"""Twilio's own client against a server that speaks its API."""

import asyncio
import io
import socket
from collections.abc import Iterator

import pytest

from segue.errors import SegueError
from segue.telemetry.logs import configure_logging
from segue.telephony.numbers import CallerIdNotOwned, NumberInvalid
from segue.telephony.twilio import client
from segue.telephony.twilio.client import Twilio
from segue.telephony.twilio.errors import (
    CarrierBusy,
    CarrierFault,
    CarrierRefusesNumber,
    CarrierRefusesUs,
    CarrierSilent,
    CarrierUnreachable,
)
from tests.fakes.settings import settings_for
from tests.fakes.twilio import (
    ACCOUNT,
    NOT_REACHED,
    OURS,
    TOKEN,
    UNVERIFIED,
    FakeTwilio,
    Mood,
)

PHONE = "+442079460123"
STATUS = "https://desk.example.com/api/twilio/status?dial=dial_1"


@pytest.fixture
def server() -> Iterator[FakeTwilio]:
    with FakeTwilio().running() as server:
        yield server


@pytest.fixture
def twilio(server: FakeTwilio, monkeypatch: pytest.MonkeyPatch) -> Twilio:
    monkeypatch.setattr(client, "PAUSES_SECONDS", (0.01, 0.01))
    return Twilio(ACCOUNT, TOKEN, server.url)


async def dial(twilio: Twilio, to: str = PHONE, from_: str = OURS) -> str:
    url = "https://desk.example.com/api/twilio/twiml/connect?dial=dial_1"
    return await twilio.dial(to, from_, twiml_url=url, status_callback=STATUS, ring_seconds=25)


async def test_a_call_is_made_as_it_was_asked_for(server: FakeTwilio, twilio: Twilio):
    sid = await dial(twilio)
    assert server.calls[sid]["to"] == PHONE
    assert server.got[0].form == {
        "To": [PHONE],
        "From": [OURS],
        "Url": ["https://desk.example.com/api/twilio/twiml/connect?dial=dial_1"],
        "StatusCallback": [STATUS],
        "StatusCallbackEvent": ["initiated", "ringing", "answered", "completed"],
        "Timeout": ["25"],
    }
    said = "<Response><Hangup/></Response>"
    await twilio.dial(PHONE, OURS, twiml=said, status_callback=STATUS)
    assert server.got[1].form["Twiml"] == [said]
    assert "Url" not in server.got[1].form


async def test_hanging_up_ends_a_call_and_again_is_no_error(server: FakeTwilio, twilio: Twilio):
    sid = await dial(twilio)
    assert await twilio.status(sid) == "queued"
    await twilio.hang_up(sid)
    assert await twilio.status(sid) == "completed"
    await twilio.hang_up(sid)
    await twilio.hang_up("CA" + "0" * 32)
    assert await twilio.status("CA" + "0" * 32) is None


@pytest.mark.parametrize(
    ("to", "from_", "error", "code"),
    [
        ("+0", OURS, NumberInvalid, 21211),
        ("", OURS, NumberInvalid, 21201),
        (UNVERIFIED, OURS, CarrierRefusesNumber, 21219),
        (NOT_REACHED, OURS, CarrierRefusesNumber, 21215),
        (PHONE, "+12025550100", CallerIdNotOwned, 21210),
        (PHONE, "", CallerIdNotOwned, 21213),
    ],
)
async def test_what_twilio_refuses_is_an_error_of_ours(
    twilio: Twilio, to: str, from_: str, error: type[SegueError], code: int
):
    with pytest.raises(error) as refused:
        await dial(twilio, to, from_)
    assert refused.value.members == {"carrier_code": code}
    assert to == "" or to not in refused.value.sentence


async def test_wrong_credentials_are_said(server: FakeTwilio):
    with pytest.raises(CarrierRefusesUs) as refused:
        await dial(Twilio(ACCOUNT, "wrong", server.url))
    assert refused.value.members == {"carrier_code": 20003}


async def test_a_reason_nobody_knows(twilio: Twilio):
    with pytest.raises(CarrierFault) as refused:
        await twilio.dial(PHONE, OURS, status_callback=STATUS)
    assert refused.value.members == {"carrier_code": 21205}


async def test_too_many_requests_are_tried_again(server: FakeTwilio, twilio: Twilio):
    server.moods.extend([Mood.BUSY, Mood.BUSY])
    sid = await dial(twilio)
    assert list(server.calls) == [sid]
    server.moods.extend([Mood.BUSY] * 3)
    with pytest.raises(CarrierBusy):
        await dial(twilio)
    assert len(server.calls) == 1


@pytest.mark.parametrize("mood", [Mood.BROKEN, Mood.CLOSES, Mood.GIBBERISH])
async def test_what_may_have_dialled_is_not_done_twice(
    server: FakeTwilio, twilio: Twilio, mood: Mood
):
    server.moods.append(mood)
    with pytest.raises(CarrierSilent):
        await dial(twilio)
    assert len(server.got) == 1


@pytest.mark.parametrize("mood", [Mood.BROKEN, Mood.CLOSES, Mood.GIBBERISH])
async def test_hanging_up_is_tried_until_it_is_done(server: FakeTwilio, twilio: Twilio, mood: Mood):
    sid = await dial(twilio)
    server.moods.extend([mood, Mood.BROKEN])
    await twilio.hang_up(sid)
    assert server.calls[sid]["status"] == "completed"
    server.moods.extend([Mood.BROKEN] * 3)
    with pytest.raises(CarrierSilent):
        await twilio.status(sid)


async def test_a_slow_answer_is_waited_for_while_others_are_served(
    server: FakeTwilio, twilio: Twilio
):
    server.moods.append(Mood.SLOW)
    both = {asyncio.create_task(dial(twilio)) for _ in range(2)}
    done, waiting = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    assert (len(done), len(waiting)) == (1, 1)
    assert set(await asyncio.gather(*both)) == set(server.calls)


@pytest.mark.parametrize("limit", ["TRY_SECONDS", "ALL_TRIES_SECONDS"])
async def test_no_answer_at_all_is_waited_for_in_vain(
    server: FakeTwilio, monkeypatch: pytest.MonkeyPatch, limit: str
):
    monkeypatch.setattr(client, limit, 0.2)
    server.moods.append(Mood.NEVER)
    with pytest.raises(CarrierSilent):
        await dial(Twilio(ACCOUNT, TOKEN, server.url))
    assert len(server.got) == 1
    server.ending.set()


async def test_nothing_is_dialled_where_nobody_listens(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(client, "PAUSES_SECONDS", (0.01, 0.01))
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(CarrierUnreachable):
            await dial(Twilio(ACCOUNT, TOKEN, f"http://127.0.0.1:{closed.getsockname()[1]}"))


async def test_nothing_of_a_call_is_logged(server: FakeTwilio, twilio: Twilio):
    logs = io.StringIO()
    configure_logging(settings_for("sqlite://", debug=True), logs)
    sid = await dial(twilio)
    with pytest.raises(CarrierRefusesNumber):
        await dial(twilio, UNVERIFIED)
    server.moods.append(Mood.BROKEN)
    with pytest.raises(CarrierSilent):
        await dial(twilio)
    logged = logs.getvalue()
    assert "twilio failed" in logged
    for secret in (PHONE, PHONE[1:], UNVERIFIED, UNVERIFIED[1:], OURS[1:], TOKEN, sid, ACCOUNT):
        assert secret not in logged
