"""How often an agent may dial and how many may call in, on both databases."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from segue.access.actor import Actor, Role
from segue.access.models import AuditEntry
from segue.calls.models import Call
from segue.calls.moves import CallState
from segue.database import Database, database_now, new_id
from segue.migrations.run import upgrade
from segue.roster.schemas import AgentCreate
from segue.roster.service import create_agent
from segue.telephony.limits import (
    DialsAtOnce,
    DialsPerDay,
    DialsPerMinute,
    TooManyDials,
    arrivals_allowed,
    check,
    refusals_noted,
)
from segue.telephony.models import Dial, DialPurpose, DialState
from segue.telephony.numbers import NumberPremium, dialable
from segue.telephony.rules import DialRules
from tests.fakes.settings import settings_for

RULES = DialRules(countries=frozenset({"US"}), per_minute=3, per_day=5, at_once=2)


@dataclass
class Exchange:
    """A database with two agents, and what they have dialled."""

    database: Database
    alice: str
    bob: str

    async def call(self, seconds_ago: float = 0, **changed: Any) -> str:
        async with self.database.transaction() as session:
            at = await database_now(session) - timedelta(seconds=seconds_ago)
            call = Call(
                id=new_id("call"), state=CallState.ENDED, customer_name="Casey", created_at=at,
                state_since=at, state_changed_at=at, customer_due_at=at, **changed,
            )  # fmt: skip
            session.add(call)
        return call.id

    async def dial(self, agent_id: str | None, rules: DialRules = RULES) -> None:
        """As whoever dials does it: asks, and writes the dial in the same transaction."""
        call_id = await self.call()
        async with self.database.transaction() as session:
            await session.execute(select(Call.id).where(Call.id == call_id).with_for_update())
            await check(session, agent_id, rules)
            await self._add(session, call_id, agent_id, DialState.ASKED, 0)

    async def dial_for(self, actor: Actor, call_id: str, number: str) -> None:
        """As an endpoint does it, having changed something before."""
        async with (
            refusals_noted(self.database, actor, number, call_id),
            self.database.transaction() as session,
        ):
            call = await session.get_one(Call, call_id)
            call.customer_name = "never to be seen"
            dialable(number, RULES)
            await check(session, actor.agent_id, RULES)

    async def dialled(
        self, agent_id: str | None, seconds_ago: float, state: DialState = DialState.OVER
    ) -> None:
        """A dial of the past."""
        call_id = await self.call()
        async with self.database.transaction() as session:
            await self._add(session, call_id, agent_id, state, seconds_ago)

    async def _add(
        self, session: Any, call_id: str, agent_id: str | None, state: DialState, ago: float
    ) -> None:
        at = await database_now(session) - timedelta(seconds=ago)
        session.add(
            Dial(
                id=new_id("dial"), call_id=call_id, leg_id=new_id("leg"), agent_id=agent_id,
                purpose=DialPurpose.CUSTOMER, address="+12025550123", state=state,
                ring_seconds=20, created_at=at,
            )
        )  # fmt: skip

    async def may_arrive(self, caller: str | None, **limits: int) -> bool:
        settings = settings_for("sqlite://", **limits)
        async with self.database.reading() as session:
            return await arrivals_allowed(session, settings, caller)


@pytest.fixture
async def exchange(database_url: str) -> AsyncGenerator[Exchange]:
    database = Database(settings_for(database_url).database)
    await upgrade(database)
    async with database.transaction() as session:
        people = [
            await create_agent(session, AgentCreate.model_validate({"handle": name, "name": name}))
            for name in ("alice", "bob")
        ]
    yield Exchange(database, *(one.id for one in people))
    await database.close()


async def test_per_minute_per_day_and_at_once(exchange: Exchange):
    for _ in range(3):
        await exchange.dialled(exchange.alice, 30)
    with pytest.raises(DialsPerMinute) as per_minute:
        await exchange.dial(exchange.alice)
    assert 20 <= per_minute.value.members["retry_after_seconds"] <= 30
    await exchange.dial(exchange.bob)  # another's limit is another's

    for _ in range(5):
        await exchange.dialled(exchange.bob, 3600)
    with pytest.raises(DialsPerDay) as per_day:
        await exchange.dial(exchange.bob)
    assert 22 * 3600 < per_day.value.members["retry_after_seconds"] <= 23 * 3600


async def test_an_open_dial_of_yesterday_is_still_at_once_and_no_other(exchange: Exchange):
    for _ in range(9):
        await exchange.dialled(exchange.alice, 25 * 3600)
    await exchange.dialled(exchange.alice, 25 * 3600, DialState.ANSWERED)
    await exchange.dial(exchange.alice)
    with pytest.raises(DialsAtOnce) as at_once:
        await exchange.dial(exchange.alice)
    assert at_once.value.members == {}


async def test_programs_that_act_for_nobody_share_a_limit(exchange: Exchange):
    await exchange.dial(None)
    await exchange.dial(None)
    with pytest.raises(DialsAtOnce):
        await exchange.dial(None)
    await exchange.dial(exchange.alice)


@pytest.mark.parametrize("who", ["alice", "nobody"])
async def test_of_twenty_at_once_no_more_than_allowed_get_through(exchange: Exchange, who: str):
    agent_id = exchange.alice if who == "alice" else None
    tries = (exchange.dial(agent_id, RULES) for _ in range(20))
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert [one for one in results if one is not None and not isinstance(one, TooManyDials)] == []
    assert results.count(None) == RULES.at_once


async def test_a_refusal_is_in_the_audit_although_all_else_is_undone(exchange: Exchange):
    actor = Actor("acc_1", role=Role.AGENT, agent_id=exchange.alice)
    call_id = await exchange.call()
    with pytest.raises(NumberPremium):
        await exchange.dial_for(actor, call_id, "+19005551234")
    await exchange.dialled(exchange.alice, 0, DialState.DIALLING)
    await exchange.dialled(exchange.alice, 0, DialState.ANSWERED)
    with pytest.raises(DialsAtOnce):
        await exchange.dial_for(actor, call_id, "+12025550123")
    async with exchange.database.reading() as session:
        kept = list(await session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
        call = await session.get_one(Call, call_id)
    assert call.customer_name == "Casey"
    assert [(one.actor_id, one.action, one.subject, one.outcome, one.detail) for one in kept] == [
        ("acc_1", "dial", call_id, "number_premium", {"number": "…34"}),
        ("acc_1", "dial", call_id, "dials_at_once", {"number": "…23"}),
    ]


async def test_no_flood_of_calls_in(exchange: Exchange):
    for number, rooms in (("+12025550123", 2), ("+12025550124", 1), (None, 3)):
        for _ in range(rooms):
            await exchange.call(5, customer_phone=number, room_name=new_id("room"))
    await exchange.call(61, customer_phone="+12025550123", room_name=new_id("room"))
    await exchange.call(5, customer_phone="+12025550124")  # not one that came by phone

    assert not await exchange.may_arrive("+12025550123", arrivals_per_number=2)
    assert await exchange.may_arrive("+12025550123", arrivals_per_number=3)
    assert await exchange.may_arrive("+12025550124", arrivals_per_number=2)
    assert await exchange.may_arrive(None, arrivals_per_number=1)
    assert not await exchange.may_arrive(None, arrivals_per_minute=6)
    assert not await exchange.may_arrive("+12025550199", arrivals_per_minute=6)
    assert await exchange.may_arrive("+12025550199", arrivals_per_minute=7)
