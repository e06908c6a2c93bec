"""Tends one open call: looks, repairs, and tells the tables of moves what was seen.

Whoever looks finds everything in the database and in LiveKit, so a restart, a lost webhook or a
second replica needs no code of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from segue.calls.legs import PHONE
from segue.calls.models import Call, CallMedia, Leg
from segue.calls.moves import CallEvent, CallState
from segue.calls.repository import get_call, legs_of, lock_call, media_of
from segue.calls.service import Calls
from segue.database import Database, database_now
from segue.errors import MediaUnavailable
from segue.lineup import observe
from segue.lineup.apply import Apply, Wanted, World
from segue.lineup.lineup import CUSTOMER
from segue.live.service import NewEvent, publish
from segue.media.health import Health
from segue.media.lines import line_up_of
from segue.roster.models import Agent
from segue.settings import Settings
from segue.telemetry import metrics
from segue.telephony.announcements import GOODBYE
from segue.telephony.dials import dial_of
from segue.telephony.models import Dial
from segue.transfers.models import Transfer
from segue.transfers.repository import latest_transfer, open_transfer
from segue.transfers.service import Transfers
from segue.transfers.situation import Event, State
from segue.transfers.views import publish_transfer

log = structlog.get_logger()


LOOK_SECONDS = 2.0
HANDOFF_LOOK_SECONDS = 0.05
MUSIC_LOOK_SECONDS = 0.02
EXPECTED_LOOK_SECONDS = 0.2
UNREACHABLE_LOOK_SECONDS = 0.5
EXPECTED_FOR = timedelta(seconds=15)
# After a start, what has become true meanwhile is noticed before what has become due: rights that a
# killed serve did not give are given, and whoever is audible then (0.5 s, measured) counts as such.
SETTLES_WITHIN = timedelta(seconds=3)
# A companion asks every 2 s; two missed are two too many.
COMPANION_SILENCE = timedelta(seconds=4)
COMPANION_JOINS_WITHIN = timedelta(seconds=5)
# Without a voice there is only music; the call ends all the same.
GOODBYE_WITHIN = timedelta(seconds=60)
HOLD_LIMIT = "The customer has been hearing music for a long time."
COMPANION_LOST = (
    "The companion of this call was lost and is being replaced. People go on talking; "
    "the customer's page plays the music by itself meanwhile."
)
IN_HANDOFF = (State.PREPARING, State.COMPLETING, State.RETURNING)


@dataclass(frozen=True, slots=True)
class Case:
    """A call with all that is kept of it."""

    call: Call
    transfer: Transfer | None
    """The open transfer."""
    consult_room: str | None
    """The consult room of the latest transfer, which may still have to go."""
    legs: dict[str, Leg]
    media: CallMedia
    offered: Agent | None
    """At whose desk it rings."""
    dial: Dial | None
    """The try to reach the phone that is the transfer's `to`."""
    customer_dial: Dial | None
    """The try to reach the customer's phone."""
    now: datetime

    @property
    def customer_awaited(self) -> bool:
        """Whether the customer has not joined yet."""
        customer = self.legs.get(CUSTOMER)
        return customer is not None and customer.joined_at is None


@dataclass(frozen=True, slots=True)
class Parts:
    """What tending a call needs of the process."""

    settings: Settings
    database: Database
    apply: Apply
    health: Health
    calls: Calls
    transfers: Transfers
    started: datetime
    presence_changed: Callable[[], None]
    """To be called when somebody came or went: a waiting call may be offered now."""


class Tending:
    """One call, looked at again and again."""

    def __init__(self, parts: Parts, call_id: str) -> None:
        self._parts = parts
        self._call_id = call_id
        self._listed = observe.Listed()
        self._rooms: tuple[str, ...] = ()
        """The call's rooms, as they were at the last look."""

    async def look(self) -> float | None:
        """Look once: apply, then events. How long to wait for the next look; None when the call is
        closed and nothing of it is left.
        """
        try:
            return await self._look()
        except MediaUnavailable:
            return UNREACHABLE_LOOK_SECONDS
        except Exception:  # a lost task is a lost call: the next look starts afresh
            log.exception("a look at a call failed and will be repeated")
            return UNREACHABLE_LOOK_SECONDS

    async def _look(self) -> float | None:
        case, world = await self._apply()
        self._listed.note(world, case.now)
        if case.call.state == CallState.ENDED:
            await self._close()
            return None
        if await self._remember(case, world):
            case = await self._case()
        sight = self._sight(case, world)
        if await self._tell(case, sight) or await self._deadline(case, sight):
            return 0
        return self._pause(case, sight)

    async def _apply(self) -> tuple[Case, World]:
        """Read the voice server first, and then what should be: the state is the newer of the two,
        however long the voice server took.
        """
        while True:
            reading = await self._parts.apply.read(self._rooms) if self._rooms else None
            case = await self._case()
            wanted = self._wanted(case)
            known, self._rooms = self._rooms, wanted.rooms
            if reading is not None and known == wanted.rooms:
                return case, await self._parts.apply.repair(wanted, reading)

    async def _case(self) -> Case:
        async with self._parts.database.reading() as session:
            call = await get_call(session, self._call_id)
            latest = await latest_transfer(session, self._call_id)
            transfer = latest if latest and latest.id == call.transfer_id else None
            rings_at = transfer.to_agent_id if transfer else call.offered_to
            legs = await legs_of(session, self._call_id)
            return Case(
                call=call,
                transfer=transfer,
                consult_room=latest.room if latest else None,
                legs=legs,
                media=await media_of(session, self._call_id),
                offered=await session.get(Agent, rings_at) if rings_at else None,
                dial=await dial_of(session, transfer.to_leg_id) if transfer else None,
                customer_dial=await self._customer_dial(session, legs),
                now=await database_now(session),
            )

    @staticmethod
    async def _customer_dial(session: AsyncSession, legs: dict[str, Leg]) -> Dial | None:
        customer = legs.get(CUSTOMER)
        if customer is None or customer.kind != PHONE or customer.address is None:
            return None
        return await dial_of(session, customer.id)

    def _wanted(self, case: Case) -> Wanted:
        call, transfer = case.call, case.transfer
        since = transfer.state_since if transfer else call.state_since
        return Wanted(
            call_id=call.id,
            customer_room=call.room,
            consult_room=case.consult_room,
            line_up=line_up_of(call, transfer),
            version=call.version,
            in_state_seconds=(case.now - since).total_seconds(),
            companion_due=self._companion_due(case),
        )

    def _companion_due(self, case: Case) -> bool:
        media, now = case.media, case.now
        customer = case.legs.get(CUSTOMER)
        came = customer is not None and customer.joined_at is not None
        if not came and now - case.call.created_at > EXPECTED_FOR:
            return False  # an invite may wait for days; a companion does not
        if media.companion_asked_at and now - media.companion_asked_at < COMPANION_JOINS_WITHIN:
            return False
        if media.companion_seen_at is None:
            return True
        return now - max(media.companion_seen_at, self._parts.started) > COMPANION_SILENCE

    def _sight(self, case: Case, world: World) -> observe.Sight:
        return observe.Sight(
            world=world,
            line_up=line_up_of(case.call, case.transfer),
            legs=case.legs,
            listed=self._listed,
            now=case.now,
            absence=self._parts.settings.absence,
            grace_until=self._grace_until(case.media),
            offered=case.offered,
            dial=case.dial,
        )

    def _grace_until(self, media: CallMedia) -> datetime:
        """Before this moment nobody counts as gone."""
        return max([self._parts.started, *self._graces(media)])

    def _graces(self, media: CallMedia) -> list[datetime]:
        """Until when to be patient after LiveKit, or this call's room, was away."""
        back = (media.room_renewed_at, self._parts.health.back_at)
        return [at + observe.RESTART_GRACE for at in back if at is not None]

    async def _remember(self, case: Case, world: World) -> bool:
        """Keep who came and who is away; whether anything was new."""
        changed = [leg.identity for leg in case.legs.values() if _leg_changed(leg, world)]
        room_new = world.room_sid is not None and world.room_sid != case.media.room_sid
        if not (changed or room_new or world.dispatched):
            return False
        async with self._parts.database.transaction() as session:
            call = await lock_call(session, case.call.id)
            await self._note_media(session, case, world)
            legs = await legs_of(session, case.call.id)
            for identity in changed:
                _note_presence(legs[identity], world, case.now)
            if changed and (transfer := await open_transfer(session, call)):
                await publish_transfer(session, call, transfer, case.now)
        if changed:
            self._parts.presence_changed()
        return True

    async def _note_media(self, session: AsyncSession, case: Case, world: World) -> None:
        media = await media_of(session, case.call.id)
        if world.room_sid is not None and world.room_sid != media.room_sid:
            if media.room_sid is not None:
                media.room_renewed_at = case.now
            media.room_sid = world.room_sid
        if world.dispatched:
            if media.companion_seen_at is not None:
                metrics.COMPANION_LOST.inc()
                log.warning("companion lost and dispatched again", call_id=case.call.id)
                _alert(session, case, "companion_lost", COMPANION_LOST)
            media.companion_asked_at, media.companion_seen_at = case.now, None
            media.music, media.transcription = False, None

    async def _tell(self, case: Case, sight: observe.Sight) -> bool:
        """Hand what is seen to the tables, until something moves."""
        invited_until = self._due(case.call.customer_due_at, case)
        if case.customer_awaited and case.now > invited_until:
            async with self._parts.database.transaction() as session:
                await self._parts.calls.customer_left(session, case.call.id, "customer_never_came")
            return True
        unreached = case.customer_dial and case.customer_dial.outcome
        if unreached and case.call.state != CallState.ENDED:
            async with self._parts.database.transaction() as session:
                await self._parts.calls.customer_left(session, case.call.id, unreached)
            return True
        if self._goodbye_said(case):
            async with self._parts.database.transaction() as session:
                cause = str(case.call.turned_away)
                await self._parts.calls.customer_left(session, case.call.id, cause)
            return True
        if case.transfer is None:
            for event in observe.of_call(case.call.situation, sight):
                if await self._call_signal(case, event):
                    return True
            return False
        situation = case.transfer.situation
        ready = not sight.line_up.consult_room or sight.world.consult_exists
        events = observe.of_transfer(
            situation, sight, case.transfer.from_agent_id, consult_ready=ready
        )
        for event in events:
            if await self._transfer_signal(case, event):
                return True
        return False

    @staticmethod
    def _goodbye_said(case: Case) -> bool:
        """Whether a customer whom nobody will answer knows it, or has waited for that too long."""
        if case.call.turned_away is None:
            return False
        waited = case.now - case.call.created_at
        return GOODBYE in case.media.said or waited > GOODBYE_WITHIN

    async def _transfer_signal(self, case: Case, event: Event) -> bool:
        assert case.transfer is not None  # callers have one
        facts = observe.facts_of_dial(case.dial, event)
        async with self._parts.database.transaction() as session:
            moved = await self._parts.transfers.signal(
                session, case.call.id, case.transfer.id, event, facts, seen=case.transfer.version
            )
            if moved and event is Event.HOLD_LIMIT:
                _alert(session, case, "hold_limit", HOLD_LIMIT)
            return moved

    async def _call_signal(self, case: Case, event: CallEvent) -> bool:
        async with self._parts.database.transaction() as session:
            return await self._parts.calls.signal(
                session, case.call.id, event, seen=case.call.version
            )

    async def _deadline(self, case: Case, sight: observe.Sight) -> bool:
        """Fire what is due; while LiveKit was away, and just after, nothing is."""
        row = case.transfer or case.call
        if row.deadline_at is None or row.deadline_event is None:
            return False
        if case.now < self._due(row.deadline_at, case):
            return False
        if case.transfer is not None:
            return await self._transfer_signal(case, Event(row.deadline_event))
        return await self._call_signal(case, CallEvent(row.deadline_event))

    def _due(self, deadline_at: datetime, case: Case) -> datetime:
        settled = self._parts.started + SETTLES_WITHIN
        return max([deadline_at, settled, *self._graces(case.media)])

    def _pause(self, case: Case, sight: observe.Sight) -> float:
        pause = LOOK_SECONDS
        if sight.world.music_waits:
            pause = MUSIC_LOOK_SECONDS
        elif self._in_handoff(case):
            pause = HANDOFF_LOOK_SECONDS
        elif _somebody_expected(sight):
            pause = EXPECTED_LOOK_SECONDS
        row = case.transfer or case.call
        if row.deadline_at is not None:
            left = (self._due(row.deadline_at, case) - case.now).total_seconds()
            pause = min(pause, max(left, MUSIC_LOOK_SECONDS))
        return pause

    def _in_handoff(self, case: Case) -> bool:
        if case.transfer is not None:
            return case.transfer.state in IN_HANDOFF
        return case.call.state == CallState.CONNECTING

    async def _close(self) -> None:
        async with self._parts.database.transaction() as session:
            call = await lock_call(session, self._call_id)
            call.closed = True


def _alert(session: AsyncSession, case: Case, code: str, sentence: str) -> None:
    """Tell whoever serves a call of something that they should know."""
    transfer = case.transfer
    serving = transfer.from_agent_id if transfer else case.call.agent_id
    publish(
        session,
        NewEvent(
            "alert",
            {"code": code, "sentence": sentence},
            case.call.id,
            transfer.id if transfer else None,
            [serving] if serving else [],
        ),
    )


def _leg_changed(leg: Leg, world: World) -> bool:
    present = world.present(leg.identity)
    if present:
        return leg.joined_at is None or leg.absent_since is not None
    return leg.joined_at is not None and leg.absent_since is None


def _note_presence(leg: Leg, world: World, now: datetime) -> None:
    if world.present(leg.identity):
        leg.joined_at = leg.joined_at or now
        leg.absent_since = None
    elif leg.joined_at is not None:
        leg.absent_since = leg.absent_since or now


def _somebody_expected(sight: observe.Sight) -> bool:
    """Whether a party that belongs on the line is not there yet, though it could be any moment."""
    return any(
        not sight.world.present(identity)
        and (leg := sight.legs.get(identity)) is not None
        and sight.now - leg.expected_since < EXPECTED_FOR
        for identity in {
            **(sight.line_up.customer_room or {}),
            **(sight.line_up.consult_room or {}),
        }
    )
