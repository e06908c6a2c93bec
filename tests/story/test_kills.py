"""kill -9 of each part while calls stand in every state of a transfer: each goes on by its table.

All states are played at once, as a call each, so that one kill tests them all.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import pairwise
from typing import Any

import httpx
import pytest

from tests.media.scene import Picture, Scene
from tests.media.sound import Heard
from tests.media.stage import Stage, freeze, start_again, start_worker_again, thaw
from tests.media.states import (
    ALL_THREE,
    MUSIC,
    PRIVATE,
    STATES,
    WITH_ALICE,
)
from tests.servers import Running, Servers

MEASURE = Callable[[str], None]
# At a time; more would starve the machine before anything is killed.
WAYS_AT_ONCE = 2
# The SDK wakes every room of a process for every frame of each: long ones let many be in one.
FRAME_MS = 100
GOES_ON_SECONDS = 5.0

# Where the call of each state must get to by itself, and who hears whom there.
GETS_TO: dict[str, tuple[str, Picture]] = {
    "preparing": ("ringing", MUSIC),
    "ringing": ("ringing", MUSIC),
    "consulting": ("consulting", PRIVATE),
    "with the customer": ("consulting", WITH_ALICE),
    "conferencing": ("conferencing", ALL_THREE),
    "completing": ("completed", {"customer": {"bob"}, "bob": {"customer"}}),
    "returning": ("cancelled", WITH_ALICE),
}
SHORT = ("completing", "returning", "preparing")
"""States that last for seconds at most: entered just before the kill."""

# Who hears whom without a break while serve or the companion is dead.
TALKS = (
    ("consulting", "alice", "bob"),
    ("consulting", "bob", "alice"),
    ("with the customer", "customer", "alice"),
    ("conferencing", "customer", "bob"),
    ("conferencing", "bob", "customer"),
)


class Killed:
    """A call in each state, and one on hold."""

    def __init__(self, stage: Stage, scenes: dict[str, Scene], measured: MEASURE) -> None:
        self.stage = stage
        self.scenes = scenes
        self.measured = measured

    @property
    def held(self) -> Scene:
        """The call that has no transfer, and is on hold."""
        return self.scenes["held"]

    @property
    def in_states(self) -> dict[str, Scene]:
        """The calls with a transfer, by the state that they are in."""
        return {name: scene for name, scene in self.scenes.items() if name in STATES}

    async def strike(self, server: Running) -> float:
        """Enter the states that do not last, and `kill -9`; when (perf_counter)."""
        await asyncio.gather(*(STATES[name].enter(self.scenes[name]) for name in SHORT))
        frozen = server is not self.stage.serve
        if frozen:
            freeze(self.stage.serve)  # nothing gets on before the kill
        server.kill()
        if frozen:
            thaw(self.stage.serve)
        return time.perf_counter()

    def everybody_speaks(self) -> None:
        """What completing and returning wait for."""
        for scene in self.scenes.values():
            for party in scene.parties.values():
                party.speak()

    async def goes_on(self, part: str, back: float) -> None:
        """Each call gets to where it must, in time, and who hears whom is right again."""
        took = await _together(
            {name: _gets_there(name, scene, back) for name, scene in self.in_states.items()}
        )
        self.measured(
            f"{part} killed: after it was back, "
            + ", ".join(f"{name} -> {GETS_TO[name][0]} {took[name]:.1f} s" for name in took)
        )
        starved = max(scene.starved() for scene in self.scenes.values())
        assert max(took.values()) < GOES_ON_SECONDS + 3 * starved

    async def sounds_right(self) -> None:
        """Who hears whom is as each state has it."""
        pictures = {
            name: scene.hears(GETS_TO[name][1]) for name, scene in self.in_states.items()
        } | {"held": self.held.hears(MUSIC)}
        await _together(pictures)

    def unbroken(self, part: str, start: float, end: float) -> None:
        """Those who talked did so all the while."""
        gaps = {
            f"{state}, {listener} hears {speaker}": _gap(
                self.scenes[state].hearing(listener, speaker), start, end
            )
            for state, listener, speaker in TALKS
        }
        starved = max(scene.starved() for scene in self.scenes.values())
        worst = max(gaps, key=lambda name: gaps[name])
        self.measured(
            f"{part} killed: longest break of a talk {gaps[worst] * 1000:.0f} ms ({worst}), "
            f"while this process starved for {max(starved, 0) * 1000:.0f} ms at worst"
        )
        assert gaps[worst] < 1 + 3 * starved


async def _gets_there(name: str, scene: Scene, back: float) -> float:
    await scene.until(GETS_TO[name][0])
    return time.perf_counter() - back


async def _together(work: Mapping[str, Coroutine[Any, Any, float]]) -> dict[str, float]:
    return dict(zip(work, await asyncio.gather(*work.values()), strict=True))


def _gap(frames: list[Heard], start: float, end: float) -> float:
    moments = [start, *(one.at for one in frames if start <= one.at <= end), end]
    return max(later - sooner for sooner, later in pairwise(moments))


@asynccontextmanager
async def _in_every_state(stage: Stage, measured: MEASURE) -> AsyncGenerator[Killed]:
    async with AsyncExitStack() as stack:
        scenes = {
            name: await stack.enter_async_context(Scene(stage, "alice", "bob", frame_ms=FRAME_MS))
            for name in (*STATES, "held")
        }
        ways = asyncio.Semaphore(WAYS_AT_ONCE)

        async def begin(name: str, scene: Scene) -> None:
            async with ways:
                await scene.meet()
                if name == "held":
                    await scene.alice.api.post(f"/api/calls/{scene.call_id}/hold")
                    return
                await STATES[name].before(scene)
                if name not in SHORT:
                    await STATES[name].enter(scene)
                    await scene.hears(GETS_TO[name][1])

        async with asyncio.TaskGroup() as tasks:
            for name, scene in scenes.items():
                tasks.create_task(begin(name, scene))
        yield Killed(stage, scenes, measured)


@pytest.fixture
def stage(servers: Servers) -> Stage:
    """A stage of the test's own, to kill."""
    return Stage.build(servers)


async def test_serve_is_killed(stage: Stage, measured: MEASURE):
    async with _in_every_state(stage, measured) as calls:
        talking = calls.scenes["consulting"]
        async with _transcribed(talking) as acknowledged:
            killed = await calls.strike(stage.serve)
            calls.everybody_speaks()
            await start_again(stage.serve, stage.serve.port)
            back = time.perf_counter()
            await calls.goes_on("serve", back)
        calls.unbroken("serve", killed, back)
        await calls.sounds_right()
        kept = await _transcript(talking)
        measured(f"serve killed: {len(acknowledged)} transcript lines acknowledged, all kept")
        assert acknowledged <= kept
        await talking.complete()
        await talking.hears({"customer": {"bob"}, "bob": {"customer"}})


@asynccontextmanager
async def _transcribed(scene: Scene) -> AsyncGenerator[set[str]]:
    """Lines of the talk are posted all the while; those that were acknowledged."""
    acknowledged: set[str] = set()

    async def post() -> None:
        number = 0
        while True:
            number += 1
            line = {"id": f"line-{number}", "line": "consult", "speaker": "agent", "text": "Yes."}
            body = {"segments": [line | {"started_at": "2026-01-01T00:00:00Z"}]}
            try:
                path = f"/api/calls/{scene.call_id}/transcript"
                if (await scene.root.client.post(path, json=body)).is_success:
                    acknowledged.add(f"line-{number}")
            except httpx.HTTPError:
                await asyncio.sleep(0.1)  # serve is dead
            await asyncio.sleep(0.02)

    posting = asyncio.create_task(post())
    try:
        yield acknowledged
    finally:
        posting.cancel()
        await asyncio.gather(posting, return_exceptions=True)


async def _transcript(scene: Scene) -> set[str]:
    kept: set[str] = set()
    cursor = ""
    while True:
        page = await scene.root.get(f"/api/calls/{scene.call_id}/transcript?limit=200{cursor}")
        kept |= {segment["id"] for segment in page["segments"]}
        if page["next_cursor"] is None:
            return kept
        cursor = f"&cursor={page['next_cursor']}"


async def test_the_companion_is_killed(stage: Stage, measured: MEASURE):
    assert stage.companion is not None
    async with _in_every_state(stage, measured) as calls:
        killed = await calls.strike(stage.companion)
        calls.everybody_speaks()
        # Nothing but music is the companion's: everything gets on while it is dead.
        await calls.goes_on("companion", killed)
        calls.unbroken("companion", killed, time.perf_counter())
        launched = time.perf_counter()
        await start_worker_again(stage.companion)
        ready = time.perf_counter()
        heard = await calls.held.customer.ear.until_music()
        measured(
            f"companion killed: its worker was ready again after {ready - launched:.1f} s, "
            f"the customer on hold heard music {heard - ready:.1f} s later"
        )
        await calls.sounds_right()


async def test_livekit_is_killed(stage: Stage, measured: MEASURE):
    async with _in_every_state(stage, measured) as calls:
        killed = await calls.strike(stage.voice)
        calls.everybody_speaks()
        await start_again(stage.voice, stage.voice.port)
        started = time.perf_counter()
        await asyncio.gather(*(_all_back(name, scene) for name, scene in calls.scenes.items()))
        back = time.perf_counter()
        measured(
            f"livekit killed: away for {started - killed:.1f} s, "
            f"the last client was back {back - started:.1f} s later"
        )
        await calls.goes_on("livekit", back)
        await calls.sounds_right()
        standby = (await calls.scenes["consulting"].listed())[
            calls.scenes["consulting"].bob.identity
        ]
        assert not standby.permission.can_publish
        assert not standby.permission.can_subscribe


async def _all_back(name: str, scene: Scene) -> None:
    """Every client that was connected is again: LiveKit lists it.

    Of a state that does not last, those who stay: the others may have been removed by now.
    """
    if name in SHORT:
        people = [scene.agents[who].identity for who in GETS_TO[name][1] if who != "customer"]
        for identity in ("customer", *people):
            await scene.until_listed(scene.room, identity)
        return
    for party in scene.parties.values():
        for place in list(party.places.values()):
            await scene.until_listed(place.name, place.room.local_participant.identity)
