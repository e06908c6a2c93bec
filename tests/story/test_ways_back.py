"""Every way on and back: declined, unanswered, cancelled, swapped, merged, split, blind."""

import asyncio
import time
from collections.abc import Callable

import pytest

from tests.media.scene import Scene
from tests.media.sound import ALICE, BOB, longest_gap
from tests.media.stage import Stage
from tests.media.states import ALL_THREE, PRIVATE, WITH_ALICE, WITH_BOB

MEASURE = Callable[[str], None]


async def _back_with_alice(scene: Scene, state: str, since: float, measured: MEASURE) -> None:
    """The transfer is over, the customer talks with Alice again and had no silence before."""
    view = await scene.until(state)
    until = await scene.hears(WITH_ALICE) + 0.5
    gap = longest_gap(scene.customer.ear.frames, since, until)
    measured(f"back to Alice, {state}: longest silence {gap * 1000:.0f} ms")
    assert gap < 1 + 3 * scene.starved()
    assert view["cause"]
    assert scene.customer.disconnected == []
    assert (await scene.call_until("active"))["agent_id"] == scene.alice.id


async def _nobody_is_engaged_but(scene: Scene, *names: str) -> None:
    agents = (await scene.root.get("/api/agents?limit=200"))["agents"]
    busy = {one["id"] for one in agents if one["status"] == "busy"}
    ours = {name for name, agent in scene.agents.items() if agent.id in busy}
    assert ours == set(names)


async def test_declined_and_nobody_else_is_asked(stage: Stage, measured: MEASURE):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        since = time.perf_counter()
        await scene.ring()
        path = f"/api/transfer/decline/{scene.transfer_id}"
        await scene.bob.api.post(path, {"reason": "At lunch"})
        await _back_with_alice(scene, "declined", since, measured)
        assert (await scene.transfer())["attempts"][-1]["cause"] == "At lunch"
        await _nobody_is_engaged_but(scene, "alice")


async def test_nobody_answers(stage: Stage, measured: MEASURE):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        since = time.perf_counter()
        await scene.ring(ring_seconds=5)
        await _back_with_alice(scene, "unanswered", since, measured)
        late = await scene.bob.api.refused(f"/api/transfer/accept/{scene.transfer_id}")
        assert late["state"] == "unanswered"
        await _nobody_is_engaged_but(scene, "alice")


@pytest.mark.parametrize("where", ["ringing", "consulting"])
async def test_cancelled(stage: Stage, measured: MEASURE, where: str):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        since = time.perf_counter()
        await (scene.ring() if where == "ringing" else scene.consult())
        await scene.move("cancel")
        await _back_with_alice(scene, "cancelled", since, measured)
        assert scene.bob.party.ear.tones_since(0) <= {ALICE}
        assert scene.customer.ear.count(BOB) == 0
        await _nobody_is_engaged_but(scene, "alice")


async def test_swap_to_the_customer_and_back(stage: Stage, measured: MEASURE):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        since = time.perf_counter()
        await scene.consult()
        await scene.hears(PRIVATE)
        await scene.move("swap", {"focus": "customer"})
        await scene.until("consulting", focus="customer")
        await scene.hears(WITH_ALICE)
        await scene.move("swap", {"focus": "customer"})  # a retry does not flip it back
        assert (await scene.transfer())["focus"] == "customer"
        await scene.move("swap", {"focus": "consult"})
        await scene.until("consulting", focus="consult")
        until = await scene.hears(PRIVATE)
        gap = longest_gap(scene.customer.ear.frames, since, until)
        measured(f"swap there and back: longest silence {gap * 1000:.0f} ms")
        assert gap < 1 + 3 * scene.starved()
        await scene.complete()
        await scene.hears(WITH_BOB)
        assert scene.customer.disconnected == []


async def test_merge_split_merge_and_complete(stage: Stage, measured: MEASURE):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        await scene.consult()
        since = time.perf_counter()
        await scene.move("merge")
        await scene.hears(ALL_THREE)
        split = time.perf_counter()
        music = asyncio.create_task(scene.customer.ear.until_music())
        await scene.move("split")
        music_after = await music - split
        private = await scene.hears(PRIVATE)
        voices = [h.at for h in scene.customer.ear.since(split) if h.has(ALICE) or h.has(BOB)]
        measured(
            f"split: music after {music_after * 1000:.0f} ms, "
            f"last voice after {(max(voices) - split) * 1000:.0f} ms"
        )
        gap = longest_gap(scene.customer.ear.frames, since, private)
        assert gap < 1 + 3 * scene.starved()
        await scene.move("merge")
        await scene.hears(ALL_THREE)
        await scene.complete()
        await scene.hears(WITH_BOB)
        await _nobody_is_engaged_but(scene, "bob")


async def test_cancel_from_a_conference(stage: Stage):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        await scene.consult()
        await scene.move("merge")
        await scene.hears(ALL_THREE)
        await scene.move("cancel")
        await scene.until("cancelled")
        await scene.hears(WITH_ALICE)


async def test_blind(stage: Stage, measured: MEASURE):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        since = time.perf_counter()
        await scene.ring(mode="blind")
        await scene.hears({"customer": {"music"}})
        assert f"agent:{scene.alice.id}" not in await scene.listed()
        await scene.accept()
        await scene.until("completed")
        until = await scene.hears(WITH_BOB)
        gap = longest_gap(scene.customer.ear.frames, since, until)
        measured(f"blind: longest silence {gap * 1000:.0f} ms")
        assert gap < 1 + 3 * scene.starved()


async def test_completes_by_itself_when_asked_to(stage: Stage):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        await scene.ring(auto_complete=True)
        await scene.accept()
        view = await scene.until("completed")
        await scene.hears(WITH_BOB)
        assert "consulting" in [entry["state"] for entry in view["timeline"]]


async def test_bob_declines_and_carol_takes_it(stage: Stage):
    async with Scene(stage) as scene:
        await scene.meet()
        await scene.ring("bob", "carol")
        await scene.bob.api.post(f"/api/transfer/decline/{scene.transfer_id}", {})
        view = await scene.until("ringing")
        assert view["to"]["agent_id"] == scene.carol.id
        late = await scene.bob.api.refused(f"/api/transfer/accept/{scene.transfer_id}")
        assert late["code"] == "offer_over"
        await scene.accept("carol")
        await scene.hears({"customer": {"music"}, "alice": {"carol"}, "carol": {"alice"}})
        await scene.complete()
        await scene.hears({"customer": {"carol"}, "carol": {"customer"}})
        outcomes = [one["outcome"] for one in (await scene.transfer())["attempts"]]
        assert outcomes == ["declined", "accepted"]
        await _nobody_is_engaged_but(scene, "carol")


async def test_hold_and_resume(stage: Stage, measured: MEASURE):
    async with Scene(stage, "alice") as scene:
        await scene.meet()
        since = time.perf_counter()
        await scene.alice.api.post(f"/api/calls/{scene.call_id}/hold")
        await scene.hears({"customer": {"music"}})
        await scene.alice.api.post(f"/api/calls/{scene.call_id}/resume")
        await scene.call_until("active")
        until = await scene.hears(WITH_ALICE)
        gap = longest_gap(scene.customer.ear.frames, since, until)
        measured(f"hold and resume: longest silence {gap * 1000:.0f} ms")
        assert gap < 1 + 3 * scene.starved()
