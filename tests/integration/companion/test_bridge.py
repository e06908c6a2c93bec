"""A phone and a customer hear each other over the bridge: only so, and nobody else does."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator

import pytest
from livekit import rtc

from segue.companion.bridge_pool import BridgePool
from segue.companion.bridge_wire import BridgeState
from tests.integration.companion.bridge_scene import BRIDGE, PHONE, BridgeScene
from tests.media.party import Party
from tests.media.sound import (
    ALICE,
    BOB,
    CAROL,
    CUSTOMER,
    PATIENCE_SECONDS,
    STRANGER,
    TONES,
    Heard,
    Tone,
    longest_gap,
)
from tests.servers import LiveKit, Servers

pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(120)]

PHONES = ALICE
A_WHILE_SECONDS = 1.0


@pytest.fixture(scope="module")
def pool() -> Iterator[BridgePool]:
    pool = BridgePool()
    pool.warm()
    yield pool
    pool.close()


@pytest.fixture
async def scene(livekit: LiveKit, pool: BridgePool) -> AsyncGenerator[BridgeScene]:
    async with BridgeScene.open(livekit, pool) as scene:
        yield scene


async def both(scene: BridgeScene) -> tuple[Party, Party]:
    customer = await scene.person(scene.customer_room, "customer", CUSTOMER)
    phone = await scene.person(scene.consult_room, PHONE, PHONES)
    return customer, phone


async def hear_each_other(customer: Party, phone: Party) -> None:
    await asyncio.gather(customer.ear.until_tone(PHONES), phone.ear.until_tone(CUSTOMER))


async def until_silent(party: Party, hz: float) -> None:
    """Until it has not been heard for a while."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while party.ear.count(hz, time.perf_counter() - A_WHILE_SECONDS):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


def over_the_bridge(heard: Heard) -> bool:
    return heard.identity == BRIDGE


def lasting_tones(heard: Iterable[Heard]) -> set[float]:
    """Those that were there for a tenth of a second: a frame that was torn, as a busy machine
    tears some, has a little of every tone.
    """
    frames = list(heard)
    return {hz for hz in TONES if sum(frame.has(hz) for frame in frames) >= 10}


def tones_over_the_bridge(party: Party, since: float) -> set[float]:
    return lasting_tones(heard for heard in party.ear.since(since) if over_the_bridge(heard))


async def test_each_hears_whom_they_should_over_the_bridge_and_nobody_else(scene: BridgeScene):
    customer, phone = await both(scene)
    await scene.person(scene.consult_room, "agent:from", BOB)
    await scene.person(scene.customer_room, "agent:third", CAROL)
    companion = await scene.person(scene.customer_room, "companion", STRANGER)
    music = companion.places[scene.customer_room].room.local_participant
    async with Tone(BOB) as tone:
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_SCREENSHARE_AUDIO)
        await music.publish_track(tone.track(), options)
        guest = await scene.person(scene.customer_room, "agent:shares", CAROL)
        shared = guest.places[scene.customer_room].room.local_participant
        await shared.publish_track(tone.track(), options)
        await customer.ear.until_tone(BOB)
        began = time.perf_counter()

        scene.follow()
        await hear_each_other(customer, phone)
        await phone.ear.until(lambda heard: over_the_bridge(heard) and heard.has(CAROL))
        await asyncio.sleep(A_WHILE_SECONDS)

    assert tones_over_the_bridge(customer, began) == {PHONES}
    assert tones_over_the_bridge(phone, began) == {CUSTOMER, CAROL}
    directly = (heard for heard in customer.ear.since(began) if not over_the_bridge(heard))
    assert PHONES not in lasting_tones(directly)


async def test_it_speaks_and_hears_in_the_customer_room_while_it_may(scene: BridgeScene):
    customer, phone = await both(scene)
    scene.talks = False
    scene.follow()
    await scene.until(BridgeState.OPEN)
    await asyncio.sleep(A_WHILE_SECONDS)
    assert not customer.ear.count(PHONES)
    assert not phone.ear.count(CUSTOMER)

    for _ in range(2):
        scene.talks = True
        await hear_each_other(customer, phone)
        scene.talks = False
        await asyncio.gather(until_silent(customer, PHONES), until_silent(phone, CUSTOMER))
    seen = await scene.seen(scene.customer_room)
    assert seen is not None
    assert not seen.tracks


async def test_fresh_tokens_leave_it_alone_and_without_them_it_goes(scene: BridgeScene):
    customer, phone = await both(scene)
    scene.follow()
    await hear_each_other(customer, phone)
    before = await scene.seen(scene.customer_room)
    for _ in range(3):
        scene.follow()
    await asyncio.sleep(A_WHILE_SECONDS)
    after = await scene.seen(scene.customer_room)
    assert before is not None
    assert after is not None
    assert before.sid == after.sid
    assert len(after.tracks) == 1

    scene.pool.follow(scene.name, ())
    await asyncio.gather(until_silent(customer, PHONES), until_silent(phone, CUSTOMER))
    assert await scene.seen(scene.customer_room) is None
    assert await scene.seen(scene.consult_room) is None


async def test_a_killed_process_is_replaced_under_the_same_identity(
    scene: BridgeScene, measured: Callable[[str], None]
):
    customer, phone = await both(scene)
    silences: list[float] = []
    for _ in range(3):
        scene.follow()
        await hear_each_other(customer, phone)
        await until_one_waits(scene.pool)
        killed = time.perf_counter()
        os.kill(process_of(scene.pool), signal.SIGKILL)
        await asyncio.sleep(0.3)
        await hear_each_other(customer, phone)
        await asyncio.sleep(A_WHILE_SECONDS)
        bridged = [heard for heard in customer.ear.since(killed) if heard.has(PHONES)]
        silences.append(longest_gap(bridged, killed, time.perf_counter()))
    measured(
        "a bridge's process killed: silent for "
        + ", ".join(f"{seconds * 1000:.0f}" for seconds in silences)
        + " ms"
    )
    seen = await scene.seen(scene.customer_room)
    assert seen is not None
    assert len(seen.tracks) == 1


def process_of(pool: BridgePool) -> int:
    """The one that bridges."""
    return max(pool.pids().items(), key=lambda one: one[1])[0]


async def until_one_waits(pool: BridgePool) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while 0 not in pool.pids().values():  # noqa: ASYNC110 - another thread's
            await asyncio.sleep(0.05)


async def test_who_was_removed_comes_back_only_when_it_is_said_again(scene: BridgeScene):
    customer, phone = await both(scene)
    scene.follow()
    await hear_each_other(customer, phone)
    await scene.remove(scene.customer_room)
    await asyncio.gather(until_silent(customer, PHONES), until_silent(phone, CUSTOMER))
    await asyncio.sleep(A_WHILE_SECONDS)
    assert await scene.seen(scene.customer_room) is None
    assert scene.pool.state(scene.leg) is BridgeState.FAILED

    scene.follow()
    await hear_each_other(customer, phone)


async def test_it_is_back_after_a_restart_of_livekit(servers: Servers, pool: BridgePool):
    voice = servers.livekit()
    async with BridgeScene.open(voice, pool) as scene:
        customer, phone = await both(scene)
        scene.follow()
        await hear_each_other(customer, phone)
        voice.kill()
        await asyncio.gather(until_silent(customer, PHONES), until_silent(phone, CUSTOMER))
        voice.start()
        scene.follow()
        await hear_each_other(customer, phone)
        # Whatever the SDK published again goes with the right to it.
        scene.talks = False
        await asyncio.gather(until_silent(customer, PHONES), until_silent(phone, CUSTOMER))
