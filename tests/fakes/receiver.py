"""Somebody who receives webhooks over real HTTP on the loopback interface, well or badly."""

import json
import threading
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.fakes.serving import serving

SLOW_SECONDS = 10.0


class Mood(Enum):
    """What the receiver does with a delivery."""

    WELL = auto()
    BROKEN = auto()
    SLOW = auto()
    REDIRECTS = auto()
    CLOSES = auto()
    TRICKLES = auto()
    """Says yes, and then never stops talking."""


@dataclass(frozen=True)
class Got:
    """One delivery as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        return json.loads(self.body)


@dataclass
class Receiver:
    """One server; in its `moods` once each, then well."""

    moods: deque[Mood] = field(default_factory=deque[Mood])
    always: Mood = Mood.WELL
    got: list[Got] = field(default_factory=list[Got])
    port: int = 0
    ending: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @contextmanager
    def running(self) -> Generator["Receiver"]:
        """Serve until the end of the block."""
        server = _Server(self)
        self.port = server.server_port
        with serving(server, self.ending):
            yield self


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whom it never answered hangs up."""


class _Handler(BaseHTTPRequestHandler):
    @property
    def receiver(self) -> Receiver:
        assert isinstance(self.server, _Server)
        return self.server.receiver

    def do_POST(self) -> None:
        one = self.receiver
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        mood = one.moods.popleft() if one.moods else one.always
        one.got.append(Got(self.path, headers, body))
        if mood is Mood.CLOSES:
            return
        if mood is Mood.SLOW:
            one.ending.wait(SLOW_SECONDS)
        self.send_response({Mood.BROKEN: 500, Mood.REDIRECTS: 307}.get(mood, 200))
        if mood is Mood.REDIRECTS:
            self.send_header("location", f"http://127.0.0.1:{one.port}/elsewhere")
        self.end_headers()
        while mood is Mood.TRICKLES and not one.ending.wait(0.001):
            self.wfile.write(b"x" * 1000)

    def do_GET(self) -> None:
        self.receiver.got.append(Got(self.path, {}, b""))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - stdlib's name
        """Say nothing."""
