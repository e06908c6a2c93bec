"""Parts that are missing: the transfer completes all the same."""

import time
from collections.abc import Callable

from tests.media.scene import Scene
from tests.media.sound import BOB
from tests.media.stage import Stage
from tests.media.states import PRIVATE, WITH_ALICE, WITH_BOB


async def test_without_companion_and_without_webhooks(
    bare_stage: Stage, measured: Callable[[str], None]
):
    """The customer's page plays the music then, and LiveKit is looked at now and again."""
    async with Scene(bare_stage, "alice", "bob") as scene:
        await scene.meet()
        await scene.hears(WITH_ALICE)
        await scene.ring()
        await scene.hears({})
        view = await scene.root.get(f"/api/calls/{scene.call_id}")
        assert view["hold"]
        await scene.accept()
        await scene.hears({"alice": {"bob"}, "bob": {"alice"}})
        clicked = time.perf_counter()
        done = await scene.complete()
        assert done["state"] == "completed"
        await scene.hears(WITH_BOB)
        heard = next(one.at for one in scene.customer.ear.since(clicked) if one.has(BOB))
        measured(
            "without companion and webhooks: click -> customer hears Bob "
            f"{(heard - clicked) * 1000:.0f} ms"
        )
        assert scene.customer.disconnected == []


async def test_bob_cannot_be_heard_and_the_private_talk_goes_on(stage: Stage):
    async with Scene(stage, "alice", "bob") as scene:
        await scene.meet()
        await scene.consult()
        scene.bob.party.withhold()
        failed = await scene.alice.api.refused(
            "/api/transfer/complete-v2", {"transfer_id": scene.transfer_id}
        )
        assert failed["code"] == "handoff_failed"
        assert failed["state"] == "consulting"
        assert "complete" in failed["allowed_moves"]
        await scene.bob.party.may_no_longer_speak(scene.room)
        scene.bob.party.speak()
        await scene.hears(PRIVATE)
        await scene.complete()
        await scene.hears(WITH_BOB)
