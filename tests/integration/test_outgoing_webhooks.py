"""Webhooks go out signed, at least once, and nowhere that they must not."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from segue.calls.models import Call
from segue.database import database_now
from segue.insights import making
from segue.webhooks import sending, wire
from segue.webhooks.models import Delivery
from segue.webhooks.schemas import Outcome
from segue.webhooks.sending import Sending, forget_old
from segue.webhooks.wire import Answered, Wire
from tests.fakes.receiver import Mood, Receiver
from tests.integration.office import Json, Office, until
from tests.servers import LiveKit

PAGE = Path(__file__).parents[2] / "docs" / "webhooks.md"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver().running() as receiver:
        yield receiver


@pytest.fixture
async def telling(
    database_url: str, livekit: LiveKit, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Office]:
    """An office in a hurry, whose webhooks may go into its own network."""
    monkeypatch.setattr(making, "SETTLE", timedelta())
    monkeypatch.setattr(making, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(sending, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(sending, "PAUSES", (timedelta(milliseconds=10),) * 4)
    monkeypatch.setattr(wire, "LIMIT_SECONDS", 0.5)
    async with Office.open(database_url, livekit, webhooks_allow_private=True) as office:
        await office.hire("alice", "bob")
        yield office


@pytest.fixture
def nobody_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    """The office leaves it to the test."""

    async def rest(_: Sending) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Sending, "run", rest)


async def _hook(office: Office, receiver: Receiver, *events: str) -> Json:
    body = {"url": receiver.url, "events": list(events)}
    return await office.root.ok("POST", "/api/webhooks", body)


async def _ended(office: Office) -> str:
    call_id = await office.served("alice")
    async with office.services.database.transaction() as session:
        (await session.get_one(Call, call_id)).extra = {"order": "A-1042"}
    said = {
        "id": "s1",
        "line": "customer",
        "speaker": "customer",
        "text": "I was charged twice for order 48213. The blue heron flies.",
        "started_at": "2026-03-04T09:30:00Z",
    }
    await office.root.ok("POST", f"/api/calls/{call_id}/transcript", {"segments": [said]})
    await office["alice"].api.ok("POST", f"/api/calls/{call_id}/end")
    return call_id


async def _log(office: Office, hook: Json) -> list[Json]:
    path = f"/api/webhooks/{hook['webhook']['id']}/deliveries"
    return (await office.root.ok("GET", path))["deliveries"]


async def _logged(office: Office, hook: Json, *statuses: str) -> list[Json]:
    async def look() -> list[Json] | None:
        found = await _log(office, hook)
        return found if [one["status"] for one in found] == [*statuses] else None

    return await until(look, f"deliveries: {statuses}")


def _is_ours() -> Callable[[str, str, bytes], bool]:
    """The ten lines that receivers are given."""
    found = re.search(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(found[1], names)
    return names["is_ours"]


async def test_an_end_and_its_insights_are_told_and_signed(telling: Office, receiver: Receiver):
    office = telling
    hook = await _hook(office, receiver, "call.ended", "insights.ready")
    call_id = await _ended(office)
    await _logged(office, hook, "delivered", "delivered")
    told = {one.told["type"]: one for one in receiver.got}
    is_ours, secret = _is_ours(), hook["secret"]
    for one in receiver.got:
        signed = one.headers["segue-signature"]
        assert is_ours(secret, signed, one.body)
        assert not is_ours(secret, signed, one.body + b" ")
        assert not is_ours("whsec_another", signed, one.body)
        assert not is_ours(secret, f"t={int(time.time()) - 600},{signed.split(',')[1]}", one.body)
        assert one.headers["segue-delivery"] == one.told["id"]
        assert one.headers["content-type"] == "application/json"
    call = told["call.ended"].told["data"]["call"]
    assert (call["id"], call["agent_id"]) == (call_id, office["alice"].id)
    assert (call["metadata"], call["end_cause"]) == ({"order": "A-1042"}, "agent_ended")
    assert b"Casey" not in told["call.ended"].body
    assert b"48213" not in told["call.ended"].body
    assert told["insights.ready"].told["data"]["insights"] == await office.root.ok(
        "GET", f"/api/calls/{call_id}/insights"
    )
    log = await _log(office, hook)
    assert {one["subject"] for one in log} == {call_id}
    assert [one["outcome"] for row in log for one in row["attempts"]] == ["delivered"] * 2
    assert "48213" not in str(log)
    assert secret not in str(await office.root.ok("GET", "/api/webhooks"))
    async with office.services.database.reading() as session:
        for row in log:
            assert (await session.get_one(Delivery, row["id"])).body is None


async def test_a_receiver_with_moods_gets_it_in_the_end(telling: Office, receiver: Receiver):
    receiver.moods.extend([Mood.BROKEN, Mood.SLOW, Mood.REDIRECTS, Mood.CLOSES])
    hook = await _hook(telling, receiver, "call.ended")
    await _ended(telling)
    [row] = await _logged(telling, hook, "delivered")
    assert [(one["outcome"], one["http_status"]) for one in row["attempts"]] == [
        ("refused", 500),
        ("timeout", None),
        ("refused", 307),
        ("unreachable", None),
        ("delivered", 200),
    ]
    assert all(one["ended_at"] for one in row["attempts"])
    assert {one.path for one in receiver.got} == {"/hook"}
    assert len({one.body for one in receiver.got}) == 1


async def test_it_is_given_up_and_nothing_of_it_kept(telling: Office, receiver: Receiver):
    receiver.always = Mood.BROKEN
    hook = await _hook(telling, receiver, "call.ended")
    await _ended(telling)
    [row] = await _logged(telling, hook, "failed")
    assert len(row["attempts"]) == len(receiver.got) == 5
    database = telling.services.database
    async with database.reading() as session:
        assert (await session.get_one(Delivery, row["id"])).body is None
    await forget_old(database, timedelta(days=1))
    assert len(await _log(telling, hook)) == 1
    await forget_old(database, timedelta())
    assert await _log(telling, hook) == []


async def test_a_try_without_an_end_is_made_again(
    nobody_sends: None, telling: Office, receiver: Receiver
):
    """A process ends between sending and hearing the answer; another takes its place."""
    office = telling
    hook = await _hook(office, receiver, "call.ended")
    await _ended(office)
    one, other = (Sending(office.services.database, allow_private=True) for _ in range(2))
    [lost] = await one.claim(5)
    assert await other.claim(5) == []
    await _due_now(office, lost.delivery_id)
    [again] = await other.claim(5)
    assert (again.delivery_id, again.body) == (lost.delivery_id, lost.body)
    await one.note(lost, Answered(Outcome.TIMEOUT))  # it was only slow: the other's try stands
    assert await one.claim(5) == []
    await other.note(again, Answered(Outcome.DELIVERED, 200))
    [row] = await _logged(office, hook, "delivered")
    assert [try_["outcome"] for try_ in row["attempts"]] == ["timeout", "delivered"]
    assert row["due_at"] is None


async def _due_now(office: Office, delivery_id: str) -> None:
    async with office.services.database.transaction() as session:
        row = await session.get_one(Delivery, delivery_id)
        row.due_at = await database_now(session)


async def test_pauses_grow(
    nobody_sends: None, telling: Office, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.undo()
    await _hook(telling, receiver, "call.ended")
    await _ended(telling)
    ours = Sending(telling.services.database, allow_private=True)
    for seconds in (10, 60, 600, 3600):
        [one] = await ours.claim(5)
        async with telling.services.database.reading() as session:
            before = await database_now(session)
        await ours.note(one, Answered(Outcome.REFUSED, 503))
        async with telling.services.database.reading() as session:
            due = (await session.get_one(Delivery, one.delivery_id)).due_at
            after = await database_now(session)
        assert due is not None
        assert before <= due - timedelta(seconds=seconds) <= after
        await _due_now(telling, one.delivery_id)


async def test_one_receiver_keeps_no_other_one_waiting(
    nobody_sends: None, telling: Office, receiver: Receiver
):
    busy = await _hook(telling, receiver, "call.ended")
    for _ in range(sending.FOR_ONE + 1):
        await _ended(telling)
    other = await _hook(telling, receiver, "call.ended")
    await _ended(telling)
    ids = [one["webhook"]["id"] for one in (busy, other)]
    ours = Sending(telling.services.database, allow_private=True)
    [due] = await ours.claim(20, apart_from=ids[:1])
    assert due.webhook_id == ids[1]
    assert await ours.claim(20, apart_from=ids) == []
    assert Counter(one.webhook_id for one in await ours.claim(20)) == {ids[0]: sending.FOR_ONE}
    assert await ours.claim(0) == []


async def test_how_a_transfer_ended_is_told_once(telling: Office, receiver: Receiver):
    office = telling
    hook = await _hook(office, receiver, "transfer.abandoned", "call.ended")
    call_id = await office.served("alice")
    transfer = await office.initiate("alice", call_id, {"agent": "bob"}, note="Not for others")
    async with office.services.database.transaction() as session:
        await office.services.calls.customer_left(session, call_id, "customer_ended")
    await office.root.delete(f"/api/calls/{call_id}/transcript")  # shows the ended call once more
    await _logged(office, hook, "delivered", "delivered")
    assert Counter(one.told["type"] for one in receiver.got) == {
        "transfer.abandoned": 1,
        "call.ended": 1,
    }
    [one] = [one for one in receiver.got if one.told["type"] == "transfer.abandoned"]
    told = one.told["data"]["transfer"]
    assert (told["id"], told["call_id"], told["state"]) == (transfer["id"], call_id, "abandoned")
    assert b"Not for others" not in one.body


async def test_who_does_not_want_to_know_is_not_told(telling: Office, receiver: Receiver):
    gone = await _hook(telling, receiver, "call.ended")
    other = await _hook(telling, receiver, "transfer.completed")
    path = f"/api/webhooks/{gone['webhook']['id']}"
    assert (await telling.root.delete(path)).status_code == 204
    kept = await _hook(telling, receiver, "call.ended")
    await _ended(telling)
    await _logged(telling, kept, "delivered")
    assert await _log(telling, other) == []
    assert len(receiver.got) == 1
    assert (await telling.root.delete(f"/api/webhooks/{kept['webhook']['id']}")).is_success
    for method, more in (("GET", "/deliveries"), ("DELETE", "")):
        assert await telling.root.problem(method, path + more) == (404, "webhook_unknown")


async def test_what_is_erased_is_not_told_any_more(
    nobody_sends: None, telling: Office, receiver: Receiver
):
    hook = await _hook(telling, receiver, "insights.ready")
    call_id = await _ended(telling)
    [row] = await _logged(telling, hook, "pending")
    assert (await telling.root.delete(f"/api/calls/{call_id}/transcript")).is_success
    [row] = await _logged(telling, hook, "erased")
    async with telling.services.database.reading() as session:
        assert (await session.get_one(Delivery, row["id"])).body is None
    assert await Sending(telling.services.database, allow_private=True).claim(5) == []


async def test_an_installation_does_not_reach_into_its_network(office: Office):
    for url in ("http://1.1.1.1/", "https://127.1/", "https://[::1]/", "https://localhost/"):
        body = {"url": url, "events": ["call.ended"]}
        refused = await office.root.problem("POST", "/api/webhooks", body)
        assert refused == (422, "webhook_url_refused")


def _leads_to(*answers: list[str]) -> Callable[[str, int], Awaitable[list[str]]]:
    """A name server that says something else each time."""
    left = list(answers)

    async def resolve(_: str, __: int) -> list[str]:
        return left.pop(0)

    return resolve


async def test_a_name_that_turns_to_loopback_is_not_followed(receiver: Receiver):
    sender = Wire(_leads_to(["127.0.0.1"], ["1.1.1.1", "::1"]), allow_private=False)
    for _ in range(2):
        found = await sender.post(f"https://hook.example.com:{receiver.port}/", "{}", {})
        assert found == Answered(Outcome.ADDRESS_REFUSED)
    found = await sender.post(receiver.url, "{}", {})
    assert found == Answered(Outcome.ADDRESS_REFUSED), "http is not for other networks"
    await sender.close()
    assert receiver.got == []


async def test_it_goes_to_the_address_that_was_judged_in_the_name_that_was_given(
    receiver: Receiver,
):
    sender = Wire(_leads_to(["127.0.0.2", "127.0.0.1"]), allow_private=True)
    found = await sender.post(f"http://hook.example.com:{receiver.port}/x?y=1", "{}", {})
    await sender.close()
    assert found == Answered(Outcome.DELIVERED, 200)
    [got] = receiver.got
    assert (got.path, got.headers["host"]) == ("/x?y=1", f"hook.example.com:{receiver.port}")


async def test_certificates_are_asked_for_by_name(receiver: Receiver):
    hello: list[bytes] = []

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello.append(await reader.read(4096))
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    sender = Wire(_leads_to(["127.0.0.1"]), allow_private=True)
    found = await sender.post(f"https://hook.example.com:{port}/", "{}", {})
    await sender.close()
    server.close()
    assert found == Answered(Outcome.UNREACHABLE)
    assert b"hook.example.com" in hello[0]


async def test_who_does_not_stop_talking_is_not_listened_to(receiver: Receiver):
    receiver.always = Mood.TRICKLES
    sender = Wire(_leads_to(["127.0.0.1"]), allow_private=True)
    found = await sender.post(receiver.url, "{}", {})
    await sender.close()
    assert found == Answered(Outcome.DELIVERED, 200)
