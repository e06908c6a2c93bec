"""A room, somebody in it who speaks, and a livekit-sip that brings phones into it."""

import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from google.protobuf.duration_pb2 import Duration
from livekit import api, rtc
from livekit.protocol.room import ListParticipantsRequest, RoomParticipantIdentity
from livekit.protocol.sip import (
    CreateSIPDispatchRuleRequest,
    CreateSIPInboundTrunkRequest,
    CreateSIPParticipantRequest,
    SIPDispatchRule,
    SIPDispatchRuleDirect,
    SIPDispatchRuleInfo,
    SIPInboundTrunkInfo,
    SIPOutboundConfig,
    SIPTransport,
)

from tests.fakes.ear import token
from tests.media.sound import ALICE, Ear, Tone
from tests.servers import LiveKit, Servers, Sip, missing_for_phones

CALLED = "+15550123"
CALLER = "+15550100"


@dataclass
class Exchange:
    """A livekit-sip with its livekit-server and Redis, shared by the tests."""

    voice: LiveKit
    sip: Sip


@dataclass
class Agent:
    """Somebody in a room who speaks, and hears and sees what happens there."""

    room: rtc.Room
    ear: Ear
    tone: Tone
    keys: list[str] = field(default_factory=list[str])


@dataclass
class World:
    """A room of a test's own, and what can be asked of LiveKit."""

    exchange: Exchange
    lk: api.LiveKitAPI
    room: str = field(default_factory=lambda: f"room-{secrets.token_hex(4)}")

    async def dial(self, address: str, identity: str = "phone:a", ring_seconds: float = 20) -> None:
        """Bring a phone into the room; returns when it has answered, raises LiveKit's error."""
        ringing = Duration()
        ringing.FromTimedelta(timedelta(seconds=ring_seconds))
        trunk = SIPOutboundConfig(hostname=address, transport=SIPTransport.SIP_TRANSPORT_UDP)
        await self.lk.sip.create_sip_participant(
            CreateSIPParticipantRequest(
                trunk=trunk,
                sip_call_to=CALLED,
                sip_number=CALLER,
                room_name=self.room,
                participant_identity=identity,
                wait_until_answered=True,
                ringing_timeout=ringing,
            )
        )

    async def take_calls(self, number: str) -> None:
        """Send whoever calls a number into the room."""
        trunk = await self.lk.sip.create_inbound_trunk(
            CreateSIPInboundTrunkRequest(
                trunk=SIPInboundTrunkInfo(
                    name=number,
                    numbers=[number],
                    allowed_addresses=["127.0.0.1/32"],
                    headers_to_attributes={"X-Ticket": "ticket"},
                )
            )
        )
        into = SIPDispatchRule(dispatch_rule_direct=SIPDispatchRuleDirect(room_name=self.room))
        await self.lk.sip.create_dispatch_rule(
            CreateSIPDispatchRuleRequest(
                dispatch_rule=SIPDispatchRuleInfo(trunk_ids=[trunk.sip_trunk_id], rule=into)
            )
        )

    async def remove(self, identity: str) -> None:
        who = RoomParticipantIdentity(room=self.room, identity=identity)
        await self.lk.room.remove_participant(who)

    async def present(self) -> dict[str, dict[str, str]]:
        """Who is in the room, with their attributes."""
        listed = await self.lk.room.list_participants(ListParticipantsRequest(room=self.room))
        return {one.identity: dict(one.attributes) for one in listed.participants}

    @asynccontextmanager
    async def agent(self) -> AsyncGenerator[Agent]:
        """Somebody who waits in the room and speaks ALICE's tone."""
        room, ear = rtc.Room(), Ear()
        ear.listen(room, self.room)
        async with Tone(ALICE) as tone:
            agent = Agent(room, ear, tone)

            def pressed(event: Any) -> None:
                agent.keys.append(event.digit)

            room.on("sip_dtmf_received", pressed)
            options = rtc.RoomOptions(single_peer_connection=False)
            voice = self.exchange.voice
            await room.connect(voice.url, token(voice, self.room, "agent:a"), options)
            microphone = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
            await room.local_participant.publish_track(tone.track(), microphone)
            try:
                yield agent
            finally:
                await ear.close()
                await room.disconnect()


@pytest.fixture(scope="session")
def exchange(session_servers: Servers) -> Exchange:
    if missing := missing_for_phones():
        pytest.skip(missing)
    redis = session_servers.redis()
    voice = session_servers.livekit(redis=redis)
    return Exchange(voice, session_servers.sip(voice, redis))


@pytest.fixture
async def world(exchange: Exchange) -> AsyncGenerator[World]:
    voice = exchange.voice
    async with api.LiveKitAPI(voice.http_url, voice.key, voice.secret) as lk:
        yield World(exchange, lk)
