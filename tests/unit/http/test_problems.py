"""Errors as problems, request ids, and what the log line says."""

from collections.abc import AsyncIterator

import httpx
import pytest
import structlog
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import DBAPIError, OperationalError

from segue.errors import Conflict, MediaUnavailable
from segue.http.problems import add_problem_handlers
from segue.http.request_id import RequestLog
from segue.http.security_headers import SecurityHeaders
from segue.pages import mount_pages
from segue.telemetry.metrics import REGISTRY
from tests.fakes.settings import settings_for


class Person(BaseModel):
    model_config = ConfigDict(extra="forbid")
    pin: int


class NotNow(Conflict):
    code = "not_now"


router = APIRouter(prefix="/api")


@router.post("/person/{number}")
async def person(number: int, body: Person) -> int:
    return number + body.pin


@router.get("/conflict")
async def conflict() -> None:
    raise NotNow("Later, please.", state="ringing", allowed_moves=["cancel"])


@router.get("/media")
async def media() -> None:
    raise MediaUnavailable


@router.get("/locked")
async def locked() -> None:
    raise OperationalError("SELECT secret", {"email": "x@y"}, Exception("database is locked"))


class FromPostgres(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate
        super().__init__("SELECT secret")


@router.get("/postgres/{sqlstate}")
async def postgres(sqlstate: str) -> None:
    raise DBAPIError("SELECT secret", {}, FromPostgres(sqlstate))


@router.get("/refused")
async def refused() -> None:
    raise ConnectionRefusedError("127.0.0.1")


@router.get("/bug")
async def bug() -> None:
    raise RuntimeError("inner workings")


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(router)
    add_problem_handlers(app)
    app.add_middleware(SecurityHeaders, settings=settings_for(""))
    app.add_middleware(RequestLog, debug=True)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/conflict", 409, "not_now"),
        ("/api/media", 503, "media_unavailable"),
        ("/api/locked", 503, "database_unavailable"),
        ("/api/postgres/57P03", 503, "database_unavailable"),
        ("/api/postgres/40P01", 503, "database_unavailable"),
        ("/api/postgres/22021", 500, "internal_error"),
        ("/api/refused", 503, "database_unavailable"),
        ("/api/bug", 500, "internal_error"),
        ("/api/nowhere", 404, "no_such_path"),
        ("/api/person/1", 405, "method_not_allowed"),
    ],
)
async def test_every_error_is_a_problem(
    client: httpx.AsyncClient, path: str, status: int, code: str
):
    with structlog.testing.capture_logs():  # drawing a traceback takes seconds
        answer = await client.get(path)
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem.keys() >= {"type", "title", "detail"}
    assert answer.headers["x-request-id"].startswith("req_")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "inner workings" not in answer.text
    assert "SELECT" not in answer.text
    if status == 500:
        assert problem["request_id"] == answer.headers["x-request-id"]
    if status == 503:
        assert answer.headers["retry-after"]
    if status == 405:
        assert answer.headers["allow"] == "POST"
    if status == 409:
        assert (problem["state"], problem["allowed_moves"]) == ("ringing", ["cancel"])


@pytest.mark.parametrize("path", ["/api/nowhere", "/somewhere"])
async def test_a_path_that_only_the_desk_routes_takes_no_post(path: str):
    app = FastAPI()
    app.include_router(router)
    mount_pages(app, settings_for(""))
    add_problem_handlers(app)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        nowhere = await client.post(path, json={})
        assert (nowhere.status_code, nowhere.json()["code"]) == (404, "no_such_path")
        wrong = await client.post("/api/conflict", json={})
        assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
        read = await client.get("/api/nowhere")
        assert (read.status_code, read.json()["code"]) == (404, "no_such_path")


async def test_a_wrong_body_is_not_repeated(client: httpx.AsyncClient):
    body = {"pin": "my secret pin", "x" * 500: 1}
    answer = await client.post("/api/person/secretnumber", json=body)
    assert answer.status_code == 422
    assert "secret" not in answer.text
    assert "x" * 65 not in answer.text
    locs = [error["loc"] for error in answer.json()["errors"]]
    assert ["path", "number"] in locs
    assert ["body", "pin"] in locs


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abc-123_DEF.4", True),
        ("short", False),
        ("x" * 65, False),
        ("spaces in it", False),
        ("eyJ{}<script>", False),
    ],
)
async def test_only_a_sane_request_id_is_taken_over(
    client: httpx.AsyncClient, given: str, kept: bool
):
    answer = await client.get("/api/conflict", headers={"x-request-id": given})
    assert (answer.headers["x-request-id"] == given) is kept


async def test_the_log_line_holds_no_codes_and_no_query_values(client: httpx.AsyncClient):
    with structlog.testing.capture_logs() as lines:
        await client.post("/api/invites/secret-code/join?token=secret-token", json={})
        await client.get("/call/secret-code")
        await client.get("/welcome/secret-code/x")
        await client.post("/api/account-links/secret-code")
    assert len(lines) == 4
    assert "secret" not in str(lines)
    assert lines[0]["path"] == "/api/invites/***/join"
    assert lines[0]["query_names"] == ["token"]
    assert {line["status"] for line in lines} == {404}


async def test_requests_are_counted_by_route_and_not_by_path(client: httpx.AsyncClient):
    await client.post("/api/person/7", json={"pin": 1})
    await client.get("/api/nowhere/else")
    count = "segue_http_request_seconds_count"
    counted = {"method": "POST", "route": "/api/person/{number}", "status": "200"}
    assert REGISTRY.get_sample_value(count, counted)
    unknown = {"method": "GET", "route": "unmatched", "status": "404"}
    assert REGISTRY.get_sample_value(count, unknown)
    # Nothing that a caller chooses may become a label.
    await client.request("EVIL", "/api/conflict")
    assert not any(
        sample.labels.get("method") == "EVIL"
        for metric in REGISTRY.collect()
        for sample in metric.samples
    )
