"""Invites: the first browser wins, stays, and is the customer of one call only."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from segue.access.credentials import digest
from segue.access.customers import release
from segue.access.expiry import purge_expired
from segue.access.invites import (
    InviteExpired,
    InviteTaken,
    InviteUnknown,
    Redeemed,
    create_invite,
    redeem,
    void_unused,
)
from segue.access.models import Invite
from tests.integration.access_world import World, a_world

CALL = "call_1"


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    async with a_world(database_url) as world:
        yield world


async def invite(world: World, call_id: str = CALL) -> str:
    async with world.database.transaction() as session:
        code, expires_at = await create_invite(session, call_id, timedelta(hours=1))
    assert expires_at > datetime.now(UTC)
    return code


async def join(world: World, code: str, cookie: str | None = None) -> Redeemed:
    async with world.database.transaction() as session:
        return await redeem(session, code, cookie)


async def test_the_first_browser_is_the_customer_and_may_come_again(world: World):
    code = await invite(world)
    first = await join(world, code)
    assert first.call_id == CALL
    assert await join(world, code, first.cookie) == first
    headers = {"cookie": f"segue_customer={first.cookie}"}
    async with world.program() as program:
        who = (await program.get("/api/probe/who", headers=headers)).json()
        assert who["call_id"] == CALL
        assert who["agent_id"] is None
        assert (await program.get("/api/accounts", headers=headers)).status_code == 403
        forged = {"cookie": f"segue_customer={first.cookie}x"}
        assert (await program.get("/api/probe/who", headers=forged)).status_code == 401


async def test_a_second_browser_is_refused_and_the_first_stays(world: World):
    code = await invite(world)
    first = await join(world, code)
    elsewhere = await join(world, await invite(world, "call_2"))
    for cookie in (None, "forged", elsewhere.cookie):
        with pytest.raises(InviteTaken):
            await join(world, code, cookie)
    assert (await join(world, code, first.cookie)).call_id == CALL


async def test_of_many_browsers_at_once_one_wins(world: World):
    code = await invite(world)
    answers = await asyncio.gather(*(join(world, code) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(answer, Redeemed) for answer in answers) == 1
    assert sum(isinstance(answer, InviteTaken) for answer in answers) == 7


async def test_an_unused_invite_expires_but_a_used_one_still_lets_its_browser_in(world: World):
    used = await invite(world)
    first = await join(world, used)
    unused = await invite(world)
    async with world.database.transaction() as session:
        past = datetime.now(UTC) - timedelta(seconds=1)
        await session.execute(update(Invite).values(expires_at=past))
    with pytest.raises(InviteExpired):
        await join(world, unused)
    assert await join(world, used, first.cookie) == first
    async with world.database.transaction() as session:
        await release(session, CALL)
    with pytest.raises(InviteExpired):
        await join(world, used, first.cookie)


async def test_one_invite_at_a_time_may_make_a_customer(world: World):
    """Whoever kept another link has nothing."""
    kept, newer = await invite(world), await invite(world)
    with pytest.raises(InviteUnknown):
        await join(world, kept)
    await join(world, newer)
    kept = await invite(world)
    async with world.database.transaction() as session:
        await void_unused(session, CALL)
    with pytest.raises(InviteUnknown):
        await join(world, kept)


FORGED_CODES = ["", "x", "x" * 100_000, "\x00", "\ud800", "ä" * 22]


async def test_forged_codes_are_unknown(world: World):
    for code in FORGED_CODES:
        with pytest.raises(InviteUnknown):
            await join(world, code)


async def test_neither_code_nor_cookie_is_kept(world: World):
    code = await invite(world)
    first = await join(world, code)
    assert len(code) >= 22  # 128 bits
    async with world.database.reading() as session:
        kept = str((await session.scalars(select(Invite))).one().__dict__)
    assert code not in kept
    assert first.cookie not in kept


async def test_in_a_browser_that_is_both_the_page_says_whom_it_speaks_for(world: World):
    cookie = await world.cookie(await world.account("a@example.org", agent="alice"))
    customer = await join(world, await invite(world))
    both = {"cookie": f"{cookie['cookie']}; segue_customer={customer.cookie}"}
    async with world.program() as program:
        assert (await program.get("/api/probe/who", headers=both)).json()["agent_id"]
        as_customer = both | {"segue-as": "customer"}
        answer = await program.get("/api/probe/who", headers=as_customer)
        assert answer.json()["call_id"] == CALL
        answer = await program.get("/api/probe/customer", headers=both)
        assert answer.json()["call_id"] == CALL
        assert (await program.get("/api/probe/customer", headers=cookie)).status_code == 403
        assert (await program.get("/api/probe/customer")).status_code == 401


async def test_what_is_long_over_is_forgotten(world: World):
    old = await invite(world)
    await join(world, old)
    await invite(world)
    async with world.database.transaction() as session:
        past = datetime.now(UTC) - timedelta(days=8)
        await session.execute(
            update(Invite).where(Invite.code_hash == digest(old)).values(expires_at=past)
        )
    await purge_expired(world.database)
    async with world.database.reading() as session:
        assert len((await session.scalars(select(Invite))).all()) == 1
