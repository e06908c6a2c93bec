"""An agent without a browser: over the public API, with real lines, as a desk would be."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any

import httpx
import structlog
from livekit.rtc import ConnectError

from segue.demo.client import me
from segue.demo.participant import Place
from segue.desk.schemas import MeView
from segue.media.schemas import Line, Purpose
from segue.waking import woken

log = structlog.get_logger(__name__)

REFRESH_SECONDS = 2.0
BEAT_SECONDS = 3.0


class AgentClient:
    """Follows what `GET /api/me` says: joins the lines it is given, and leaves those it is not.

    `http` acts for the agent (a key with act-as-agent and `Segue-Agent`). `changed` is set by
    every event of the stream, and whenever the rights in a room change.
    """

    def __init__(
        self, http: httpx.AsyncClient, on_event: Callable[[dict[str, Any]], None] | None = None
    ) -> None:
        self.http = http
        self.view: MeView | None = None
        self.changed = asyncio.Event()
        self._on_event = on_event
        self._places: dict[str, Place] = {}
        self._open: dict[str, contextlib.AsyncExitStack] = {}

    def place(self, purpose: Purpose) -> Place | None:
        """Where the agent has a line for this purpose, if it is connected."""
        places = [place for place in self._places.values() if place.line.purpose is purpose]
        return next((place for place in places if place.connected), None)

    async def refresh(self) -> MeView:
        """Ask how things stand, and make the lines match."""
        self.view = view = await me(self.http)
        wanted = {line.room: line for line in view.connect}
        for room in set(self._places) - set(wanted):
            await self._leave(room)
        await asyncio.gather(*(self._follow(line) for line in wanted.values()))
        return view

    async def wait(self) -> None:
        """Wait until something has changed; not longer than a desk would."""
        await woken(self.changed, REFRESH_SECONDS)
        self.changed.clear()

    async def close(self) -> None:
        """Leave every room."""
        for room in list(self._places):
            await self._leave(room)

    async def beat(self) -> None:
        """Be alive to serve, as a desk is, until cancelled."""
        while True:
            connected = sum(place.connected for place in self._places.values())
            call = self.view.call if self.view else None
            body = {"call_id": call.id if call else None, "lines": connected}
            with contextlib.suppress(httpx.HTTPError):
                await self.http.post("/api/me/heartbeat", json=body)
            await asyncio.sleep(BEAT_SECONDS)

    async def follow_events(self) -> None:
        """Read the event stream until cancelled; it is opened again whenever it ends."""
        while True:
            with contextlib.suppress(httpx.HTTPError):
                await self._read_events()
            await asyncio.sleep(0.5)

    async def _read_events(self) -> None:
        timeout = httpx.Timeout(10, read=60)
        async with self.http.stream("GET", "/api/events", timeout=timeout) as response:
            response.raise_for_status()
            self.changed.set()
            async for line in response.aiter_lines():
                if line.startswith("data:"):
                    self.changed.set()
                    if self._on_event:
                        self._on_event(json.loads(line.removeprefix("data:")))

    async def _follow(self, line: Line) -> None:
        place = self._places.get(line.room)
        if place is not None and not place.connected and not place.elsewhere:
            await self._leave(line.room)
            place = None
        if place is not None:
            place.line = line
            return
        await self._join(line)

    async def _join(self, line: Line) -> None:
        stack = contextlib.AsyncExitStack()
        place = Place(line, on_rights=self.changed.set)
        try:
            await stack.enter_async_context(place)
        except ConnectError:
            log.warning("could not join; trying again", purpose=line.purpose)
            return
        self._places[line.room], self._open[line.room] = place, stack

    async def _leave(self, room: str) -> None:
        del self._places[room]
        await self._open.pop(room).aclose()
