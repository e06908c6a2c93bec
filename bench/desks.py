"""Desks that are not drawn: clients of the event stream, many of them in one event loop."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

Event = dict[str, Any]


@dataclass
class Desk:
    """One agent's event stream, read as it comes: every event with the moment of its arrival."""

    agent: str
    events: list[tuple[float, Event]] = field(default_factory=list[tuple[float, Event]])
    """Calls and transfers; to parse all that 200 streams bring would measure this process."""
    arrivals: list[float] = field(default_factory=list[float])
    """When each event of whatever type arrived."""

    async def read(self, stream: asyncio.StreamReader) -> None:
        """Read until the stream ends."""
        while line := await stream.readline():
            if not line.startswith(b"data: "):
                continue
            at = time.perf_counter()
            self.arrivals.append(at)
            if b'"type":"agent"' not in line:
                self.events.append((at, json.loads(line[6:])))

    def offered_at(self, note: str, fact: str) -> float | None:
        """When the transfer with this note arrived, with a fact in its briefing."""
        for at, event in self.events:
            view = event["data"]
            if event["type"] == "transfer" and view["note"] == note:
                return at if fact in str(view["briefing"]) else None
        return None


@asynccontextmanager
async def open_desks(url: str, key: str, agents: list[str]) -> AsyncGenerator[list[Desk]]:
    """A desk for each of these agents, all connected."""
    desks = [Desk(agent) for agent in agents]
    async with contextlib.AsyncExitStack() as stack:
        for desk in desks:
            await stack.enter_async_context(_connected(url, key, desk))
        yield desks


@asynccontextmanager
async def _connected(url: str, key: str, desk: Desk) -> AsyncGenerator[None]:
    host = urlsplit(url)
    reader, writer = await asyncio.open_connection(host.hostname, host.port, limit=1 << 20)
    headers = (
        f"GET /api/events HTTP/1.1\r\nHost: {host.netloc}\r\nAuthorization: Bearer {key}\r\n"
        f"Segue-Agent: {desk.agent}\r\nAccept: text/event-stream\r\n\r\n"
    )
    writer.write(headers.encode())
    status = await reader.readline()
    assert b" 200 " in status, status
    await reader.readuntil(b"welcome")
    reading = asyncio.create_task(desk.read(reader))
    try:
        yield
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        writer.close()
