"""Gives every open call a task that tends it, offers the waiting ones, and keeps house.

Events only say "look again"; what a look finds is in `segue.lineup.tending`.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from segue.access.expiry import purge_expired
from segue.calls.erasure import erase_the_old
from segue.calls.models import Call
from segue.calls.repository import count_open, unclosed_calls
from segue.calls.service import Calls
from segue.database import Database
from segue.errors import MediaUnavailable
from segue.lineup.apply import Apply
from segue.lineup.tending import LOOK_SECONDS, Parts, Tending
from segue.live.service import PENDING, Live
from segue.media.health import Health
from segue.media.livekit import LiveKit
from segue.roster.service import show_silent_changes
from segue.settings import Settings
from segue.telemetry import metrics
from segue.telephony.arrivals import PREFIX, Arrivals
from segue.transfers.models import Transfer
from segue.transfers.service import Transfers
from segue.transfers.situation import State
from segue.waking import woken

log = structlog.get_logger()

SWEEP_SECONDS = 30.0


class Controller:
    """One task for each open call, and one for the calls that look for an agent."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        livekit: LiveKit,
        health: Health,
        calls: Calls,
        transfers: Transfers,
        live: Live,
    ) -> None:
        self._settings = settings
        self._database = database
        self._livekit = livekit
        self._calls = calls
        self._live = live
        self._arrivals = Arrivals(settings, database, livekit, calls)
        self._wakes: dict[str, asyncio.Event] = {}
        self._new = asyncio.Event()
        self._offers = asyncio.Event()
        self._strays = asyncio.Event()
        self._parts = Parts(
            settings=settings,
            database=database,
            apply=Apply(livekit),
            health=health,
            calls=calls,
            transfers=transfers,
            started=datetime.now(UTC),
            presence_changed=self._offers.set,
        )
        database.after_commit(self._committed)

    def look(self, call_id: str) -> None:
        """Have a call looked at now; whatever LiveKit tells of a call that is over is a stray."""
        wake = self._wakes.get(call_id)
        if wake is None:
            self._new.set()
            self._strays.set()
        else:
            wake.set()

    def _committed(self, info: dict[Any, Any]) -> None:
        for event in info.get(PENDING, ()):
            if event.type in ("call", "transfer") and event.call_id is not None:
                self.look(event.call_id)
            if event.type in ("call", "agent"):
                self._offers.set()

    async def run(self) -> None:
        """Tend all calls for as long as the process lives."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._every(LOOK_SECONDS, self._offer, self._offers))
            tasks.create_task(self._every(SWEEP_SECONDS, self._sweep, self._strays))
            tasks.create_task(self._every(SWEEP_SECONDS, self._forget))
            tasks.create_task(self._every(LOOK_SECONDS, self._silent_changes))
            while True:
                self._new.clear()
                with contextlib.suppress(SQLAlchemyError, OSError):
                    for call_id in await self._unclosed():
                        if call_id not in self._wakes:
                            self._wakes[call_id] = asyncio.Event()
                            tasks.create_task(self._tend(call_id))
                await woken(self._new, LOOK_SECONDS)

    async def _unclosed(self) -> list[str]:
        async with self._database.reading() as session:
            return list(await unclosed_calls(session))

    async def _every(
        self,
        seconds: float,
        work: Callable[[], Awaitable[None]],
        wake: asyncio.Event | None = None,
    ) -> None:
        wake = wake or asyncio.Event()
        while True:
            wake.clear()
            try:
                await work()
            except (MediaUnavailable, SQLAlchemyError, OSError):
                log.warning("housekeeping failed and will be tried again", exc_info=True)
            await woken(wake, seconds)

    async def _offer(self) -> None:
        async with self._database.transaction() as session:
            await self._calls.offer_waiting(session)

    async def _silent_changes(self) -> None:
        async with self._database.transaction() as session:
            await show_silent_changes(session)
            for state, number in (await count_open(session)).items():
                metrics.CALLS_OPEN.labels(state=state.value).set(number)

    async def _sweep(self) -> None:
        """Delete rooms of ours without an open call, also those that an old token made anew."""
        # Rooms first: a call is in the database before its room is made, so none is taken for a
        # stray that has just begun.
        rooms = await self._livekit.rooms()
        unclosed = set(await self._unclosed())
        in_rooms = {name: room for name, room in rooms.items() if name.startswith(PREFIX)}
        strays = await self._arrivals.take(in_rooms)
        for name in rooms:
            if name in strays or await self._stray(name, unclosed):
                await self._livekit.delete_room(name)
                metrics.APPLY_REPAIRS.labels(kind="stray_room_deleted").inc()

    async def _forget(self) -> None:
        await purge_expired(self._database)
        if self._settings.transcript_retention_days is not None:
            kept = timedelta(days=self._settings.transcript_retention_days)
            await erase_the_old(self._database, kept)
        await self._live.forget(timedelta(hours=self._settings.event_retention_hours))

    async def _stray(self, room: str, unclosed: set[str]) -> bool:
        """Whether a room is one of ours whose call or transfer is over."""
        kind, _, key = room.partition("-")
        if kind == "customer" and key.startswith("call_"):
            return key not in unclosed
        return kind == "consult" and key.startswith("tr_") and not await self._is_open(key)

    async def _is_open(self, transfer_id: str) -> bool:
        """Whether a transfer's consult room is needed: by its private talk, or as the line of the
        phone that took the call over.
        """
        async with self._database.reading() as session:
            transfer = await session.get(Transfer, transfer_id)
            if transfer is None or not State(transfer.state).terminal:
                return transfer is not None
            call = await session.get_one(Call, transfer.call_id)
            return call.phone_leg_id is not None and call.phone_leg_id == transfer.to_leg_id

    async def _tend(self, call_id: str) -> None:
        """Look at a call again and again until nothing of it is left."""
        wake, tending = self._wakes[call_id], Tending(self._parts, call_id)
        structlog.contextvars.bind_contextvars(call_id=call_id)
        try:
            while True:
                wake.clear()
                pause = await tending.look()
                if pause is None:
                    return
                if pause > 0:
                    await woken(wake, pause)
        finally:
            del self._wakes[call_id]
