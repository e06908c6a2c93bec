"""One measured moment at the customer's ear, beside a steady tone heard in the same moment."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.media.party import Party
from tests.media.sound import CUSTOMER, STRANGER, Ear, Heard

from bench.conditions import STARVED_SECONDS
from bench.silence import dead_ms
from bench.stage import Stage

BEFORE_SECONDS = 0.2
AFTER_SECONDS = 0.7
"""Long enough for the music to run out (200 ms) and for the other agent to be removed."""
STEADY_ROOM = "bench-steady"
STARVED_MS = 50.0


@dataclass(frozen=True)
class Take:
    """What a click came to at the customer's ear."""

    heard_ms: float
    """From the click until the awaited sound arrived."""
    answer_ms: float
    """From the click until the API had answered."""
    dead_ms: float
    """Dead air at the customer, from before the click until all is settled."""
    steady_ms: float
    """The same of a steady tone between two others: what the machine itself does."""
    late_ms: float
    """By how much a measuring process was late at worst."""

    @property
    def beyond_ms(self) -> float:
        """Dead air that the steady tone does not explain."""
        return max(0.0, self.dead_ms - self.steady_ms)

    @property
    def void(self) -> bool:
        """The machine was so busy that this says nothing of Segue."""
        return self.steady_ms > STARVED_MS or self.late_ms > STARVED_SECONDS * 1000


class Measurer:
    """Takes moments. Between takes it forgets what it heard."""

    def __init__(self, stage: Stage, steady: Ear) -> None:
        self.stage = stage
        self.steady = steady

    @classmethod
    @asynccontextmanager
    async def ready(cls, stage: Stage) -> AsyncGenerator["Measurer"]:
        """A measurer, with the steady tone that all its takes are compared with."""
        listener = Party(CUSTOMER)
        listener.tone.sounding = False
        await stage.crew.come("steady", STRANGER)
        try:
            await stage.crew.join("steady", [stage.line(STEADY_ROOM, "steady")])
            heard = asyncio.create_task(listener.ear.until_tone(STRANGER))
            line = stage.line(STEADY_ROOM, "listener", speaks=False)
            await listener.join([line])
            await heard
            yield cls(stage, listener.ear)
        finally:
            await listener.vanish()
            await listener.ear.close()
            await stage.crew.go("steady")

    async def take(
        self,
        ear: Ear,
        click: Callable[[], Awaitable[object]],
        awaited: Callable[[Heard], bool],
        *,
        meanwhile: Callable[[], Awaitable[object]] | None = None,
    ) -> Take:
        """Click, wait for the awaited sound, let everything settle, and read the ear."""
        await asyncio.sleep(BEFORE_SECONDS)
        start = time.perf_counter()
        heard = asyncio.create_task(ear.until(lambda one: one.at > start and awaited(one)))
        await asyncio.sleep(0)
        await click()
        answered = time.perf_counter()
        if meanwhile is not None:
            await meanwhile()
        at = await heard
        return await self.read(ear, start, at, answered)

    async def read(self, ear: Ear, start: float, heard: float, answered: float) -> Take:
        """What an ear and the steady one had from before a click until all is settled."""
        await asyncio.sleep(max(0.0, heard + AFTER_SECONDS - time.perf_counter()) + 0.05)
        window = (start - BEFORE_SECONDS / 2, heard + AFTER_SECONDS)
        take = Take(
            heard_ms=(heard - start) * 1000,
            answer_ms=(answered - start) * 1000,
            dead_ms=dead_ms(ear.frames, *window),
            steady_ms=dead_ms(self.steady.frames, *window),
            late_ms=await self.stage.starved(*window) * 1000,
        )
        ear.frames.clear()
        self.steady.frames.clear()
        return take
