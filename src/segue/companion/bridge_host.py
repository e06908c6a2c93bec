"""A process that bridges, as its pool sees it: what it is to bridge, and how that is."""

import asyncio
import contextlib
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence

import structlog

from segue.companion.bridge_wire import (
    LINE_LIMIT_BYTES,
    BridgeState,
    BridgeWanted,
    Orders,
    Told,
    line_of,
)

log = structlog.get_logger(__name__)

COMMAND = (sys.executable, "-m", "segue.companion.bridge_process")
START_SECONDS = 15.0
HUNG_SECONDS = 5.0
"""It speaks once a second."""
PARTING_SECONDS = 2.0


class Host:
    """One process. What it is to bridge may be said before it has started; `on_told` is told
    whenever `states` may have changed.
    """

    def __init__(self, on_told: Callable[[], None]) -> None:
        self.wanted: dict[str, BridgeWanted] = {}
        self.states: dict[str, BridgeState] = {}
        self.closing = False
        self._on_told = on_told
        self._process: Process | None = None
        self._ready_at: float | None = None

    @property
    def pid(self) -> int | None:
        """Its process id, once it has one."""
        return self._process.pid if self._process else None

    @property
    def ready(self) -> bool:
        """It has imported what it needs, and does what it is told."""
        return self._ready_at is not None

    @property
    def seconds_ready(self) -> float:
        """For how long it has been so."""
        return time.monotonic() - self._ready_at if self._ready_at is not None else 0.0

    def follow(self, wanted: Mapping[str, BridgeWanted]) -> None:
        """Have these bridged, by leg, and nothing else."""
        if wanted != self.wanted:
            self.wanted = dict(wanted)
            self._send()

    def close(self) -> None:
        """Have it end its bridges, and then itself; it is killed when it does not."""
        self.closing = True
        self._end_input()
        asyncio.get_running_loop().call_later(PARTING_SECONDS, self._kill)

    async def run(self, command: Sequence[str] = COMMAND) -> None:
        """Start the process and listen to it until it has ended. Raises OSError."""
        self._process = process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, limit=LINE_LIMIT_BYTES
        )
        try:
            self._send()
            if self.closing:
                self._end_input()
            if await self._listen(process):
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(PARTING_SECONDS):
                        await process.wait()
        finally:
            self._end_input()
            self._kill()
            await process.wait()

    async def _listen(self, process: Process) -> bool:
        """Until it says no more; whether it has ended by itself."""
        assert process.stdout is not None
        while True:
            patience = HUNG_SECONDS if self.ready else START_SECONDS
            try:
                async with asyncio.timeout(patience):
                    line = await process.stdout.readline()
                if not line:
                    return True
                told = Told.model_validate_json(line)
            except (TimeoutError, ValueError):
                log.error("a process that bridges hangs; it is ended", pid=process.pid)  # noqa: TRY400 - told whole
                return False
            self._ready_at = self._ready_at or time.monotonic()
            self.states = told.bridges
            self._on_told()

    def _send(self) -> None:
        if self._process is None or self._process.stdin is None or self.closing:
            return
        # A process that died says so at its output's end.
        with contextlib.suppress(OSError, RuntimeError):
            self._process.stdin.write(line_of(Orders(bridges=list(self.wanted.values()))))

    def _end_input(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    def _kill(self) -> None:
        # Asked of what asyncio knows: a process that it has not yet buried may not be killed twice.
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
