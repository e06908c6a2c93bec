"""While a call is on: how the customer sounds line by line, and notes that Transfer finds."""

from collections.abc import AsyncGenerator, Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from segue.live.models import LiveEvent
from tests.fakes.openai import KEY, FakeOpenAI
from tests.fakes.openai_answers import Does
from tests.integration.office import Json, Office, until
from tests.servers import LiveKit

SAID = [
    ("agent", "Good morning, how can I help?"),
    ("customer", "Hello. I was charged twice for order 48213."),
    ("agent", "I see it. I will refund one of them by Friday."),
]
ANGRY = [
    "This is outrageous, I have called five times and nobody ever calls back!",
    "I am furious. This is the worst service that I ever had, absolutely unacceptable!",
]


@pytest.fixture
def server() -> Iterator[FakeOpenAI]:
    with FakeOpenAI().running() as server:
        yield server


@pytest.fixture
async def with_model(
    database_url: str, livekit: LiveKit, server: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Office]:
    """The office with a model that writes the notes, and that never rests."""
    monkeypatch.setattr("segue.briefing.notes.PAUSE_SECONDS", 0.05)
    settings: dict[str, Any] = {
        "openai_api_key": SecretStr(KEY),
        "openai_base_url": server.url,
        "llm_timeout_seconds": 2.0,
    }
    async with Office.open(database_url, livekit, **settings) as office:
        await office.hire("alice", "bob")
        yield office


def _segments(*lines: tuple[str, str], first: int = 0) -> Json:
    return {
        "segments": [
            {
                "id": f"s{number}",
                "line": "customer",
                "speaker": speaker,
                "text": text,
                "started_at": f"2026-03-04T09:30:{number:02}Z",
            }
            for number, (speaker, text) in enumerate(lines, first)
        ]
    }


async def _say(office: Office, call_id: str, *lines: tuple[str, str], first: int = 0) -> None:
    await office.root.ok("POST", f"/api/calls/{call_id}/transcript", _segments(*lines, first=first))


async def _sentiments(office: Office, call_id: str) -> dict[str, Json]:
    answer = await office.root.ok("GET", f"/api/calls/{call_id}/transcript")
    return {one["id"]: one["sentiment"] for one in answer["segments"]}


async def _source(office: Office, call_id: str) -> str:
    answer = await office.root.ok("GET", f"/api/calls/{call_id}/briefing")
    return answer["briefing"]["source"]


async def _events(office: Office, kind: str) -> list[Json]:
    """What was told so far, as those who oversee read it."""
    async with office.services.database.reading() as session:
        rows = await session.scalars(select(LiveEvent).where(LiveEvent.type == kind))
        return [{"audience": one.audience, **one.data} for one in rows]


async def test_each_line_of_the_customers_comes_with_how_it_sounds(office: Office):
    call_id = await office.served("alice")
    await _say(office, call_id, *SAID, ("customer", ANGRY[0]))
    found = await _sentiments(office, call_id)
    assert found["s0"] is None
    assert found["s1"]["label"] in ("negative", "neutral")
    assert found["s3"]["label"] == "frustrated"
    assert found["s3"]["model"] == "built-in"
    assert found["s3"]["signals"]
    [told] = [one for one in await _events(office, "transcript") if one["id"] == "s3"]
    assert told["sentiment"] == found["s3"]


async def test_interim_words_and_private_talks_have_no_sentiment(office: Office):
    call_id = await office.served("alice")
    interim, private = _segments(("customer", ANGRY[0]), ("customer", ANGRY[1]))["segments"]
    body = {"segments": [{**interim, "final": False}, {**private, "line": "consult"}]}
    await office.root.ok("POST", f"/api/calls/{call_id}/transcript", body)
    assert set((await _sentiments(office, call_id)).values()) == {None}


async def test_those_who_oversee_hear_of_a_mood_that_falls_once(office: Office):
    call_id = await office.served("alice")
    await _say(office, call_id, *SAID)
    assert await _events(office, "alert") == []
    for number, line in enumerate([*ANGRY, *ANGRY], len(SAID)):
        await _say(office, call_id, ("customer", line), first=number)
    [alert] = await _events(office, "alert")
    assert (alert["kind"], alert["agent_id"]) == ("mood", office["alice"].id)
    assert alert["audience"] == []
    assert alert["score"] <= -0.4


async def test_a_model_reads_along_and_transfer_finds_its_briefing(
    with_model: Office, server: FakeOpenAI
):
    office = with_model
    call_id = await office.served("alice")
    await _say(office, call_id, *SAID)
    await until(lambda: _is(_source(office, call_id), "gpt-4o-mini"), "notes of the model")
    sentiment = (await _sentiments(office, call_id))["s1"]
    assert sentiment["model"] == "gpt-4o-mini"
    asked = len(server.asked)
    transfer = await office.initiate("alice", call_id, {"agent": "bob"}, note="Be kind")
    assert transfer["briefing"]["source"] == "gpt-4o-mini"
    assert transfer["briefing"]["text"].startswith("Note: Be kind")
    assert len(server.asked) == asked, "nothing was left to be read"


async def test_a_slow_model_is_not_waited_for_and_its_briefing_comes_later(
    with_model: Office, server: FakeOpenAI
):
    office = with_model
    call_id = await office.served("alice")
    server.does = Does.NEVER
    await _say(office, call_id, *SAID)
    transfer = await office.initiate("alice", call_id, {"agent": "bob"}, note="Be kind")
    assert transfer["briefing"]["source"] == "built-in"
    server.does = Does.WELL

    async def better() -> Json | None:
        briefing = (await office.transfer(transfer["id"], office["alice"].api))["briefing"]
        return briefing if briefing["source"] == "gpt-4o-mini" else None

    await _say(office, call_id, ("customer", "Are you there?"), first=len(SAID))
    briefing = await until(better, "the model's briefing", 40)
    assert briefing["text"].startswith("Note: Be kind")
    assert not briefing["edited"]


async def test_the_words_of_an_agent_stay(with_model: Office):
    office = with_model
    call_id = await office.served("alice")
    transfer = await office.initiate("alice", call_id, {"agent": "bob"}, briefing="Mine")
    await _say(office, call_id, *SAID)
    await until(lambda: _is(_source(office, call_id), "gpt-4o-mini"), "notes of the model")
    assert (await office.transfer(transfer["id"], office["alice"].api))["briefing"][
        "text"
    ] == "Mine"


async def _is(wanted: Any, value: object) -> bool:
    return await wanted == value
