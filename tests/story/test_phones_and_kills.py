"""What becomes of phones when a part of Segue dies."""

import asyncio
import time
from collections.abc import Callable

import pytest

from tests.fakes.phone import State, only_ring
from tests.media.phones import PhoneScene, PhoneStage
from tests.media.sound import ALICE, BOB, CUSTOMER, longest_gap
from tests.media.stage import start_again
from tests.servers import Servers, missing_for_phones


@pytest.fixture
def phones(session_servers: Servers) -> PhoneStage:
    """A stage of its own: parts of it are killed."""
    if missing := missing_for_phones():
        pytest.skip(missing)
    return PhoneStage.with_phones(session_servers)


async def test_serve_dies_while_it_dials(phones: PhoneStage):
    """Nobody knows what became of the dial: it ends as unknown, and its phone rings no more."""
    async with PhoneScene(phones, "alice") as scene, scene.phone(BOB, only_ring) as bob:
        await scene.meet()
        await scene.call_phone(ring_seconds=60)
        call = await bob.rung()
        await scene.until("ringing")
        phones.serve.kill()
        await start_again(phones.serve, phones.serve.port)
        view = await scene.until("failed")
        assert view["cause"] == "unknown"
        assert view["to"]["phone"]["outcome"] == "unknown"
        await call.is_(State.OVER)
        assert call.hung_up_by_far_end
        await scene.customer.ear.until_tone(ALICE)


async def test_a_bridge_that_is_killed_is_back(phones: PhoneStage, measured: Callable[[str], None]):
    """While a phone serves the call the process that bridges it is killed; nobody is lost."""
    async with PhoneScene(phones, "alice") as scene, scene.phone(BOB) as bob:
        await scene.private_talk(bob)
        await scene.complete()
        await scene.customer.ear.until_tone(BOB)
        first = await scene.bridge_sid()
        phones.kill_bridge()
        killed = time.perf_counter()
        while await scene.bridge_sid() in (first, None):  # noqa: ASYNC110 - LiveKit is asked
            await asyncio.sleep(0.05)
        await scene.customer.ear.until_tone(BOB)
        await bob.ear.until_tone(CUSTOMER)
        await asyncio.sleep(1.5)
        gap = longest_gap(scene.customer.ear.frames, killed - 0.5, time.perf_counter())
        measured(f"a phone's bridge killed: silent to the customer for {gap * 1000:.0f} ms")
        assert (await scene.call_until("active"))["phone_leg_id"]
