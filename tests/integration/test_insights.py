"""After the call: what was made of it is kept, shown to who may read it, and theirs to change."""

import asyncio
import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from segue.access.actor import Scope
from segue.assist.by_builtin import BuiltIn
from segue.database import database_now
from segue.insights import making
from segue.insights.making import Making
from segue.insights.models import ActionItem, CallInsights
from segue.live.models import LiveEvent
from tests.integration.office import Json, Office, until

SAID = [
    ("agent", "Good morning, how can I help?"),
    ("customer", "Hello. I was charged twice for order 48213."),
    ("agent", "I am sorry. I will refund one of them by Friday."),
    ("customer", "Thank you. I will send you the receipt tonight."),
]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "SETTLE", timedelta())
    monkeypatch.setattr(making, "LOOK_SECONDS", 0.05)


@pytest.fixture
def nobody_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The office leaves it to the test."""

    async def rest(_: Making) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Making, "run", rest)


async def _say(office: Office, call_id: str, *lines: tuple[str, str], first: int = 0) -> None:
    segments = [
        {
            "id": f"s{number}",
            "line": "customer",
            "speaker": speaker,
            "text": text,
            "started_at": f"2026-03-04T09:30:{number:02}Z",
        }
        for number, (speaker, text) in enumerate(lines, first)
    ]
    await office.root.ok("POST", f"/api/calls/{call_id}/transcript", {"segments": segments})


async def _over(office: Office) -> str:
    """A call on which something was said, and that alice has ended."""
    call_id = await office.served("alice")
    await _say(office, call_id, *SAID)
    await office["alice"].api.ok("POST", f"/api/calls/{call_id}/end")
    return call_id


async def _insights(office: Office, call_id: str) -> Json:
    return await office.root.ok("GET", f"/api/calls/{call_id}/insights")


async def _ready(office: Office, call_id: str, **wanted: Any) -> Json:
    async def look() -> Json | None:
        found = await _insights(office, call_id)
        return found if (wanted | {"state": "ready"}).items() <= found.items() else None

    return await until(look, f"insights of {call_id}: {wanted}")


async def test_a_call_that_ended_is_read_once_and_kept(office: Office):
    call_id = await office.served("alice")
    path = f"/api/calls/{call_id}/insights"
    assert await office.root.problem("GET", path) == (404, "insights_unknown")
    assert (await office.call(call_id))["insights"] is None
    await _say(office, call_id, *SAID)
    await office["alice"].api.ok("POST", f"/api/calls/{call_id}/end")
    found = await _ready(office, call_id)
    assert "charged twice" in found["summary"]
    assert (found["model"], found["sentiment"]["model"]) == ("built-in", "built-in")
    assert found["insights"]["topics"]
    assert (found["insights"]["holds"], found["insights"]["transfers"]) == (0, 0)
    assert 0 < len(found["action_items"]) <= 5
    owners = {one["owner"]: one for one in found["action_items"]}
    assert (owners["agent"]["due"], owners["agent"]["evidence"]) == ("by Friday", ["s2"])
    assert (await office.call(call_id))["insights"] == found
    async with office.services.database.reading() as session:
        told = await session.scalars(select(LiveEvent).where(LiveEvent.type == "insights"))
        [event] = told
    assert (event.call_id, event.data) == (call_id, {"state": "ready"})
    assert event.audience == [office["alice"].id]


async def test_holds_are_counted_where_they_happen(office: Office):
    call = await office.talking("alice")
    api = office["alice"].api
    await api.ok("POST", f"/api/calls/{call.id}/hold")
    await api.ok("POST", f"/api/calls/{call.id}/hold")
    await office.services.live.forget(timedelta())
    await api.ok("POST", f"/api/calls/{call.id}/end")
    assert (await _ready(office, call.id))["insights"]["holds"] == 1


async def test_who_has_no_part_in_the_call_reads_and_changes_nothing(office: Office):
    call_id = await _over(office)
    [item, *_] = (await _ready(office, call_id))["action_items"]
    bob = office["bob"].api
    for path in ("insights", "insights/export"):
        refused = await bob.problem("GET", f"/api/calls/{call_id}/{path}")
        assert refused == (403, "not_your_call")
    path = f"/api/calls/{call_id}/action-items/{item['id']}"
    assert await bob.problem("PATCH", path, {"done": True}) == (403, "not_your_call")
    reads = await office.a_key(Scope.CALLS_READ)
    assert await reads.problem("PATCH", path, {"done": True}) == (403, "scope_needed")
    other = f"/api/calls/{await office.served('bob')}/action-items/{item['id']}"
    assert await bob.problem("PATCH", other, {"done": True}) == (404, "action_item_unknown")


async def test_what_somebody_changed_stays_when_late_words_come(office: Office):
    call_id = await _over(office)
    first, *rest = (await _ready(office, call_id))["action_items"]
    assert rest
    path = f"/api/calls/{call_id}/action-items/{first['id']}"
    change = {"text": "Refund card 4111 1111 1111 1111", "due": None, "done": True}
    changed = (await office["alice"].api.ok("PATCH", path, change))["action_item"]
    assert (changed["due"], changed["done"], changed["edited"]) == (None, True, True)
    assert changed["owner"] == first["owner"]
    assert "4111 1111" not in changed["text"]
    made_at = (await _insights(office, call_id))["made_at"]
    await _say(office, call_id, ("agent", "I will call you back on Monday."), first=9)

    async def again() -> Json | None:
        found = await _ready(office, call_id)
        return found if found["made_at"] != made_at else None

    found = await until(again, "the late words are read")
    assert changed in found["action_items"]
    assert any(one["evidence"] == ["s9"] for one in found["action_items"])
    assert not {one["id"] for one in rest} & {one["id"] for one in found["action_items"]}


async def test_whoever_ends_in_the_midst_of_it_loses_nothing(nobody_makes: None, office: Office):
    """Two replicas look and one takes it; what it leaves undone the other does."""
    call_id = await _over(office)
    one, other = (Making(office.services.database, BuiltIn()) for _ in range(2))
    [claim] = await one._claim()
    assert await other._claim() == []
    assert (await _insights(office, call_id))["state"] == "pending"
    await _due_now(office, call_id)  # the first one's time is over
    [again] = await other._claim()
    await one._make(*claim)  # it was only slow, and comes too late
    assert (await _insights(office, call_id))["state"] == "pending"
    await other._make(*again)
    found = await _insights(office, call_id)
    assert (found["state"], bool(found["summary"])) == ("ready", True)
    assert await one._claim() == []


async def test_what_nobody_can_make_is_given_up(nobody_makes: None, office: Office):
    call_id = await _over(office)
    maker = Making(office.services.database, BuiltIn())
    for _ in range(making.TRIES_AT_MOST):
        assert len(await maker._claim()) == 1
        await _due_now(office, call_id)
    assert await maker._claim() == []
    assert (await _insights(office, call_id))["state"] == "failed"
    path = f"/api/calls/{call_id}/insights/export"
    assert await office.root.problem("GET", path) == (404, "insights_unknown")


async def _due_now(office: Office, call_id: str) -> None:
    async with office.services.database.transaction() as session:
        row = await session.get_one(CallInsights, call_id)
        row.due_at = await database_now(session)


async def test_insights_leave_as_files(office: Office, monkeypatch: pytest.MonkeyPatch):
    call_id = await _over(office)
    found = await _ready(office, call_id)
    async with office.services.database.transaction() as session:
        await session.execute(update(ActionItem).values(text='=HYPERLINK("https://evil.example")'))
    path = f"/api/calls/{call_id}/insights/export"
    table = await office.root.get(path, params={"format": "csv"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    name = f'attachment; filename="insights-{call_id}.csv"'
    assert table.headers["content-disposition"] == name
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"))))
    items = [row for row in rows if row["part"] == "action item"]
    assert {row["text"] for row in items} == {'\'=HYPERLINK("https://evil.example")'}
    whole = await office.root.get(path)
    assert whole.headers["content-disposition"].endswith('.json"')
    assert whole.json()["summary"] == found["summary"]
    monkeypatch.setattr(making, "SETTLE", timedelta(hours=1))
    early = f"/api/calls/{await _over(office)}/insights/export"
    assert await office.root.problem("GET", early) == (404, "insights_unknown")


async def test_what_is_erased_is_not_made_again(office: Office):
    call_id = await _over(office)
    await _ready(office, call_id)
    assert (await office.root.delete(f"/api/calls/{call_id}/transcript")).status_code == 204
    path = f"/api/calls/{call_id}/insights"
    assert await office.root.problem("GET", path) == (404, "insights_unknown")
    async with office.services.database.reading() as session:
        for table in (CallInsights, ActionItem):
            assert list(await session.scalars(select(table))) == []
