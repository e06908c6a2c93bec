"""The companion's worker as a process of a test."""

import sys
from pathlib import Path
from typing import Protocol

from tests.servers import LiveKit, Running, Servers, clean_environment, free_port, get_ok

READY = "ready for calls"
"""What its log says once LiveKit may give it calls."""


class Home(Protocol):
    """Whatever plays serve for the companion."""

    @property
    def url(self) -> str: ...

    @property
    def companion_key(self) -> str: ...


def companion(
    servers: Servers, voice: LiveKit, home: Home, place: Path, **settings: str
) -> Running:
    """The real worker, not yet started; it ends with the servers."""
    port = free_port()
    place.mkdir(exist_ok=True)
    worker = Running(
        name="companion",
        command=[sys.executable, "-m", "segue", "companion"],
        environment=clean_environment(
            LIVEKIT_URL=voice.url,
            LIVEKIT_API_KEY=voice.key,
            LIVEKIT_API_SECRET=voice.secret,
            SEGUE_COMPANION_KEY=home.companion_key,
            SEGUE_BASE_URL=home.url,
            SEGUE_COMPANION_PORT=str(port),
            **settings,
        ),
        directory=place,
        ready=lambda: get_ok(f"http://127.0.0.1:{port}/") and READY in worker.log_file.read_text(),
    )
    servers._running.append(worker)
    return worker
