"""A warm transfer with ears and a voice: everything that is said, from the first word to the
companion's reading, in real rooms, by a real model.
"""

import asyncio
import time
from typing import Any

from segue.demo.speech import speak
from tests.fakes.voice import MAN, WOMAN, model, word_errors
from tests.media.scene import LOOK_SECONDS, Scene
from tests.media.sound import COMPANION, PATIENCE_SECONDS
from tests.media.stage import Stage
from tests.servers import Servers

CALLS = "My internet has been down since Monday morning and I work from home."
PRIVATE = "She needs a technician before the end of the week."
ALONE = "I will tell my lawyer about all of this."
GOES_ON = "Please send me a technician on Friday."
MISHEARD = 0.5


async def _say(scene: Scene, name: str, sentence: str) -> None:
    words = await speak(sentence, WOMAN if name == "customer" else MAN)
    await scene.parties[name].tone.say(words)


def _who(line: dict[str, Any]) -> str:
    """The agent's id, or `customer`."""
    return line["speaker_id"] or line["speaker"]


async def _lines(scene: Scene) -> list[dict[str, Any]]:
    path = f"/api/calls/{scene.call_id}/transcript"
    return (await scene.root.get(path))["segments"]


async def _written_down(scene: Scene, line: str, speaker: str, sentence: str) -> dict[str, Any]:
    """Wait until somebody's words are in the transcript."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        said = await _lines(scene)
        for one in said:
            mine = (one["line"], _who(one)) == (line, speaker)
            if mine and word_errors(sentence, one["text"]) < MISHEARD:
                return one
        assert time.monotonic() < deadline, said
        await asyncio.sleep(LOOK_SECONDS)


async def test_a_call_is_heard_briefed_and_read_aloud(servers: Servers):
    stage = Stage.build(servers, SEGUE_STT="local", SEGUE_STT_MODEL=model())
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        for party in scene.parties.values():
            party.tone.sounding = False
        await _say(scene, "customer", CALLS)
        first = await _written_down(scene, "customer", "customer", CALLS)
        assert first["sentiment"]["model"] == "built-in"

        await scene.ring()
        offer = (await scene.bob.api.get("/api/me"))["offers"][0]
        assert "internet" in offer["transfer"]["briefing"]["text"].lower()
        await scene.accept()
        await scene.until("consulting", arrived=True)
        await _say(scene, "customer", ALONE)  # on hold: nobody hears it
        await _say(scene, "alice", PRIVATE)
        await _written_down(scene, "consult", scene.alice.id, PRIVATE)

        begun = time.perf_counter()
        await scene.move("read", {"aloud": True})
        await _read(scene)
        for agent in (scene.alice, scene.bob):
            heard = [one for one in agent.party.ear.frames if one.at > begun and one.sounds]
            voice = [one for one in heard if one.identity == COMPANION]
            assert len(voice) > 50, f"{agent.name} heard {len(voice)} frames of the briefing"
            assert {one.room for one in voice} == {f"consult-{scene.transfer_id}"}
        assert {one.room for one in scene.customer.ear.frames} == {scene.room}

        await scene.complete()
        await _say(scene, "customer", GOES_ON)
        await _written_down(scene, "customer", "customer", GOES_ON)
        said = await _lines(scene)
        assert {_who(one) for one in said} <= {"customer", scene.alice.id, scene.bob.id}
        assert not any("lawyer" in one["text"].lower() for one in said)


async def _read(scene: Scene) -> None:
    deadline = time.monotonic() + 2 * PATIENCE_SECONDS
    while (reading := (await scene.transfer())["reading"]) != "spoken":
        assert reading in ("asked", "speaking"), reading
        assert time.monotonic() < deadline
        await asyncio.sleep(LOOK_SECONDS)
