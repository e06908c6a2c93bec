"""The companion on a call: who hears its music, when, and what it survives."""

import asyncio
import os
import signal
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from livekit import rtc
from livekit.protocol.room import DeleteRoomRequest

from tests.fakes.ear import until
from tests.fakes.tone import Tone
from tests.integration.companion.conftest import World, restart
from tests.worker import companion

pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(150)]


async def test_the_customer_hears_the_music_and_nobody_else_does(
    world: World, measured: Callable[[str], None]
):
    _, customer = await world.join("customer")
    agent_room, agent = await world.join("agent:bob")
    await world.dispatch()
    await world.companion_is_there()
    assert not customer.frames

    starts: list[float] = []
    for _ in range(5):
        await world.tell(music=True)
        told = time.monotonic()
        first = await customer.hears(told)
        starts.append((first.at - told) * 1000)
        assert first.identity == "companion"
        await asyncio.sleep(0.7)

        await world.tell(music=False)
        told = time.monotonic()
        await until(lambda: not customer.sounding(time.monotonic() - 0.5), 20, "it plays on")
        assert customer.sounding(told)[-1].at - told > 0.15, "it stopped before its time"
        await until(lambda: world.serve.music_posts()[-1] is False, 20, "it did not say so")

    middle = statistics.median(starts)
    measured(f"music, told -> heard: {min(starts):.0f}/{middle:.0f}/{max(starts):.0f} ms")
    assert True in world.serve.music_posts()
    assert agent.frames == []
    companions = agent_room.remote_participants["companion"]
    assert len(companions.track_publications) == 1


async def test_music_that_is_due_at_the_join_starts_with_it(world: World):
    _, customer = await world.join("customer")
    world.want(music=True)
    await world.dispatch()
    await customer.hears(0, 20)


async def test_what_serve_says_is_found_without_a_note_in_the_room(world: World):
    _, customer = await world.join("customer")
    await world.dispatch()
    await world.companion_is_there()
    world.want(music=True)
    wanted = time.monotonic()
    await customer.hears(wanted, 20)
    assert world.serve.unauthorized == 0


async def test_music_goes_on_while_serve_is_down_and_follows_it_afterwards(world: World):
    _, customer = await world.join("customer")
    await world.dispatch()
    await world.tell(music=True)
    await customer.hears(0, 20)

    world.serve.stop()
    stopped = time.monotonic()
    await asyncio.sleep(5)
    heard = customer.sounding(stopped)
    assert len(heard) > 400
    # Music that waited for serve would be away as long as serve was.
    assert max(b.at - a.at for a, b in pairwise(heard)) < 1

    world.want(music=False)
    world.serve.start()
    back = time.monotonic()
    await until(lambda: not customer.sounding(time.monotonic() - 0.5), 20, "it plays on")
    assert customer.sounding(back), "it had stopped before it was told"


async def test_a_killed_worker_is_replaced_under_the_same_identity_without_doubled_music(
    world: World,
):
    room, customer = await world.join("customer")
    await world.dispatch()
    await world.tell(music=True)
    await customer.hears(0, 20)

    restart(world.worker)
    await world.dispatch()
    await world.one_music(customer)
    assert len(room.remote_participants["companion"].track_publications) == 1


async def test_two_dispatches_make_one_companion(world: World):
    room, customer = await world.join("customer")
    await asyncio.gather(world.dispatch(), world.dispatch())
    await world.tell(music=True)
    await customer.hears(0, 20)
    await asyncio.sleep(2)
    await world.one_music(customer)
    assert len(room.remote_participants["companion"].track_publications) == 1


async def test_music_returns_after_a_restart_of_livekit(world: World):
    _, customer = await world.join("customer")
    await world.dispatch()
    await world.tell(music=True)
    await customer.hears(0, 20)

    world.voice.kill()
    await asyncio.sleep(0.5)
    world.voice.start()
    await world.open_room()
    up = time.monotonic()
    first = await customer.hears(up, 30)
    print(f"livekit back -> music: {first.at - up:.1f} s")  # noqa: T201
    await world.one_music(customer, since=up)
    await until(lambda: _registered(world) == 2, 30, "the worker takes no jobs")


def _registered(world: World) -> int:
    return world.worker.log_file.read_text().count("ready for calls")


async def test_it_hears_who_it_is_to_listen_for_and_says_so_once(world: World):
    bob, _ = await world.join("agent:bob")
    await world.dispatch()
    await world.companion_is_there()
    tone = Tone(440)
    sid = await tone.publish(bob)
    await asyncio.sleep(0.5)
    assert world.serve.heard() == []

    world.want(music=False, listen_for=("agent:bob",))
    await until(lambda: bool(world.serve.heard()), 15, "nothing was heard")
    await asyncio.sleep(2.5)
    assert world.serve.heard() == [{"identity": "agent:bob", "track_sid": sid}]
    await tone.stop()


async def test_an_ended_call_and_a_deleted_room_end_the_job(world: World):
    await world.dispatch()
    await world.companion_is_there()
    world.want(music=True, ended=True)
    await _gone(world)

    world.want(music=True)
    await world.dispatch()
    await world.companion_is_there()
    await world.lk.room.delete_room(DeleteRoomRequest(room=world.room))
    asked = len(world.serve.gets)
    await asyncio.sleep(3)
    assert len(world.serve.gets) <= asked + 1


async def test_a_worker_that_is_to_go_hands_its_music_to_another(world: World, tmp_path: Path):
    _, customer = await world.join("customer")
    await world.dispatch()
    await world.tell(music=True)
    await customer.hears(0, 20)

    other = companion(world.servers, world.voice, world.serve, tmp_path / "other")
    other.start()
    leaving = world.worker.process
    assert leaving
    os.kill(leaving.pid, signal.SIGTERM)
    await asyncio.sleep(2.5)
    asked = len(world.serve.gets)
    await asyncio.sleep(2.5)
    assert len(world.serve.gets) == asked, "it still says that it is there"
    assert customer.sounding(time.monotonic() - 0.3), "the music stopped before it was replaced"

    await world.dispatch()
    await until(lambda: leaving.poll() is not None, 15, "it stayed")
    await customer.hears(time.monotonic(), 20)


async def _gone(world: World) -> None:
    for _ in range(300):
        if "companion" not in [p.identity for p in await world.present()]:
            return
        await asyncio.sleep(0.05)
    pytest.fail("the companion stayed")


async def test_a_reconnect_does_not_double_the_track(world: World):
    room, customer = await world.join("customer")
    await world.dispatch()
    await world.tell(music=True)
    await customer.hears(0, 20)
    await room.simulate_scenario(rtc.SimulateScenarioKind.SIMULATE_FULL_RECONNECT)
    await world.one_music(customer)


async def test_calls_that_begin_at_once_all_get_their_music(world: World):
    """The SDK's own client is made at its first use, and breaks when two jobs use it first."""
    restart(world.worker)
    world.want(music=True)
    lines = [replace(world, room=f"{world.room}-{number}", rooms=[]) for number in range(6)]
    await asyncio.gather(*(line.open_room() for line in lines))
    await asyncio.gather(*(line.dispatch() for line in lines))
    deadline = time.monotonic() + 10
    while not all([await _plays(line) for line in lines]):
        assert time.monotonic() < deadline, "a call has no music"
        await asyncio.sleep(0.1)
    for line in lines:
        await world.lk.room.delete_room(DeleteRoomRequest(room=line.room))


async def _plays(line: World) -> bool:
    return any(one.identity == "companion" and one.tracks for one in await line.present())
