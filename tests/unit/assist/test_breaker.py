"""The breaker and the cache, by a clock of their own."""

from collections.abc import Callable

import pytest

from segue.assist.breaker import Breaker, BreakerOpen
from segue.assist.cache import SECONDS_AT_MOST, Cache, key_of


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    counts: Callable[[Exception], bool] = lambda error: isinstance(error, OSError)  # noqa: E731
    return Breaker(counts, failures=3, rest_seconds=30, clock=clock)


def fail(breaker: Breaker, times: int = 1, error: Exception | None = None) -> None:
    for _ in range(times):
        with pytest.raises(type(error or OSError())), breaker.trying():
            raise error or OSError


def succeed(breaker: Breaker) -> None:
    with breaker.trying():
        pass


def test_failures_in_a_row_open_it(breaker: Breaker):
    fail(breaker, 2)
    succeed(breaker)
    fail(breaker, 2)
    assert not breaker.is_open
    fail(breaker)
    assert breaker.is_open
    with pytest.raises(BreakerOpen), breaker.trying():
        raise AssertionError("nobody is asked")


def test_what_does_not_count_opens_nothing(breaker: Breaker):
    fail(breaker, 9, KeyError())
    assert not breaker.is_open


def test_after_a_rest_one_try_decides(breaker: Breaker, clock: Clock):
    fail(breaker, 3)
    clock.now += 29
    with pytest.raises(BreakerOpen):
        succeed(breaker)
    clock.now += 1
    fail(breaker)
    with pytest.raises(BreakerOpen):
        succeed(breaker)
    clock.now += 30
    with breaker.trying(), pytest.raises(BreakerOpen):
        succeed(breaker)
    assert not breaker.is_open
    succeed(breaker)


def test_a_try_that_was_given_up_leaves_the_way_free(breaker: Breaker, clock: Clock):
    fail(breaker, 3)
    clock.now += 30
    with pytest.raises(GeneratorExit), breaker.trying():
        raise GeneratorExit  # as a cancelled task is
    succeed(breaker)
    assert not breaker.is_open


def test_the_cache_forgets_the_oldest_and_the_old(clock: Clock):
    cache = Cache[str](entries=2, clock=clock)
    for name in ("a", "b"):
        cache.keep(key_of(name), name)
    assert cache.get(key_of("a")) == "a"
    cache.keep(key_of("c"), "c")
    assert [cache.get(key_of(name)) for name in "abc"] == ["a", None, "c"]
    clock.now += SECONDS_AT_MOST
    assert cache.get(key_of("a")) is None


def test_a_key_tells_its_parts_apart():
    assert len({key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of("\ud800")}) == 4
