"""A server that speaks OpenAI's protocol over real HTTP, well or badly, as it is told.

Its good answers are made from what it was asked, so that whatever should not have been sent is
seen in them. Endpoints: models, chat completions (json_schema and tools), audio transcriptions
and speech. https://platform.openai.com/docs/api-reference
"""

import json
import threading
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.fakes.openai_answers import Does, Json, completion, tone
from tests.fakes.serving import serving

KEY = "sk-a-key-for-tests"
SLOW_SECONDS = 0.3
NEVER_SECONDS = 30.0
CHAT = "/v1/chat/completions"


STATUS = {Does.RATE_LIMITED: 429, Does.SERVER_ERROR: 500, Does.REFUSED: 401, Does.TOO_LARGE: 400}


@dataclass
class FakeOpenAI:
    """One server; `does` until told otherwise, `first` once each before that."""

    does: Does = Does.WELL
    retry_after: float = 0.0
    first: deque[Does] = field(default_factory=deque[Does])
    asked: list[Json] = field(default_factory=list[Json])
    """The bodies of the chat requests, as they came over the wire."""
    transcript: str = "i was charged twice"
    models: tuple[str, ...] = ("gpt-4o-mini",)
    port: int = 0
    most_at_once: int = 0
    _at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _ending: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def wire(self) -> str:
        """Everything that chat requests have told this server, as text."""
        return json.dumps(self.asked, ensure_ascii=False)

    @contextmanager
    def running(self) -> Generator["FakeOpenAI"]:
        """Serve until the end of the block."""
        server = _Server(self)
        self.port = server.server_port
        with serving(server, self._ending):
            yield self

    def next(self) -> Does:
        """How the next request is answered."""
        with self._lock:
            return self.first.popleft() if self.first else self.does

    def wait(self, seconds: float) -> None:
        """Be busy, but not past the end."""
        self._ending.wait(seconds)

    @contextmanager
    def at_work(self) -> Generator[None]:
        """Count who is served at the same time."""
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            yield
        finally:
            with self._lock:
                self._at_once -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, fake: FakeOpenAI) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.fake = fake

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever gives up hangs up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    @property
    def fake(self) -> FakeOpenAI:
        assert isinstance(self.server, _Server)
        return self.server.fake

    def do_GET(self) -> None:
        models = [{"id": name, "object": "model"} for name in self.fake.models]
        known = self._is_let_in()
        self._answer(200, {"object": "list", "data": models}) if known else self._refuse(401)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.fake.at_work():
            if self._is_let_in():
                self._serve(body)
            else:
                self._refuse(401)

    def _is_let_in(self) -> bool:
        """By the one key; a server of one's own lets in whoever has none."""
        return self.headers["Authorization"] in (None, "Bearer none", f"Bearer {KEY}")

    def _serve(self, body: bytes) -> None:
        chat = json.loads(body) if self.path == CHAT else None
        if chat is not None:
            self.fake.asked.append(chat)
        does = self.fake.next()
        if does in STATUS:
            self._refuse(STATUS[does])
        elif does is Does.HANGS_UP:
            self.close_connection = True
        elif does is Does.HALF_A_BODY:
            self._bytes(200, b'{"id": "1", "choices": [', "application/json")
        else:
            self.fake.wait({Does.SLOWLY: SLOW_SECONDS, Does.NEVER: NEVER_SECONDS}.get(does, 0.0))
            self._serve_well(body, chat, does)

    def _serve_well(self, body: bytes, chat: Json | None, does: Does) -> None:
        if chat is not None:
            self._answer(200, completion(chat, does))
        elif self.path == "/v1/audio/transcriptions":
            self._answer(200, {"text": self.fake.transcript})
        elif self.path == "/v1/audio/speech":
            self._bytes(200, tone(json.loads(body)["input"]), "audio/pcm")
        else:
            self._refuse(404)

    def _refuse(self, status: int) -> None:
        error = {"message": "as the test wants it", "type": "test", "code": None}
        wait = self.fake.retry_after
        self._answer(status, {"error": error}, {"Retry-After": f"{wait:g}"} if wait else {})

    def _answer(self, status: int, body: Json, headers: dict[str, str] | None = None) -> None:
        self._bytes(status, json.dumps(body).encode(), "application/json", headers)

    def _bytes(
        self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - stdlib's name
        """Say nothing."""
