"""Answers kept for the same question: bounded, in this process, and only of what was redacted."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from segue.telemetry import metrics

Kept = TypeVar("Kept")
ENTRIES_AT_MOST: Final = 256
SECONDS_AT_MOST: Final = 3600.0


def key_of(*parts: str) -> str:
    """A key that tells nothing of what it is made from."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:".encode() + part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


class Cache(Generic[Kept]):
    """The most recently used answers, each for an hour at most."""

    def __init__(
        self, *, entries: int = ENTRIES_AT_MOST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._entries = entries
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, Kept]] = OrderedDict()

    def get(self, key: str) -> Kept | None:
        """The answer kept under the key, if any; counted as a hit or a miss."""
        found = self._kept.get(key)
        fresh = found is not None and self._clock() - found[0] < SECONDS_AT_MOST
        metrics.LLM_CACHE.labels(outcome="hit" if fresh else "miss").inc()
        if found is None or not fresh:
            return None
        self._kept.move_to_end(key)
        return found[1]

    def clear(self) -> None:
        """Forget every answer."""
        self._kept.clear()

    def keep(self, key: str, answer: Kept) -> None:
        """Keep an answer; the one that was used longest ago goes."""
        self._kept[key] = (self._clock(), answer)
        self._kept.move_to_end(key)
        while len(self._kept) > self._entries:
            self._kept.popitem(last=False)
