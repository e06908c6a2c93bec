"""What Segue relies on in livekit-sip, and that the scripted phone is one to it."""

import asyncio
import time

import pytest
from livekit import api

from tests.fakes.ear import until
from tests.fakes.phone import Phone, State, ignore, only_ring, reject
from tests.integration.phones.conftest import CALLED, CALLER, World
from tests.media.sound import ALICE, BOB, MIXTURE, PATIENCE_SECONDS, longest_gap

STEADY_SECONDS = 0.15


async def test_a_dialled_phone_and_the_room_hear_each_other(world: World) -> None:
    async with world.agent() as agent, Phone(BOB) as phone:
        await world.dial(phone.address)
        call = phone.calls[0]
        await phone.ear.until_tone(ALICE)
        await agent.ear.until_tone(BOB)
        assert (call.number, call.caller) == (CALLED, CALLER)

        call.press("1*")
        await until(lambda: agent.keys == ["1", "*"], PATIENCE_SECONDS, "keys do not arrive")
        await agent.room.local_participant.publish_dtmf(code=9, digit="9")
        await until(lambda: call.keys_heard == "9", PATIENCE_SECONDS, "a key is not sent")

        await world.remove("phone:a")
        await call.is_(State.OVER)
        assert call.hung_up_by_far_end


async def test_a_phone_hears_dead_air_as_it_is(world: World) -> None:
    async with world.agent() as agent, Phone(BOB) as phone:
        await world.dial(phone.address)
        begun = await phone.ear.until_tone(ALICE)
        await asyncio.sleep(0.5)
        quiet = time.perf_counter()
        assert longest_gap(phone.ear.frames, begun, quiet) < STEADY_SECONDS
        agent.tone.sounding = False
        await phone.ear.until(lambda heard: not heard.sounds)
        await asyncio.sleep(0.4)
        agent.tone.sounding = True
        again = await phone.ear.until_tone(ALICE)
        assert 0.4 < longest_gap(phone.ear.frames, quiet, again) < again - quiet
        assert phone.ear.tones_since(quiet) == {ALICE}
        assert {heard.identity for heard in phone.ear.frames} == {MIXTURE}


async def test_a_phone_that_hangs_up_leaves_the_room(world: World) -> None:
    async with world.agent() as agent, Phone(BOB) as phone:
        await world.dial(phone.address)
        await agent.ear.until_tone(BOB)
        assert "phone:a" in await world.present()
        phone.calls[0].hang_up()
        await until(
            lambda: not agent.room.remote_participants, PATIENCE_SECONDS, "it is still there"
        )


@pytest.mark.parametrize("status", [404, 480, 486, 503, 603])
async def test_what_a_phone_refuses_with_is_told(world: World, status: int) -> None:
    async with Phone(BOB, reject(status)) as phone:
        with pytest.raises(api.SipCallError) as refused:
            await world.dial(phone.address)
        assert refused.value.sip_status_code == status


async def test_a_phone_that_nobody_answers_is_given_up(world: World) -> None:
    async with Phone(BOB, only_ring) as phone:
        with pytest.raises(api.ServerError) as unanswered:
            await world.dial(phone.address, ring_seconds=1)
        assert unanswered.value.code == "canceled"
        await phone.calls[0].is_(State.OVER)
        assert phone.calls[0].hung_up_by_far_end


async def test_a_phone_that_does_not_even_ring_is_given_up(world: World) -> None:
    async with Phone(BOB, ignore) as phone:
        with pytest.raises(api.ServerError):
            await world.dial(phone.address, ring_seconds=1)
        assert await world.present() == {}


async def test_a_phone_dials_in(world: World) -> None:
    number = "+15550177"
    await world.take_calls(number)
    async with world.agent() as agent, Phone(BOB) as phone:
        server = world.exchange.sip.address
        call = await phone.dial(number, server, "+15550142", {"X-Ticket": "4711"})
        await call.is_(State.UP)
        await phone.ear.until_tone(ALICE)
        await agent.ear.until_tone(BOB)
        present = await world.present()
        (attributes,) = (present[one] for one in present if one != "agent:a")
        assert attributes["sip.phoneNumber"] == "+15550142"
        assert attributes["ticket"] == "4711"
