"""A whole Segue for a bench: livekit-server, serve, the companion, agents, and calls on it."""

import asyncio
import tempfile
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from livekit import api
from tests.media.party import Api
from tests.servers import LiveKit, Running, Serve, Servers, clean_environment, free_port

from bench.conditions import Watch
from bench.crew import Crew

LOOPBACK = "127.0.0.1"
SETTLE_SECONDS = 10.0
TOKEN_LIFE = timedelta(minutes=10)


@dataclass
class Stage:
    """What runs, and how it is reached."""

    servers: Servers
    voice: LiveKit
    serve: Serve
    companion: Running
    livekit: api.LiveKitAPI
    crew: Crew
    watch: Watch
    root: Api

    @classmethod
    @asynccontextmanager
    async def open(cls, *, companion: bool = True, **settings: str) -> AsyncGenerator["Stage"]:
        """Start everything, with or without the companion; `settings` are serve's."""
        async with AsyncExitStack() as stack:
            place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="segue-bench-")))
            servers = stack.enter_context(Servers(place))
            port = free_port()
            voice = servers.livekit(f"http://{LOOPBACK}:{port}/api/livekit/webhook")
            serve = servers.serve(
                voice, None, port, SEGUE_WRAP_UP_SECONDS="0", SEGUE_LOG_LEVEL="WARNING", **settings
            )
            worker = _companion(place / "companion", voice, serve)
            if companion:
                stack.callback(worker.kill)
                worker.start()
            yield cls(
                servers=servers,
                voice=voice,
                serve=serve,
                companion=worker,
                livekit=await stack.enter_async_context(
                    api.LiveKitAPI(voice.http_url, voice.key, voice.secret)
                ),
                crew=await stack.enter_async_context(Crew.working()),
                watch=await stack.enter_async_context(Watch()),
                root=await stack.enter_async_context(Api(serve.url, serve.api_key)),
            )

    def api(self, agent: str) -> Api:
        """The API as a program that acts for an agent uses it."""
        return Api(self.serve.url, self.serve.api_key, agent)

    async def hire(self, *handles: str) -> None:
        """Agents, available."""
        for handle in handles:
            body = {"handle": handle, "name": handle.title(), "skills": ["general"]}
            await self.root.post("/api/agents", body)
            await self.root.patch(f"/api/agents/{handle}", {"status": "available"})

    def line(
        self, room: str, identity: str, *, speaks: bool = True, hears: bool = True
    ) -> dict[str, Any]:
        """A line into a room that is not Segue's, with ordinary rights: a baseline's."""
        grants = api.VideoGrants(room_join=True, room=room, can_publish=speaks, can_subscribe=hears)
        token = (
            api.AccessToken(self.voice.key, self.voice.secret)
            .with_identity(identity)
            .with_grants(grants)
            .with_ttl(TOKEN_LIFE)
        )
        return {"room": room, "url": self.voice.url, "token": token.to_jwt()}

    async def starved(self, start: float, end: float) -> float:
        """By how many seconds either process was late at worst between two moments."""
        return max(self.watch.worst(start, end), await self.crew.worst(start, end))


def _companion(place: Path, voice: LiveKit, serve: Serve) -> Running:
    place.mkdir()
    port = free_port()
    return Running(
        name="companion",
        command=[*serve.command[:-1], "companion"],
        environment=clean_environment(
            LIVEKIT_URL=voice.url,
            LIVEKIT_API_KEY=voice.key,
            LIVEKIT_API_SECRET=voice.secret,
            SEGUE_COMPANION_KEY=serve.companion_key,
            SEGUE_COMPANION_PORT=str(port),
            SEGUE_BASE_URL=serve.url,
        ),
        directory=place,
        ready=lambda: "ready for calls" in (place / "companion.log").read_text(),
    )


async def until(
    read: Callable[[], Any], wanted: Callable[[dict[str, Any]], bool], what: str
) -> dict[str, Any]:
    """Ask again and again until the answer is as wanted; TimeoutError says what was not."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline:
        answer: dict[str, Any] = await read()
        if wanted(answer):
            return answer
        await asyncio.sleep(0.02)
    raise TimeoutError(f"{what}: not within {SETTLE_SECONDS:g} s")
