"""Accounts and their one-time links, keys, and the audit of both."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, update

from segue.access.actor import Role, Scope
from segue.access.models import Account, AccountLink, ApiKey, AuditEntry
from segue.access.service import add_account
from tests.fakes.settings import COMPANION_KEY, FIRST_KEY
from tests.integration.access_world import PASSWORD, World, a_world

ADMIN = {"authorization": f"Bearer {FIRST_KEY}"}
COMPANION = {"authorization": f"Bearer {COMPANION_KEY}"}
NEW = {"email": "carol@example.org", "name": "Carol"}


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    async with a_world(database_url) as world:
        yield world


async def test_the_first_admin_comes_in_by_a_link(world: World):
    code = await add_account(world.database, "Root@Example.org", "Root", Role.ADMIN)
    async with world.browser() as browser:
        answer = await browser.post(f"/api/account-links/{code}", json={"password": PASSWORD})
        assert answer.json()["account"]["role"] == "admin"
        made = await browser.post("/api/accounts", json=NEW | {"agent": "alice"})
        assert made.status_code == 201
        assert made.json()["account"]["agent_id"] == world.agents["alice"]
        again = await browser.post(f"/api/account-links/{code}", json={"password": PASSWORD})
        assert again.json()["code"] == "account_link_unknown"
    async with world.browser() as browser:
        link = made.json()["link"]["url"].rpartition("/")[2]
        await browser.post(f"/api/account-links/{link}", json={"password": PASSWORD})
        assert (await browser.get("/api/accounts")).json()["code"] == "role_needed"


async def test_adding_an_account_again_makes_a_new_link_and_voids_the_old(world: World):
    first = await add_account(world.database, "root@example.org", "Root", Role.AGENT)
    second = await add_account(world.database, "root@example.org", "Root", Role.ADMIN)
    async with world.browser() as browser:
        body = {"password": PASSWORD}
        assert (await browser.post(f"/api/account-links/{first}", json=body)).status_code == 404
        answer = await browser.post(f"/api/account-links/{second}", json=body)
        assert answer.json()["account"]["role"] == "admin"


async def test_of_many_who_use_a_link_at_once_one_wins(world: World):
    code = await add_account(world.database, "root@example.org", "Root", Role.ADMIN)
    async with world.browser() as browser:
        answers = await asyncio.gather(
            *(
                browser.post(f"/api/account-links/{code}", json={"password": f"{PASSWORD} {n}"})
                for n in range(6)
            )
        )
        codes = [answer.status_code for answer in answers]
        assert sorted(codes) == [200] + [404] * 5
        winner = codes.index(200)
        for n in (winner, (winner + 1) % 6):
            body = {"email": "root@example.org", "password": f"{PASSWORD} {n}"}
            answer = await browser.post("/api/session", json=body)
            assert answer.status_code == (200 if n == winner else 401)


async def test_a_new_password_signs_out_everywhere_else(world: World):
    account = await world.account("bob@example.org")
    elsewhere = await world.cookie(account)
    async with world.program() as program:
        answer = await program.post(f"/api/accounts/{account.id}/links", headers=ADMIN)
        code = answer.json()["url"].rpartition("/")[2]
        chosen = {"password": "another good one"}
        await program.post(f"/api/account-links/{code}", json=chosen)
        assert (await program.get("/api/probe/who", headers=elsewhere)).status_code == 401


FORGED_LINKS = ["x", "x" * 64, "%00", "%F0%9F%98%80", "..%2Fsession"]


async def test_forged_links_are_unknown(world: World):
    for code in FORGED_LINKS:
        async with world.browser() as browser:
            answer = await browser.post(f"/api/account-links/{code}", json={"password": PASSWORD})
            assert answer.status_code == 404


async def test_an_expired_link_and_a_short_password_are_refused(world: World):
    code = await add_account(world.database, "root@example.org", "Root", Role.ADMIN)
    async with world.browser() as browser:
        answer = await browser.post(f"/api/account-links/{code}", json={"password": "short"})
        assert answer.status_code == 422
        assert "short" not in json.dumps(answer.json()["errors"][0]["loc"])
        async with world.database.transaction() as session:
            link = (await session.scalars(select(AccountLink))).one()
            await session.execute(
                update(AccountLink).values(
                    expires_at=link.expires_at.min.replace(year=2000, tzinfo=link.expires_at.tzinfo)
                )
            )
        answer = await browser.post(f"/api/account-links/{code}", json={"password": PASSWORD})
        assert answer.status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (NEW | {"email": "ALICE@example.org"}, 409, "account_exists"),
        (NEW | {"agent": "alice"}, 409, "account_exists"),
        (NEW | {"agent": "nobody"}, 422, "agent_unknown"),
        (NEW | {"role": "god"}, 422, "invalid_request"),
        (NEW | {"password": PASSWORD}, 422, "invalid_request"),
        (NEW | {"name": " "}, 422, "invalid_request"),
    ],
)
async def test_bad_accounts_are_refused_and_change_nothing(
    world: World, body: dict[str, str], status: int, code: str
):
    await world.account("alice@example.org", agent="alice")
    async with world.program(headers=ADMIN) as program:
        answer = await program.post("/api/accounts", json=body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert len((await program.get("/api/accounts")).json()["accounts"]) == 1


async def test_a_disabled_account_is_out_at_once_and_may_be_let_in_again(world: World):
    account = await world.account("alice@example.org")
    cookie = await world.cookie(account)
    path = f"/api/accounts/{account.id}"
    async with world.program() as program:
        assert (await program.get("/api/probe/who", headers=cookie)).status_code == 200
        answer = await program.patch(path, json={"disabled": True}, headers=ADMIN)
        assert answer.json()["account"]["disabled"] is True
        assert (await program.get("/api/probe/who", headers=cookie)).status_code == 401
        body = {"email": "alice@example.org", "password": PASSWORD}
        assert (await program.post("/api/session", json=body)).status_code == 401
        await program.patch(path, json={"disabled": False}, headers=ADMIN)
        assert (await program.get("/api/probe/who", headers=cookie)).status_code == 401
        assert (await program.post("/api/session", json=body)).status_code == 200


async def test_changes_name_role_and_agent(world: World):
    account = await world.account("alice@example.org", agent="alice")
    async with world.program(headers=ADMIN) as program:
        change = {"name": "Al", "role": "supervisor", "agent": "bob"}
        answer = await program.patch(f"/api/accounts/{account.id}", json=change)
        view = answer.json()["account"]
        assert (view["name"], view["role"], view["agent_id"]) == (
            "Al",
            "supervisor",
            world.agents["bob"],
        )
        answer = await program.patch(f"/api/accounts/{account.id}", json={"agent": None})
        assert answer.json()["account"]["agent_id"] is None
        assert (await program.patch("/api/accounts/acct_no", json=change)).status_code == 404
        answer = await program.patch(f"/api/accounts/{account.id}", json={})
        assert answer.status_code == 422


async def test_two_admins_cannot_both_demote_each_other(world: World):
    first = await world.account("a@example.org", Role.ADMIN)
    second = await world.account("b@example.org", Role.ADMIN)
    async with world.program(headers=ADMIN) as program:
        answers = await asyncio.gather(
            *(
                program.patch(f"/api/accounts/{account.id}", json={"role": "agent"})
                for account in (first, second)
            )
        )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    async with world.database.reading() as session:
        left = await session.scalars(select(Account).where(Account.role == Role.ADMIN))
        assert len(list(left)) == 1


async def test_a_key_is_shown_once_and_out_when_revoked(world: World):
    wanted = {"name": "robot", "scopes": ["admin", "calls:write"]}
    async with world.program(headers=ADMIN) as program:
        made = (await program.post("/api/keys", json=wanted)).json()
        secret, key_id = made["secret"], made["key"]["id"]
        assert secret.startswith(made["key"]["prefix"])
        mine = {"authorization": f"bearer {secret}"}
        assert (await program.get("/api/accounts", headers=mine)).status_code == 200
        listed = await program.get("/api/keys")
        assert secret not in listed.text
        assert listed.json()["keys"][0]["last_used_at"] is not None
        assert (await program.delete(f"/api/keys/{key_id}")).status_code == 204
        assert (await program.delete(f"/api/keys/{key_id}")).status_code == 204
        assert (await program.get("/api/accounts", headers=mine)).status_code == 401
        assert (await program.delete("/api/keys/key_no")).status_code == 404
    async with world.database.reading() as session:
        assert secret not in str((await session.scalars(select(ApiKey))).one().__dict__)


FORGED_KEYS = [
    b"",
    b"Bearer",
    b"Bearer ",
    b"Bearer sgk_forged",
    b"Bearer sgk_" + b"x" * 10_000,
    b"Bearer " + FIRST_KEY.upper().encode(),
    b"Bearer " + FIRST_KEY.encode() + b"x",
    b"Basic " + FIRST_KEY.encode(),
    FIRST_KEY.encode(),
    b"Bearer \xff\xfe",
]


async def test_forged_keys_are_nobody(world: World):
    for authorization in FORGED_KEYS:
        async with world.program() as program:
            headers = [(b"authorization", authorization)]
            answer = await program.get("/api/accounts", headers=headers)
        assert answer.status_code == 401
        assert answer.json()["code"] == "unauthenticated"


async def test_a_bad_key_does_not_fall_back_to_the_cookie(world: World):
    cookie = await world.cookie(await world.account("a@example.org", Role.ADMIN))
    async with world.program() as program:
        assert (await program.get("/api/accounts", headers=cookie)).status_code == 200
        both = cookie | {"authorization": "Bearer sgk_forged"}
        assert (await program.get("/api/accounts", headers=both)).status_code == 401


async def test_a_key_acts_for_an_agent_only_with_the_scope(world: World):
    may = await world.key(Scope.CALLS_READ, Scope.ACT_AS_AGENT)
    may_not = await world.key(Scope.CALLS_READ)
    signed_in = await world.cookie(await world.account("a@example.org", Role.ADMIN))
    async with world.program() as program:

        async def who(headers: dict[str, str], agent: str) -> tuple[int, str]:
            sent = headers | {"segue-agent": agent}
            answer = await program.get("/api/probe/who", headers=sent)
            body = answer.json()
            return answer.status_code, body.get("agent_id") or body.get("code")

        alice = world.agents["alice"]
        assert await who(may, "alice") == (200, alice)
        assert await who(may, alice) == (200, alice)
        assert await who(may, "nobody") == (422, "agent_unknown")
        assert await who(may, "") == (422, "agent_unknown")
        assert await who(may_not, "alice") == (403, "act_as_agent_needed")
        assert await who(signed_in, "alice") == (403, "act_as_agent_needed")
        raw = [(b"authorization", may["authorization"].encode()), (b"segue-agent", b"\xc3\xff")]
        answer = await program.get("/api/probe/who", headers=raw)
        assert answer.status_code == 422


async def test_the_companions_key_may_do_nothing_else(world: World):
    async with world.program(headers=COMPANION) as program:
        answer = await program.get("/api/accounts")
    assert answer.json()["code"] == "scope_needed"
    assert answer.json()["scope"] == "admin"


async def test_lists_are_paged_without_gaps(world: World):
    for n in range(5):
        await world.account(f"a{n}@example.org")
    async with world.program(headers=ADMIN) as program:
        for path, members in (("/api/accounts", "accounts"), ("/api/audit", "entries")):
            seen: list[str] = []
            cursor: str | None = None
            while True:
                query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
                page = (await program.get(path, params=query)).json()
                seen += [entry["id"] for entry in page[members]]
                cursor = page["next_cursor"]
                if cursor is None:
                    break
            assert len(seen) == len(set(seen)) == 5
        for limit in ("0", "201", "x"):
            answer = await program.get("/api/audit", params={"limit": limit})
            assert answer.status_code == 422
        assert (await program.get("/api/audit?cursor=%00")).status_code == 422


async def test_what_admins_do_is_audited_with_whom_it_was_for(world: World):
    async with world.program(headers=ADMIN | {"segue-agent": "alice"}) as program:
        await program.post("/api/accounts", json=NEW)
    async with world.database.reading() as session:
        row = (await session.scalars(select(AuditEntry))).one()
    assert (row.actor_id, row.on_behalf_of) == ("key_first", world.agents["alice"])
    assert row.action == "account.create"
    assert "carol" not in str(row.detail).lower()
