"""LiveKit's webhook: forged ones are refused; replayed, late and reordered ones do no harm."""

import base64
import hashlib
import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import pytest
from livekit import api

from tests.integration.office import Office
from tests.servers import LiveKit

PATH = "/api/livekit/webhook"


@pytest.fixture
async def office(database_url: str, livekit: LiveKit) -> AsyncGenerator[Office]:
    async with Office.open(database_url, livekit) as office:
        await office.hire("alice", "bob")
        yield office


def told(room: str, event: str = "participant_left", identity: str = "customer") -> bytes:
    """What LiveKit would tell."""
    body = {
        "event": event,
        "id": "EV_1",
        "createdAt": "1",
        "room": {"name": room, "sid": "RM_1"},
        "participant": {"identity": identity, "sid": "PA_1"},
    }
    return json.dumps(body).encode()


def signed(livekit: LiveKit, body: bytes, *, key: str = "", secret: str = "") -> str:
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    token = api.AccessToken(key or livekit.key, secret or livekit.secret)
    return token.with_sha256(digest).to_jwt()


async def post(office: Office, body: bytes, token: str | None) -> int:
    headers = {"content-type": "application/webhook+json", "authorization": token or ""}
    answer = await office.root.post(PATH, content=body, headers=headers)
    return answer.status_code


def unsigned(body: bytes, issuer: str) -> str:
    """A token that says `alg: none`."""
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    now = int(datetime.now(UTC).timestamp())
    claims = {"iss": issuer, "sha256": digest, "nbf": now - 5, "exp": now + 60}
    parts = [{"alg": "none", "typ": "JWT"}, claims]
    encoded = [base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in parts]
    return b".".join([*encoded, b""]).decode()


async def test_forged_webhooks_are_refused(office: Office, livekit: LiveKit):
    call_id = await office.served("alice")
    body = told(f"customer-{call_id}")
    other = told("customer-call_other")
    good = signed(livekit, body)
    late = api.AccessToken(livekit.key, livekit.secret).with_sha256(
        base64.b64encode(hashlib.sha256(body).digest()).decode()
    )
    late.ttl = timedelta(minutes=-10)
    for token in (
        None,
        "rubbish",
        "Bearer ",
        good[:-6] + "AAAAAA",
        signed(livekit, other),
        signed(livekit, body, secret="somebody else's secret, long enough"),
        signed(livekit, body, key="somebody-else"),
        unsigned(body, livekit.key),
        late.to_jwt(),
        api.AccessToken(livekit.key, livekit.secret).to_jwt(),
    ):
        assert await post(office, body, token) == 401
    for signed_nonsense in (b"\xff\xfe", b"no json", b"[]", b""):
        token = signed(livekit, signed_nonsense)
        assert await post(office, signed_nonsense, token) < 500
    assert await post(office, body, good) == 204


async def test_true_webhooks_at_the_wrong_time_change_nothing(office: Office, livekit: LiveKit):
    call = await office.talking("alice")
    begun = await office.initiate("alice", call.id, {"agent": "bob"})
    await office.rings_at(begun["id"], "bob")
    room, consult = (await office.call(call.id))["room"], begun["consult_room"]
    before = await office.transfer(begun["id"])
    alice = office["alice"].identity
    bodies = [
        told(room, "participant_left"),  # they are there: LiveKit is asked, not believed
        told(room, "participant_left", alice),
        told(room, "participant_joined"),
        told(room, "room_finished"),
        told(room, "room_started"),
        told(room, "track_published", alice),
        told(consult, "participant_left", alice),
        told(consult, "room_finished"),
        told("customer-call_unknown"),
        told("consult-tr_unknown"),
        told("consult-"),
        told("customer-"),
        told("somebody-elses-room"),
        told(""),
        told(room, "an_event_of_the_future"),
    ]
    for body in [*bodies, *bodies, *reversed(bodies)]:
        assert await post(office, body, signed(livekit, body)) == 204
    after = await office.transfer(begun["id"])
    assert (after["state"], after["timeline"]) == ("ringing", before["timeline"])
    call_after = await office.call(call.id)
    assert (call_after["state"], call_after["agent_id"]) == ("active", office["alice"].id)
    # Later than everything: the call is over, and stays so.
    await office["alice"].api.ok("POST", f"/api/transfer/cancel/{begun['id']}")
    await office.transfer_until(begun["id"], "cancelled")
    await office["alice"].api.ok("POST", f"/api/calls/{call.id}/end")
    for body in bodies:
        assert await post(office, body, signed(livekit, body)) == 204
    ended = await office.call(call.id)
    assert (ended["state"], ended["end_cause"]) == ("ended", "agent_ended")
