"""Signing in and out, and cookies that are not what they seem."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from segue.access.actor import Role
from segue.access.models import Account, AccountSession, AuditEntry
from segue.access.service import ensure_demo_account
from tests.fakes.settings import BASE
from tests.integration.access_world import PASSWORD, World, a_world

EMAIL = "alice@example.org"
SIGN_IN = {"email": EMAIL, "password": PASSWORD}


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    async with a_world(database_url) as world:
        await world.account(EMAIL, agent="alice")
        yield world


async def test_signs_in_and_out(world: World):
    async with world.browser() as browser:
        answer = await browser.post("/api/session", json=SIGN_IN | {"email": " Alice@Example.org"})
        assert answer.status_code == 200
        assert answer.json()["account"]["agent_id"] == world.agents["alice"]
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        who = await browser.get("/api/probe/who")
        assert who.json()["agent_id"] == world.agents["alice"]
        old = browser.cookies["segue_session"]
        assert (await browser.delete("/api/session")).status_code == 204
        assert (await browser.get("/api/probe/who")).status_code == 401
        kept = {"cookie": f"segue_session={old}"}
        assert (await browser.get("/api/probe/who", headers=kept)).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        SIGN_IN | {"password": "wrong"},
        SIGN_IN | {"email": "nobody@example.org"},
        SIGN_IN | {"password": "päss\N{ZERO WIDTH SPACE}" * 20},
    ],
)
async def test_wrong_credentials_are_told_in_one_way(world: World, wrong: dict[str, str]):
    async with world.browser() as browser:
        answer = await browser.post("/api/session", json=wrong)
    assert answer.status_code == 401
    assert answer.json()["code"] == "wrong_credentials"
    assert "set-cookie" not in answer.headers


HOSTILE_BODIES: list[dict[str, object]] = [
    {},
    {"email": EMAIL},
    {"email": "x" * 300 + "@example.org", "password": "x"},
    {"email": "no address", "password": "x"},
    {"email": "a\u0000@example.org", "password": "x"},
    {"email": "a\ud800@example.org", "password": "x"},
    {"email": EMAIL, "password": "p\u0000"},
    {"email": EMAIL, "password": "x" * 257},
    {"email": EMAIL, "password": PASSWORD, "admin": True},
    {"email": EMAIL, "password": PASSWORD, "demo": "alice"},
    {"email": [EMAIL], "password": PASSWORD},
]


async def test_hostile_bodies_are_refused_without_being_repeated(
    world: World,
):
    for body in HOSTILE_BODIES:
        async with world.browser() as browser:
            answer = await browser.post(
                "/api/session",
                content=json.dumps(body),
                headers={"content-type": "application/json"},
            )
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert PASSWORD not in answer.text


async def test_an_account_without_a_password_cannot_sign_in(world: World):
    async with world.database.transaction() as session:
        await session.execute(update(Account).values(password_hash=None))
    async with world.browser() as browser:
        assert (await browser.post("/api/session", json=SIGN_IN)).status_code == 401


async def test_a_planted_cookie_is_not_kept_at_sign_in(world: World):
    planted = "attackers-choice"
    async with world.browser() as browser:
        browser.cookies.set("segue_session", planted, domain="localhost.local")
        answer = await browser.post(
            "/api/session", json=SIGN_IN, headers={"cookie": f"segue_session={planted}"}
        )
        assert planted not in answer.headers["set-cookie"]
        kept = {"cookie": f"segue_session={planted}"}
        assert (await browser.get("/api/probe/who", headers=kept)).status_code == 401


async def test_signing_in_again_ends_the_browsers_session_before(world: World):
    async with world.browser() as browser:
        await browser.post("/api/session", json=SIGN_IN)
        first = browser.cookies["segue_session"]
        await browser.post("/api/session", json=SIGN_IN)
        kept = {"cookie": f"segue_session={first}"}
        assert (await browser.get("/api/probe/who", headers=kept)).status_code == 401


WRONG_COOKIES = [
    "segue_session=",
    "segue_session=forged",
    "segue_session=" + "x" * 5000,
    "segue_session={good}; segue_session={good}x",
    "segue_session={good}x; segue_session={good}",
    "__Host-segue_session={good}",
    "SEGUE_SESSION={good}",
    ";;;=;==",
    "segue_session=\xff\xfe",
    "segue_customer={good}",
]


async def test_only_the_one_right_cookie_counts(world: World):
    async with world.browser() as browser:
        await browser.post("/api/session", json=SIGN_IN)
        good = browser.cookies["segue_session"]
    for cookie in WRONG_COOKIES:
        async with world.program() as program:
            header = cookie.format(good=good).encode("latin-1")
            answer = await program.get("/api/probe/who", headers=[(b"cookie", header)])
            assert answer.status_code == 401
            right = {"cookie": f"other=1; segue_session={good}"}
            assert (await program.get("/api/probe/who", headers=right)).status_code == 200


@pytest.mark.parametrize("field", ["expires_at", "disabled_at"])
async def test_an_expired_session_and_a_disabled_account_are_out(world: World, field: str):
    async with world.browser() as browser:
        await browser.post("/api/session", json=SIGN_IN)
        past = datetime.now(UTC) - timedelta(seconds=1)
        table = AccountSession if field == "expires_at" else Account
        async with world.database.transaction() as session:
            await session.execute(update(table).values({field: past}))
        assert (await browser.get("/api/probe/who")).status_code == 401


async def test_a_session_slides_up_to_its_limit(world: World):
    async with world.browser() as browser:
        await browser.post("/api/session", json=SIGN_IN)
        now = datetime.now(UTC)
        begun = now - timedelta(days=6, hours=20)
        async with world.database.transaction() as session:
            await session.execute(
                update(AccountSession).values(
                    created_at=begun,
                    seen_at=now - timedelta(hours=1),
                    expires_at=now + timedelta(1),
                )
            )
        assert (await browser.get("/api/probe/who")).status_code == 200
        async with world.database.reading() as session:
            kept = (await session.scalars(select(AccountSession))).one()
        assert kept.expires_at == begun + timedelta(days=7)
        assert kept.seen_at >= now - timedelta(seconds=5)


async def test_too_many_tries_have_to_wait(world: World):
    async with world.browser() as browser:
        wrong = SIGN_IN | {"password": "wrong"}
        codes = [(await browser.post("/api/session", json=wrong)).status_code for _ in range(11)]
        assert codes == [401] * 10 + [429]
        answer = await browser.post("/api/session", json=SIGN_IN)
        assert answer.status_code == 429
        assert 1 <= int(answer.headers["retry-after"]) <= 60


async def test_signing_in_and_its_refusal_are_audited_without_names(world: World):
    async with world.browser() as browser:
        await browser.post("/api/session", json=SIGN_IN | {"password": "wrong"})
        await browser.post("/api/session", json=SIGN_IN)
    async with world.database.reading() as session:
        rows = list(
            await session.scalars(
                select(AuditEntry)
                .where(AuditEntry.action == "session.start")
                .order_by(AuditEntry.id)
            )
        )
    assert [row.outcome for row in rows] == ["refused", "done"]
    assert all(row.address == "127.0.0.1" and EMAIL not in str(row.detail) for row in rows)


@pytest.fixture
async def demo(database_url: str) -> AsyncIterator[World]:
    async with a_world(database_url, demo=True) as world:
        async with world.database.transaction() as session:
            alice = world.agents["alice"]
            await ensure_demo_account(session, "alice", "Alice", Role.AGENT, alice)
            await ensure_demo_account(session, "admin", "Admin", Role.ADMIN)
        await world.account("bob@example.org", agent="bob")
        yield world


async def test_the_demo_signs_in_with_one_click(demo: World):
    async with demo.browser() as browser:
        for handle, role in (("alice", "agent"), ("admin", "admin")):
            answer = await browser.post("/api/session", json={"demo": handle})
            assert answer.json()["account"]["role"] == role
        assert (await browser.post("/api/session", json={"demo": "bob"})).status_code == 404


ELSEWHERE: list[tuple[str, dict[str, str]]] = [
    ("192.0.2.1", {}),
    ("127.0.0.1", {"host": "evil.example.org"}),
    ("127.0.0.1", {"host": "localhost.evil.example.org"}),
    ("127.0.0.1", {"host": "localhost@evil.example.org"}),
    ("127.0.0.1", {"host": ""}),
    ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}),
    ("127.0.0.1", {"forwarded": "for=127.0.0.1"}),
]


async def test_the_demo_answers_this_machine_only(demo: World):
    for peer, headers in ELSEWHERE:
        async with demo.browser(peer) as browser:
            answer = await browser.post("/api/session", json={"demo": "alice"}, headers=headers)
            assert answer.status_code == 421
            assert answer.json()["code"] == "demo_loopback_only"
            assert (await browser.get("/api/probe/who", headers=headers)).status_code == 421


DESKS = ["alice.localhost:18200", "127.0.0.1:1", "[::1]:18200"]


async def test_the_demo_has_a_desk_per_origin(demo: World):
    for host in DESKS:
        async with demo.program() as program:
            headers = {"host": host, "origin": f"http://{host}"}
            answer = await program.post("/api/session", json={"demo": "alice"}, headers=headers)
            assert answer.status_code == 200


async def test_outside_the_demo_nobody_signs_in_with_one_click(world: World):
    async with world.database.transaction() as session:
        account = await ensure_demo_account(session, "carol", "Carol", Role.ADMIN)
    async with world.browser() as browser:
        answer = await browser.post("/api/session", json={"demo": "carol"})
        assert answer.json()["code"] == "demo_only"
        left_over = await world.cookie(account)
        assert (await browser.get("/api/probe/who", headers=left_over)).status_code == 401


async def test_on_https_the_cookie_is_bound_to_the_host(database_url: str):
    https = BASE.replace("http", "https")
    async with a_world(database_url, base_url=https) as world:
        await world.account(EMAIL)
        async with world.program(headers={"origin": https}) as program:
            answer = await program.post("/api/session", json=SIGN_IN)
            assert answer.headers["set-cookie"].startswith("__Host-segue_session=")
            assert "Secure" in answer.headers["set-cookie"]
            assert answer.headers["strict-transport-security"]
            plain = {"origin": BASE}
            answer = await program.post("/api/session", json=SIGN_IN, headers=plain)
            assert answer.json()["code"] == "csrf_refused"
