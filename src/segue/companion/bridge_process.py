"""`python -m segue.companion.bridge_process`: a few bridges in a process of their own.

What should be comes over standard input (`Orders`), what is goes to standard output (`Told`). It
ends with standard input, so that it never outlives the companion.
"""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO

import structlog
from livekit import rtc
from pydantic import ValidationError

from segue.companion.bridge import RATE, Bridge, BridgeOver
from segue.companion.bridge_wire import (
    TOLD_EVERY_SECONDS,
    BridgeState,
    BridgeWanted,
    Orders,
    Told,
    line_of,
)
from segue.settings import get_settings
from segue.telemetry.logs import configure_logging
from segue.waking import woken

log = structlog.get_logger("segue.companion.bridge_process")

PARTING_SECONDS = 1.5
RETRY_SECONDS = 0.3
LONGEST_RETRY_SECONDS = 5.0
STEADY_SECONDS = 10.0
"""A bridge that stood for so long is opened again at once."""


class Kept:
    """A bridge that is opened again for as long as it is wanted."""

    def __init__(self, wanted: BridgeWanted, on_change: Callable[[], None]) -> None:
        self.state = BridgeState.OPENING
        self._wanted = wanted
        self._on_change = on_change
        self._fresh = asyncio.Event()
        self._task = asyncio.create_task(self._run())

    @property
    def place(self) -> tuple[str, ...]:
        """Where it is to be, and for whom."""
        return self._wanted.place

    def follow(self, wanted: BridgeWanted) -> None:
        """Keep fresh tokens for the next time."""
        if wanted != self._wanted:
            self._wanted = wanted
            self._fresh.set()

    async def close(self) -> None:
        """Leave both rooms."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        pause = RETRY_SECONDS
        while True:
            began = loop.time()
            sent_away = await self._once()
            log.warning("a bridge is down", leg=self._wanted.leg, sent_away=sent_away)
            pause = RETRY_SECONDS if loop.time() - began > STEADY_SECONDS else 2 * pause
            pause = min(pause, LONGEST_RETRY_SECONDS)
            await asyncio.sleep(pause)
            if sent_away:
                # Whoever was sent away comes back only if that is said once more.
                await self._fresh.wait()
            self._set(BridgeState.OPENING)

    async def _once(self) -> bool:
        """Bridge until it is over; whether it was sent away."""
        self._fresh.clear()
        sent_away = False
        bridge = Bridge(self._wanted, lambda: self._set(BridgeState.OPEN))
        try:
            await bridge.run()
        except BridgeOver as over:
            sent_away = over.sent_away
        except Exception as error:  # noqa: BLE001 - whatever it was, the line is opened again
            log.error("a bridge failed", leg=self._wanted.leg, cause=type(error).__name__)  # noqa: TRY400
        self._set(BridgeState.FAILED)
        return sent_away

    def _set(self, state: BridgeState) -> None:
        self.state = state
        self._on_change()


class Bridges:
    """All bridges of this process."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers
        self._kept: dict[str, Kept] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self._over = False

    def follow(self, line: bytes) -> None:
        """Match the orders of a line."""
        try:
            orders = Orders.model_validate_json(line)
        except ValidationError:
            log.error("orders that cannot be read")  # noqa: TRY400 - the error quotes the tokens
            return
        wanted = {one.leg: one for one in orders.bridges}
        for leg, kept in list(self._kept.items()):
            if leg not in wanted or wanted[leg].place != kept.place:
                self._close(self._kept.pop(leg))
        for leg, one in wanted.items():
            if leg in self._kept:
                self._kept[leg].follow(one)
            else:
                self._kept[leg] = Kept(one, self._changed.set)
        self._changed.set()

    def end(self) -> None:
        """There will be no more orders."""
        self._over = True
        self._changed.set()

    async def run(self) -> None:
        """Tell how everything is, until the end."""
        while not self._over:
            self._changed.clear()
            self._tell()
            await woken(self._changed, TOLD_EVERY_SECONDS)
        for kept in self._kept.values():
            self._close(kept)
        await asyncio.gather(*self._closing)

    def _close(self, kept: Kept) -> None:
        task = asyncio.create_task(kept.close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def _tell(self) -> None:
        told = Told(bridges={leg: kept.state for leg, kept in self._kept.items()})
        self._answers.write(line_of(told))
        self._answers.flush()


def main() -> None:
    """Bridge until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the companion's to handle
    # Nothing that a library prints may come between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    settings = get_settings()
    configure_logging(settings, sys.stderr)
    if not settings.debug:
        logging.getLogger("livekit").setLevel(logging.CRITICAL)  # what failed, we tell
    asyncio.run(_main(answers))
    os._exit(0)  # the SDK's threads may take their time


async def _main(answers: BinaryIO) -> None:
    rtc.AudioSource(RATE, 1)  # the SDK makes its native client at first use
    bridges = Bridges(answers)
    threading.Thread(target=_read, args=(asyncio.get_running_loop(), bridges), daemon=True).start()
    await bridges.run()


def _read(loop: asyncio.AbstractEventLoop, bridges: Bridges) -> None:
    """Hand over the orders; end the process even when its loop hangs."""
    for line in sys.stdin.buffer:
        loop.call_soon_threadsafe(bridges.follow, line)
    loop.call_soon_threadsafe(bridges.end)
    threading.Event().wait(PARTING_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
