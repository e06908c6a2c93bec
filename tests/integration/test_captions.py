"""What the customer reads along: their own line, and nothing that is said behind it.

The calls are served on paper: nobody is in their rooms, as all of this is decided before media.
"""

import asyncio
from collections.abc import AsyncGenerator

import httpx
import pytest

from segue.access import customers, dependencies
from segue.access.actor import Scope
from segue.captions.endpoints import STREAMS_AT_MOST
from segue.lineup.tending import Tending
from segue.transfers.situation import Event
from tests.fakes.settings import BASE
from tests.integration.office import Json, Office, until
from tests.integration.sse import Reader, over_http
from tests.integration.test_events import supervisor
from tests.servers import LiveKit


@pytest.fixture(autouse=True)
def _nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks at LiveKit, where nobody is."""

    async def look(_: Tending) -> float:
        return 60.0

    monkeypatch.setattr(Tending, "look", look)


@pytest.fixture
async def url(office: Office) -> AsyncGenerator[str]:
    async with over_http(office.app) as url:
        yield url


async def cookie(office: Office, call_id: str) -> str:
    async with office.services.database.transaction() as session:
        return f"segue_customer={await customers.bind(session, call_id)}"


async def reader(office: Office, url: str, call_id: str) -> Reader:
    path = f"/api/calls/{call_id}/captions"
    return Reader(url, {"cookie": await cookie(office, call_id)}, path=path)


async def say(office: Office, call_id: str, second: int, text: str, **more: object) -> None:
    one = {"id": f"s{second}", "line": "customer", "speaker": "customer", "text": text}
    at = f"2026-01-01T09:00:{second:02}Z"
    body = {"segments": [one | {"started_at": at} | more]}
    await office.root.ok("POST", f"/api/calls/{call_id}/transcript", body)


def captions(read: Reader) -> list[tuple[str, str, str]]:
    told = [data for kind, data in read.told if kind == "caption"]
    assert all(set(one) == {"id", "speaker", "text", "final"} for one in told), told
    return [(one["id"], one["speaker"], one["text"]) for one in told]


def states(read: Reader) -> list[str]:
    return [data["state"] for kind, data in read.told if kind == "state"]


async def ears(office: Office, call_id: str, transcription: str | None) -> None:
    companion = await office.a_key(Scope.COMPANION)
    body: Json = {"music": False, "heard": [], "transcription": transcription}
    await companion.ok("POST", f"/api/companion/calls/{call_id}", body)


async def test_the_customer_reads_their_own_line_until_the_call_ends(office: Office, url: str):
    call_id, other = await office.served("alice"), await office.served("bob")
    await say(office, call_id, 1, "Before it was opened.")
    read = await reader(office, url, call_id)
    async with read.reading():
        transfer_id = (await office.initiate("alice", call_id, {"agent": "carol"}))["id"]
        await office["carol"].api.ok("POST", f"/api/transfer/accept/{transfer_id}")
        async with office.services.database.transaction() as session:
            await office.services.transfers.signal(session, call_id, transfer_id, Event.PREPARED)
        await say(office, call_id, 2, "He is a difficult one.", line="consult", speaker="agent")
        await say(office, call_id, 1, "Before it was opened.")
        await say(office, other, 3, "Somebody else's words.")
        who = {"speaker": "agent", "speaker_id": office["alice"].id}
        await say(office, call_id, 4, "I am look", **who, final=False)
        await say(office, call_id, 4, "I am looking into it.", **who)
        await say(office, call_id, 5, "<b>Thank you!</b>")
        await office.root.ok("PATCH", "/api/agents/bob", {"name": "Robert"})
        await office.root.ok("POST", f"/api/calls/{call_id}/end", headers=await boss(office))
        await read.until(lambda _: read.told[-1][0] == "ended")
    assert captions(read) == [
        ("s4", "agent", "I am look"),
        ("s4", "agent", "I am looking into it."),
        ("s5", "customer", "<b>Thank you!</b>"),
    ]
    assert {kind for kind, _ in read.told} == {"state", "caption", "ended"}
    again = await reader(office, url, call_id)
    await again.read(lambda: False)  # the server ends it
    assert [kind for kind, _ in again.told] == ["ended"]


async def boss(office: Office) -> dict[str, str]:
    return {"authorization": "", "origin": BASE} | await supervisor(office)


async def test_a_line_whose_number_goes_on_later_is_told_again_without_it(office: Office, url: str):
    call_id = await office.served("alice")
    read = await reader(office, url, call_id)
    async with read.reading():
        await say(office, call_id, 1, "My card is 4111 1111.")
        await say(office, call_id, 2, "And then 1111 1111.")
        await read.until(lambda _: len(captions(read)) == 3)
    assert "1111" not in {key: text for key, _, text in captions(read)}["s1"]


async def test_after_a_short_loss_nothing_is_missing(office: Office, url: str):
    call_id = await office.served("alice")
    read = await reader(office, url, call_id)
    await read.read(lambda: len(read.told) == 1)
    await say(office, call_id, 1, "Are you there?")
    await read.read(lambda: bool(captions(read)))
    assert captions(read) == [("s1", "customer", "Are you there?")]
    read.last_id = 10**9  # of a database that was begun anew
    before = len(read.told)
    async with read.reading():
        await read.until(lambda _: len(read.told) > before)  # it is open again
        await say(office, call_id, 2, "Still here.")
        await read.until(lambda _: len(captions(read)) == 2)


async def test_whether_anybody_writes_is_told_when_it_changes(office: Office, url: str):
    call_id = await office.served("alice")
    read = await reader(office, url, call_id)
    async with read.reading():
        for transcription in ("off", "working", "failing", "unreachable", "working"):
            await ears(office, call_id, transcription)
        await read.until(lambda _: len(states(read)) == 4)
    assert states(read) == ["nobody", "writing", "nobody", "writing"]
    posted = await reader(office, url, await office.served("bob", transcript="posted"))
    await posted.read(lambda: bool(posted.told))
    assert states(posted) == ["writing"]


async def test_an_agent_in_the_same_browser_is_still_that_calls_customer(
    office: Office, url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(dependencies, "ASK_AGAIN_SECONDS", 0.0)
    call_id = await office.served("alice")
    read = await reader(office, url, call_id)
    read.headers["cookie"] += f"; {(await supervisor(office))['cookie']}"
    async with read.reading():
        await say(office, call_id, 1, "Hello?")
        await read.until(lambda _: bool(captions(read)))
        async with office.services.database.transaction() as session:
            await customers.release(session, call_id)
        await say(office, call_id, 2, "Who reads this?")
        await until(lambda: _nobody_reads(office), "the stream ends with the cookie")
    assert [key for key, _, _ in captions(read)] == ["s1"]


async def _nobody_reads(office: Office) -> bool:
    return office.services.live.readers == 0


async def test_one_browser_has_a_few_streams_at_most(office: Office, url: str):
    call_id = await office.served("alice")
    one = await reader(office, url, call_id)
    reading = [Reader(url, one.headers, path=one.path) for _ in range(STREAMS_AT_MOST)]
    tasks = [asyncio.create_task(read.read(lambda: False)) for read in reading]

    async def all_open() -> bool:
        return office.services.live.readers == STREAMS_AT_MOST

    await until(all_open, "the streams are open")
    async with httpx.AsyncClient(base_url=url, headers=one.headers, trust_env=False) as client:
        refused = await client.get(one.path)
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_streams")
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await until(lambda: _nobody_reads(office), "they are closed")
        async with client.stream("GET", one.path) as answer:
            assert answer.status_code == 200


async def test_switched_off_there_are_none_and_the_page_knows(database_url: str, livekit: LiveKit):
    async with Office.open(database_url, livekit, captions=False) as office:
        await office.hire("alice")
        call_id = await office.served("alice")
        headers = {"cookie": await cookie(office, call_id), "origin": BASE, "authorization": ""}
        path = f"/api/calls/{call_id}"
        assert await office.root.problem("GET", f"{path}/captions", headers=headers) == (
            404,
            "captions_off",
        )
        back = await office.root.ok("POST", f"{path}/connect", headers=headers)
    assert back["captions"] is False
