"""A companion on a real livekit-server, and a serve that says what a test wants."""

import json
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from livekit import api, rtc
from livekit.protocol.agent_dispatch import CreateAgentDispatchRequest
from livekit.protocol.models import ParticipantInfo
from livekit.protocol.room import (
    CreateRoomRequest,
    ListParticipantsRequest,
    UpdateRoomMetadataRequest,
)

from tests.fakes.ear import Ear, join, until
from tests.fakes.serve import FakeServe
from tests.servers import LiveKit, Running, Servers, free_port
from tests.worker import companion

ROOM = "call-test"


@dataclass
class World:
    """One call: its room, its serve, its companion's worker, and who listens."""

    servers: Servers
    voice: LiveKit
    serve: FakeServe
    worker: Running
    lk: api.LiveKitAPI
    v: int = 1
    rooms: list[rtc.Room] = field(default_factory=list[rtc.Room])

    async def open_room(self) -> None:
        note = json.dumps({"v": self.v, "hold": self.serve.desired["music"]})
        await self.lk.room.create_room(CreateRoomRequest(name=ROOM, metadata=note))

    async def dispatch(self) -> None:
        await self.lk.agent_dispatch.create_dispatch(
            CreateAgentDispatchRequest(
                agent_name="segue-companion",
                room=ROOM,
                metadata=json.dumps({"call_id": "call_test"}),
            )
        )

    async def join(self, identity: str) -> tuple[rtc.Room, Ear]:
        room, ear = await join(self.voice, ROOM, identity)
        self.rooms.append(room)
        return room, ear

    def want(self, music: bool, **more: object) -> None:
        """Change what serve says, without telling the room."""
        self.v += 1
        self.serve.want(self.v, music, **more)  # type: ignore[arg-type]

    async def tell(self, music: bool) -> None:
        """Change what serve says, and note it in the room."""
        self.want(music)
        note = json.dumps({"v": self.v, "hold": music})
        await self.lk.room.update_room_metadata(UpdateRoomMetadataRequest(room=ROOM, metadata=note))

    async def present(self) -> list[ParticipantInfo]:
        request = ListParticipantsRequest(room=ROOM)
        return list((await self.lk.room.list_participants(request)).participants)

    async def companion_is_there(self) -> None:
        gets = len(self.serve.gets)
        await until(lambda: len(self.serve.gets) > gets, 10, "no companion asked serve")


@pytest.fixture
def fake_serve() -> Iterator[FakeServe]:
    serve = FakeServe(free_port())
    serve.want(1, False)
    serve.start()
    yield serve
    serve.stop()


@pytest.fixture
async def world(servers: Servers, fake_serve: FakeServe, tmp_path: Path) -> AsyncGenerator[World]:
    voice = servers.livekit()
    worker = companion(servers, voice, fake_serve, tmp_path / "companion")
    worker.start()
    async with api.LiveKitAPI(voice.http_url, voice.key, voice.secret) as lk:
        world = World(servers, voice, fake_serve, worker, lk)
        await world.open_room()
        yield world
        for room in world.rooms:
            await room.disconnect()
