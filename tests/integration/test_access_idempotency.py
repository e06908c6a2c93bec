"""Requests that come again, at once, from others, or after their process died."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import structlog
from sqlalchemy import select, update

from segue.access.actor import Role, Scope
from segue.access.models import ApiKey, KeptAnswer
from tests.fakes.settings import FIRST_KEY
from tests.integration.access_world import World, a_world

PATH = "/api/probe/calls"
KEY = {"authorization": f"Bearer {FIRST_KEY}", "idempotency-key": "k-1"}
BODY = {"value": 1}


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    async with a_world(database_url) as world:
        yield world


@pytest.fixture
async def program(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with world.program() as program:
        yield program


async def test_the_same_request_is_done_once_and_answered_alike_with_fresh_tokens(
    world: World, program: httpx.AsyncClient
):
    first = await program.post(PATH, json=BODY, headers=KEY)
    again = await program.post(PATH, json=BODY, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert first.json()["count"] == again.json()["count"] == world.doings.count == 1
    assert first.json()["connect"][0]["token"] == "first-token"
    assert again.json()["connect"][0] == {
        "room": "room-1",
        "identity": "agent:1",
        "name": "Alice",
        "token": "fresh-1",
        "expires_at": "2030-01-01T00:00:00+00:00",
    }
    assert world.doings.minted == [("room-1", "agent:1", "Alice")]
    async with world.database.reading() as session:
        kept = str((await session.scalars(select(KeptAnswer))).one().__dict__)
    assert "first-token" not in kept
    assert "k-1" not in kept


async def test_another_body_is_refused(world: World, program: httpx.AsyncClient):
    await program.post(PATH, json=BODY, headers=KEY)
    answer = await program.post(PATH, json={"value": 2}, headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    answer = await program.post(f"{PATH}?x=1", json=BODY, headers=KEY)
    assert answer.json()["code"] == "idempotency_key_reused"
    assert world.doings.count == 1


async def test_callers_and_paths_do_not_share_keys(world: World, program: httpx.AsyncClient):
    other = await world.key(Scope.CALLS_WRITE, Scope.ACT_AS_AGENT)
    await program.post(PATH, json=BODY, headers=KEY)
    await program.post(PATH, json=BODY, headers=KEY | other)
    await program.post(PATH, json=BODY, headers=KEY | other | {"segue-agent": "alice"})
    await program.post(PATH, json=BODY, headers=KEY | other | {"segue-agent": "bob"})
    assert world.doings.count == 4
    echoed = await program.post("/api/probe/echo", json=BODY, headers=KEY)
    assert echoed.json() == 1


async def test_of_many_at_once_one_is_done(world: World, program: httpx.AsyncClient):
    answers = await asyncio.gather(*(program.post(PATH, json=BODY, headers=KEY) for _ in range(10)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert world.doings.count == 1


async def test_a_running_request_is_waited_for_until_its_process_must_be_dead(
    world: World, program: httpx.AsyncClient
):
    await program.post(PATH, json=BODY, headers=KEY)
    now = datetime.now(UTC)
    for age, code in ((59, 409), (62, 201)):
        async with world.database.transaction() as session:
            began = now - timedelta(seconds=age)
            await session.execute(update(KeptAnswer).values(status=None, started_at=began))
        answer = await program.post(PATH, json=BODY, headers=KEY)
        assert answer.status_code == code
    assert world.doings.count == 2


async def test_after_a_day_the_key_is_free(world: World, program: httpx.AsyncClient):
    await program.post(PATH, json=BODY, headers=KEY)
    async with world.database.transaction() as session:
        began = datetime.now(UTC) - timedelta(hours=24, seconds=1)
        await session.execute(update(KeptAnswer).values(started_at=began))
    answer = await program.post(PATH, json={"value": 2}, headers=KEY)
    assert answer.status_code == 201
    assert "idempotency-replayed" not in answer.headers


async def test_a_failure_of_ours_is_not_kept(world: World, program: httpx.AsyncClient):
    with structlog.testing.capture_logs() as lines:  # drawing the tracebacks takes seconds
        for _ in range(2):
            answer = await program.post("/api/probe/breaks", headers=KEY)
            assert answer.status_code == 500
    assert sum(line["event"] == "request failed" for line in lines) == 2
    assert world.doings.count == 2
    async with world.database.reading() as session:
        assert (await session.scalars(select(KeptAnswer))).all() == []


async def test_a_mistake_of_the_callers_is_kept(world: World, program: httpx.AsyncClient):
    first = await program.post(PATH, json={"wrong": 1}, headers=KEY)
    again = await program.post(PATH, json={"wrong": 1}, headers=KEY)
    assert first.status_code == again.status_code == 422
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["content-type"] == "application/problem+json"


async def test_a_secret_is_not_kept_yet_made_only_once(world: World, program: httpx.AsyncClient):
    wanted = {"name": "robot", "scopes": ["calls:read"]}
    first = await program.post("/api/keys", json=wanted, headers=KEY)
    assert first.status_code == 201
    again = await program.post("/api/keys", json=wanted, headers=KEY)
    assert (again.status_code, again.json()["code"]) == (409, "answer_not_kept")
    async with world.database.reading() as session:
        assert len((await session.scalars(select(ApiKey))).all()) == 1
        kept = (await session.scalars(select(KeptAnswer))).one()
    assert first.json()["secret"] not in str(kept.__dict__)


async def test_a_revoked_caller_gets_no_kept_answer(world: World, program: httpx.AsyncClient):
    key = await world.key(Scope.CALLS_WRITE)
    await program.post(PATH, json=BODY, headers=KEY | key)
    async with world.database.transaction() as session:
        await session.execute(update(ApiKey).values(revoked_at=datetime.now(UTC)))
    assert (await program.post(PATH, json=BODY, headers=KEY | key)).status_code == 401


async def test_a_refusal_is_not_kept(world: World, program: httpx.AsyncClient):
    key = await world.key(Scope.CALLS_READ)
    assert (await program.post(PATH, json=BODY, headers=KEY | key)).status_code == 403
    async with world.database.transaction() as session:
        await session.execute(update(ApiKey).values(scopes=["calls:write"]))
    assert (await program.post(PATH, json=BODY, headers=KEY | key)).status_code == 201


NO_KEYS = [b"", b" ", b"x" * 129, b"a b", b"\xc3\xa4"]


async def test_keys_that_are_none_are_refused(world: World, program: httpx.AsyncClient):
    for value in NO_KEYS:
        headers = [
            (b"authorization", KEY["authorization"].encode()),
            (b"idempotency-key", value),
            (b"content-type", b"application/json"),
        ]
        answer = await program.post(PATH, content=json.dumps(BODY), headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_invalid")
        assert world.doings.count == 0


async def test_people_have_keys_too(world: World, program: httpx.AsyncClient):
    cookie = await world.cookie(await world.account("a@example.org", Role.AGENT))
    headers = cookie | {"idempotency-key": "k"}
    for _ in range(2):
        assert (await program.post(PATH, json=BODY, headers=headers)).status_code == 201
    assert world.doings.count == 1
    forged = {"cookie": "segue_session=forged", "origin": cookie["origin"], "idempotency-key": "k"}
    assert (await program.post(PATH, json=BODY, headers=forged)).status_code == 401
