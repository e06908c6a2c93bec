"""The figures of a period are those of what is kept, and of nobody else's calls."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

from segue.access.actor import Scope
from segue.calls.models import Call, Leg, Segment
from segue.calls.moves import CallState
from segue.database import new_id
from segue.transfers.models import Transfer
from segue.transfers.situation import Focus, Mode, State
from tests.integration.office import Json, Office

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
PERIOD = "from=2026-03-02T00:00:00Z&to=2026-03-09T00:00:00Z"


def at(seconds: float, days: int = 0) -> datetime:
    return MONDAY + timedelta(days=days, seconds=seconds)


def a_call(agent_id: str | None, days: int = 0, **changed: Any) -> Call:
    """Waited 10 s, lasted 90 s from the answer, of which 15 s were on hold."""
    usual: dict[str, Any] = {
        "id": new_id("call"),
        "state": CallState.ENDED,
        "customer_name": "Casey",
        "skill": "billing",
        "agent_id": agent_id,
        "skipped": [],
        "declined": [],
        "extra": {},
        "holds": 1,
        "held_seconds": 15.0,
        "created_at": at(0, days),
        "state_since": at(0, days),
        "state_changed_at": at(0, days),
        "customer_due_at": at(60, days),
        "answered_at": at(10, days),
        "ended_at": at(100, days),
        "closed": True,
    }
    return Call(**(usual | changed))


def a_leg(call: Call, agent_id: str | None, seconds: float) -> Leg:
    return Leg(
        id=new_id("leg"),
        call_id=call.id,
        identity="customer" if agent_id is None else f"agent:{agent_id}",
        agent_id=agent_id,
        created_at=call.created_at,
        expected_since=call.created_at,
        joined_at=call.created_at,
        left_at=call.created_at + timedelta(seconds=seconds),
    )


def a_transfer(call: Call, from_: str, to: str, state: State) -> Transfer:
    """Rang for 4 s; 5 s of music."""
    stays = [("ringing", 20), ("consulting", 24), ("completing", 30), (state.value, 30.3)]
    return Transfer(
        id=new_id("tr"),
        call_id=call.id,
        state=state,
        mode=Mode.WARM,
        focus=Focus.CONSULT,
        from_agent_id=from_,
        to_agent_id=to,
        targets=[{"agent": to}],
        tried=[to],
        ring_seconds=20,
        briefing={},
        timeline=[
            {"state": name, "event": "x", "at": at(moment).isoformat()} for name, moment in stays
        ],
        created_at=call.created_at,
        state_since=call.created_at,
        held_seconds=5.0,
    )


def a_line(call: Call, number: int, label: str, score: float, **changed: Any) -> Segment:
    usual: dict[str, Any] = {
        "call_id": call.id,
        "id": f"s{number}",
        "line": "customer",
        "speaker": "customer",
        "text": "Hello",
        "started_at": call.created_at + timedelta(seconds=number),
        "sentiment": {"label": label, "score": score, "signals": [], "model": "built-in"},
    }
    return Segment(**(usual | changed))


async def _week(office: Office) -> None:
    """Three calls: alice to bob in billing, a lost one, and carol's; one more before the week."""
    alice, bob, carol = (office[name].id for name in ("alice", "bob", "carol"))
    first, lost = a_call(bob), a_call(None, answered_at=None, end_cause="customer_left")
    third, before = a_call(carol, 3, skill="technical"), a_call(alice, -1)
    scores = [("neutral", 0.2), ("neutral", 0.1), ("negative", -0.5), ("frustrated", -0.75)]
    async with office.services.database.transaction() as session:
        session.add_all((first, lost, third, before))
        await session.flush()
        session.add_all(a_line(first, n, *one) for n, one in enumerate(scores))
        session.add(a_line(first, 8, "positive", 1, line="consult"))
        session.add(a_line(first, 9, "positive", 1, sentiment=None))
        session.add_all((a_leg(first, None, 100), a_leg(first, alice, 40), a_leg(first, bob, 70)))
        session.add(a_leg(third, carol, 100))
        session.add(a_transfer(first, alice, bob, State.COMPLETED))
        session.add(a_transfer(third, carol, bob, State.DECLINED))


async def _figures(office: Office, query: str = PERIOD, **as_: Any) -> Json:
    api = as_.get("api") or office.root
    return await api.ok("GET", f"/api/analytics?{query}")


async def test_a_period_is_told_in_figures(office: Office):
    await _week(office)
    told = await _figures(office)
    assert told["calls"] == {"total": 3, "open": 0, "ended": 3, "abandoned": 1, "never_came": 0}
    happened = {name: number for name, number in told["transfers"].items() if number}
    assert happened == {"total": 2, "completed": 1, "declined": 1}
    times = {name: (one["count"], one["median"]) for name, one in told["times"].items()}
    assert times == {
        "wait": (2, 10),
        "ring": (2, 4),
        "hold": (2, 20),
        "handoff": (1, 0.3),
        "handle": (2, 90),
    }
    sentiment = told["sentiment"]
    assert [sentiment[name] for name in ("positive", "neutral", "negative", "frustrated")] == [
        *(0, 2, 1, 1)
    ]
    assert (sentiment["mean"], sentiment["calls"], sentiment["fell"]) == (-0.237, 1, 1)
    assert [(one["calls"], one["transfers"]) for one in told["steps"]][:4] == [
        *((2, 1), (0, 0), (0, 0), (1, 1))
    ]
    agents = {one["name"]: one for one in told["agents"]}
    assert (agents["Alice"]["transfers_given"], agents["Bob"]["transfers_taken"]) == (1, 1)
    assert {name: one["handle_median"] for name, one in agents.items()} == {
        "Alice": 40,
        "Bob": 70,
        "Carol": 100,
    }
    assert [(one["skill"], one["calls"], one["transfers"]) for one in told["skills"]] == [
        ("billing", 2, 1),
        ("technical", 1, 1),
    ]


async def test_agents_and_skills_narrow_it(office: Office):
    await _week(office)
    technical = await _figures(office, f"{PERIOD}&skill=technical")
    assert (technical["calls"]["total"], technical["transfers"]["total"]) == (1, 1)
    alices = await _figures(office, f"{PERIOD}&agent=alice")
    assert [one["name"] for one in alices["agents"]] == ["Alice"]
    assert alices["transfers"]["total"] == alices["calls"]["total"] == 1
    assert alices == await _figures(office, PERIOD, api=office["alice"].api)
    assert alices == await _figures(office, f"{PERIOD}&agent=alice", api=office["alice"].api)
    asked = f"/api/analytics?{PERIOD}&agent=bob"
    assert await office["alice"].api.problem("GET", asked) == (403, "not_your_figures")
    program = await office.a_key(Scope.CALLS_READ)
    assert (await _figures(office, api=program))["calls"]["total"] == 3


async def test_a_period_that_cannot_be_is_refused_in_words(office: Office):
    for query in (
        "from=2026-03-02&to=2026-03-01",
        "from=2024-01-01&to=2026-01-01",
        "to=0001-01-01",
    ):
        refused = await office.root.problem("GET", f"/api/analytics?{query}")
        assert refused == (422, "period_refused")
    assert (await _figures(office, ""))["step"] == "day"


async def test_tables_leave_as_files(office: Office):
    await _week(office)
    rows: dict[str, list[list[str]]] = {}
    for table in ("days", "agents", "skills", "transfers"):
        path = f"/api/analytics/export?{PERIOD}&table={table}"
        answer = await office.root.get(path)
        assert answer.headers["content-disposition"] == (
            f'attachment; filename="{table}-2026-03-02-2026-03-09.csv"'
        )
        assert answer.headers["content-type"].startswith("text/csv")
        rows[table] = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert {table: len(found) for table, found in rows.items()} == {
        "days": 8,
        "agents": 4,
        "skills": 3,
        "transfers": 10,
    }
    assert ["completed", "1"] in rows["transfers"]


async def test_how_long_a_call_is_held_is_kept(office: Office):
    call_id, transferred = await office.served("alice"), await office.served("bob")
    for held in (call_id, transferred):
        async with office.services.database.transaction() as session:
            row = await session.get_one(Call, held)
            row.state, row.state_since = CallState.HELD, row.created_at - timedelta(seconds=30)
    await office["alice"].api.ok("POST", f"/api/calls/{call_id}/end")
    await office["bob"].api.ok(
        "POST", "/api/transfer/initiate-v2", {"call_id": transferred, "to": {"agent": "carol"}}
    )
    for held in (call_id, transferred):
        assert 30 <= ((await office.kept(held)).held_seconds or 0) < 60
