"""Lines on their way to serve: none is lost, none is sent for ever, and not too many at once."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from segue.companion import outbox
from segue.companion.desired import ServeRefuses, ServeUnreachable
from segue.companion.outbox import Outbox, Segment

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def line(key: str, text: str = "words") -> Segment:
    return Segment(key, "customer", "customer", text, NOW, NOW)


class Serve:
    """Takes what comes, unless it is away or will not have it."""

    def __init__(self) -> None:
        self.away = False
        self.spoilt = ""
        self.posts: list[list[object]] = []

    async def take(self, segments: Sequence[dict[str, object]]) -> None:
        ids = [one["id"] for one in segments]
        if self.away:
            raise ServeUnreachable
        if self.spoilt in ids:
            raise ServeRefuses(422)
        self.posts.append(ids)


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Serve:
    for name in ("PACE_SECONDS", "RETRY_SECONDS", "LONGEST_RETRY_SECONDS"):
        monkeypatch.setattr(outbox, name, 0.001)
    return Serve()


async def test_what_was_said_while_serve_was_away_is_sent_together_when_it_is_back(serve: Serve):
    serve.away = True
    box = Outbox(serve.take)
    running = asyncio.create_task(box.run())
    for key in "abc":
        box.put(line(key))
    await asyncio.sleep(0.02)
    serve.away = False
    await box.empty(1)
    assert serve.posts == [["a", "b", "c"]]
    running.cancel()


async def test_a_later_text_replaces_an_earlier_one_that_was_not_sent(serve: Serve):
    box = Outbox(serve.take)
    box.put(line("a", "I was"))
    box.put(line("a", "I was charged"))
    await box.empty(1)
    assert serve.posts == [["a"]]


async def test_a_line_that_serve_refuses_spoils_no_other(serve: Serve):
    serve.spoilt = "b"
    box = Outbox(serve.take)
    for key in "abc":
        box.put(line(key))
    await box.empty(1)
    assert serve.posts == [["a"], ["c"]]


async def test_only_so_much_is_kept(serve: Serve, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outbox, "MOST_KEPT", 2)
    box = Outbox(serve.take)
    for key in "abc":
        box.put(line(key))
    await box.empty(1)
    assert serve.posts == [["b", "c"]]


async def test_the_end_of_a_call_does_not_wait_for_serve_for_ever(serve: Serve):
    serve.away = True
    box = Outbox(serve.take)
    box.put(line("a"))
    await asyncio.wait_for(box.empty(0.05), 1)
