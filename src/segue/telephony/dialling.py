"""Calls the phones that somebody asked for, each once, and says what became of it.

A dial cannot be repeated, so its row is written before and after. Whoever dials holds a lease that
is renewed; the dials of a process that died end as `unknown`, and apply removes their legs.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from segue.calls.models import Call, Leg
from segue.calls.repository import lock_call
from segue.database import Database, database_now
from segue.errors import MediaUnavailable
from segue.lineup.lineup import CUSTOMER
from segue.live.service import PENDING
from segue.media.livekit import LiveKit, metadata
from segue.settings import Settings
from segue.telemetry import metrics
from segue.telephony.dials import end
from segue.telephony.models import Dial, DialOutcome, DialPurpose, DialState
from segue.telephony.sip import Failed, Sip
from segue.transfers.models import Transfer
from segue.waking import woken

log = structlog.get_logger()

LOOK_SECONDS = 1.0
LEASE = timedelta(seconds=5)


class Step(Enum):
    """What is to be done about a dial."""

    BEGIN = auto()
    RENEW = auto()
    CANCEL = auto()
    """It was taken back before it began."""
    GIVE_UP = auto()
    """Whoever dialled has died."""
    HANG_UP = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phone is called into."""

    call_id: str
    room: str
    identity: str
    hold: bool
    """Whether there is music in the room."""

    @classmethod
    async def of(cls, session: AsyncSession, call: Call, dial: Dial, leg: Leg) -> "Place":
        """The room that a dial's leg belongs in."""
        if dial.purpose == DialPurpose.CUSTOMER:
            return cls(call.id, call.room, CUSTOMER, hold=True)
        transfer = await session.get_one(Transfer, dial.transfer_id)
        return cls(call.id, transfer.room, leg.identity, hold=False)


class Dialling:
    """Calls phones; `look_at` is told of each call that has news."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        livekit: LiveKit,
        look_at: Callable[[str], None],
    ) -> None:
        self._longest = timedelta(minutes=settings.dial_max_minutes)
        self._database = database
        self._livekit = livekit
        self._look_at = look_at
        self._sip = Sip(settings)
        self._wake = asyncio.Event()
        self._under_way: dict[str, asyncio.Task[None]] = {}
        database.after_commit(self._committed)

    def _committed(self, info: dict[Any, Any]) -> None:
        if any(event.type in ("call", "transfer") for event in info.get(PENDING, ())):
            self._wake.set()

    async def run(self) -> None:
        """Look for dials that are to be begun, taken back or ended."""
        try:
            async with asyncio.TaskGroup() as tasks:
                while True:
                    self._wake.clear()
                    try:
                        await self._look(tasks)
                    except (MediaUnavailable, SQLAlchemyError, OSError):
                        log.warning("dials were not looked at and will be again", exc_info=True)
                    await woken(self._wake, LOOK_SECONDS)
        finally:
            await self._sip.close()

    async def _look(self, tasks: asyncio.TaskGroup) -> None:
        async with self._database.reading() as session:
            now = await database_now(session)
            found = await session.execute(
                select(Dial, Leg)
                .join(Leg, Leg.id == Dial.leg_id)
                .where(Dial.state != DialState.OVER)
            )
            due = [dial for dial, leg in found if self._step(dial, leg, now) is not None]
        for dial in due:
            await self._tend(tasks, dial.call_id, dial.id)

    def _step(self, dial: Dial, leg: Leg, now: datetime) -> Step | None:
        """What is to be done about a dial now."""
        left = leg.left_at is not None
        match dial.state:
            case DialState.ASKED:
                return Step.CANCEL if left else Step.BEGIN
            case DialState.DIALLING if dial.id in self._under_way:
                if left:
                    return Step.HANG_UP
                late = dial.lease_until is None or dial.lease_until - now < LEASE / 2
                return Step.RENEW if late else None
            case DialState.DIALLING:
                lost = dial.lease_until is None or dial.lease_until < now
                return Step.GIVE_UP if lost else None
            case DialState.ANSWERED if left:
                return Step.END
            case DialState.ANSWERED if dial.answered_at and now - dial.answered_at > self._longest:
                return Step.HANG_UP
            case _:
                return None

    async def _tend(self, tasks: asyncio.TaskGroup, call_id: str, dial_id: str) -> None:
        async with self._database.transaction() as session:
            call = await lock_call(session, call_id)
            dial = await session.get_one(Dial, dial_id, populate_existing=True)
            leg = await session.get_one(Leg, dial.leg_id, populate_existing=True)
            now = await database_now(session)
            place = await Place.of(session, call, dial, leg)
            step = self._step(dial, leg, now)
            match step:
                case Step.BEGIN | Step.RENEW:
                    dial.state, dial.lease_until = DialState.DIALLING, now + LEASE
                case Step.CANCEL:
                    self._over(dial, DialOutcome.CANCELLED, now)
                case Step.GIVE_UP:
                    self._over(dial, DialOutcome.UNKNOWN, now)
                case Step.END:
                    self._over(dial, DialOutcome.HUNG_UP, now)
                case _:
                    pass
        if step is Step.BEGIN:
            self._begin(tasks, dial, place)
        elif step is Step.HANG_UP:
            await self._livekit.remove(place.room, place.identity)

    def _begin(self, tasks: asyncio.TaskGroup, dial: Dial, place: Place) -> None:
        task = tasks.create_task(self._call(dial.id, dial.address, dial.ring_seconds, place))
        self._under_way[dial.id] = task
        task.add_done_callback(lambda _: self._under_way.pop(dial.id, None))

    async def _call(self, dial_id: str, address: str, ring_seconds: float, place: Place) -> None:
        """Call one phone, and write down what came of it."""
        failed = None
        try:
            await self._livekit.create_room(place.room, metadata(0, place.hold))
            await self._sip.call(
                address, place.room, place.identity, ring_seconds, audibly=place.hold
            )
        except Failed as why:
            failed = why
        except MediaUnavailable:
            failed = Failed(DialOutcome.CARRIER_FAULT)
        try:
            await self._keep(dial_id, failed)
        except (SQLAlchemyError, OSError):  # the lease runs out, and the leg is removed
            log.warning("what became of a dial could not be kept", dial_id=dial_id, exc_info=True)
        self._look_at(place.call_id)

    async def _keep(self, dial_id: str, failed: Failed | None) -> None:
        async with self._database.transaction() as session:
            found = await session.get_one(Dial, dial_id)
            await lock_call(session, found.call_id)
            dial = await session.get_one(Dial, dial_id, populate_existing=True)
            leg = await session.get_one(Leg, dial.leg_id, populate_existing=True)
            now = await database_now(session)
            if failed is not None:
                # Whoever took it back has hung up; what the phone said to that is no news.
                outcome = DialOutcome.CANCELLED if leg.left_at else failed.outcome
                self._over(dial, outcome, now, failed.sip_status)
            elif dial.state == DialState.DIALLING:
                dial.state, dial.answered_at, dial.lease_until = DialState.ANSWERED, now, None
                leg.joined_at = leg.joined_at or now
                log.info("dial answered", dial_id=dial_id)

    def _over(
        self, dial: Dial, outcome: DialOutcome, now: datetime, sip_status: int | None = None
    ) -> None:
        if dial.state == DialState.OVER:
            return
        end(dial, outcome, now, sip_status)
        metrics.DIALS.labels(outcome=outcome.value).inc()
        log.info("dial over", dial_id=dial.id, outcome=outcome.value, sip_status=sip_status)
        self._look_at(dial.call_id)
