"""How often may be tried, counted in memory; behind `limits`, so that Redis can count later."""

import math
import time
from typing import ClassVar

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from segue.access.credentials import digest
from segue.errors import TooMany

SIGN_INS_PER_ADDRESS = RateLimitItemPerMinute(30)
SIGN_INS_PER_EMAIL = RateLimitItemPerMinute(10)
LINKS_PER_ADDRESS = RateLimitItemPerMinute(30)


class TooManyTries(TooMany):
    """Asked too often; the answer carries Retry-After."""

    code: ClassVar[str] = "too_many_requests"

    def __init__(self, retry_after_seconds: int) -> None:
        self.retry_after_seconds = retry_after_seconds
        super().__init__(
            f"Too many tries. Please try again in {retry_after_seconds} seconds.",
            retry_after_seconds=retry_after_seconds,
        )


class RateLimiter:
    """Counts tries in moving windows. What it counts by is hashed: memory holds no addresses."""

    def __init__(self) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    async def hit(self, limit: RateLimitItem, what: str, who: str) -> None:
        """Count one try of `what` by `who`; raises TooManyTries over the limit."""
        key = digest(who)
        if not await self._windows.hit(limit, what, key):
            window = await self._windows.get_window_stats(limit, what, key)
            raise TooManyTries(max(1, math.ceil(window.reset_time - time.time())))
