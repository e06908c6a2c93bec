"""Waiting for a call to move, without polling where the mover is this process."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Generator
from typing import Any

from segue.database import Database
from segue.live.service import PENDING


class Waits:
    """Lets a request sleep until something about its call was committed."""

    def __init__(self, database: Database) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        database.after_commit(self._committed)

    def _committed(self, info: dict[Any, Any]) -> None:
        for event in info.get(PENDING, ()):
            for waiting in self._waiting.get(event.call_id, ()):
                waiting.set()

    @contextlib.contextmanager
    def on(self, call_id: str) -> Generator[asyncio.Event]:
        """An event that is set at each commit about the call; watch first, then look."""
        event = asyncio.Event()
        self._waiting[call_id].add(event)
        try:
            yield event
        finally:
            self._waiting[call_id].discard(event)
            if not self._waiting[call_id]:
                del self._waiting[call_id]
