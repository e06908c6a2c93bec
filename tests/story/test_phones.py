"""Phones in real calls: livekit-sip, real RTP, and a scripted phone at the far end of the wire."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from tests.fakes.ear import until
from tests.fakes.phone import (
    Phone,
    PhoneCall,
    Script,
    State,
    answer,
    answer_after,
    only_ring,
)
from tests.media.phones import OUR_NUMBER, PhoneScene, PhoneStage
from tests.media.sound import ALICE, BOB, CUSTOMER, longest_gap
from tests.servers import Servers, missing_for_phones

# What is on its way when a right is taken still sounds.
ON_ITS_WAY_SECONDS = 0.5
# 100 ms: whoever reaches a phone does it for longer, while a syllable of what is read to it, or a
# frame that a busy machine tore, has a little of every tone.
LASTING_FRAMES = 5


@pytest.fixture(scope="module")
def phones(session_servers: Servers) -> PhoneStage:
    """Everything there, phones included. Do not kill any of it."""
    if missing := missing_for_phones():
        pytest.skip(missing)
    return PhoneStage.with_phones(session_servers)


@pytest.fixture
async def scene(phones: PhoneStage) -> AsyncIterator[PhoneScene]:
    """Alice has a call with a customer in a browser; nobody has a phone yet."""
    async with PhoneScene(phones, "alice") as scene:
        yield scene


async def test_a_warm_transfer_to_a_phone(scene: PhoneScene, measured: Callable[[str], None]):
    async with scene.phone(BOB) as bob:
        await scene.meet()
        await scene.call_phone()
        call = await bob.rung()
        assert (call.number, call.caller) == (scene.number, OUR_NUMBER)
        await scene.customer.ear.until_music()
        switched = time.perf_counter() + ON_ITS_WAY_SECONDS
        await call.is_(State.UP)

        # The offer is read to whoever has answered; `from` is not heard before a key says yes.
        await bob.ear.until_music()
        view = await scene.picked_up()
        assert view["state"] == "ringing"
        assert bob.ear.in_a_row(ALICE, 0) < LASTING_FRAMES
        call.press("3")
        await scene.pressed("3")
        call.press("1")
        await scene.until("consulting", arrived=True)
        await bob.ear.until_tone(ALICE)
        await scene.alice.party.ear.until_tone(BOB)
        private = time.perf_counter() + ON_ITS_WAY_SECONDS
        await asyncio.sleep(1)

        clicked = time.perf_counter()
        heard_bob = asyncio.create_task(scene.customer.ear.until_tone(BOB))
        assert bob.ear.in_a_row(CUSTOMER, 0) < LASTING_FRAMES, (
            "the customer reached the private talk"
        )
        done = await scene.complete()
        assert done["state"] == "completed"
        click_to_bob = await heard_bob - clicked
        await bob.ear.until_tone(CUSTOMER)
        end = time.perf_counter()

        assert scene.customer.ear.count(BOB, 0, clicked) == 0, "the private talk reached them"
        assert scene.customer.ear.count(ALICE, switched) == 0
        assert scene.customer.disconnected == []
        call_view = await scene.root.get(f"/api/calls/{scene.call_id}")
        assert call_view["phone_leg_id"] == done["to"]["phone"]["leg_id"]
        gap = longest_gap(scene.customer.ear.frames, private, end)
        measured(
            f"transfer to a phone: click -> heard after {click_to_bob * 1000:.0f} ms, longest "
            f"silence {gap * 1000:.0f} ms, starved for {max(scene.starved(), 0) * 1000:.0f} ms"
        )
        assert gap < 1 + 3 * scene.starved()


async def test_a_bridged_phone_hangs_up_and_the_call_goes_back(scene: PhoneScene):
    async with scene.phone(BOB) as bob:
        await scene.private_talk(bob)
        await scene.complete()
        await scene.customer.ear.until_tone(BOB)
        refused = await scene.alice.api.refused(
            "/api/transfer/initiate-v2",
            {"call_id": scene.call_id, "to": {"phone": scene.number}},
        )
        assert refused["code"] == "phone_has_the_call"
        await scene.available("alice")
        bob.calls[0].hang_up()
        await scene.customer.ear.until_music()
        await scene.answer()


def refuse(status: int) -> Script:
    """Ring for a moment, so that `from` is in the private talk, and be refused."""

    async def script(call: PhoneCall) -> None:
        call.ring()
        await asyncio.sleep(1)
        call.reject(status)

    return script


OUTCOMES: list[tuple[str, Script, str, str]] = [
    ("busy", refuse(486), "declined", "busy"),
    ("declined", refuse(603), "declined", "declined"),
    ("away", refuse(480), "unanswered", "unanswered"),
    ("timed out", refuse(408), "unanswered", "unanswered"),
    ("no such number", refuse(404), "failed", "wrong_number"),
    ("carrier fault", refuse(503), "failed", "carrier_fault"),
    ("nobody answers", only_ring, "unanswered", "unanswered"),
]


@pytest.mark.parametrize(("name", "script", "state", "cause"), OUTCOMES)
async def test_each_failure_has_its_outcome_and_the_customer_is_back(
    scene: PhoneScene, name: str, script: Script, state: str, cause: str
):
    async with scene.phone(BOB, script) as bob:
        await scene.meet()
        await scene.call_phone(ring_seconds=5)
        await bob.rung()
        view = await scene.until(state)
        assert (view["cause"], view["attempts"][-1]["cause"]) == (cause, cause), name
        await scene.customer.ear.until_tone(ALICE)
        await scene.nobody_is_left_in(view["consult_room"])


@pytest.mark.parametrize("when", ["ringing", "listening", "consulting"])
async def test_a_phone_that_hangs_up(scene: PhoneScene, when: str):
    script = answer_after(60) if when == "ringing" else answer
    async with scene.phone(BOB, script) as bob:
        await scene.meet()
        await scene.call_phone()
        call = await bob.rung()
        if when == "ringing":
            await scene.until("ringing")
            call.reject(603)
            view = await scene.until("declined")
            assert view["cause"] == "declined"
        else:
            await scene.picked_up()
            await bob.ear.until_music()
            if when == "consulting":
                call.press("1")
                await scene.until("consulting", arrived=True)
            call.hang_up()
            hung_up = time.perf_counter()
            view = await scene.until("declined" if when == "listening" else "failed")
            assert view["cause"] == ("hung_up" if when == "listening" else "to_left")
            assert time.perf_counter() - hung_up < 10
        await scene.customer.ear.until_tone(ALICE)
        await scene.nobody_is_left_in(view["consult_room"])


async def test_a_phone_that_dies_in_the_private_talk(scene: PhoneScene):
    """livekit-sip notices after 15 s that nothing comes any more."""
    async with scene.phone(BOB) as bob:
        await scene.private_talk(bob)
        await bob.die()
        view = await scene.until("failed", seconds=60)
        assert view["cause"] == "to_left"
        await scene.customer.ear.until_tone(ALICE)


async def test_a_sip_address_takes_the_call(scene: PhoneScene):
    async with scene.phone(BOB) as bob:
        await scene.private_talk(bob, sip=True)
        assert bob.calls[0].number == "bob"
        done = await scene.complete()
        assert done["state"] == "completed"
        await scene.customer.ear.until_tone(BOB)
        await bob.ear.until_tone(CUSTOMER)


async def test_a_voicemail_never_gets_the_customer(scene: PhoneScene):
    """It answers and speaks, and presses no key: `from` takes the customer back."""
    async with scene.phone(BOB) as machine:
        await scene.meet()
        await scene.call_phone()
        call = await machine.rung()
        await scene.picked_up()
        # `from` hears that it is a machine, and is not heard by it.
        await scene.alice.party.ear.until_tone(BOB)
        answer_ = await scene.alice.api.refused(
            "/api/transfer/complete-v2", {"transfer_id": scene.transfer_id}
        )
        assert answer_["code"] == "move_refused"
        await scene.move("cancel")
        await scene.until("cancelled")
        await scene.customer.ear.until_tone(ALICE)
        await call.is_(State.OVER)
        assert call.hung_up_by_far_end
        assert scene.customer.ear.count(BOB, 0) == 0
        assert machine.ear.in_a_row(ALICE, 0) < LASTING_FRAMES


async def test_two_declines_and_the_next_target_takes_it(phones: PhoneStage):
    async with PhoneScene(phones, "alice", "bob") as scene, scene.phone(BOB) as phone:
        await scene.meet()
        await scene.call_phone(then=["bob"])
        call = await phone.rung()
        await scene.picked_up()
        await phone.ear.until_music()
        call.press("2")
        view = await scene.until("ringing")
        while view["to"]["agent_id"] != scene.bob.id:
            await asyncio.sleep(0.1)
            view = await scene.transfer()
        assert [one["outcome"] for one in view["attempts"]] == ["declined", "ringing"]
        await call.is_(State.OVER)
        await scene.accept()
        await scene.until("consulting", arrived=True)
        await scene.move("cancel")
        await scene.until("cancelled")


async def test_three_way_with_a_phone_and_back(scene: PhoneScene):
    async with scene.phone(BOB) as bob:
        await scene.private_talk(bob)
        await scene.move("merge")
        await scene.until("conferencing")
        await scene.customer.ear.until_tone(BOB)
        await scene.customer.ear.until_tone(ALICE)
        await scene.alice.party.ear.until_tone(BOB)
        await bob.ear.until_tone(CUSTOMER)
        await bob.ear.until_tone(ALICE)

        await scene.move("split")
        await scene.until("consulting", focus="consult")
        await scene.customer.ear.until_music()
        split = time.perf_counter() + ON_ITS_WAY_SECONDS
        await bob.ear.until_tone(ALICE)
        await asyncio.sleep(1.5)
        assert scene.customer.ear.count(BOB, split) == 0
        assert bob.ear.in_a_row(CUSTOMER, split) < LASTING_FRAMES

        await scene.move("swap", {"focus": "customer"})
        await scene.until("consulting", focus="customer")
        await scene.customer.ear.until_tone(ALICE)
        swapped = time.perf_counter() + ON_ITS_WAY_SECONDS
        await asyncio.sleep(1.5)
        assert bob.ear.in_a_row(ALICE, swapped) < LASTING_FRAMES
        assert bob.ear.in_a_row(CUSTOMER, swapped) < LASTING_FRAMES
        await scene.move("cancel")
        await scene.until("cancelled")


async def test_a_customer_on_a_phone(phones: PhoneStage):
    """To an agent, on hold, handed to another phone: it never leaves its room."""
    async with PhoneScene(phones, "alice") as scene, Phone(CUSTOMER) as caller:
        await scene.available("alice")
        await scene.call_in(caller)
        await caller.calls[0].is_(State.UP)
        await caller.ear.until_music()
        await scene.answer_phone(caller)
        before = (await scene.listed()).keys()

        await scene.alice.api.post(f"/api/calls/{scene.call_id}/hold")
        await caller.ear.until_music()
        held = time.perf_counter() + ON_ITS_WAY_SECONDS
        await asyncio.sleep(1)
        assert caller.ear.in_a_row(ALICE, held) < LASTING_FRAMES
        await scene.alice.api.post(f"/api/calls/{scene.call_id}/resume")
        await caller.ear.until_tone(ALICE)

        async with scene.phone(BOB) as bob:
            await scene.private_talk(bob, met=True)
            done = await scene.complete()
            assert done["state"] == "completed"
            await caller.ear.until_tone(BOB)
            await bob.ear.until_tone(CUSTOMER)
            assert caller.ear.in_a_row(ALICE, time.perf_counter() - 0.3) < LASTING_FRAMES
            assert {one for one in before if one.startswith("sip_")} <= set(await scene.listed())

            caller.calls[0].hang_up()
            ended = await scene.call_until("ended")
            assert ended["end_cause"] == "customer_left"
            await bob.calls[0].is_(State.OVER)


async def test_nobody_is_signed_in_and_the_call_is_missed(phones: PhoneStage):
    async with PhoneScene(phones, "alice") as scene, scene.phone(CUSTOMER) as caller:
        await scene.root.patch(f"/api/agents/{scene.alice.id}", {"status": "offline"})
        number = await scene.call_in(caller)
        call = caller.calls[0]
        await call.is_(State.UP)
        await caller.ear.until_music()  # and whatever else is no tone: the words
        await call.is_(State.OVER, 60)
        assert call.hung_up_by_far_end
        ended = await scene.call_until("ended")
        assert ended["end_cause"] == "nobody_there"
        missed = (await scene.alice.api.get("/api/calls?status=missed"))["calls"]
        mine = [one for one in missed if one["id"] == scene.call_id]
        assert [one["customer"]["phone"] for one in mine] == [number]

        await scene.available("alice")
        again = await scene.alice.api.post("/api/twilio/call", {"to": number})
        scene.call_id = again["call"]["id"]
        await scene.alice.party.join(again["connect"])
        back = await caller.rung(times=2)
        await back.is_(State.UP)
        await caller.ear.until_tone(ALICE)
        await scene.alice.party.ear.until_tone(CUSTOMER)
        await scene.alice.api.post(f"/api/calls/{scene.call_id}/keys", {"keys": "42#"})
        await until(lambda: back.keys_heard == "42#", 20, "the keys were not heard")
        back.hang_up()
        await scene.call_until("ended")


@pytest.mark.parametrize(
    ("script", "cause"), [(refuse(486), "busy"), (refuse(404), "wrong_number")]
)
async def test_a_call_out_that_comes_to_nothing_says_why(
    phones: PhoneStage, script: Script, cause: str
):
    async with PhoneScene(phones, "alice") as scene, scene.phone(CUSTOMER, script):
        await scene.available("alice")
        made = await scene.alice.api.post("/api/twilio/call", {"to": scene.number})
        scene.call_id = made["call"]["id"]
        await scene.alice.party.join(made["connect"])
        assert (await scene.call_until("ended"))["end_cause"] == cause


async def test_what_may_not_be_dialled_is_refused_and_nothing_changes(scene: PhoneScene):
    await scene.meet()
    before = await scene.root.get(f"/api/calls/{scene.call_id}")
    refused: list[tuple[dict[str, Any], str]] = [
        ({"phone": "+1900 555 0123"}, "number_premium"),
        ({"phone": "+33612345678"}, "number_not_allowed"),
        ({"phone": "112"}, "number_emergency"),
        ({"phone": "+12025550123;ext=1\r\nX: y"}, "number_invalid"),
        ({"sip_uri": "sip:a@evil.example"}, "sip_address_not_allowed"),
    ]
    for target, code in refused:
        problem = await scene.alice.api.refused(
            "/api/transfer/initiate-v2", {"call_id": scene.call_id, "to": target}
        )
        assert problem["code"] == code
    after = await scene.root.get(f"/api/calls/{scene.call_id}")
    assert (after["version"], after["state"]) == (before["version"], "active")
