"""What Segue's handoff is compared with, on the same livekit-server in the same run; and the proof
of the meter. Plain LiveKit, with tokens that hold every right.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from livekit.protocol.models import ParticipantPermission, TrackSource
from livekit.protocol.room import UpdateParticipantRequest
from tests.media.party import Party
from tests.media.sound import ALICE, BOB, CUSTOMER

from bench.silence import dead_ms
from bench.stage import Stage
from bench.take import AFTER_SECONDS, Measurer, Take

HOLE_FRAMES = 20


async def joins_cold(measurer: Measurer, n: int) -> Take:
    """At the click B joins the customer's room, and A goes."""
    crew, line = measurer.stage.crew, measurer.stage.line(f"bench-cold-{n}", "b")

    async def click() -> None:
        await asyncio.gather(crew.join("bob", [line]), crew.leave("alice"))

    async with _talking(measurer.stage, f"bench-cold-{n}") as customer:
        return await measurer.take(customer.ear, click, lambda heard: heard.has(BOB))


async def customer_rejoins(measurer: Measurer, n: int) -> Take:
    """B waits in a new room; at the click the customer leaves theirs and joins it."""
    stage, room = measurer.stage, f"bench-new-{n}"
    await stage.crew.come("waiting", BOB)
    await stage.crew.join("waiting", [stage.line(room, "b")])
    async with _talking(stage, f"bench-old-{n}") as customer:

        async def click() -> None:
            await customer.vanish()
            await customer.join([stage.line(room, "customer")])

        take = await measurer.take(customer.ear, click, lambda heard: heard.has(BOB))
    await stage.crew.go("waiting")
    return take


async def muted_track(measurer: Measurer, n: int) -> Take:
    """B's muted track is published beforehand; at the click B may hear, and unmutes. The
    yardstick: nothing is faster, but only B's own client keeps B from being heard before.
    """
    stage, room = measurer.stage, f"bench-muted-{n}"
    rights = ParticipantPermission(can_subscribe=True, can_publish=True)
    promotion = UpdateParticipantRequest(room=room, identity="b", permission=rights)

    async def click() -> None:
        await stage.livekit.room.update_participant(promotion)
        await stage.crew.mute("bob", False)

    async with _talking(stage, room) as customer:
        arrives = asyncio.create_task(customer.ear.until_tone(BOB))
        await stage.crew.join("bob", [stage.line(room, "b", hears=False)])
        await arrives
        await stage.crew.mute("bob", True)
        await asyncio.sleep(0.5)
        return await measurer.take(
            customer.ear, click, lambda heard: heard.has(BOB), meanwhile=_leaves_later(stage)
        )


async def promoted(measurer: Measurer, n: int) -> Take:
    """B stands by without any right, as in Segue; at the click one request gives them, and B's
    client publishes. The floor: what is above it is Segue's own.
    """
    stage, room = measurer.stage, f"bench-promoted-{n}"
    rights = ParticipantPermission(
        can_subscribe=True, can_publish=True, can_publish_sources=[TrackSource.MICROPHONE]
    )
    promotion = UpdateParticipantRequest(room=room, identity="b", permission=rights)
    async with _talking(stage, room) as customer:
        await stage.crew.join("bob", [stage.line(room, "b", speaks=False, hears=False)])
        await asyncio.sleep(0.5)
        return await measurer.take(
            customer.ear,
            lambda: stage.livekit.room.update_participant(promotion),
            lambda heard: heard.has(BOB),
            meanwhile=_leaves_later(stage),
        )


def _leaves_later(stage: Stage) -> Callable[[], Awaitable[None]]:
    async def later() -> None:
        await asyncio.sleep(AFTER_SECONDS / 4)
        await stage.crew.leave("alice")

    return later


@asynccontextmanager
async def _talking(stage: Stage, room: str) -> AsyncGenerator[Party]:
    """A customer who talks with A; B is there, but in no room."""
    async with Party(CUSTOMER) as customer:
        await stage.crew.come("alice", ALICE)
        await stage.crew.come("bob", BOB)
        try:
            hears = asyncio.create_task(customer.ear.until_tone(ALICE))
            await stage.crew.join("alice", [stage.line(room, "a")])
            await customer.join([stage.line(room, "customer")])
            await hears
            await asyncio.sleep(0.3)
            yield customer
        finally:
            await stage.crew.go("alice", "bob")


BASELINES: dict[str, Callable[[Measurer, int], Awaitable[Take]]] = {
    "B joins cold, A goes at the click": joins_cold,
    "customer re-joins a new room": customer_rejoins,
    "B's muted track (yardstick)": muted_track,
    "B promoted without Segue (floor)": promoted,
}


async def planted_hole(measurer: Measurer) -> float:
    """How long the meter says that a hole of HOLE_FRAMES in the steady tone is (ms)."""
    await asyncio.sleep(0.3)
    start = time.perf_counter()
    await measurer.stage.crew.hole("steady", HOLE_FRAMES)
    await asyncio.sleep(0.6)
    return dead_ms(measurer.steady.frames, start - 0.2, time.perf_counter() - 0.1)
