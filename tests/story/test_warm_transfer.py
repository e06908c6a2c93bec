"""The whole story: a customer talks with Alice, who talks with Bob in private, who takes over."""

import asyncio
import time
from collections.abc import Callable

import pytest
from livekit import rtc

from tests.media.scene import Scene
from tests.media.sound import ALICE, BOB, CUSTOMER, Heard, longest_gap
from tests.media.stage import Stage
from tests.media.states import MUSIC, PRIVATE, WITH_ALICE, WITH_BOB

REMOVED = rtc.DisconnectReason.PARTICIPANT_REMOVED
ROOM_DELETED = rtc.DisconnectReason.ROOM_DELETED
# What is on its way when a right is taken still sounds: the jitter buffer and concealment.
ON_ITS_WAY_SECONDS = 0.5


@pytest.mark.parametrize("where", ["stage", "stage_on_postgres"])
async def test_the_whole_story(
    request: pytest.FixtureRequest, measured: Callable[[str], None], where: str
):
    stage: Stage = request.getfixturevalue(where)
    async with Scene(stage, "alice", "bob") as scene:
        await scene.available("alice")
        await scene.call()
        waiting = await scene.customer.ear.until_music()
        await scene.hears(MUSIC)
        await scene.answer()
        await scene.available("bob")
        await scene.hears(WITH_ALICE)
        ids = await _ids_of_customer(scene)

        await scene.ring()
        switched = time.perf_counter()
        await scene.hears(MUSIC)
        await scene.accept()
        await scene.hears(PRIVATE)
        await scene.until("consulting", arrived=True)

        clicked = time.perf_counter()
        heard_bob = asyncio.create_task(scene.customer.ear.until_tone(BOB))
        done = await scene.complete()
        assert done["state"] == "completed"
        click_to_bob = await heard_bob - clicked
        end = await scene.hears(WITH_BOB) + 0.5

        assert await _ids_of_customer(scene) == ids
        assert scene.customer.disconnected == []
        assert sorted(scene.alice.party.disconnected) == sorted(
            [(scene.room, REMOVED), (done["consult_room"], ROOM_DELETED)]
        )
        _nothing_leaked(scene, switched + ON_ITS_WAY_SECONDS, clicked)
        gap = longest_gap(scene.customer.ear.frames, waiting, end)
        measured(
            f"warm transfer ({where}): click -> customer hears Bob {click_to_bob * 1000:.0f} ms, "
            f"longest silence from the first music to the end {gap * 1000:.0f} ms, "
            f"this process starved for {max(scene.starved(), 0) * 1000:.0f} ms at worst"
        )
        assert gap < 1 + 3 * scene.starved()


async def _ids_of_customer(scene: Scene) -> tuple[str, list[str]]:
    customer = (await scene.listed())["customer"]
    return customer.sid, [track.sid for track in customer.tracks]


def _nothing_leaked(scene: Scene, switched: float, handed_over: float) -> None:
    """Nothing of the private talk at the customer, nothing of the customer in the private talk."""
    customer, alice, bob = scene.customer.ear, scene.alice.party.ear, scene.bob.party.ear
    assert customer.count(BOB, 0, handed_over) == 0
    assert customer.count(ALICE, switched) == 0
    assert alice.count(CUSTOMER, switched) == 0
    assert bob.count(CUSTOMER, 0, handed_over) == 0
    assert _of_room(bob.since(0, handed_over), scene.room) == []


def _of_room(frames: list[Heard], room: str) -> list[Heard]:
    return [heard for heard in frames if heard.room == room]
