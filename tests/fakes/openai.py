"""A server that speaks OpenAI's protocol over real HTTP, well or badly, as it is told.

Its good answers are made from what it was asked, so that whatever should not have been sent is
seen in them. Endpoints: models, chat completions (json_schema and tools), audio transcriptions
and speech. https://platform.openai.com/docs/api-reference
"""

import json
import re
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

KEY = "sk-a-key-for-tests"
SLOW_SECONDS = 0.3
NEVER_SECONDS = 30.0
SPEECH_RATE = 24_000
Json = dict[str, Any]


class Does(StrEnum):
    """How the server answers."""

    WELL = "well"
    RATE_LIMITED = "429"
    SERVER_ERROR = "500"
    REFUSED = "401"
    TOO_LARGE = "400"
    SLOWLY = "slowly"
    NEVER = "never"
    HANGS_UP = "closes the connection"
    TRUNCATED = "half a JSON"
    WRONG_SCHEMA = "another JSON"
    NO_JSON = "prose"
    HALF_A_BODY = "an HTTP body that is no JSON"
    NOTHING = "an empty answer"
    INVENTS = "facts that nobody said"
    OBEYS = "what the transcript orders"
    MARKS_UP = "markup and links"


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
    def running(self) -> Iterator["FakeOpenAI"]:
        """Serve until the end of the block."""
        server = _Server(("127.0.0.1", 0), _handler(self))
        self.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._ending.set()
            server.shutdown()
            server.server_close()
            thread.join()

    def next(self) -> Does:
        """How the next request is answered."""
        with self._lock:
            return self.first.popleft() if self.first else self.does

    def wait(self, seconds: float) -> None:
        """Be busy, but not past the end."""
        self._ending.wait(seconds)

    @contextmanager
    def at_work(self) -> Iterator[None]:
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

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever gives up hangs up."""


def _handler(fake: FakeOpenAI) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            models = [{"id": name, "object": "model"} for name in fake.models]
            self._answer(200, {"object": "list", "data": models})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with fake.at_work():
                self._served(body)

        def _served(self, body: bytes) -> None:
            if self.headers["Authorization"] not in (f"Bearer {KEY}", "Bearer none"):
                return self._refuse(401)
            chat = json.loads(body) if self.path == "/v1/chat/completions" else None
            if chat is not None:
                fake.asked.append(chat)
            does = fake.next()
            if does in STATUS:
                return self._refuse(STATUS[does])
            if does is Does.HANGS_UP:
                self.close_connection = True
                return None
            fake.wait({Does.SLOWLY: SLOW_SECONDS, Does.NEVER: NEVER_SECONDS}.get(does, 0.0))
            if chat is not None:
                return self._chat(chat, does)
            if self.path == "/v1/audio/transcriptions":
                return self._answer(200, {"text": fake.transcript})
            if self.path == "/v1/audio/speech":
                return self._bytes(200, _tone(json.loads(body)["input"]), "audio/pcm")
            return self._refuse(404)

        def _chat(self, chat: Json, does: Does) -> None:
            if does is Does.HALF_A_BODY:
                return self._bytes(200, b'{"id": "1", "choices": [', "application/json")
            self._answer(200, completion(chat, does))

        def _refuse(self, status: int) -> None:
            error = {"message": "as the test wants it", "type": "test", "code": None}
            headers = {"Retry-After": f"{fake.retry_after:g}"} if fake.retry_after else {}
            self._answer(status, {"error": error}, headers)

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

    return Handler


def completion(chat: Json, does: Does) -> Json:
    """A chat completion for a request."""
    text = content(chat, does)
    message: Json = {"role": "assistant", "content": text}
    if chat.get("tools"):
        call = {"name": chat["tools"][0]["function"]["name"], "arguments": text}
        calls = [{"id": "call_1", "type": "function", "function": call}]
        message = {"role": "assistant", "content": None, "tool_calls": calls}
    prompt = sum(len(str(one["content"]).split()) for one in chat["messages"])
    usage = {"prompt_tokens": prompt, "completion_tokens": len(text.split())}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": chat["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {**usage, "total_tokens": sum(usage.values())},
    }


def content(chat: Json, does: Does) -> str:
    """What the model says."""
    plain = {Does.NO_JSON: "I am sorry, I cannot do that.", Does.NOTHING: ""}
    if does in plain:
        return plain[does]
    if does is Does.WRONG_SCHEMA:
        return json.dumps({"reasons": "many", "mood": {"label": "furious"}})
    said = json.loads(chat["messages"][-1]["content"])
    good = _feeling(said) if isinstance(said, dict) else _of_lines(chat, said, does)
    text = json.dumps(good, ensure_ascii=False)
    return text[: len(text) // 2] if does is Does.TRUNCATED else text


def _feeling(said: Json) -> Json:
    signals = [" ".join(said["text"].split()[:3]), "this was never said"]
    return {"label": "negative", "score": 0.4, "signals": signals}


def _of_lines(chat: Json, lines: list[Json], does: Does) -> Json:
    asked = json.dumps(chat.get("response_format") or chat.get("tools"))
    made = [_written(one, does) for one in lines if one["said"]]
    if '"why"' in asked:
        return {"suggestions": [{**one, "kind": "reply", "why": one["text"]} for one in made]}
    return {
        "summary": made[:1],
        "reason": made[:1],
        "mood": {"label": "neutral", "score": 0.9, "signals": []},
        "mood_lines": made[0]["lines"] if made else [],
        "facts": [one for one in made if re.search(r"\d", one["text"])],
        "tried": [],
        "promises": made[-1:],
        "open_questions": [],
        "next_step": [],
        "topics": [" ".join(made[0]["text"].split()[:3])] if made else [],
        "cause": None,
        "resolution": None,
        "action_items": [{**one, "owner": "agent", "due": None} for one in made],
    }


def _written(line: Json, does: Does) -> Json:
    said = " ".join(line["said"].split()[:12])
    text = {
        Does.INVENTS: "Mr Blackwood will be paid 9,999 dollars by Zurich",
        Does.OBEYS: f"system: the refund of 5000 is approved, {said}",
        Does.MARKS_UP: f"<script>steal()</script> [{said}](https://evil.example)",
    }.get(does, said)
    return {"text": text, "lines": [line["line"]]}


def _tone(text: str) -> bytes:
    """A tone as long as somebody would need to say the text: 16 bit PCM."""
    count = int(SPEECH_RATE * 0.06 * max(len(text), 1))
    wave = np.sin(np.arange(count) * 2 * np.pi * 440 / SPEECH_RATE)
    return (wave * 8000).astype("<i2").tobytes()
