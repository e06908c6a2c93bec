"""The event stream as a desk reads it: over HTTP, resuming by the id of its last event."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from tests.servers import LOOPBACK, free_port

Json = dict[str, Any]


@asynccontextmanager
async def over_http(app: FastAPI) -> AsyncGenerator[str]:
    """The URL of an app of this process whose lifespan has begun."""
    port = free_port()
    config = uvicorn.Config(
        app,
        host=LOOPBACK,
        port=port,
        lifespan="off",
        log_config=None,
        ws="none",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    # Signals are pytest's.
    serving = asyncio.create_task(server._serve())
    while not server.started:
        assert not serving.done(), "the server did not start"
        await asyncio.sleep(0.01)
    try:
        yield f"http://{LOOPBACK}:{port}"
    finally:
        server.should_exit = True
        await serving


@dataclass
class Reader:
    """One stream: a desk's, or what a customer reads along."""

    url: str
    headers: dict[str, str]
    last_id: int | None = None
    path: str = "/api/events"
    seen: list[Json] = field(default_factory=list[Json])
    told: list[tuple[str, Json]] = field(default_factory=list[tuple[str, Json]])
    """The same, each with its event's name."""
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    _fields: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def ids(self) -> list[int]:
        """The numbers of all events, as they came."""
        return [event["id"] for event in self.seen]

    def of(self, kind: str) -> list[Json]:
        """What the events of a type said."""
        return [event["data"] for event in self.seen if event["type"] == kind]

    async def read(self, enough: Callable[[], bool]) -> None:
        """Read on from the last event until there is enough, and cut the connection."""
        headers = dict(self.headers)
        self._fields.clear()
        if self.last_id is not None:
            headers["last-event-id"] = str(self.last_id)
        async with (
            httpx.AsyncClient(base_url=self.url, headers=headers, trust_env=False) as client,
            client.stream("GET", self.path, timeout=60) as answer,
        ):
            assert answer.status_code == 200, answer.status_code
            async for line in answer.aiter_lines():
                self._take(line)
                if enough():
                    return

    def _take(self, line: str) -> None:
        name, _, value = line.partition(": ")
        if line.startswith(":"):
            self.opened.set()
        elif line:
            self._fields[name] = value
        elif "data" in self._fields:
            # An event counts when its blank line has come; before, it would come again.
            self.last_id = int(self._fields["id"])
            self.seen.append(json.loads(self._fields["data"]))
            self.told.append((self._fields["event"], self.seen[-1]))
            self._fields.clear()

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator["Reader"]:
        """Read beside what the test does."""
        task = asyncio.create_task(self.read(lambda: False))
        await asyncio.wait_for(self.opened.wait(), 20)
        try:
            yield self
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def until(self, wanted: Callable[[Json], bool], seconds: float = 30) -> Json:
        """Wait for an event."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while True:
            for event in self.seen:
                if wanted(event):
                    return event
            assert loop.time() < end, f"no such event among {[kind for kind, _ in self.told]}"
            await asyncio.sleep(0.02)
