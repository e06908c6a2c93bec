"""The companion reads a briefing aloud in the consult room, by espeak-ng and by a service."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from livekit import api, rtc
from livekit.protocol.room import CreateRoomRequest

from tests.fakes.ear import Ear, join, until
from tests.fakes.openai import KEY, FakeOpenAI
from tests.fakes.openai_answers import Does
from tests.fakes.serve import FakeServe
from tests.integration.companion.conftest import House, World
from tests.servers import Servers, free_port
from tests.worker import companion

pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(120)]
TEXT = "Reason. She was charged twice for the same order."


@dataclass(frozen=True)
class HouseWithVoice(House):
    """A house whose companion asks a service for speech, or espeak-ng."""

    service: FakeOpenAI


@pytest.fixture(scope="module", params=["espeak", "openai"])
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[HouseWithVoice]:
    place = tmp_path_factory.mktemp("voice")
    serve = FakeServe(free_port())
    serve.want(1, False)
    serve.start()
    with FakeOpenAI().running() as service, Servers(place / "servers") as servers:
        remote = request.param == "openai"
        settings = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": service.url} if remote else {}
        voice = servers.livekit()
        worker = companion(
            *(servers, voice, serve, place / "worker"), SEGUE_TTS=request.param, **settings
        )
        yield HouseWithVoice(servers, voice, serve, worker, service)
    serve.stop()


class Private:
    """A consult room with an agent in it, beside the call of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.name = f"{world.room}-private"

    async def open(self) -> tuple[rtc.Room, Ear]:
        await self.world.lk.room.create_room(CreateRoomRequest(name=self.name))
        room, ear = await join(self.world.voice, self.name, "agent:bob")
        self.world.rooms.append(room)
        return room, ear

    def want(self, number: int | None) -> None:
        """Have the text read under this number."""
        read = number and {"id": f"tr-{number}", "text": TEXT, "language": "en"}
        talk = {"room": self.name, "token": self._token(), "transcribe": [], "read": read}
        self.world.want(music=True, consult=talk if read else None)

    def _token(self) -> str:
        grants = api.VideoGrants(room_join=True, room=self.name, can_publish_sources=["microphone"])
        voice = self.world.voice
        token = api.AccessToken(voice.key, voice.secret)
        return token.with_identity("companion").with_grants(grants).to_jwt()


async def test_both_agents_hear_it_and_the_customer_hears_music_alone(world: World):
    _, customer = await world.join("customer")
    private = Private(world)
    room, agent = await private.open()
    private.want(1)
    await world.dispatch()
    await until(lambda: world.serve.readings()[-1:] == ["spoken"], 30, "it was not read")
    assert world.serve.readings()[-2:] == ["speaking", "spoken"]
    assert all(body["voice"] for _, body in world.serve.posts)
    heard = [one for one in agent.sounding() if one.identity == "companion"]
    assert len(heard) > 100, "more than a second of speech"
    assert len({one.sid for one in customer.frames}) <= 1, "the music, and nothing else"
    private.want(None)
    await until(lambda: "companion" not in room.remote_participants, 5, "it stays")
    assert world.serve.readings().count("spoken") == 1, "it was read once"


async def test_it_falls_silent_when_nobody_wants_it_any_more(world: World):
    private = Private(world)
    room, agent = await private.open()
    private.want(1)
    await world.dispatch()
    await agent.hears(0, 30)
    private.want(None)
    await until(lambda: "companion" not in room.remote_participants, 5, "it goes on")
    assert "spoken" not in world.serve.readings()
    private.want(2)
    await until(lambda: world.serve.readings()[-1:] == ["spoken"], 30, "it was not read again")


@pytest.mark.parametrize("house", ["openai"], indirect=True)
async def test_a_service_that_fails_is_told_of(world: World, house: HouseWithVoice):
    for does in (Does.SERVER_ERROR, Does.REFUSED, Does.HANGS_UP):
        private = Private(world)
        if does is Does.SERVER_ERROR:
            await private.open()
            await world.dispatch()
        world.serve.posts.clear()
        house.service.does = does
        private.want(list(Does).index(does) + 1)
        await until(lambda: world.serve.readings()[-1:] == ["failed"], 20, f"{does} hangs")
    house.service.does = Does.WELL
    private.want(99)
    await until(lambda: world.serve.readings()[-1:] == ["spoken"], 20, "never well again")
