"""Was the machine quiet enough to believe what was measured?"""

import asyncio
import contextlib
import logging
import os
import platform
import time
from bisect import bisect_left
from typing import Self

import psutil

EVERY_SECONDS = 0.01
STARVED_SECONDS = 0.05
"""A loop that is this late has held up five frames of sound: what it measured then is void."""


class Watch:
    """How late this process's event loop comes around, all the time."""

    def __init__(self) -> None:
        self._at: list[float] = []
        self._late: list[float] = []
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            due = time.perf_counter() + EVERY_SECONDS
            await asyncio.sleep(EVERY_SECONDS)
            now = time.perf_counter()
            self._at.append(now)
            self._late.append(now - due)

    def worst(self, start: float, end: float) -> float:
        """By how many seconds it was late at worst between two moments (perf_counter)."""
        first, last = bisect_left(self._at, start), bisect_left(self._at, end)
        return max(self._late[first : last + 1], default=0.0)


class Machine:
    """The machine while a table was measured."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        psutil.cpu_percent()

    def told(self) -> str:
        """What it was and how busy, in a line."""
        seconds = time.monotonic() - self._started
        return (
            f"{os.cpu_count()} cores, {psutil.cpu_percent():.0f} % busy, "
            f"load {os.getloadavg()[0]:.1f}, took {seconds:.0f} s"
        )


def versions() -> dict[str, str]:
    """What a result must name to be compared with another."""
    from importlib.metadata import version

    packages = ("segue", "livekit", "livekit-api", "livekit-agents")
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        **{name: version(name) for name in packages},
    }


def hush() -> None:
    """Let the SDK not log over the tables what it finds odd about people who come and go."""
    logging.getLogger("livekit").setLevel(logging.CRITICAL)
