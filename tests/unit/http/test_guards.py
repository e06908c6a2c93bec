"""Which browser requests are let through, and which answers browsers get."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import StreamingResponse

from segue.http.guards import CsrfGuard
from segue.http.pages import NONCE_PLACE, html_page
from segue.http.security_headers import SecurityHeaders, page_policy
from tests.fakes.settings import settings_for

HOST = "desk.example.org"
COOKIE = {"cookie": "a=1; __Host-segue_session=x"}
OURS = {"origin": f"https://{HOST}"}


def app_for(base_url: str) -> FastAPI:
    app = FastAPI()

    @app.api_route("/api/do", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    async def do() -> str:
        return "done"

    app.add_middleware(CsrfGuard, settings=settings_for("", base_url=base_url))
    return app


async def status(method: str, headers: dict[str, str], base: str = f"https://{HOST}") -> int:
    transport = httpx.ASGITransport(app_for(base))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
        return (await client.request(method, "/api/do", headers=headers)).status_code


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (COOKIE | OURS, 200),
        (COOKIE | {"sec-fetch-site": "same-origin"}, 200),
        (COOKIE | OURS | {"sec-fetch-site": "same-origin"}, 200),
        (COOKIE, 403),
        (COOKIE | {"sec-fetch-site": "none"}, 403),
        (COOKIE | {"origin": "null"}, 403),
        (COOKIE | {"origin": ""}, 403),
        (COOKIE | {"origin": "https://evil.example.org"}, 403),
        (COOKIE | {"origin": f"https://{HOST}.evil.example.org"}, 403),
        (COOKIE | {"origin": f"https://{HOST}:8443"}, 403),
        (COOKIE | {"origin": f"http://{HOST}"}, 403),
        (COOKIE | OURS | {"sec-fetch-site": "cross-site"}, 403),
        (COOKIE | {"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://evil.example.org"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({}, 200),
        (COOKIE | {"authorization": "Bearer sgk_x"}, 200),
        (COOKIE | {"authorization": "Basic eDp5"}, 403),
        ({"cookie": "segue_other=1"}, 200),
    ],
)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_unsafe_requests_must_come_from_our_pages(
    method: str, headers: dict[str, str], expected: int
):
    assert await status(method, headers) == expected


async def test_reading_is_never_refused():
    evil = COOKIE | {"origin": "https://evil.example.org", "sec-fetch-site": "cross-site"}
    assert await status("GET", evil) == 200


async def test_on_http_the_host_itself_is_enough():
    headers = {"cookie": "segue_session=x", "origin": f"http://{HOST}"}
    assert await status("POST", headers, base="http://localhost:8080") == 200
    assert await status("POST", headers | {"origin": "http://localhost:8080"}) == 403


def test_scripts_come_from_our_files_only():
    policy = page_policy(settings_for(""))
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["script-src"] == "'self'"
    assert directives["default-src"] == "'none'"
    assert directives["frame-ancestors"] == "'none'"
    assert directives["connect-src"] == ("'self' wss://voice.example.org https://voice.example.org")
    assert directives["worker-src"] == "'self' blob:"
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize(
    ("url", "sources"),
    [
        ("ws://127.0.0.1:7880", "ws://127.0.0.1:7880 http://127.0.0.1:7880"),
        ("https://lk.example.org/path", "wss://lk.example.org https://lk.example.org"),
        (
            "wss://my.livekit.cloud",
            "wss://my.livekit.cloud https://my.livekit.cloud wss://*.livekit.cloud "
            "https://*.livekit.cloud",
        ),
    ],
)
def test_the_browser_may_reach_livekit(url: str, sources: str):
    policy = page_policy(settings_for("", livekit_public_url=url))
    assert f"connect-src 'self' {sources};" in policy


def test_assets_may_come_from_a_cdn():
    policy = page_policy(settings_for("", asset_url="https://cdn.example.org/segue/1"))
    assert "script-src 'self' https://cdn.example.org;" in policy


def test_a_page_with_a_place_for_a_nonce_lets_in_no_other_style(tmp_path):
    page = tmp_path / "index.html"
    page.write_text(f'<meta property="csp-nonce" nonce="{NONCE_PLACE}">')
    first, second = (html_page(page, settings_for("")) for _ in range(2))
    policy = first.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'nonce="{nonce}"' in bytes(first.body).decode()
    assert first.body != second.body
    assert first.headers["cache-control"] == "no-store"
    page.write_text("<p>plain</p>")
    policy = html_page(page, settings_for("")).headers["content-security-policy"]
    assert policy.count("'unsafe-inline'") == 1
    assert "style-src 'self' 'unsafe-inline'" in policy


async def test_every_answer_carries_the_headers_and_keeps_its_own():
    app = FastAPI()

    @app.get("/api/x")
    async def x() -> StreamingResponse:
        async def parts() -> AsyncIterator[str]:
            yield "data: 1\n\n"

        return StreamingResponse(parts(), headers={"cache-control": "no-cache"})

    app.add_middleware(SecurityHeaders, settings=settings_for(""))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        api = await client.get("/api/x")
        page = await client.get("/call/secret")
    for answer in (api, page):
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "microphone=(self)" in answer.headers["permissions-policy"]
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "strict-transport-security" not in answer.headers
    assert api.headers["content-security-policy"].startswith("default-src 'none'")
    assert api.headers["cache-control"] == "no-cache"
    assert "script-src 'self'" in page.headers["content-security-policy"]
