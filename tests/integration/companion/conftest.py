"""A companion on a real livekit-server, and a serve that says what a test wants."""

import asyncio
import json
import secrets
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from livekit import api, rtc
from livekit.protocol.agent_dispatch import CreateAgentDispatchRequest
from livekit.protocol.models import ParticipantInfo
from livekit.protocol.room import (
    CreateRoomRequest,
    DeleteRoomRequest,
    ListParticipantsRequest,
    UpdateRoomMetadataRequest,
)

from tests.fakes.ear import Ear, join, until
from tests.fakes.serve import FakeServe
from tests.servers import LiveKit, Running, Servers, free_port
from tests.worker import companion


@dataclass
class World:
    """One call: its room, its serve, its companion's worker, and who listens."""

    servers: Servers
    voice: LiveKit
    serve: FakeServe
    worker: Running
    lk: api.LiveKitAPI
    room: str = field(default_factory=lambda: f"call-{secrets.token_hex(4)}")
    v: int = 1
    rooms: list[rtc.Room] = field(default_factory=list[rtc.Room])

    async def open_room(self) -> None:
        note = json.dumps({"v": self.v, "hold": self.serve.desired["music"]})
        await self.lk.room.create_room(CreateRoomRequest(name=self.room, metadata=note))

    async def dispatch(self) -> None:
        await self.lk.agent_dispatch.create_dispatch(
            CreateAgentDispatchRequest(
                agent_name="segue-companion",
                room=self.room,
                metadata=json.dumps({"call_id": "call_test"}),
            )
        )

    async def join(self, identity: str) -> tuple[rtc.Room, Ear]:
        room, ear = await join(self.voice, self.room, identity)
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
        await self.lk.room.update_room_metadata(
            UpdateRoomMetadataRequest(room=self.room, metadata=note)
        )

    async def present(self) -> list[ParticipantInfo]:
        request = ListParticipantsRequest(room=self.room)
        return list((await self.lk.room.list_participants(request)).participants)

    async def companion_is_there(self) -> None:
        gets = len(self.serve.gets)
        await until(lambda: len(self.serve.gets) > gets, 30, "no companion asked serve")

    async def one_music(self, customer: Ear, *, since: float = 0, seconds: float = 30) -> None:
        """Wait until the customer has heard one track alone for a second."""

        def alone() -> bool:
            last = customer.sounding(max(since, time.monotonic() - 1))
            return len(last) > 80 and len({frame.sid for frame in last}) == 1

        await asyncio.sleep(1)
        await until(alone, seconds, "not one music")
        infos = [who for who in await self.present() if who.identity == "companion"]
        assert [len(info.tracks) for info in infos] == [1]


@dataclass(frozen=True)
class House:
    """Servers that the tests of a module share; whoever kills one of them starts it again."""

    servers: Servers
    voice: LiveKit
    serve: FakeServe
    worker: Running


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    place = tmp_path_factory.mktemp("companion")
    serve = FakeServe(free_port())
    serve.want(1, False)
    serve.start()
    with Servers(place / "servers") as servers:
        voice = servers.livekit()
        yield House(servers, voice, serve, companion(servers, voice, serve, place / "worker"))
    serve.stop()


@pytest.fixture
async def world(house: House) -> AsyncGenerator[World]:
    """A call of its own in the shared house."""
    if house.worker.process is None or house.worker.process.poll() is not None:
        restart(house.worker)
    house.serve.forget()
    async with api.LiveKitAPI(house.voice.http_url, house.voice.key, house.voice.secret) as lk:
        world = World(house.servers, house.voice, house.serve, house.worker, lk)
        await world.open_room()
        yield world
        for room in world.rooms:
            await room.disconnect()
        with suppress(api.TwirpError):  # a test may have deleted it
            await lk.room.delete_room(DeleteRoomRequest(room=world.room))


def restart(worker: Running) -> None:
    """Kill it, and wait until the new one has said that it is ready."""
    worker.kill()
    worker.log_file.unlink(missing_ok=True)
    worker.start()
