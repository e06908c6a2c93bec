"""The event stream: ordered, without gaps, and told only to those who may know."""

import asyncio
import random
from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import pytest

from segue.access import accounts, sessions
from segue.access.actor import Actor, Role
from segue.access.schemas import AccountCreate
from segue.access.service import COMMAND_LINE
from segue.live import service as live
from segue.live.service import NewEvent, publish
from tests.fakes.settings import FIRST_KEY
from tests.integration.office import Office, until
from tests.integration.sse import Json, Reader, over_http
from tests.servers import LiveKit, Servers

WRITERS = 20
POSTS = 8
READERS = 5
NOW = "2026-01-01T00:00:00Z"
SUPERVISOR = Actor("supervisor", Role.SUPERVISOR)


@pytest.fixture
async def url(office: Office) -> AsyncGenerator[str]:
    async with over_http(office.app) as url:
        yield url


def reader(url: str, handle: str | None = None, last_id: int | None = None) -> Reader:
    headers = {"authorization": f"Bearer {FIRST_KEY}"}
    if handle is not None:
        headers["segue-agent"] = handle
    return Reader(url, headers, last_id)


def said(*ids: str) -> Json:
    one = {"line": "customer", "speaker": "customer", "text": "Hello", "started_at": NOW}
    return {"segments": [{"id": segment_id, **one} for segment_id in ids]}


@pytest.mark.timeout(300)
async def test_twenty_writers_and_readers_that_are_cut_miss_nothing(office: Office, url: str):
    chance = random.Random(7)
    call_id = await office.served("alice")
    start = await office.services.live.committed()
    expected = {
        f"{writer}.{post}.{part}"
        for writer in range(WRITERS)
        for post in range(POSTS)
        for part in range(2)
    }

    async def write(writer: int) -> None:
        for post in range(POSTS):
            ids = (f"{writer}.{post}.0", f"{writer}.{post}.1")
            await office.root.ok("POST", f"/api/calls/{call_id}/transcript", said(*ids))

    async def read(one: Reader) -> int:
        cuts = 0
        while len(one.of("transcript")) < len(expected):
            stop_at = len(one.seen) + chance.randint(1, 60)

            def enough(stop_at: int = stop_at) -> bool:
                return len(one.seen) >= stop_at or len(one.of("transcript")) == len(expected)

            await one.read(enough)
            cuts += 1
        return cuts

    readers = [reader(url, "alice" if n % 2 else None, start) for n in range(READERS)]
    async with asyncio.timeout(240):
        cuts, _ = await asyncio.gather(
            asyncio.gather(*(read(one) for one in readers)),
            asyncio.gather(*(write(writer) for writer in range(WRITERS))),
        )
    assert min(cuts) > 3, "the readers were not cut"
    for one in readers:
        assert one.ids == sorted(set(one.ids)), "out of order, or twice"
        assert {segment["id"] for segment in one.of("transcript")} == expected
        assert len(one.of("transcript")) == len(expected)
        assert one.of("reset") == []


async def test_what_is_rolled_back_is_never_told(office: Office, url: str):
    async with reader(url).reading() as one:

        async def fails() -> None:
            async with office.services.database.transaction() as session:
                publish(session, NewEvent("alert", {"code": "lost", "sentence": "Never."}))
                raise LookupError

        with pytest.raises(LookupError):
            await fails()
        async with office.services.database.transaction() as session:
            publish(session, NewEvent("alert", {"code": "kept", "sentence": "Told."}))
        await one.until(lambda event: event["data"].get("code") == "kept")
    assert "lost" not in [event["data"].get("code") for event in one.seen]


async def supervisor(office: Office) -> dict[str, str]:
    async with office.services.database.transaction() as session:
        body = {"email": "s@example.org", "name": "Sam", "role": "supervisor"}
        wanted = AccountCreate.model_validate(body)
        account = await accounts.create(session, COMMAND_LINE, wanted)
        return {"cookie": f"segue_session={await sessions.start(session, account)}"}


async def test_everybody_is_told_of_their_own_calls_with_their_own_moves(office: Office, url: str):
    call_id = await office.served("alice")
    streams = {handle: reader(url, handle) for handle in ("alice", "bob", "carol")}
    streams["supervisor"] = Reader(url, await supervisor(office))
    async with (
        streams["alice"].reading() as alice,
        streams["bob"].reading() as bob,
        streams["carol"].reading() as carol,
        streams["supervisor"].reading() as boss,
    ):
        transfer_id = (
            await office.initiate("alice", call_id, {"agent": "bob"}, {"agent": "carol"})
        )["id"]
        await office.rings_at(transfer_id, "bob")
        await office["bob"].api.ok("POST", f"/api/transfer/decline/{transfer_id}", {})

        def rings(handle: str):
            def at(event: Json) -> bool:
                data = event["data"]
                return event["type"] == "transfer" and (
                    (data["state"], data["to"]["agent_id"]) == ("ringing", office[handle].id)
                )

            return at

        first = {
            name: (await one.until(rings("bob")))["data"]
            for name, one in (("alice", alice), ("bob", bob), ("boss", boss))
        }
        then = {
            name: (await one.until(rings("carol")))["data"]
            for name, one in (("alice", alice), ("bob", bob), ("carol", carol), ("boss", boss))
        }
        await office["carol"].api.ok("POST", f"/api/transfer/accept/{transfer_id}")
        await carol.until(
            lambda event: event["type"] == "transfer" and event["data"]["state"] == "consulting"
        )
    assert first["alice"]["allowed_moves"] == ["cancel", "edit_briefing"]
    assert first["bob"]["allowed_moves"] == ["accept", "decline"]
    assert first["boss"]["allowed_moves"] == []
    assert all(one["briefing"] for one in first.values())
    # Bob has declined: he is told that it went on, and no more of the customer.
    assert (then["bob"]["allowed_moves"], then["bob"]["briefing"]) == ([], None)
    assert then["carol"]["allowed_moves"] == ["accept", "decline"]
    assert then["carol"]["briefing"]
    states_of_bob = [transfer["state"] for transfer in bob.of("transfer")]
    assert "consulting" not in states_of_bob
    assert not any(rings("bob")(event) for event in carol.seen)
    assert {call["id"] for call in boss.of("call")} == {call_id}
    mine = next(call for call in alice.of("call") if call["transfer_id"])
    assert mine["allowed_moves"] == ["end"]
    assert all(event["call_id"] == call_id for event in boss.seen if event["type"] == "call")


async def test_a_resume_older_than_what_is_kept_starts_over(office: Office, url: str):
    await office.services.live.forget(timedelta())
    told = await office.services.live.committed()
    assert told > 1
    for last_id in (1, told + 1000):
        one = reader(url, last_id=last_id)
        await one.read(lambda one=one: len(one.seen) == 1)
        # Another process's event may be committed and not yet known here: then it still comes.
        assert [(event["type"], event["data"]) for event in one.seen] == [("reset", {})]
        assert 0 < one.seen[0]["id"] <= told
    # From there on nothing is missing.
    one = reader(url, last_id=told)
    await office.says("alice", "away")
    await one.read(lambda: len(one.seen) == 1)
    assert one.seen[0]["id"] == told + 1
    await office.services.live.forget(timedelta(hours=1))
    again = reader(url, last_id=told)
    await again.read(lambda: len(again.seen) == 1)
    assert again.seen == one.seen


async def test_a_reader_that_is_too_slow_is_cut_and_resumes_without_a_gap(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(live, "QUEUE_LIMIT", 10)
    service = office.services.live
    start = await service.committed()
    stream = service.follow(SUPERVISOR, start)
    first = asyncio.ensure_future(anext(stream))

    async def is_read() -> bool:
        return service.readers == 1

    await until(is_read, "the stream is read")
    for _ in range(6):
        async with office.services.database.transaction() as session:
            for number in range(10):
                publish(session, NewEvent("alert", {"code": "busy", "sentence": str(number)}))
    event = await first
    assert event is not None
    ids = [event.id]

    async def handed_out() -> bool:
        return await service.position() == start + 60

    await until(handed_out, "all events are handed out")
    ids += [event.id async for event in stream if event]
    assert len(ids) < 60, "it was never cut"
    async for event in service.follow(SUPERVISOR, ids[-1]):
        assert event is not None
        ids.append(event.id)
        if event.id == start + 60:
            break
    assert ids == list(range(start + 1, start + 61))


@pytest.mark.parametrize("last_id", ["-1", "x", "9" * 30])
async def test_a_last_id_that_is_none_is_refused(url: str, last_id: str):
    headers = {"authorization": f"Bearer {FIRST_KEY}", "last-event-id": last_id}
    async with httpx.AsyncClient(base_url=url, headers=headers, trust_env=False) as client:
        answer = await client.get("/api/events")
    assert answer.status_code == 422


async def test_a_stream_goes_on_where_it_was_when_serve_comes_back(
    servers: Servers, livekit: LiveKit
):
    serve = servers.serve(livekit)
    one = Reader(serve.url, {"authorization": f"Bearer {serve.api_key}"}, 0)

    def add(handle: str) -> None:
        with serve.client() as client:
            body = {"handle": handle, "name": "Somebody"}
            client.post("/api/agents", json=body).raise_for_status()

    await asyncio.to_thread(add, "before")
    await one.read(lambda: len(one.seen) == 1)
    await asyncio.to_thread(add, "unread")
    await asyncio.to_thread(serve.restart)
    await asyncio.to_thread(add, "after")
    await one.read(lambda: len(one.seen) == 3)
    assert [agent["handle"] for agent in one.of("agent")] == ["before", "unread", "after"]
    assert one.ids == [1, 2, 3]
