"""A serve that only knows what the companion asks for: real HTTP, scripted answers."""

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "a-companion-key-for-tests"


@dataclass
class FakeServe:
    """`GET/POST /api/companion/calls/{id}` of one call; may be stopped and started again."""

    port: int
    desired: dict[str, Any] = field(default_factory=dict[str, Any])
    posts: list[tuple[float, dict[str, Any]]] = field(
        default_factory=list[tuple[float, dict[str, Any]]]
    )
    lines: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """What was said, as it was posted, and `at` which moment (monotonic)."""
    gets: list[float] = field(default_factory=list[float])
    unauthorized: int = 0
    _server: ThreadingHTTPServer | None = None

    companion_key: str = KEY

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def want(
        self,
        v: int,
        music: bool,
        listen_for: tuple[str, ...] = (),
        ended: bool = False,
        transcribe: tuple[str, ...] = (),
        consult: dict[str, Any] | None = None,
    ):
        self.desired = {
            "call_id": "call_test",
            "room": "",
            "v": v,
            "music": music,
            "listen_for": list(listen_for),
            "transcribe": list(transcribe),
            "consult": consult,
            "ended": ended,
        }

    def forget(self) -> None:
        """As it was at first."""
        self.want(1, False)
        self.posts.clear()
        self.lines.clear()
        self.gets.clear()

    def take(self, path: str, body: dict[str, Any]) -> None:
        """Keep what the companion posts."""
        if path.endswith("/transcript"):
            self.lines += [one | {"at": time.monotonic()} for one in body["segments"]]
        else:
            self.posts.append((time.monotonic(), body))

    def start(self) -> None:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self, status: int, body: bytes = b"") -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def _known(self) -> bool:
                known = self.headers["Authorization"] == f"Bearer {KEY}"
                if not known:
                    fake.unauthorized += self.path.startswith("/api/")
                    self._answer(401)
                return known

            def do_GET(self) -> None:
                if self._known():
                    fake.gets.append(time.monotonic())
                    self._answer(200, json.dumps(fake.desired).encode())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self._known():
                    fake.take(self.path, json.loads(body))
                    self._answer(204)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - stdlib's name
                """Say nothing."""

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                """A killed companion resets its connection."""

        server = Quiet(("127.0.0.1", self.port), Handler)
        server.daemon_threads = True
        self._server = server
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def heard(self) -> list[dict[str, str]]:
        return [one for _, body in self.posts for one in body["heard"]]

    def transcription(self) -> str | None:
        """What the companion said last of its ears."""
        return self.posts[-1][1]["transcription"] if self.posts else None

    def readings(self) -> list[str]:
        """How far the companion said that it was in reading aloud, each change once."""
        told = [body["reading"]["state"] for _, body in self.posts if body["reading"]]
        return [one for place, one in enumerate(told) if place == 0 or told[place - 1] != one]

    def said(self, line: str = "customer") -> dict[str, str]:
        """Everybody's words on a line, each line once, in the order in which they were said."""
        last = {one["id"]: one for one in self.lines if one["line"] == line}
        words: dict[str, str] = {}
        for one in sorted(last.values(), key=lambda one: one["started_at"]):
            words[one["identity"]] = f"{words.get(one['identity'], '')} {one['text']}".strip()
        return words

    def music_posts(self) -> list[bool]:
        return [body["music"] for _, body in self.posts]
