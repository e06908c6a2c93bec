"""Bodies that no endpoint sees, and streams that pass."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.responses import StreamingResponse
from starlette.types import Message

from segue.http.bodies import LARGEST, BodyGuard
from segue.http.problems import add_problem_handlers
from segue.http.request_id import RequestLog

JSON = {"content-type": "application/json"}


@pytest.fixture
def app() -> FastAPI:
    app = FastAPI()

    @app.post("/echo")
    async def echo(request: Request) -> dict[str, Any]:
        return {"size": len(await request.body())}

    @app.post("/json")
    async def parsed(body: dict[str, Any]) -> int:
        return len(body)

    @app.get("/x/{name}")
    async def x(name: str) -> str:
        return name

    add_problem_handlers(app)
    app.add_middleware(BodyGuard)
    app.add_middleware(RequestLog, debug=False)
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


async def chunks(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 1024):
        yield b"x" * 1024


@pytest.mark.parametrize(("size", "status"), [(0, 200), (LARGEST, 200), (LARGEST + 1024, 413)])
@pytest.mark.parametrize("chunked", [False, True])
async def test_the_limit_holds_for_declared_and_for_chunked_bodies(
    client: httpx.AsyncClient, size: int, status: int, chunked: bool
):
    content = chunks(size) if chunked else b"x" * size
    answer = await client.post("/echo", content=content)
    assert answer.status_code == status
    if status == 413:
        assert answer.json()["code"] == "body_too_large"
    else:
        assert answer.json()["size"] == size


async def test_a_declared_length_of_nonsense_is_not_believed(client: httpx.AsyncClient):
    for length in ("9" * 5000, "-1", "1e9", "²"):
        headers = [(b"content-length", length.encode())]
        answer = await client.post("/echo", content=b"x", headers=headers)
        assert answer.status_code in (200, 413)


@pytest.mark.parametrize(
    "body",
    [
        rb'{"a": "\u0000"}',
        rb'{"\u0000": 1}',
        rb'{"a": [{"b": ["x\u0000y"]}]}',
        rb'{"a": "\ud800"}',
        rb'{"a": "\udc00\ud800"}',
        b'{"a": "\xed\xa0\x80"}',
        b'{"a": "\xff"}',
        b'{"a": "\x00"}',
        b"\xef\xbb\xbf" + rb'{"a": "\u0000"}',
        '{"a": "\\u0000"}'.encode("utf-16"),
        '{"a": "x"}'.encode("utf-16-le"),
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
async def test_what_no_database_can_keep_is_refused(client: httpx.AsyncClient, body: bytes):
    answer = await client.post("/json", content=body, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_text"


@pytest.mark.parametrize(
    "body", [rb'{"a": "\ud83d\ude00"}', '{"a": "\N{GRINNING FACE}"}'.encode(), rb'{"a": "\\u0000"}']
)
async def test_ordinary_text_passes(client: httpx.AsyncClient, body: bytes):
    assert (await client.post("/json", content=body, headers=JSON)).json() == 1


@pytest.mark.parametrize("body", [b"{", b"nonsense", b"[1]", b'"x"', b"", b'{"a": 1}}'])
async def test_malformed_json_is_an_invalid_request(client: httpx.AsyncClient, body: bytes):
    answer = await client.post("/json", content=body, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_request"
    assert b"nonsense" not in answer.content


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_json_must_be_sent_as_json(client: httpx.AsyncClient, content_type: str):
    headers = {"content-type": content_type}
    answer = await client.post("/json", content=b'{"a": 1}', headers=headers)
    assert answer.status_code == 422


async def test_nul_in_paths_and_queries(client: httpx.AsyncClient):
    assert (await client.get("/x/a%00b")).status_code == 404
    assert (await client.get("/x/a?q=%00")).status_code == 422
    assert (await client.get("/x/a?%00")).status_code == 422
    assert (await client.get("/x/%ff%fe?q=%ff")).status_code == 200


async def test_a_stream_is_passed_on_as_it_comes_and_hears_the_client_go(app: FastAPI):
    heard_the_first = asyncio.Event()
    client_went = asyncio.Event()
    gone = asyncio.Event()

    @app.get("/stream")
    async def stream(request: Request) -> StreamingResponse:
        async def parts() -> AsyncIterator[str]:
            yield "one"
            await heard_the_first.wait()
            yield "two"
            await client_went.wait()
            assert await request.is_disconnected()
            gone.set()

        return StreamingResponse(parts(), media_type="text/event-stream")

    asked = False

    async def receive() -> Message:
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await heard_the_first.wait()
        client_went.set()
        return {"type": "http.disconnect"}

    bodies: list[bytes] = []

    async def send(message: Message) -> None:
        if message.get("body"):
            bodies.append(message["body"])
            heard_the_first.set()

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "path": "/stream",
        "raw_path": b"/stream",
        "root_path": "",
        "query_string": b"",
        "headers": [],
        "scheme": "http",
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 1),
    }
    async with asyncio.timeout(5):
        await app(scope, receive, send)
    assert bodies[0] == b"one"
