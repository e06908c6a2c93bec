"""Streams outlive the moment of signing in: they must end with the right to have them."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime

import pytest
from sqlalchemy import update
from starlette.requests import HTTPConnection

from segue.access import dependencies
from segue.access.actor import Role
from segue.access.dependencies import Admission, actor_of
from segue.access.models import Account, AccountSession
from tests.integration.access_world import World, a_world


@pytest.fixture
async def world(database_url: str) -> AsyncGenerator[World]:
    async with a_world(database_url) as world:
        yield world


@pytest.mark.parametrize(
    "change", [{"disabled_at": datetime(2026, 1, 1, tzinfo=UTC)}, {"role": Role.SUPERVISOR}]
)
async def test_an_admission_ends_with_the_account_or_its_rights(
    world: World, monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
):
    monkeypatch.setattr(dependencies, "ASK_AGAIN_SECONDS", 0.0)
    headers = await world.cookie(await world.account("a@example.org"))
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    connection = HTTPConnection({"type": "http", "app": world.app, "headers": raw})
    admission = Admission(connection, await actor_of(connection))
    assert await admission.holds()
    async with world.database.transaction() as session:
        await session.execute(update(Account).values(**change))
    assert not await admission.holds()


async def test_signing_out_ends_an_admission_after_a_while(world: World):
    headers = await world.cookie(await world.account("a@example.org"))
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    connection = HTTPConnection({"type": "http", "app": world.app, "headers": raw})
    admission = Admission(connection, await actor_of(connection))
    async with world.database.transaction() as session:
        await session.execute(update(AccountSession).values(cookie_hash="gone"))
    assert await admission.holds()  # asked of the database only every few seconds
    admission._asked_at -= dependencies.ASK_AGAIN_SECONDS
    assert not await admission.holds()
