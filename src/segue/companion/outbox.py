"""Lines of the transcript on their way to serve: kept until it has them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import structlog

from segue.companion.desired import ServeRefuses, ServeUnreachable

log = structlog.get_logger(__name__)

PACE_SECONDS = 0.25
"""Serve writes no more often than this for one call, however much is said."""
RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 10.0
MOST_AT_ONCE = 50
MOST_KEPT = 2000
"""Some hours of talk; whatever is older than that when serve comes back is lost."""

Line = Literal["customer", "consult"]


@dataclass(frozen=True, slots=True)
class Segment:
    """Something that somebody said; the same id again replaces it."""

    id: str
    line: Line
    identity: str
    text: str
    started_at: datetime
    ended_at: datetime

    def body(self) -> dict[str, object]:
        """The segment as JSON."""
        return {
            "id": self.id,
            "line": self.line,
            "identity": self.identity,
            "text": self.text,
            "started_at": self.started_at.isoformat(),
            "ended_at": self.ended_at.isoformat(),
        }


class Outbox:
    """One call's lines; `send` raises ServeUnreachable or ServeRefuses."""

    def __init__(self, send: Callable[[Sequence[dict[str, object]]], Awaitable[None]]) -> None:
        self._send = send
        self._kept: dict[str, Segment] = {}
        self._filled = asyncio.Event()
        self._most = MOST_AT_ONCE
        self._retry = RETRY_SECONDS

    def put(self, segment: Segment) -> None:
        """Have a line sent."""
        self._kept[segment.id] = segment
        if len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._filled.set()

    async def run(self) -> None:
        """Send what comes, until cancelled."""
        while True:
            await self._filled.wait()
            await asyncio.sleep(await self._post())

    async def empty(self, seconds: float) -> None:
        """A last try to send all that is left, for so long at most."""
        try:
            async with asyncio.timeout(seconds):
                while self._kept:  # noqa: ASYNC110  # the pause between two posts
                    await asyncio.sleep(await self._post())
        except TimeoutError:
            log.warning("lines of a transcript are lost", lines=len(self._kept))

    async def _post(self) -> float:
        """Send once; how long to wait before the next (seconds)."""
        batch = list(self._kept.values())[: self._most]
        try:
            await self._send([one.body() for one in batch])
        except ServeUnreachable:
            pause, self._retry = self._retry, min(2 * self._retry, LONGEST_RETRY_SECONDS)
            return pause
        except ServeRefuses as error:
            if len(batch) > 1:
                self._most = 1  # one of them spoils the others
                return 0
            log.warning("serve refuses a line of a transcript", status=str(error))
        self._retry = RETRY_SECONDS
        for one in batch:
            if self._kept.get(one.id) is one:
                del self._kept[one.id]
        if not self._kept:
            self._filled.clear()
            self._most = MOST_AT_ONCE
        return PACE_SECONDS
