"""A speech service with OpenAI's POST /v1/audio/transcriptions, that misbehaves on purpose."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "a-key-for-the-fake-speech-service"
Answer = tuple[int, bytes]


def _good(said: str) -> Answer:
    return 200, json.dumps({"text": said}).encode()


MOODS: dict[str, Callable[[str], Answer]] = {
    "good": _good,
    "broken": lambda _: (500, b'{"error": {"message": "out of order"}}'),
    "choosy": lambda _: (400, b'{"error": {"message": "audio too short"}}'),
    "garbage": lambda _: (200, b'<html>{"text": \x00'),
    "numbers": lambda _: (200, b'{"text": 5}'),
    "hostile": lambda _: _good("two\x00 lines\r\nof \x1b[31m" + "x" * 5000),
}


@dataclass
class FakeStt:
    """Says `said` of every speech, in the mood that it is in; `silent` never answers."""

    port: int
    mood: str = "good"
    said: str = "I was charged twice"
    asked: list[int] = field(default_factory=list[int])
    """The size in bytes of each speech that came."""
    _server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def start(self) -> None:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer(200, b'{"data": []}')

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                known = self.path == "/v1/audio/transcriptions" and b'filename="speech.wav"' in body
                fake.asked.append(len(body))
                while fake.mood == "silent":
                    time.sleep(0.05)
                self._answer(*(MOODS[fake.mood](fake.said) if known else (404, b"{}")))

            def _answer(self, status: int, answer: bytes) -> None:
                if self.headers["Authorization"] != f"Bearer {KEY}":
                    status, answer = 401, b"{}"
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - stdlib's name
                """Say nothing."""

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                """Whom it never answered hangs up."""

        self._server = Quiet(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self.mood = "good"
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
