"""The demo's participant follows its rights, as our pages do."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

import numpy as np
import pytest
from livekit import api, rtc
from livekit.protocol.models import ParticipantPermission, TrackSource
from livekit.protocol.room import (
    CreateRoomRequest,
    RoomParticipantIdentity,
    UpdateParticipantRequest,
)

from segue.calls.schemas import FirstSound
from segue.demo.participant import Place
from segue.demo.speech import RATE
from segue.media.schemas import Line, Purpose
from tests.fakes.ear import join, until
from tests.servers import LiveKit

pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(60)]
ROOM = "participant-test"
SECOND = (np.sin(np.arange(RATE) * 2 * np.pi * 440 / RATE) * 8000).astype(np.int16)


def line(voice: LiveKit, identity: str) -> Line:
    """A line as Segue gives it: a token without any right."""
    grants = api.VideoGrants(room_join=True, room=ROOM, can_publish=False, can_subscribe=False)
    token = api.AccessToken(voice.key, voice.secret).with_identity(identity).with_grants(grants)
    return Line(
        purpose=Purpose.CUSTOMER,
        room=ROOM,
        url=voice.url,
        token=token.to_jwt(),
        identity=identity,
        name="Casey",
        expires_at=datetime.now(UTC),
    )


@pytest.fixture
async def lk(livekit: LiveKit) -> AsyncGenerator[api.LiveKitAPI]:
    async with api.LiveKitAPI(livekit.http_url, livekit.key, livekit.secret) as lk:
        await lk.room.create_room(CreateRoomRequest(name=ROOM))
        yield lk


async def give(lk: api.LiveKitAPI, identity: str, *, both: bool) -> None:
    permission = ParticipantPermission(
        can_publish=both, can_subscribe=both, can_publish_sources=[TrackSource.MICROPHONE]
    )
    await lk.room.update_participant(
        UpdateParticipantRequest(room=ROOM, identity=identity, permission=permission)
    )


async def tracks(lk: api.LiveKitAPI, identity: str) -> int:
    who = RoomParticipantIdentity(room=ROOM, identity=identity)
    return len((await lk.room.get_participant(who)).tracks)


async def test_it_speaks_exactly_while_it_may(livekit: LiveKit, lk: api.LiveKitAPI):
    customer_room, customer = await join(livekit, ROOM, "customer")
    async with Place(line(livekit, "agent:bob")) as bob:
        assert not await bob.say(SECOND)
        assert not customer.frames

        await give(lk, "agent:bob", both=True)
        await asyncio.wait_for(bob.may_speak.wait(), 5)
        assert await bob.say(SECOND)
        assert await tracks(lk, "agent:bob") == 1
        assert customer.sounding()

        speaking = asyncio.create_task(bob.say(np.tile(SECOND, 10)))
        await asyncio.sleep(0.5)
        await give(lk, "agent:bob", both=False)
        assert await asyncio.wait_for(speaking, 3) is False

        await give(lk, "agent:bob", both=True)
        await asyncio.wait_for(bob.may_speak.wait(), 5)
        await bob.room.simulate_scenario(rtc.SimulateScenarioKind.SIMULATE_FULL_RECONNECT)
        await asyncio.sleep(2)
        assert await tracks(lk, "agent:bob") == 1, "a track came back that had been taken"
        assert await bob.say(SECOND)
    await customer_room.disconnect()


async def test_it_says_once_whom_it_begins_to_hear(livekit: LiveKit, lk: api.LiveKitAPI):
    heard: list[FirstSound] = []
    async with (
        Place(line(livekit, "customer"), on_first_sound=heard.append) as customer,
        Place(line(livekit, "agent:bob")) as bob,
    ):
        for identity in ("customer", "agent:bob"):
            await give(lk, identity, both=True)
        await asyncio.wait_for(bob.may_speak.wait(), 5)
        await bob.say(SECOND)
        assert [one.identity for one in heard] == ["agent:bob"]
        assert customer.heard_at > 0


async def test_a_newer_device_ends_it_and_it_knows_why(livekit: LiveKit, lk: api.LiveKitAPI):
    async with (
        Place(line(livekit, "agent:bob")) as old,
        Place(line(livekit, "agent:bob")) as new,
    ):
        await until(lambda: not old.connected, 5, "the old device stayed")
        assert old.elsewhere
        assert new.connected
