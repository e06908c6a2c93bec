"""Parties that leave, vanish, or are somewhere else now: the call goes on with those who stay."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

import httpx
import pytest
from livekit import rtc

from tests.media.party import Party
from tests.media.scene import Scene
from tests.media.sound import ALICE, BOB
from tests.media.stage import Stage
from tests.media.states import MUSIC, STATES, WITH_ALICE, WITH_BOB
from tests.media.stranger import party_to_be_killed

HEARTBEAT_SECONDS = 0.5


async def _end(scene: Scene, name: str) -> None:
    await scene.agents[name].api.post(f"/api/calls/{scene.call_id}/end")


async def _hang_up(scene: Scene) -> None:
    """The customer's own page says goodbye."""
    invite = await scene.root.post(f"/api/calls/{scene.call_id}/invites")
    code = invite["url"].rsplit("/", 1)[1]
    origin = {"Origin": scene.stage.serve.url}
    async with httpx.AsyncClient(
        base_url=origin["Origin"], headers=origin, trust_env=False
    ) as page:
        joined = await page.post(f"/api/invites/{code}/join", json={"name": "Casey"})
        assert joined.is_success
        ended = await page.post(f"/api/calls/{scene.call_id}/end", json={})
        assert ended.json()["call"]["ended"]


async def _everybody_is_free(scene: Scene) -> None:
    """No agent is engaged, and no room is left that anybody could be in."""
    agents = (await scene.root.get("/api/agents?limit=200"))["agents"]
    ours = {agent.id for agent in scene.agents.values()}
    assert {one["status"] for one in agents if one["id"] in ours} == {"available"}
    await scene.until_no_room()


async def _hangs_up_in(stage: Stage, state: str) -> None:
    async with Scene(stage, "alice", "bob", frame_ms=100) as scene:
        await scene.meet()
        await STATES[state].before(scene)
        await STATES[state].enter(scene)
        await _hang_up(scene)
        view = await scene.until("abandoned")
        assert view["cause"] == "customer_ended", state
        await _everybody_is_free(scene)


@pytest.mark.parametrize("states", [list(STATES)[:4], list(STATES)[4:]], ids=" ".join)
async def test_the_customer_hangs_up_in_each_state(stage: Stage, states: list[str]):
    async with asyncio.TaskGroup() as tasks:
        for state in states:
            tasks.create_task(_hangs_up_in(stage, state))


async def test_the_customer_vanishes(stage: Stage):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        await scene.consult()
        await scene.customer.vanish()
        view = await scene.until("abandoned")
        assert view["cause"] == "customer_left"
        await _everybody_is_free(scene)


# --- from leaves ----------------------------------------------------------------------------------


async def test_alice_ends_the_consult_and_bob_gets_the_customer(stage: Stage):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        await scene.consult()
        await _end(scene, "alice")
        await scene.until("completed")
        await scene.hears(WITH_BOB)


async def test_alice_ends_while_it_rings_and_bob_gets_the_customer(stage: Stage):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        await scene.ring()
        await _end(scene, "alice")
        await scene.hears(MUSIC)
        assert (await scene.transfer())["state"] == "ringing"
        await scene.accept()
        view = await scene.until("completed")
        assert "consulting" not in [entry["state"] for entry in view["timeline"]]
        await scene.hears(WITH_BOB)


async def test_alice_vanishes_from_the_consult(stage: Stage):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        await scene.consult()
        await scene.alice.party.vanish()
        await scene.until("completed")
        await scene.hears(WITH_BOB)


# --- to leaves ------------------------------------------------------------------------------------


async def test_bob_vanishes_from_the_consult(stage: Stage):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        await scene.consult()
        await scene.bob.party.vanish()
        view = await scene.until("failed")
        assert view["cause"] == "to_left"
        await scene.hears(WITH_ALICE)


@contextlib.asynccontextmanager
async def _desk_of_bob(scene: Scene) -> AsyncGenerator[None]:
    """Signs of life, as Bob's desk sends them."""

    async def beat() -> None:
        while True:
            await scene.bob.api.post("/api/me/heartbeat")
            await asyncio.sleep(HEARTBEAT_SECONDS)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


async def test_bob_is_killed_in_the_consult(stage: Stage):
    """LiveKit takes 22 s to notice; the missing signs of life tell sooner."""
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        await scene.ring()
        answer = await scene.bob.api.post(f"/api/transfer/accept/{scene.transfer_id}")
        async with party_to_be_killed(BOB, answer["connect"]) as bob, _desk_of_bob(scene):
            await scene.alice.party.ear.until_tone(BOB)
            await scene.until("consulting", arrived=True)
            bob.kill()
        view = await scene.until("failed")
        assert view["cause"] == "to_left"
        await scene.hears(WITH_ALICE)


async def test_bob_is_lost_after_the_handoff_and_alice_is_asked_again(stage: Stage):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        await scene.consult()
        await scene.complete()
        await scene.hears(WITH_BOB)
        await scene.root.patch(f"/api/agents/{scene.bob.id}", {"status": "away"})
        await scene.bob.party.vanish()
        await scene.hears(MUSIC)
        offered = await scene.call_until("offered")
        assert offered["offered_to"] == scene.alice.id
        await scene.answer()
        await scene.hears(WITH_ALICE)
        assert scene.customer.disconnected == []


# --- elsewhere ------------------------------------------------------------------------------------


async def test_a_second_device_takes_over(stage: Stage):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        await scene.consult()
        first = scene.bob.party
        async with Party(BOB) as second:
            connect = await scene.bob.api.post(f"/api/calls/{scene.call_id}/connect")
            await second.join(connect["connect"])
            await second.ear.until_tone(ALICE)
            gone = {reason for _, reason in first.disconnected}
            assert gone == {rtc.DisconnectReason.DUPLICATE_IDENTITY}
            assert len(first.disconnected) == 2
            scene.bob.party = second
            await scene.hears({"customer": {"music"}, "alice": {"bob"}, "bob": {"alice"}})
            await scene.complete()
            await scene.hears(WITH_BOB)
            scene.bob.party = first
