"""Keeps what the table of moves says: the row, its timeline and deadline, who is free again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.invites import void_unused
from segue.calls.legs import everybody_left, expect, say_goodbye
from segue.calls.models import Call
from segue.calls.moves import CallState
from segue.calls.views import publish_call
from segue.lineup.lineup import agent_identity, leg_identity
from segue.roster import service as roster
from segue.settings import Settings
from segue.transfers import targets
from segue.transfers.measures import measure_move
from segue.transfers.models import Transfer
from segue.transfers.moves import deadline
from segue.transfers.schemas import Outcome, TimelineEntry
from segue.transfers.situation import BACK_WITH_FROM, Event, Mode, Situation, State, on_phone
from segue.transfers.views import publish_transfer

log = structlog.get_logger()

# Which outcome of the present attempt an event writes down.
ENDS_ATTEMPT: dict[Event, Outcome] = {
    Event.DECLINED: "declined",
    Event.RING_TIMEOUT: "unanswered",
    Event.TO_GONE: "gone",
    Event.TO_FAILED: "failed",
    Event.TO_NEVER_CAME: "unanswered",
    Event.TO_LEFT: "gone",
    Event.CANCEL: "cancelled",
    Event.CUSTOMER_LEFT: "cancelled",
    Event.FAILED: "cancelled",
    Event.AUDIBLE_TIMEOUT: "inaudible",
}


BEFORE_THE_TALK = (State.PREPARING, State.RINGING)


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a transfer, and where it is to be kept."""

    session: AsyncSession
    call: Call
    transfer: Transfer
    before: Situation
    after: Situation
    event: Event
    reason: str | None
    now: datetime

    @property
    def enters(self) -> bool:
        """Whether another state, or another focus, begins."""
        before, after = self.before, self.after
        return after.state is not before.state or after.focus is not before.focus

    @property
    def rearms(self) -> bool:
        """Whether the deadline begins anew although the state stays."""
        before, after = self.before, self.after
        return (
            self.event is Event.HOLD_LIMIT
            or before.to != after.to
            or before.to_arrived != after.to_arrived
            or before.picked_up != after.picked_up
        )

    @property
    def from_leaves(self) -> bool:
        """Whether `from` has just gone for good."""
        return self.before.from_present and not self.after.from_present

    @property
    def to_replaced(self) -> bool:
        """Whether whoever was offered the call is not any more."""
        return self.before.to is not None and self.before.to != self.after.to


class Keeper:
    """Writes moves down; the only writer of a transfer's state."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def _wrap_up(self) -> timedelta:
        return timedelta(seconds=self._settings.wrap_up_seconds)

    async def begin(
        self, session: AsyncSession, call: Call, transfer: Transfer, now: datetime
    ) -> None:
        """A transfer begins; after a blind one `from` is free at once.

        From here on the transfer counts how long the customer hears music.
        """
        call.end_hold(now)
        self._enter(transfer, "initiated", now)
        if transfer.mode == Mode.BLIND:
            await roster.release(session, transfer.from_agent_id, call.id, self._wrap_up)
        await tell(session, call, transfer, now)

    async def keep(self, step: Step) -> None:
        """A transfer has moved."""
        measure_move(step.transfer, step.before, step.after, step.now)
        step.transfer.settle(step.after)
        _note_attempt(step)
        if step.after.state is State.CONSULTING and step.before.state in BEFORE_THE_TALK:
            _note_consult(step)
        if step.enters:
            step.transfer.reading = None  # it was for that private talk
            self._enter(step.transfer, step.event.value, step.now)
        elif step.rearms:
            self._arm(step.transfer, step.now)
        await _note_legs(step)
        await self._let_go(step)
        if step.after.state.terminal:
            _hand_the_call_on(step)
            if step.call.agent_id != step.transfer.from_agent_id:
                await void_unused(step.session, step.call.id)
        if step.after.state is State.ABANDONED:
            await everybody_left(step.session, step.call, step.now)
        await tell(step.session, step.call, step.transfer, step.now, also=step.before.to)
        log.info(
            "transfer moved",
            transfer_id=step.transfer.id,
            call_id=step.call.id,
            moved_from=step.before.state,
            moved_to=step.after.state,
            transfer_event=step.event,
        )

    def _enter(self, transfer: Transfer, event: str, now: datetime) -> None:
        """A state begins: it is written in the timeline, and its deadline runs."""
        entry = TimelineEntry(state=State(transfer.state), event=event, at=now)
        transfer.timeline = [*transfer.timeline, entry.model_dump(mode="json")]
        transfer.state_since = now
        self._arm(transfer, now)

    def _arm(self, transfer: Transfer, now: datetime) -> None:
        due = deadline(
            transfer.situation,
            ring_seconds=transfer.ring_seconds,
            hold_limit_seconds=self._settings.hold_limit_seconds,
        )
        transfer.deadline_at = now + timedelta(seconds=due[0]) if due else None
        transfer.deadline_event = due[1] if due else None

    async def _let_go(self, step: Step) -> None:
        """Agents who have nothing more to do with the call are free; who served it wraps up."""
        from_, to = step.transfer.from_agent_id, step.transfer.to_agent_id
        free: list[tuple[str | None, timedelta | None]] = []
        if step.to_replaced:
            free.append((step.before.to, None))
        match step.after.state:
            case State.COMPLETED | State.ABANDONED:
                free.append((from_, self._wrap_up))
            case State.REQUEUED:
                free.append((from_, None))
            case _ if step.from_leaves:
                free.append((from_, self._wrap_up))
            case _:
                pass
        if step.after.state.terminal and step.after.state is not State.COMPLETED:
            free.append((to, None))
        for agent_id, wrap_up in free:
            if agent_id is not None:
                await roster.release(step.session, agent_id, step.call.id, wrap_up)


def _note_attempt(step: Step) -> None:
    if step.event is Event.ACCEPTED:
        targets.end_attempt(step.transfer, "accepted", None, step.now)
    elif step.event is Event.AUDIBLE_TIMEOUT:
        return  # ended before the move if it ends: with `from` there, it may be tried again
    elif step.event in ENDS_ATTEMPT and not step.to_replaced:
        cause = step.reason or step.after.cause
        targets.end_attempt(step.transfer, ENDS_ATTEMPT[step.event], cause, step.now)


def _note_consult(step: Step) -> None:
    """A private talk begins: with whom, for whatever is written down of it later."""
    talk = {"to": step.after.to, "at": step.now.isoformat()}
    step.transfer.consults = [*step.transfer.consults, talk]


async def _note_legs(step: Step) -> None:
    """Who belongs on the call from now on, and who does not any more."""
    to = step.after.to
    if step.event is Event.ACCEPTED and to is not None and not on_phone(to):
        await expect(step.session, step.call, agent_identity(to), to, step.now)
    gone: list[str | None] = []
    if step.to_replaced:
        gone.append(step.before.to)
    if step.after.state is State.COMPLETED or step.from_leaves:
        gone.append(step.transfer.from_agent_id)
    if step.after.state in BACK_WITH_FROM:
        gone.append(step.after.to)
    if step.after.state is State.REQUEUED:
        gone.append(step.after.to)
    for party in gone:
        if party is not None:
            await say_goodbye(step.session, step.call, leg_identity(party), step.now)


def _hand_the_call_on(step: Step) -> None:
    """The transfer is over: the call belongs to whoever is with the customer now."""
    call, transfer = step.call, step.transfer
    call.transfer_id = None
    match step.after.state:
        case State.COMPLETED:
            call.serve_by(step.after.to)
            call.state = CallState.ACTIVE
            if on_phone(step.after.to):
                call.preferred = transfer.from_agent_id  # to go back to, when it hangs up
        case State.REQUEUED:
            call.serve_by(None)
            call.state = CallState.WAITING
            blind = transfer.mode == Mode.BLIND
            call.preferred = transfer.from_agent_id if blind else None
        case State.ABANDONED:
            call.state, call.end_cause = CallState.ENDED, step.after.cause
            call.ended_at = step.now
        case _:
            call.serve_by(transfer.from_agent_id)
            call.state = CallState.ACTIVE
    call.state_since = step.now
    call.deadline_at = call.deadline_event = None


async def tell(
    session: AsyncSession,
    call: Call,
    transfer: Transfer,
    now: datetime,
    also: str | None = None,
) -> None:
    """Tell the desks; a move of the transfer is a new version of the call."""
    call.state_changed_at = now
    await session.flush()
    await publish_transfer(session, call, transfer, now, also=also)
    await publish_call(session, call, now, transfer=transfer)
