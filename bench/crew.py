"""Directs the parties of `bench.crew_process` from the process that measures."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from segue.up.children import die_with_parent

ORDER_SECONDS = 20


class Crew:
    """Parties in a process of their own; raises TimeoutError when it does not obey."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._n = 0
        self._waiting: dict[int, asyncio.Future[Any]] = {}

    @classmethod
    @asynccontextmanager
    async def working(cls) -> AsyncGenerator["Crew"]:
        """A crew, for as long as it is needed."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.crew_process"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=os.environ | {"RUST_LOG": "off"},
            preexec_fn=die_with_parent(signal.SIGKILL),
        )
        crew = cls(process)
        answers = asyncio.create_task(crew._read_answers())
        try:
            yield crew
        finally:
            process.kill()
            await process.wait()
            await answers

    async def _read_answers(self) -> None:
        assert self._process.stdout is not None  # it is a pipe
        while line := await self._process.stdout.readline():
            answer = json.loads(line)
            future = self._waiting.pop(answer["n"])
            if not future.done():
                future.set_result(answer["result"])

    async def _order(self, order: str, **more: Any) -> Any:
        assert self._process.stdin is not None  # it is a pipe
        self._n += 1
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[self._n] = future
        line = json.dumps({"n": self._n, "order": order, **more})
        self._process.stdin.write(f"{line}\n".encode())
        return await asyncio.wait_for(future, ORDER_SECONDS)

    async def come(self, who: str, hz: float, *, sounds: bool = True) -> None:
        """A party appears, with a microphone that sounds its tone."""
        await self._order("come", who=who, hz=hz, sounds=sounds)

    async def join(self, who: str, lines: Sequence[dict[str, Any]]) -> None:
        """A party joins its lines' rooms; it speaks as soon as it may."""
        await self._order("join", who=who, lines=list(lines))

    async def leave(self, who: str) -> None:
        """A party leaves every room."""
        await self._order("leave", who=who)

    async def go(self, *who: str) -> None:
        """Parties leave and are forgotten."""
        await asyncio.gather(*(self._order("go", who=one) for one in who))

    async def mute(self, who: str, muted: bool) -> None:
        """A party's tracks fall silent, or sound again, in its own client."""
        await self._order("mute", who=who, muted=muted)

    async def hole(self, who: str, frames: int) -> None:
        """A party's next so many frames of 10 ms are silent."""
        await self._order("hole", who=who, frames=frames)

    async def worst(self, start: float, end: float) -> float:
        """By how many seconds the crew's event loop was late at worst between two moments."""
        return await self._order("worst", start=start, end=end)
