"""Transfers as they happen: events go through the table of moves, and what it says is kept.

Every function here runs inside a transaction of its caller; nothing speaks to LiveKit. What the
people on the line hear follows from the state, through `segue.lineup`.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor
from segue.briefing import service as briefing
from segue.calls.models import Call
from segue.calls.moves import TRANSFERABLE
from segue.calls.repository import lock_call, media_of
from segue.calls.views import refused as call_refused
from segue.database import database_now, new_id
from segue.errors import Conflict, Forbidden
from segue.lineup.lineup import leg_identity
from segue.lineup.schemas import PressedKey, ReadingReport
from segue.settings import Settings
from segue.telephony import limits
from segue.telephony.dials import Phones, dial_of
from segue.transfers import targets
from segue.transfers.keep import ENDS_ATTEMPT, Keeper, Step, tell
from segue.transfers.models import Transfer
from segue.transfers.moves import (
    EDITABLE,
    Side,
    allowed_moves,
    may_read_aloud,
    move,
    wants_next_target,
)
from segue.transfers.reading import Reading
from segue.transfers.repository import lock_transfer, open_transfer
from segue.transfers.schemas import BriefingEdit, Target, TransferCreate
from segue.transfers.situation import Event, Facts, Focus, Situation, State, Verdict
from segue.transfers.views import side_of

log = structlog.get_logger()

AGAIN = "3"
"""The key that has an offer read to a phone once more."""


class NotYourTransfer(Forbidden):
    """Only the agents of a transfer may move it."""

    code = "not_your_transfer"
    detail = "You have no part in this transfer."


class NotYourMove(Forbidden):
    """The other side's move."""

    code = "not_your_move"
    detail = "The other agent decides this."


class MoveRefused(Conflict):
    """The transfer's state does not allow this move."""

    code = "move_refused"
    detail = "The transfer has moved on; this is not possible now."


class PhoneHasTheCall(Conflict):
    """A phone cannot begin a transfer."""

    code = "phone_has_the_call"
    detail = (
        "This call was taken over on a phone, and a phone cannot transfer it. When the phone hangs "
        "up, the call is offered to whoever had it before."
    )


class NoVoice(Conflict):
    """Nobody is there to read aloud."""

    code = "no_voice"
    detail = "There is no voice to read it aloud just now; the briefing stays on both screens."


class OfferOver(Conflict):
    """The offer went to somebody else, or is over."""

    code = "offer_over"
    detail = "This offer is over: it was taken back, or somebody else has the call now."


@dataclass(frozen=True, slots=True)
class Moved:
    """What an event came to."""

    call: Call
    transfer: Transfer
    moved: bool


class Transfers:
    """Begins transfers and moves them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._keeper = Keeper(settings)
        self._phones = Phones.of(settings)

    async def initiate(
        self, session: AsyncSession, actor: Actor, body: TransferCreate, brief: briefing.Briefing
    ) -> Moved:
        """Begin a transfer: the first target is reserved and offered the call at once.

        Raises Invalid for a target that cannot be, Conflict when the call cannot be transferred.
        """
        call = await lock_call(session, body.call_id)
        from_agent = self.check_initiate(call, actor)
        wanted = [self._phones.checked(target) for target in body.targets]
        if any(target.address for target in wanted):
            await limits.check(session, actor.agent_id, self._phones.rules)
        for target in wanted:
            await targets.check_target(session, target, from_agent)
        now = await database_now(session)
        transfer = self._new(call, from_agent, body, wanted, brief, now)
        first = await targets.next_target(session, call, transfer, now)
        if first is None:
            raise targets.nobody(transfer)
        transfer.settle(replace(transfer.situation, to=first.to))
        session.add(transfer)
        call.transfer_id = transfer.id
        await self._keeper.begin(session, call, transfer, now)
        log.info("transfer initiated", transfer_id=transfer.id, call_id=call.id)
        return Moved(call, transfer, moved=True)

    @staticmethod
    def check_initiate(call: Call, actor: Actor) -> str:
        """The agent who may transfer a call now.

        Raises Forbidden for all but who has it, Conflict when it cannot be transferred.
        """
        if call.phone_leg_id is not None:
            raise PhoneHasTheCall(state=call.state, allowed_moves=[])
        if actor.agent_id is None or call.agent_id != actor.agent_id:
            raise NotYourTransfer("Only the agent who has the call may transfer it.")
        if call.transfer_id is not None or call.state not in TRANSFERABLE:
            raise call_refused(call, actor)
        return actor.agent_id

    def _new(
        self,
        call: Call,
        from_agent: str,
        body: TransferCreate,
        wanted: list[Target],
        brief: briefing.Briefing,
        now: datetime,
    ) -> Transfer:
        if body.briefing is not None:
            brief = brief.edited_by_hand(text=body.briefing, fields=None, at=now)
        return Transfer(
            id=new_id("tr"),
            call_id=call.id,
            state=State.PREPARING,
            mode=body.mode,
            focus=Focus.CONSULT,
            from_agent_id=from_agent,
            from_present=True,
            picked_up=False,
            to_arrived=False,
            auto_complete=body.auto_complete,
            explanation=body.explanation,
            targets=[target.model_dump(exclude_none=True) for target in wanted],
            target_index=0,
            tried=[],
            held_seconds=0.0,
            ring_seconds=body.ring_seconds or self._settings.ring_seconds,
            reason=body.reason,
            note=body.note,
            briefing=brief.model_dump(mode="json"),
            attempts=[],
            timeline=[],
            created_at=now,
            state_since=now,
        )

    async def command(
        self,
        session: AsyncSession,
        actor: Actor,
        transfer_id: str,
        event: Event,
        facts: Facts | None = None,
        reason: str | None = None,
    ) -> Moved:
        """A person moves a transfer. Raises Forbidden for others, Conflict when it cannot be."""
        call, transfer = await lock_transfer(session, transfer_id)
        self._check_side(actor, transfer, event)
        moved = await self._advance(session, call, transfer, event, facts, reason)
        if moved is Verdict.REFUSED:
            refusal = OfferOver if event in (Event.ACCEPTED, Event.DECLINED) else MoveRefused
            raise refusal(
                state=transfer.state,
                allowed_moves=allowed_moves(transfer.situation, side_of(transfer, actor)),
            )
        return Moved(call, transfer, moved is not Verdict.SAME)

    async def signal(
        self,
        session: AsyncSession,
        call_id: str,
        transfer_id: str,
        event: Event,
        facts: Facts | None = None,
        *,
        seen: int | None = None,
    ) -> bool:
        """Something happened to a call's open transfer; whether it moved.

        With `seen`, the version that was looked at: what came of an older one is no news.
        """
        call = await lock_call(session, call_id)
        transfer = await open_transfer(session, call)
        if transfer is None or transfer.id != transfer_id:
            return False
        if seen is not None and transfer.version != seen:
            return False
        moved = await self._advance(session, call, transfer, event, facts, None)
        return isinstance(moved, Situation)

    async def leave(self, session: AsyncSession, call: Call, agent_id: str) -> bool:
        """An agent says goodbye: they leave the open transfer, whatever side they are on. False
        when they are on none; raises Conflict when the table has them stay.
        """
        transfer = await open_transfer(session, call)
        if transfer is None:
            return False
        if agent_id == transfer.from_agent_id:
            event = Event.FROM_LEFT
        elif agent_id == transfer.to_agent_id:
            event = Event.TO_LEFT if transfer.situation.taken else Event.DECLINED
        else:
            return False
        if await self._advance(session, call, transfer, event, None, None) is Verdict.REFUSED:
            raise MoveRefused(state=transfer.state, allowed_moves=[])
        return True  # also when they had left already

    async def abandon(
        self, session: AsyncSession, call: Call, transfer: Transfer, cause: str
    ) -> None:
        """The customer has gone: everybody on the transfer is free."""
        facts = Facts(cause=cause)
        await self._advance(session, call, transfer, Event.CUSTOMER_LEFT, facts, None)

    async def edit_briefing(
        self, session: AsyncSession, actor: Actor, transfer_id: str, body: BriefingEdit
    ) -> Moved:
        """`from` changes what `to` reads; the edit wins over anything made later."""
        call, transfer = await lock_transfer(session, transfer_id)
        if side_of(transfer, actor) is not Side.FROM:
            raise NotYourTransfer if side_of(transfer, actor) is None else NotYourMove
        if transfer.state not in EDITABLE:
            raise MoveRefused(state=transfer.state, allowed_moves=[])
        now = await database_now(session)
        present = briefing.Briefing.model_validate(transfer.briefing)
        edited = present.edited_by_hand(text=body.text, fields=body.fields, at=now)
        transfer.briefing = edited.model_dump(mode="json")
        await tell(session, call, transfer, now)
        return Moved(call, transfer, moved=True)

    async def read_briefing(
        self, session: AsyncSession, actor: Actor, transfer_id: str, *, aloud: bool
    ) -> Moved:
        """`from` has the companion read the briefing to both, from its beginning, or be silent."""
        call, transfer = await lock_transfer(session, transfer_id)
        if side_of(transfer, actor) is not Side.FROM:
            raise NotYourTransfer if side_of(transfer, actor) is None else NotYourMove
        going_on = transfer.reading is not None and Reading(transfer.reading).going_on
        if aloud is going_on:
            return Moved(call, transfer, moved=False)
        if aloud:
            await self._check_reading(session, call, transfer, actor)
            transfer.readings += 1
        transfer.reading = Reading.ASKED if aloud else None
        await tell(session, call, transfer, await database_now(session))
        return Moved(call, transfer, moved=True)

    async def note_reading(
        self, session: AsyncSession, call_id: str, report: ReadingReport
    ) -> None:
        """The companion tells how far it is; what it says of an earlier reading is no news."""
        call = await lock_call(session, call_id)
        transfer = await open_transfer(session, call)
        if transfer is None or transfer.reading is None or report.id != transfer.reading_id:
            return
        if transfer.reading != report.state and Reading(transfer.reading).going_on:
            transfer.reading = report.state
            await tell(session, call, transfer, await database_now(session))

    async def note_key(self, session: AsyncSession, call_id: str, pressed: PressedKey) -> None:
        """A key was pressed on the phone that is offered the call: 1 takes it, 2 turns it down, 3
        has the offer read again. On any other phone, or later, it means nothing.
        """
        call = await lock_call(session, call_id)
        transfer = await open_transfer(session, call)
        if transfer is None or transfer.to_leg_id is None or transfer.situation.taken:
            return
        dial = await dial_of(session, transfer.to_leg_id)
        if dial is None or pressed.identity != leg_identity(transfer.to_leg_id):
            return
        dial.pressed = pressed.key
        if pressed.key == AGAIN:
            transfer.readings += 1
        await tell(session, call, transfer, await database_now(session))

    # --- inside -------------------------------------------------------------------------------

    @staticmethod
    async def _check_reading(
        session: AsyncSession, call: Call, transfer: Transfer, actor: Actor
    ) -> None:
        if not may_read_aloud(transfer.situation):
            allowed = allowed_moves(transfer.situation, side_of(transfer, actor))
            raise MoveRefused(state=transfer.state, allowed_moves=allowed)
        if not (await media_of(session, call.id)).voice:
            raise NoVoice(state=transfer.state, allowed_moves=[])

    def _check_side(self, actor: Actor, transfer: Transfer, event: Event) -> None:
        side = side_of(transfer, actor)
        needed = Side.TO if event in (Event.ACCEPTED, Event.DECLINED) else Side.FROM
        if side is needed:
            return
        if needed is Side.TO and actor.agent_id in transfer.tried:
            raise OfferOver(state=transfer.state, allowed_moves=[])
        raise NotYourTransfer if side is None else NotYourMove

    async def _advance(
        self,
        session: AsyncSession,
        call: Call,
        transfer: Transfer,
        event: Event,
        facts: Facts | None,
        reason: str | None,
    ) -> Situation | Verdict:
        """Ask the table, and keep its answer."""
        now = await database_now(session)
        before = transfer.situation
        facts = facts or Facts()
        if wants_next_target(before, event):
            if event in ENDS_ATTEMPT:
                targets.end_attempt(transfer, ENDS_ATTEMPT[event], reason or facts.cause, now)
            free = await targets.next_target(session, call, transfer, now)
            facts = replace(facts, next_to=free.to if free else None)
        after = move(before, event, facts)
        if isinstance(after, Situation):
            await self._keeper.keep(
                Step(session, call, transfer, before, after, event, reason, now)
            )
        return after
