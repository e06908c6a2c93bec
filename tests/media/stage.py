"""The real processes that whole calls are played on."""

import os
import signal
import sys
from dataclasses import dataclass
from typing import Self

from tests.servers import LiveKit, Running, Serve, Servers, clean_environment, free_port, get_ok

ABSENCE_SECONDS = 2.0


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
        companion: bool = True,
        webhooks: bool = True,
    ) -> Self:
        """Start them all. Whoever is away for two seconds counts as gone: tests are impatient."""
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
        return cls(voice, serve, _companion(servers, voice, serve) if companion else None)


def _companion(servers: Servers, voice: LiveKit, serve: Serve) -> Running:
    port = free_port()
    place = servers._place("companion")
    worker = Running(
        name="companion",
        command=[sys.executable, "-m", "segue", "companion"],
        environment=clean_environment(
            LIVEKIT_URL=voice.url,
            LIVEKIT_API_KEY=voice.key,
            LIVEKIT_API_SECRET=voice.secret,
            SEGUE_COMPANION_KEY=serve.companion_key,
            SEGUE_BASE_URL=serve.url,
            SEGUE_COMPANION_PORT=str(port),
        ),
        directory=place,
        ready=lambda: (
            get_ok(f"http://127.0.0.1:{port}/") and "ready for calls" in worker.log_file.read_text()
        ),
    )
    servers._running.append(worker)
    worker.start()
    return worker


def freeze(server: Running) -> None:
    """Stop a process in its tracks; it answers nobody until thawed."""
    os.killpg(server.pid, signal.SIGSTOP)


def thaw(server: Running) -> None:
    """Let a frozen process go on."""
    os.killpg(server.pid, signal.SIGCONT)
