"""What the doctor says of a carrier, asked over real wires."""

import socket
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from segue.telephony.twilio import client
from segue.up.carrier import check_carrier
from segue.up.doctor import Level
from segue.up.ports import LOOPBACK, free_port
from tests.fakes.phone import Phone
from tests.fakes.settings import settings_for
from tests.fakes.twilio import ACCOUNT, OURS, TOKEN, FakeTwilio, Mood
from tests.media.sound import BOB


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTwilio]:
    monkeypatch.setattr(client, "PAUSES_SECONDS", (0.01, 0.01))
    with FakeTwilio().running() as server:
        yield server


async def found(**values: object) -> list[tuple[Level, str]]:
    return [(one.level, one.text) for one in await check_carrier(settings_for("", **values))]


async def of_twilio(
    server: FakeTwilio, token: str = TOKEN, number: str | None = OURS
) -> list[tuple[Level, str]]:
    return await found(
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=SecretStr(token),
        twilio_url=server.url,
        twilio_phone_number=number,
    )


async def test_without_a_carrier_it_says_so():
    [(level, text)] = await found()
    assert (level, "No carrier" in text) == (Level.OK, True)


async def test_the_account_and_its_number_are_known(server: FakeTwilio):
    assert [level for level, _ in await of_twilio(server)] == [Level.OK]
    assert not server.calls


async def test_a_wrong_token_is_told_from_a_number_of_somebody_else(server: FakeTwilio):
    [(level, text)] = await of_twilio(server, token="f" * 32)
    assert (level, "TWILIO_AUTH_TOKEN" in text) == (Level.FAIL, True)
    [(level, text)] = await of_twilio(server, number="+442079460999")
    assert (level, "TWILIO_PHONE_NUMBER" in text) == (Level.FAIL, True)
    [(level, _)] = await of_twilio(server, number=None)
    assert level is Level.WARN


async def test_a_twilio_with_a_fault_is_not_a_wrong_token(server: FakeTwilio):
    server.moods.extend([Mood.BROKEN] * 3)
    [(level, text)] = await of_twilio(server)
    assert (level, "carrier_silent" in text) == (Level.FAIL, True)


async def test_a_trunk_that_answers_and_one_that_does_not():
    async with Phone(BOB) as phone:
        [(level, text)] = await found(sip_trunk=phone.address)
        assert (level, phone.address in text) == (Level.OK, True)
    nobody = f"{LOOPBACK}:{free_port()}"
    [(level, _)] = await found(sip_trunk=nobody)
    assert level is Level.WARN


@pytest.mark.parametrize("transport", ["tcp", "tls"])
async def test_a_trunk_that_takes_connections_and_one_that_does_not(transport: str):
    with socket.create_server((LOOPBACK, 0)) as carrier:
        address = f"{LOOPBACK}:{carrier.getsockname()[1]}"
        [(level, _)] = await found(sip_trunk=address, sip_trunk_transport=transport)
        assert level is Level.OK
    [(level, text)] = await found(sip_trunk=address, sip_trunk_transport=transport)
    assert (level, address in text) == (Level.FAIL, True)


async def test_a_trunk_whose_host_does_not_exist():
    [(level, text)] = await found(sip_trunk="trunk.invalid")
    assert (level, "trunk.invalid" in text) == (Level.FAIL, True)
