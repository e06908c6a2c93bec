"""Running notes: while a call is on, a model keeps its briefing up to date, so that Transfer finds
it finished. Where it is late, the offer goes out with the built-in analyser's, and the better one
takes its place when it comes.

Nothing here is needed for a transfer. What a process forgets when it ends, the next line that is
said on the call brings back.
"""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from segue.assist.builtin.analyser import NAME as BUILT_IN
from segue.assist.port import Analysed, Assist, Felt
from segue.briefing.models import CallNotes
from segue.briefing.service import Heard, heard_on
from segue.calls.erasure import last_erasure
from segue.calls.repository import lock_call
from segue.calls.schemas import SegmentView, TranscriptLine
from segue.calls.sentiment import LINES_BEFORE
from segue.calls.transcript import feel_anew
from segue.database import Database
from segue.errors import NotFound
from segue.live.service import PENDING, NewEvent
from segue.transfers.briefings import improve

log = structlog.get_logger()

PAUSE_SECONDS: Final = 4.0
"""Between two readings of the same call, so that a long call costs no more than its length."""
ERASED_SECONDS: Final = 20.0
CALLS_AT_ONCE: Final = 8
LINES_AT_ONCE: Final = 6


class Notes:
    """Keeps the notes of the calls whose lines are posted to this process."""

    def __init__(self, database: Database, assist: Assist) -> None:
        self._database = database
        self._assist = assist
        self._due: set[str] = set()
        self._wake = asyncio.Event()
        self._slots = asyncio.Semaphore(CALLS_AT_ONCE)
        if assist.model != BUILT_IN:  # what takes no time needs no notes
            database.after_commit(self._committed)

    async def run(self) -> None:
        """Read what is said, for as long as the process lives."""
        reading: dict[str, asyncio.Task[None]] = {}
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._forget_the_erased())
            while True:
                await self._wake.wait()
                self._wake.clear()
                reading = {call_id: one for call_id, one in reading.items() if not one.done()}
                for call_id in self._due - reading.keys():
                    reading[call_id] = tasks.create_task(self._follow(call_id))

    def _committed(self, info: Mapping[Any, Any]) -> None:
        events: Sequence[NewEvent] = info.get(PENDING, ())
        due = {one.call_id for one in events if one.call_id and _matters(one)}
        if due:
            self._due |= due
            self._wake.set()

    async def _forget_the_erased(self) -> None:
        """What any replica erased is forgotten here as well."""
        known: object = None
        while True:
            with contextlib.suppress(SQLAlchemyError, OSError):
                async with self._database.reading() as session:
                    last = await last_erasure(session)
                if last != known:
                    self._assist.forget()
                known = last
            await asyncio.sleep(ERASED_SECONDS)

    async def _follow(self, call_id: str) -> None:
        """Read a call until nothing new is said on it."""
        while call_id in self._due:
            self._due.discard(call_id)
            try:
                async with self._slots:
                    await self._read(call_id)
            except NotFound:
                return
            except (SQLAlchemyError, OSError):
                log.warning("notes cannot be kept", call_id=call_id, exc_info=True)
            await asyncio.sleep(PAUSE_SECONDS)
        if call_id in self._due:  # said while this came to its end
            self._wake.set()

    async def _read(self, call_id: str) -> None:
        heard = await heard_on(self._database, call_id)
        await self._feel(call_id, heard.by_customer)
        await self._note(call_id, heard)

    async def _feel(self, call_id: str, lines: Sequence[SegmentView]) -> None:
        """Have the model read the newest lines; older ones stay as they are."""
        first = max(0, len(lines) - LINES_AT_ONCE)
        places = [n for n in range(first, len(lines)) if not _by_model(lines[n])]
        felt = await asyncio.gather(*(self._felt(lines, place) for place in places))
        if all(one.model == BUILT_IN for one in felt):
            return
        async with self._database.transaction() as session:
            call = await lock_call(session, call_id)
            for place, one in zip(places, felt, strict=True):
                await feel_anew(session, call, lines[place], one)

    async def _felt(self, lines: Sequence[SegmentView], place: int) -> Felt:
        before = [one.text for one in lines[max(0, place - LINES_BEFORE) : place]]
        return await self._assist.sentiment(lines[place].text, before)

    async def _note(self, call_id: str, heard: Heard) -> None:
        notes = heard.notes
        if notes is None or notes.covers != heard.fingerprint:
            found = await self._assist.analyse(heard.said)
            if found.model == BUILT_IN or not heard.said:
                return
            notes = _notes(call_id, heard, found)
        async with self._database.transaction() as session:
            call = await lock_call(session, call_id)
            await session.merge(notes)
            await improve(session, call, notes)


def _matters(one: NewEvent) -> bool:
    """Whether an event is a reason to read a call: something was said to its end, or a transfer
    begins, which may have gone out with the built-in analyser's briefing.
    """
    if one.type == "transcript":
        line = SegmentView.model_validate(one.data)
        return line.final and line.line is TranscriptLine.CUSTOMER and not _by_model(line)
    return one.type == "transfer" and one.data["view"]["state"] == "preparing"


def _by_model(line: SegmentView) -> bool:
    """Whether a model has read it already."""
    return line.sentiment is not None and line.sentiment.model != BUILT_IN


def _notes(call_id: str, heard: Heard, found: Analysed) -> CallNotes:
    return CallNotes(
        call_id=call_id,
        covers=heard.fingerprint,
        text=found.text,
        fields=found.briefing.model_dump(mode="json"),
        source=found.model,
        updated_at=heard.at,
    )
