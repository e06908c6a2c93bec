"""The companion writes down what people say, with a service that has its moods."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.fakes.ear import until
from tests.fakes.serve import FakeServe
from tests.fakes.stt import KEY, FakeStt
from tests.fakes.voice import Voice
from tests.integration.companion.conftest import House, World
from tests.servers import Servers, free_port
from tests.worker import companion

pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(150)]
SENTENCE = "I was charged twice."


@dataclass(frozen=True)
class HouseWithService(House):
    """A house whose companion asks a speech service."""

    service: FakeStt


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HouseWithService]:
    place = tmp_path_factory.mktemp("remote-stt")
    serve, service = FakeServe(free_port()), FakeStt(free_port())
    serve.want(1, False)
    serve.start()
    service.start()
    settings = {
        "SEGUE_STT": "openai",
        "SEGUE_STT_LANGUAGE": "en",
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": service.url,
    }
    with Servers(place / "servers") as servers:
        voice = servers.livekit()
        worker = companion(servers, voice, serve, place / "worker", **settings)
        yield HouseWithService(servers, voice, serve, worker, service)
    serve.stop()
    service.stop()


async def test_the_desk_knows_of_a_service_that_fails_and_the_line_comes_when_it_is_well(
    world: World, house: HouseWithService
):
    room, _ = await world.join("customer")
    voice = Voice()
    await voice.publish(room)
    world.want(music=False, transcribe=("customer",))
    await world.dispatch()
    await until(lambda: world.serve.transcription() == "working", 20, "nobody transcribes")
    house.service.mood = "broken"
    await voice.say(SENTENCE)
    await until(lambda: world.serve.transcription() == "failing", 15, "nobody was told")
    assert world.serve.lines == []
    house.service.mood = "good"
    await until(lambda: bool(world.serve.lines), 15, "the speech is lost")
    await until(lambda: world.serve.transcription() == "working", 5, "nobody was told")
    assert world.serve.said() == {"customer": house.service.said}
    await voice.close()


async def test_music_neither_waits_for_a_silent_service_nor_ends_with_it(
    world: World, house: HouseWithService
):
    room, ear = await world.join("customer")
    voice = Voice()
    await voice.publish(room)
    world.want(music=False, transcribe=("customer",))
    await world.dispatch()
    await world.companion_is_there()
    house.service.mood = "silent"
    asked = len(house.service.asked)
    await voice.say(SENTENCE)
    await until(lambda: len(house.service.asked) > asked, 15, "it was not asked")
    await world.tell(music=True)
    await world.one_music(ear)
    await voice.close()
