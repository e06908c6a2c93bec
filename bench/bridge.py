"""A phone's bridge: what it adds to the way of a voice, and what a bridged call costs.

Everybody is an SDK participant of this process, so that all moments are of one clock. Whoever
stands beside a speaker, in the same room, hears them directly; the other side hears the bridge.
Tones sound both ways all the time, which real people do not: costs are the most that they can be.
"""

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from tests.integration.companion.bridge_scene import PHONE, BridgeScene
from tests.media.party import Party
from tests.media.sound import ALICE, CUSTOMER, STRANGER, Ear, longest_gap
from tests.servers import LiveKit, Servers

from bench.conditions import STARVED_SECONDS, Machine, Watch
from bench.crew import Crew
from bench.figures import Aim, Figure, Sheet
from segue.companion.bridge_pool import BRIDGES_PER_PROCESS, BridgePool

QUIET_SECONDS = 0.2
STEADY_SECONDS = 10.0
SETTLE_SECONDS = 2.0
KILLS = 5
AIM = Aim(p50=80)


@dataclass
class Delays:
    """From the same onset (ms)."""

    direct: list[float] = field(default_factory=list[float])
    bridged: list[float] = field(default_factory=list[float])
    void: int = 0

    @property
    def added(self) -> list[float]:
        return [late - soon for soon, late in zip(self.direct, self.bridged, strict=True)]


@dataclass(frozen=True)
class Way:
    """A speaker, and who hears them on either side."""

    speaker: Party
    beside: Ear
    across: Ear


async def run(runs: int) -> list[Sheet]:
    """So many onsets each way on one call; then a steady tone, kills, and a full process."""
    machine = Machine()
    async with AsyncExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="segue-bench-")))
        voice = stack.enter_context(Servers(place)).livekit()
        pool = BridgePool()
        stack.callback(pool.close)
        scene = await stack.enter_async_context(BridgeScene.open(voice, pool))
        watch = await stack.enter_async_context(Watch())
        ways = await _talk(scene)
        delays = await _delays(ways, watch, runs)
        one = await _steady(pool, ways)
        killed = [await _kill(pool, ways) for _ in range(KILLS)]
        async with _more_calls(voice, pool):
            full = await _steady(pool, ways)
    notes = [machine.told(), "SDK participants; tones both ways all the time"]
    return [_hearing(delays, killed, notes), *_costs(one, full, notes)]


async def _talk(scene: BridgeScene) -> tuple[Way, Way]:
    rooms = (scene.customer_room, scene.consult_room)
    customer = await scene.person(rooms[0], "customer", CUSTOMER)
    phone = await scene.person(rooms[1], PHONE, ALICE)
    witnesses = [
        (await scene.person(room, "agent:witness", STRANGER, speaks=False)).ear for room in rooms
    ]
    scene.follow()
    ways = (Way(customer, witnesses[0], phone.ear), Way(phone, witnesses[1], customer.ear))
    for way in ways:
        await asyncio.gather(*(ear.until_tone(way.speaker.tone.hz) for ear in _ears(way)))
    await asyncio.sleep(SETTLE_SECONDS)
    return ways


def _ears(way: Way) -> tuple[Ear, Ear]:
    return way.beside, way.across


async def _delays(ways: tuple[Way, Way], watch: Watch, runs: int) -> Delays:
    delays = Delays()
    for _ in range(runs):
        for way in ways:
            began = time.perf_counter()
            direct, bridged = await _onset(way)
            if watch.worst(began, time.perf_counter()) > STARVED_SECONDS:
                delays.void += 1
                continue
            delays.direct.append(direct)
            delays.bridged.append(bridged)
    return delays


async def _onset(way: Way) -> tuple[float, float]:
    """How long after it began a tone arrives beside the speaker, and over the bridge (ms)."""
    tone = way.speaker.tone
    tone.sounding = False
    while any(ear.count(tone.hz, time.perf_counter() - QUIET_SECONDS) for ear in _ears(way)):  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    heard = [asyncio.create_task(ear.until_tone(tone.hz)) for ear in _ears(way)]
    await asyncio.sleep(0)
    began = time.perf_counter()
    tone.sounding = True
    direct, bridged = await asyncio.gather(*heard)
    await asyncio.sleep(QUIET_SECONDS)
    return (direct - began) * 1000, (bridged - began) * 1000


@dataclass(frozen=True)
class Steady:
    """What a process did while tones sounded through its bridges."""

    calls: int
    cores: float
    megabytes: float
    beside_ms: list[float]
    across_ms: list[float]


async def _steady(pool: BridgePool, ways: tuple[Way, Way]) -> Steady:
    await asyncio.sleep(SETTLE_SECONDS)
    pid, calls = _busiest(pool)
    process = psutil.Process(pid)
    start, before = time.perf_counter(), process.cpu_times()
    await asyncio.sleep(STEADY_SECONDS)
    end, after = time.perf_counter(), process.cpu_times()
    spent = after.user + after.system - before.user - before.system
    return Steady(
        calls=calls,
        cores=spent / (end - start),
        megabytes=process.memory_full_info().uss / 1e6,
        beside_ms=[_gap(way.beside, way.speaker.tone.hz, start, end) for way in ways],
        across_ms=[_gap(way.across, way.speaker.tone.hz, start, end) for way in ways],
    )


def _gap(ear: Ear, hz: float, start: float, end: float) -> float:
    return (
        longest_gap([heard for heard in ear.since(start, end) if heard.has(hz)], start, end) * 1000
    )


async def _kill(pool: BridgePool, ways: tuple[Way, Way]) -> float:
    """Kill the process that bridges: for how long the customer hears nothing of the phone (ms)."""
    while 0 not in pool.pids().values():  # noqa: ASYNC110 - another thread's
        await asyncio.sleep(0.05)
    way = ways[1]
    killed = time.perf_counter()
    os.kill(_busiest(pool)[0], signal.SIGKILL)
    await asyncio.sleep(QUIET_SECONDS)
    await way.across.until_tone(way.speaker.tone.hz)
    await asyncio.sleep(SETTLE_SECONDS)
    return _gap(way.across, way.speaker.tone.hz, killed, time.perf_counter())


def _busiest(pool: BridgePool) -> tuple[int, int]:
    return max(pool.pids().items(), key=lambda one: one[1])


@asynccontextmanager
async def _more_calls(voice: LiveKit, pool: BridgePool) -> AsyncGenerator[None]:
    """As many calls beside it as a process takes, of parties in a process of their own."""
    async with AsyncExitStack() as stack:
        crew = await stack.enter_async_context(Crew.working())
        for n in range(1, BRIDGES_PER_PROCESS):
            scene = await stack.enter_async_context(BridgeScene.open(voice, pool, f"leg_{n + 1}"))
            for room, identity, hz in (
                (scene.customer_room, "customer", CUSTOMER),
                (scene.consult_room, f"phone:{scene.leg}", ALICE),
            ):
                await crew.come(f"{identity}-{n}", hz)
                await crew.join(f"{identity}-{n}", [scene.line(room, identity)])
            scene.follow()
            await _until_heard(scene)
        yield


async def _until_heard(scene: BridgeScene) -> None:
    """Until the bridge says something in the customer room."""
    while True:
        seen = await scene.seen(scene.customer_room)
        if seen is not None and seen.tracks:
            return
        await asyncio.sleep(0.1)


def _hearing(delays: Delays, killed: list[float], notes: list[str]) -> Sheet:
    figures = [
        Figure("one way, in the same room", delays.direct),
        Figure("one way, over the bridge", delays.bridged, beside="one way, in the same room"),
        Figure("added by the bridge", delays.added, AIM),
        Figure("silent when its process is killed", killed, Aim(below=1000)),
    ]
    runs = len(delays.added) + delays.void
    return Sheet("A voice over a phone's bridge", figures, notes=notes, void=delays.void, runs=runs)


def _costs(one: Steady, full: Steady, notes: list[str]) -> list[Sheet]:
    gaps: list[Figure] = []
    costs: list[Figure] = []
    for steady in (one, full):
        calls = f"{steady.calls} in a process"
        gaps += [
            Figure(f"in the same room, {calls}", steady.beside_ms),
            Figure(f"over the bridge, {calls}", steady.across_ms),
        ]
        share = steady.cores / steady.calls
        costs += [
            Figure(f"a call's share of a core (%), {calls}", [share * 100]),
            Figure(f"calls that a core bridges, {calls}", [1 / share]),
            Figure(f"memory of the process (MB), {calls}", [steady.megabytes]),
        ]
    each = (full.megabytes - one.megabytes) / (full.calls - one.calls)
    costs.append(Figure("memory of one more call (MB)", [each]))
    title = f"Longest gap in {STEADY_SECONDS:g} s of a steady tone"
    return [
        Sheet(title, gaps, notes=notes),
        Sheet("What a bridged call costs", costs, unit="as named", notes=notes),
    ]
