"""The real processes that whole calls are played on."""

import asyncio
import os
import signal
from dataclasses import dataclass
from typing import Self

from tests.servers import LiveKit, Running, Serve, Servers, free_port
from tests.worker import READY
from tests.worker import companion as start_companion

ABSENCE_SECONDS = 2.0
PATIENCE_SECONDS = 60.0


@dataclass
class Stage:
    """A voice server, serve, and the companion's worker where there is one."""

    voice: LiveKit
    serve: Serve
    companion: Running | None

    @classmethod
    def build(
        cls,
        servers: Servers,
        database_url: str | None = None,
        *,
        accompanied: bool = True,
        webhooks: bool = True,
        **companion: str,
    ) -> Self:
        """Start them all. Whoever is away for two seconds counts as gone: tests are impatient.

        `companion` are its settings, as environment variables.
        """
        port = free_port()
        hook = f"http://127.0.0.1:{port}/api/livekit/webhook" if webhooks else None
        voice = servers.livekit(hook)
        serve = servers.serve(
            voice,
            database_url,
            port,
            SEGUE_ABSENCE_SECONDS=str(ABSENCE_SECONDS),
            SEGUE_WRAP_UP_SECONDS="0",
        )
        if not accompanied:
            return cls(voice, serve, None)
        place = servers._place("companion")
        worker = start_companion(servers, voice, serve, place, **companion)
        worker.start()
        return cls(voice, serve, worker)


async def start_again(server: Running, port: int) -> None:
    """Start a killed server, and wait until it takes connections.

    Costs next to nothing, as the media of the test runs in the same process.
    """
    server.launch()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


async def start_worker_again(companion: Running) -> None:
    """Start a killed companion's worker, and wait until it takes calls."""
    before = companion.log_file.read_text().count(READY)
    companion.launch()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            if companion.log_file.read_text().count(READY) > before:
                return
            await asyncio.sleep(0.1)


def freeze(server: Running) -> None:
    """Stop a process in its tracks; it answers nobody until thawed."""
    os.killpg(server.pid, signal.SIGSTOP)


def thaw(server: Running) -> None:
    """Let a frozen process go on."""
    os.killpg(server.pid, signal.SIGCONT)
