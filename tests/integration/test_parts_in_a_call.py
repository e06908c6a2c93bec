"""Who has what part in a call now, and what of it they may read and say.

The calls are served on paper: nobody is in their rooms, as all of this is decided before media.
"""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from segue.access.actor import Scope
from segue.calls.legs import expect
from segue.calls.repository import get_call
from segue.database import database_now
from segue.lineup.tending import Tending
from segue.live.models import LiveEvent
from segue.transfers.repository import get_transfer
from segue.transfers.situation import Event, State
from tests.integration.office import Json, Office


@pytest.fixture
def nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks at LiveKit, so that a transfer goes on preparing."""

    async def look(_: Tending) -> float:
        return 60.0

    monkeypatch.setattr(Tending, "look", look)


async def once_on(office: Office, call_id: str, handle: str) -> None:
    """An agent was on the call some time ago."""
    async with office.services.database.transaction() as session:
        call, somebody = await get_call(session, call_id), office[handle]
        now = await database_now(session)
        leg = await expect(session, call, somebody.identity, somebody.id, now)
        leg.left_at = now


async def test_who_was_on_a_call_once_neither_reads_its_briefing_nor_invites(office: Office):
    call_id = await office.served("alice")
    await once_on(office, call_id, "carol")
    await office.initiate("alice", call_id, {"agent": "bob"})
    path = f"/api/calls/{call_id}"
    for handle in ("alice", "bob"):
        await office[handle].api.ok("GET", f"{path}/briefing")
    await office["alice"].api.ok("POST", f"{path}/invites", {})
    refused = await office["bob"].api.problem("POST", f"{path}/invites", {})
    assert refused == (403, "not_your_call"), "it only rings"
    carol = office["carol"].api
    await carol.ok("GET", path)
    assert await carol.problem("GET", f"{path}/briefing") == (403, "not_your_call")
    assert await carol.problem("POST", f"{path}/invites", {}) == (403, "not_your_call")


@pytest.mark.usefixtures("nobody_looks")
async def test_who_declines_while_it_is_prepared_is_not_on_the_call(office: Office):
    call_id = await office.served("alice")
    transfer_id = (await office.initiate("alice", call_id, {"agent": "bob"}))["id"]
    bob = office["bob"].api
    assert [one["kind"] for one in (await bob.ok("GET", "/api/me"))["offers"]] == ["transfer"]
    await bob.ok("POST", f"/api/transfer/decline/{transfer_id}", {})
    assert (await office.transfer(transfer_id))["state"] == "preparing"
    me = await bob.ok("GET", "/api/me")
    assert (me["call"], me["offers"], me["connect"]) == (None, [], [])


@pytest.mark.usefixtures("nobody_looks")
async def test_whoever_has_accepted_may_end_it_while_it_is_prepared(office: Office):
    call_id = await office.served("alice")
    transfer_id = (await office.initiate("alice", call_id, {"agent": "bob"}))["id"]
    bob = office["bob"].api
    await bob.ok("POST", f"/api/transfer/accept/{transfer_id}")
    for _ in range(2):
        await bob.ok("POST", f"/api/calls/{call_id}/end")
        left = await office.transfer(transfer_id)
        assert (left["state"], left["attempts"][0]["outcome"]) == ("preparing", "gone")
        assert (await bob.ok("GET", "/api/me"))["call"] is None
    await bob.ok("POST", f"/api/transfer/accept/{transfer_id}")
    back = await office.transfer(transfer_id)
    assert back["attempts"][0]["outcome"] == "accepted"


@pytest.mark.usefixtures("nobody_looks")
@pytest.mark.parametrize("mode", ["blind", "warm"])
async def test_whoever_is_not_heard_in_time_is_written_down_so(office: Office, mode: str):
    call_id = await office.served("alice")
    transfer_id = (await office.initiate("alice", call_id, {"agent": "bob"}, mode=mode))["id"]
    await office["bob"].api.ok("POST", f"/api/transfer/accept/{transfer_id}")
    events = [Event.PREPARED, Event.TO_ARRIVED, Event.COMPLETE, Event.AUDIBLE_TIMEOUT]
    for event in events:
        async with office.services.database.transaction() as session:
            await office.services.transfers.signal(session, call_id, transfer_id, event)
    over = await office.transfer(transfer_id)
    assert (over["state"], over["attempts"][0]["outcome"]) == (
        ("requeued", "inaudible") if mode == "blind" else ("consulting", "accepted")
    )


# --- what was said ------------------------------------------------------------------------------


def said(key: str, line: str, **more: object) -> Json:
    started_at = "2026-01-01T10:00:00Z"
    one = {"id": key, "line": line, "speaker": "agent", "text": key, "started_at": started_at}
    return {"segments": [one | more]}


async def read(office: Office, call_id: str, *handles: str) -> dict[str, list[str]]:
    """Which lines each agent may read."""
    found: dict[str, list[str]] = {}
    for handle in handles:
        answer = await office[handle].api.ok("GET", f"/api/calls/{call_id}/transcript")
        found[handle] = [one["id"] for one in answer["segments"]]
    return found


async def talks(office: Office, transfer_id: str, handle: str) -> None:
    """The private talk begins."""
    await office[handle].api.ok("POST", f"/api/transfer/accept/{transfer_id}")
    await office.transfer_until(transfer_id, "consulting")


async def ended(office: Office, transfer_id: str) -> None:
    """The transfer is over, on paper; the call is with `from`."""
    async with office.services.database.transaction() as session:
        transfer = await get_transfer(session, transfer_id)
        transfer.state = State.CANCELLED
        (await get_call(session, transfer.call_id)).transfer_id = None


async def told(office: Office) -> dict[str, set[str]]:
    """Who was told of each line, as it was said last."""
    query = select(LiveEvent).where(LiveEvent.type == "transcript").order_by(LiveEvent.id)
    names = {one.id: one.handle for one in office.people.values()}
    async with office.services.database.reading() as session:
        return {
            event.data["id"]: {names[agent] for agent in event.audience or ()}
            for event in await session.scalars(query)
        }


async def test_only_who_serves_the_call_now_says_what_was_said(office: Office):
    call_id = await office.served("alice")
    path = f"/api/calls/{call_id}/transcript"
    await once_on(office, call_id, "carol")
    for line in ("customer", "consult"):
        refused = await office["carol"].api.problem("POST", path, said("c", line))
        assert refused == (403, "not_your_call")
    transfer_id = (await office.initiate("alice", call_id, {"agent": "bob"}))["id"]
    for handle in ("bob", "carol"):  # with Bob it only rings
        refused = await office[handle].api.problem("POST", path, said("c", "consult"))
        assert refused == (403, "not_your_call")
    await talks(office, transfer_id, "bob")
    await office["alice"].api.ok("POST", path, said("a", "consult"))
    await office["bob"].api.ok("POST", path, said("b", "consult"))
    program = await office.a_key(Scope.CALLS_WRITE)
    await program.ok("POST", path, said("p", "customer"))


async def test_a_private_talk_is_read_by_the_two_who_had_it(office: Office):
    call_id = await office.served("alice")
    path = f"/api/calls/{call_id}/transcript"
    await once_on(office, call_id, "carol")
    await office["alice"].api.ok("POST", path, said("1-public", "customer"))
    first = (await office.initiate("alice", call_id, {"agent": "bob"}))["id"]
    await talks(office, first, "bob")
    await office["alice"].api.ok("POST", path, said("2-private", "consult"))
    in_the_first = datetime.now(UTC).isoformat()
    assert await read(office, call_id, "alice", "bob", "carol") == {
        "alice": ["1-public", "2-private"],
        "bob": ["1-public", "2-private"],
        "carol": ["1-public"],
    }
    await ended(office, first)
    second = (await office.initiate("alice", call_id, {"agent": "carol"}))["id"]
    late = said("4-late", "consult", started_at=in_the_first)
    await office.root.ok("POST", path, late)
    assert (await read(office, call_id, "carol"))["carol"] == ["1-public"], "it only rings"
    await talks(office, second, "carol")
    await office["alice"].api.ok("POST", path, said("3-private", "consult"))
    # The last word of the first talk comes late, from a program.
    await office.root.ok("POST", path, said("2-private", "consult", text="in full"))
    assert await read(office, call_id, "alice", "bob", "carol") == {
        "alice": ["1-public", "2-private", "3-private", "4-late"],
        "bob": ["1-public", "2-private", "4-late"],
        "carol": ["1-public", "3-private"],
    }
    everything = (await office.root.ok("GET", path))["segments"]
    assert [one["text"] for one in everything] == ["1-public", "in full", "3-private", "4-late"]
    assert await told(office) == {
        "1-public": {"alice"},
        "2-private": {"alice", "bob"},
        "3-private": {"alice", "carol"},
        "4-late": {"alice", "bob"},
    }


async def test_the_next_briefing_tells_who_had_the_call_and_what_was_agreed(office: Office):
    call_id = await office.served("alice")
    path = f"/api/calls/{call_id}/transcript"
    refund = {"text": "I will refund the second charge by Friday, card 4111 1111 1111 1111."}
    await office.root.ok("POST", path, said("0", "customer", text="Yes, I can hear you well."))
    first = (await office.initiate("alice", call_id, {"agent": "bob"}, reason="A refund"))["id"]
    await talks(office, first, "bob")
    await office["bob"].api.ok("POST", path, said("agreed", "consult", **refund))
    await ended(office, first)

    second = await office.initiate("alice", call_id, {"agent": "carol"})
    await office.rings_at(second["id"], "carol")
    asked = (await office.transfer(second["id"], office["carol"].api))["briefing"]
    (link,) = asked["fields"]["chain"]
    assert link["text"].startswith("Alice asked Bob (A refund), agreed: ")
    assert "refund" in link["text"]
    assert "Friday" in link["text"]
    assert link["evidence"] == ["agreed"]
    assert f"So far: {link['text']}" in asked["text"].splitlines()
    assert "4111 1111" not in str(asked)
    # The statement is told; the line that it rests on stays with the two who talked.
    await talks(office, second["id"], "carol")
    assert (await read(office, call_id, "carol"))["carol"] == ["0"]


async def test_the_next_target_reads_nothing_of_the_talk_with_the_one_before(office: Office):
    call_id = await office.served("alice")
    path = f"/api/calls/{call_id}/transcript"
    targets = [{"agent": "carol"}, {"agent": "bob"}]
    transfer_id = (await office.initiate("alice", call_id, *targets))["id"]
    await talks(office, transfer_id, "carol")
    await office["alice"].api.ok("POST", path, said("private", "consult"))
    for event in (Event.FROM_LEFT, Event.TO_LEFT):
        async with office.services.database.transaction() as session:
            await office.services.transfers.signal(session, call_id, transfer_id, event)
    await office.rings_at(transfer_id, "bob")
    assert await read(office, call_id, "alice", "bob", "carol") == {
        "alice": ["private"],
        "bob": [],
        "carol": ["private"],
    }
