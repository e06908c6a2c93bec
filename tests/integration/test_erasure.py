"""What was said is erased, everywhere: on request, or when its time is over."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import Connection, inspect, select, text, update

from segue.access.models import AuditEntry
from segue.calls.erasure import erase_the_old
from segue.calls.models import Call
from segue.calls.moves import CallState
from segue.calls.repository import lock_call
from segue.database import database_now
from tests.integration.office import Office

SECRET = "the blue heron flies at midnight"


async def _a_call_that_is_over(office: Office) -> str:
    """Something was said on it, handed on in a briefing, asked for again, and kept as an answer."""
    call_id = await office.served("alice")
    said = {
        "id": "s1",
        "line": "customer",
        "speaker": "customer",
        "text": f"I was charged twice, {SECRET}.",
        "started_at": "2026-03-04T09:30:00Z",
    }
    body = {"segments": [said, {**said, "id": "s2", "line": "consult"}]}
    key = {"idempotency-key": "once"}
    await office.root.ok("POST", f"/api/calls/{call_id}/transcript", body, headers=key)
    await office.initiate("alice", call_id, {"agent": "bob"}, note=SECRET, reason=SECRET)
    await office.root.ok("POST", "/api/llm/analyze-call", {"call_id": call_id}, headers=key)
    async with office.services.database.transaction() as session:
        call = await lock_call(session, call_id)
        call.state, call.ended_at = CallState.ENDED, await database_now(session)
        call.transfer_id, call.closed = None, True
    return call_id


async def _everything_kept(office: Office) -> str:
    """Every row of every table."""

    def names(connection: Connection) -> list[str]:
        return inspect(connection).get_table_names()

    async with office.services.database.engine.connect() as connection:
        tables = await connection.run_sync(names)
        rows = [
            [str(value) for value in row]
            for table in tables
            for row in await connection.execute(text(f'SELECT * FROM "{table}"'))
        ]
    return json.dumps(rows)


async def _audited(office: Office) -> list[tuple[str, str | None]]:
    async with office.services.database.reading() as session:
        rows = await session.scalars(
            select(AuditEntry).where(AuditEntry.action == "transcript.erase")
        )
        return [(one.actor_id, one.subject) for one in rows]


async def test_on_request_nothing_of_it_is_left(office: Office):
    call_id = await _a_call_that_is_over(office)
    assert SECRET in await _everything_kept(office)
    answer = await office.root.delete(f"/api/calls/{call_id}/transcript")
    assert answer.status_code == 204
    assert SECRET not in await _everything_kept(office)
    assert (await office.call(call_id))["erased_at"] is not None
    transcript = await office.root.ok("GET", f"/api/calls/{call_id}/transcript")
    assert transcript["segments"] == []
    [(actor, subject)] = await _audited(office)
    assert (actor, subject) != ("retention", None)
    assert subject == call_id


async def test_what_comes_late_is_not_kept(office: Office):
    call_id = await _a_call_that_is_over(office)
    await office.root.delete(f"/api/calls/{call_id}/transcript")
    late = {
        "id": "s3",
        "line": "customer",
        "speaker": "agent",
        "text": SECRET,
        "started_at": "2026-03-04T09:31:00Z",
    }
    path = f"/api/calls/{call_id}/transcript"
    assert await office.root.problem("POST", path, {"segments": [late]}) == (
        409,
        "transcript_erased",
    )
    assert SECRET not in await _everything_kept(office)


async def test_a_call_that_goes_on_keeps_its_words(office: Office):
    call_id = await office.served("alice")
    path = f"/api/calls/{call_id}/transcript"
    assert await office.root.problem("DELETE", path) == (409, "call_goes_on")


@pytest.mark.parametrize(("days", "left"), [(29, True), (31, False)])
async def test_what_is_too_old_goes_by_itself(office: Office, days: int, left: bool):
    call_id = await _a_call_that_is_over(office)
    async with office.services.database.transaction() as session:
        ended = await database_now(session) - timedelta(days=days)
        await session.execute(update(Call).where(Call.id == call_id).values(ended_at=ended))
    for _ in range(2):
        await erase_the_old(office.services.database, timedelta(days=30))
    assert (SECRET in await _everything_kept(office)) is left
    assert await _audited(office) == ([] if left else [("retention", call_id)])
