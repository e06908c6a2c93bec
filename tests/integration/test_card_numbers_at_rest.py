"""Calls on which card numbers are said are kept, read and exported: none of the numbers lies
anywhere afterwards, not even in what the database file no longer shows.

The same calls are judged without a database in tests/unit/assist/test_card_numbers.py, all 10,000.
SEGUE_TEST_CARD_CALLS=10000 keeps all of them here too, in two minutes.
"""

import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from segue.assist.by_model import ByModel
from segue.briefing.service import brief_call
from segue.calls.models import Call, Segment
from segue.calls.moves import CallState
from segue.calls.schemas import SegmentIn, Speaker, TranscriptLine
from segue.calls.transcript import keep_segments
from segue.database import Database, database_now
from segue.insights import making
from segue.insights.models import CallInsights
from segue.lineup.tending import Tending
from tests.fakes.card_talk import CardCall, card_call
from tests.fakes.openai import KEY as MODEL_KEY
from tests.fakes.openai import FakeOpenAI
from tests.integration.office import Office, until
from tests.servers import LiveKit

CALLS = int(os.environ.get("SEGUE_TEST_CARD_CALLS", "400"))
A_BATCH = 100
READ = 12
"""So many are read to their end by models, briefed and exported."""
WHEN = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
DIGITS = re.compile(rb"\d(?:[ ./,_|;-]{0,3}\d){9,}")


def call_id(seed: int) -> str:
    return f"call_{seed}"


def segments(call: CardCall) -> list[SegmentIn]:
    return [
        SegmentIn(
            id=f"s{at}",
            line=TranscriptLine.CUSTOMER,
            speaker=Speaker(speaker),
            text=text,
            started_at=WHEN + timedelta(seconds=at),
        )
        for at, (speaker, text) in enumerate(call.lines)
    ]


async def keep(database: Database, seeds: Sequence[int]) -> None:
    """As they are posted: every third call line by line, the others at once."""
    async with database.transaction() as session:
        now = await database_now(session)
        for seed in seeds:
            call = Call(
                id=call_id(seed), state=CallState.ENDED, closed=True, customer_name="Casey",
                created_at=now, state_since=now, state_changed_at=now, customer_due_at=now,
                ended_at=now,
            )  # fmt: skip
            session.add(call)
            await session.flush()
            said = segments(card_call(seed))
            for some in [[one] for one in said] if seed % 3 == 0 else [said]:
                await keep_segments(session, call, some)
            if seed < READ:
                session.add(CallInsights(call_id=call.id, due_at=now, tries=0, summary=""))


async def lines_of(database: Database) -> dict[str, list[str]]:
    async with database.reading() as session:
        rows = await session.execute(
            select(Segment.call_id, Segment.text).order_by(Segment.call_id, Segment.started_at)
        )
        kept: dict[str, list[str]] = {}
        for name, text in rows:
            kept.setdefault(name, []).append(text)
        return kept


async def exported(office: Office) -> str:
    """What programs and people get of the calls that were read."""
    told: list[str] = []
    for seed in range(READ):
        path = f"/api/calls/{call_id(seed)}"
        await until(lambda path=path: _is_ready(office, path), f"insights of {path}")
        for what in ("insights/export?format=csv", "insights/export?format=json", "transcript"):
            answer = await office.root.get(f"{path}/{what}")
            told.append(answer.raise_for_status().text)
        told.append((await brief_call(office.services.database, call_id(seed))).model_dump_json())
        for asked in ("analyze-call", "suggestions"):
            body = {"call_id": call_id(seed)}
            told.append(str(await office.root.ok("POST", f"/api/llm/{asked}", body)))
    return "\n".join(told)


async def _is_ready(office: Office, path: str) -> bool:
    return (await office.root.get(f"{path}/insights")).json().get("state") == "ready"


def in_the_files_of(directory: Path) -> bytes:
    """The database and its log of writes, what was deleted in them included."""
    return b"".join(file.read_bytes() for file in directory.glob("segue.db*"))


def numbers_in(raw: bytes, sought: set[str]) -> Iterator[str]:
    """Which of these stand there, however separated."""
    lengths = sorted({len(number) for number in sought})
    for found in DIGITS.finditer(raw):
        digits = re.sub(rb"\D", b"", found.group()).decode()
        for length in lengths:
            for at in range(len(digits) - length + 1):
                if digits[at : at + length] in sought:
                    yield digits


@pytest.fixture
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    async def look(_: Tending) -> float:
        return 60.0

    monkeypatch.setattr(Tending, "look", look)
    monkeypatch.setattr(making, "LOOK_SECONDS", 0.05)


@pytest.mark.usefixtures("_quickly")
async def test_no_card_number_lies_anywhere(
    tmp_path: Path, livekit: LiveKit, capfd: pytest.CaptureFixture[str]
):
    url = f"sqlite+aiosqlite:///{tmp_path / 'segue.db'}"
    with FakeOpenAI().running() as model:
        model_settings = {
            "openai_api_key": SecretStr(MODEL_KEY),
            "openai_base_url": model.url,
            "assist_requests_per_minute": 10_000,
        }
        async with Office.open(url, livekit, **model_settings) as office:
            for first in range(0, CALLS, A_BATCH):
                await keep(office.services.database, range(first, min(CALLS, first + A_BATCH)))
            told = await exported(office)
            kept = await lines_of(office.services.database)
            assert isinstance(office.services.assist, ByModel)
            cached = repr([vars(one) for one in vars(office.services.assist).values()
                           if type(one).__name__ == "Cache"])  # fmt: skip
            raw = in_the_files_of(tmp_path)
        wire = model.wire

    calls = {call_id(seed): card_call(seed) for seed in range(CALLS)}
    assert [name for name, call in calls.items() if call.leaks_into("\n".join(kept[name]))] == []
    assert [name for name, call in calls.items() if call.decoy not in kept[name]] == []
    numbers = {call.number for call in calls.values()}
    most_of_them = numbers | {number[:-4] for number in numbers}
    read = [calls[call_id(seed)] for seed in range(READ)]
    logged = "".join(capfd.readouterr())
    for where, text in {"exports": told, "cache": cached, "model": wire, "logs": logged}.items():
        assert list(numbers_in(text.encode(), most_of_them)) == [], where
        assert [one.number for one in read if one.leaks_into(text)] == [], where
    assert len(raw) > 100 * CALLS, "the file was not read"
    # A first part that nothing showed to be one is in the log of writes until that is reset.
    assert list(numbers_in(raw, numbers)) == []


def test_the_search_would_find_one():
    number = card_call(0).number
    spread = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    assert list(numbers_in(f"x\x00{spread}\x01".encode(), {number}))
