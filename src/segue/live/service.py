"""The live stream: ordered events, each told to the desks that may know of it."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor, Scope
from segue.calls.schemas import TranscriptLine
from segue.database import Database, database_now
from segue.live.models import EventCounter, LiveEvent
from segue.waking import woken

log = structlog.get_logger()

PENDING = "segue_events"
BATCH = 500
QUEUE_LIMIT = 1000
# Another replica's events are found by looking; this replica's are told at once.
LOOK_SECONDS = 1.0
GATHER_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be, until its transaction commits."""

    type: str
    data: Mapping[str, Any]
    call_id: str | None = None
    transfer_id: str | None = None
    audience: Sequence[str] | None = None


def publish(session: AsyncSession, event: NewEvent) -> None:
    """Have an event written when this transaction commits; it is lost if it does not."""
    session.info.setdefault(PENDING, []).append(event)


async def write_pending(session: AsyncSession) -> None:
    """Number and write this transaction's events, last thing before the commit.

    The counter's row stays locked until the commit, so numbers commit in their order.
    """
    pending: list[NewEvent] = session.info.get(PENDING, [])
    if not pending:
        return
    now = await database_now(session)
    last: int = (
        await session.execute(
            update(EventCounter)
            .values(value=EventCounter.value + len(pending))
            .returning(EventCounter.value)
        )
    ).scalar_one()
    for number, event in enumerate(pending, start=last - len(pending) + 1):
        session.add(
            LiveEvent(
                id=number,
                at=now,
                type=event.type,
                call_id=event.call_id,
                transfer_id=event.transfer_id,
                audience=None if event.audience is None else sorted(set(event.audience)),
                data=dict(event.data),
            )
        )
    await session.flush()


def visible(event: LiveEvent, actor: Actor) -> bool:
    """Whether somebody may know of an event. Customers: how their own call stands, and what is
    said on its line; never what is said in private.
    """
    if actor.is_customer:
        said_to_them = event.type == "transcript" and event.data["line"] == TranscriptLine.CUSTOMER
        return event.call_id == actor.call_id and (event.type == "call" or said_to_them)
    if actor.sees_all(Scope.EVENTS_READ):
        return True
    return event.audience is None or actor.agent_id in event.audience


@dataclass(eq=False)
class _Reader:
    actor: Actor
    queue: asyncio.Queue[LiveEvent] = field(
        default_factory=lambda: asyncio.Queue[LiveEvent](QUEUE_LIMIT)
    )
    overrun: bool = False


class Live:
    """Tails the events once for all the readers of this process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._readers: set[_Reader] = set()
        self._wake = asyncio.Event()
        self._position: int | None = None
        database.before_commit(write_pending)
        database.after_commit(self._committed)

    @property
    def readers(self) -> int:
        """How many streams are open here."""
        return len(self._readers)

    def streams_of(self, actor: Actor) -> int:
        """How many of them somebody has."""
        return sum(reader.actor.id == actor.id for reader in self._readers)

    def _committed(self, info: dict[Any, Any]) -> None:
        if info.get(PENDING):
            self._wake.set()

    async def run(self) -> None:
        """Hand new events to the readers, for as long as the process lives."""
        while True:
            if await woken(self._wake, LOOK_SECONDS):
                # LiveKit is told first; who looks on may be told a blink later, of all at once.
                await asyncio.sleep(GATHER_SECONDS)
            self._wake.clear()
            try:
                await self._hand_out()
            except (SQLAlchemyError, OSError):
                # The database is away: desks keep their streams, events come when it is back.
                log.warning("events cannot be read", exc_info=True)
                await asyncio.sleep(LOOK_SECONDS)

    async def _hand_out(self) -> None:
        position = await self.position()
        while batch := await self._read(position):
            for event in batch:
                self._tell(event)
            self._position = position = batch[-1].id

    def _tell(self, event: LiveEvent) -> None:
        for reader in self._readers:
            if reader.overrun or not visible(event, reader.actor):
                continue  # after an overrun a gap would follow; it resumes where it was cut
            try:
                reader.queue.put_nowait(event)
            except asyncio.QueueFull:
                reader.overrun = True

    async def position(self) -> int:
        """The number up to which events were handed out."""
        if self._position is None:
            found = await self.committed()
            if self._position is None:  # else another asker was quicker, and may be further on
                self._position = found
        return self._position

    async def committed(self) -> int:
        """The number of the last event that is committed."""
        async with self._database.reading() as session:
            return (await session.execute(select(EventCounter.value))).scalar_one()

    async def _read(self, after: int, upto: int | None = None) -> Sequence[LiveEvent]:
        query = select(LiveEvent).where(LiveEvent.id > after).order_by(LiveEvent.id).limit(BATCH)
        if upto is not None:
            query = query.where(LiveEvent.id <= upto)
        async with self._database.reading() as session:
            return (await session.scalars(query)).all()

    async def _oldest(self) -> int | None:
        async with self._database.reading() as session:
            return (await session.execute(select(func.min(LiveEvent.id)))).scalar_one()

    async def follow(self, actor: Actor, after: int | None) -> AsyncGenerator[LiveEvent | None]:
        """Every event that the actor may know of, in order, from after `after` (or from now).

        Yields None first when `after` is older than what is kept (the reader starts over), and
        ends when the reader is too slow; it resumes by the number of its last event.
        """
        reader = _Reader(actor)
        self._readers.add(reader)
        try:
            told = await self.position()
            if after is not None and told < after <= await self.committed():
                told = after  # the reader knows of what is yet to be handed out here
            elif after is not None and after != told:
                oldest = await self._oldest()
                if after > told or oldest is None or after < oldest - 1:
                    yield None
                else:
                    async for event in self._replay(after, told):
                        if visible(event, actor):
                            yield event
            while not (reader.overrun and reader.queue.empty()):
                event = await reader.queue.get()
                if event.id > told:
                    told = event.id
                    yield event
        finally:
            self._readers.discard(reader)

    async def _replay(self, after: int, upto: int) -> AsyncGenerator[LiveEvent]:
        while batch := await self._read(after, upto):
            for event in batch:
                yield event
            after = batch[-1].id

    async def forget(self, older_than: timedelta) -> None:
        """Delete the events that nobody needs to resume from any more."""
        async with self._database.transaction() as session:
            before = await database_now(session) - older_than
            await session.execute(delete(LiveEvent).where(LiveEvent.at < before))
