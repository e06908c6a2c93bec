"""A circuit breaker: who does not answer again and again is left alone for a while."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final

FAILURES: Final = 5
REST_SECONDS: Final = 30.0


class BreakerOpen(Exception):
    """Nobody is asked now."""


class Breaker:
    """Opens after so many failures in a row; after a rest, one try at a time decides.

    `counts` says which exceptions are failures of the one who was asked.
    """

    def __init__(
        self,
        counts: Callable[[Exception], bool],
        *,
        failures: int = FAILURES,
        rest_seconds: float = REST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._counts = counts
        self._allowed = failures
        self._rest_seconds = rest_seconds
        self._clock = clock
        self._failed = 0
        self._opened_at = 0.0
        self._trying = False

    @property
    def is_open(self) -> bool:
        """Whether it has opened, and no try since has closed it."""
        return self._failed >= self._allowed

    @contextmanager
    def trying(self) -> Generator[None]:
        """One try; raises BreakerOpen instead while it is open."""
        probe = self.is_open
        if probe:
            if self._trying or self._clock() - self._opened_at < self._rest_seconds:
                raise BreakerOpen
            self._trying = True
        try:
            yield
        except Exception as error:
            if self._counts(error):
                self._failed += 1
                self._opened_at = self._clock()
            raise
        else:
            self._failed = 0
        finally:
            if probe:
                self._trying = False
