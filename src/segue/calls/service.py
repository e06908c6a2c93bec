"""Calls as they happen: events go through the table of moves, and what it says is kept.

Every function runs inside a transaction of its caller; nothing speaks to LiveKit. While a transfer
is open, `segue.transfers.service` moves the call instead.
"""

import json
from dataclasses import replace
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor
from segue.access.invites import void_unused
from segue.calls.legs import BROWSER, PHONE, everybody_left, expect, say_goodbye
from segue.calls.models import Call, CallMedia
from segue.calls.moves import (
    CallEvent,
    CallFacts,
    CallSituation,
    CallState,
    Verdict,
    deadline,
    move,
)
from segue.calls.repository import LOOKED_FOR, lock_call, next_waiting
from segue.calls.schemas import CallCreate, DeclineView
from segue.calls.views import publish_call, refused
from segue.database import database_now, new_id
from segue.errors import Conflict, Forbidden, Invalid
from segue.lineup.lineup import CUSTOMER, agent_identity, leg_identity
from segue.roster import service as roster
from segue.settings import Settings
from segue.transfers.repository import open_transfer
from segue.transfers.service import Transfers

log = structlog.get_logger()

METADATA_LIMIT = 4096


class NotYourCall(Forbidden):
    """The asker has no part in this call."""

    code = "not_your_call"
    detail = "This call is with somebody else."


class AgentBusy(Conflict):
    """The agent has a call already."""

    code = "agent_busy"
    detail = "You have a call already. Please end it first."


class MetadataTooLarge(Invalid):
    """The call's metadata is over the limit."""

    code = "metadata_too_large"
    detail = "The metadata of a call may have up to 4 kB as JSON."


class Calls:
    """Begins calls and moves them."""

    def __init__(self, settings: Settings, transfers: Transfers) -> None:
        self._settings = settings
        self._transfers = transfers

    async def create(
        self,
        session: AsyncSession,
        body: CallCreate,
        *,
        arrives_in: str | None = None,
        dialled: str | None = None,
    ) -> Call:
        """A new call, waiting; offered as soon as its customer is in the room.

        A phone that called us has brought its room (`arrives_in`); it `dialled` a number of ours.
        """
        extra = body.metadata or {}
        if len(json.dumps(extra)) > METADATA_LIMIT:
            raise MetadataTooLarge
        if body.skill is not None and not await roster.skill_exists(session, body.skill):
            raise roster.SkillUnknown
        preferred = await roster.require_agent(session, body.agent) if body.agent else None
        now = await database_now(session)
        call = Call(
            id=new_id("call"),
            state=CallState.WAITING,
            customer_name=body.customer.name,
            customer_phone=body.customer.phone,
            language=body.customer.language,
            skill=body.skill,
            preferred=preferred.id if preferred else None,
            skipped=[],
            declined=[],
            extra=extra,
            transcript=body.transcript,
            holds=0,
            held_seconds=0.0,
            created_at=now,
            state_since=now,
            state_changed_at=now,
            customer_due_at=now + timedelta(seconds=self._settings.customer_wait_seconds),
            room_name=arrives_in,
            dialled_number=dialled,
            closed=False,
        )
        session.add(call)
        await session.flush()
        session.add(CallMedia(call_id=call.id, music=False, said=[]))
        kind = PHONE if arrives_in else BROWSER
        await expect(session, call, CUSTOMER, None, now, kind=kind)
        await publish_call(session, call, now)
        log.info("call created", call_id=call.id)
        return call

    async def create_served(self, session: AsyncSession, body: CallCreate, agent_id: str) -> Call:
        """A new call that an agent has already: they have somebody called.

        Raises Conflict when they have another one.
        """
        call = await self.create(session, body)
        agent = await roster.require_agent(session, agent_id)
        now = await database_now(session)
        if not await roster.engage(session, agent, call.id, now):
            raise AgentBusy
        offered = replace(call.situation, state=CallState.OFFERED, offered_to=agent_id)
        call.settle(offered)
        await self._advance(session, call, CallEvent.ANSWER, CallFacts())
        return call

    async def command(
        self,
        session: AsyncSession,
        actor: Actor,
        call_id: str,
        event: CallEvent,
        reason: str | None = None,
    ) -> Call:
        """The agent of a call moves it; `reason` is why they decline. Raises Forbidden for others,
        Conflict when it cannot be.
        """
        call = await lock_call(session, call_id)
        offered = event in (CallEvent.ANSWER, CallEvent.DECLINE)
        mine = actor.agent_id is not None and actor.agent_id in (
            (call.offered_to, call.agent_id) if offered else (call.agent_id,)
        )
        if not mine:
            raise NotYourCall
        if call.transfer_id is not None:
            raise refused(call, actor)
        if event is CallEvent.DECLINE:
            now = await database_now(session)
            declined = DeclineView(agent_id=actor.agent_id or "", reason=reason, at=now)
            call.declined = [*call.declined, declined.model_dump(mode="json")]
        if await self._advance(session, call, event, CallFacts()) is Verdict.REFUSED:
            raise refused(call, actor)
        return call

    async def end(self, session: AsyncSession, actor: Actor, call_id: str) -> Call:
        """Somebody hangs up. A customer, the serving agent or a supervisor ends the call; an agent
        in a transfer leaves it, and the call goes on with the others.
        """
        call = await lock_call(session, call_id)
        if actor.is_customer:
            await self._customer_ends(session, call, "customer_ended")
        elif actor.agent_id is not None and await self._transfers.leave(
            session, call, actor.agent_id
        ):
            pass
        elif call.agent_id is not None and actor.agent_id == call.agent_id:
            await self._advance(session, call, CallEvent.END, CallFacts(cause="agent_ended"))
        elif actor.oversees:
            await self._customer_ends(session, call, "supervisor_ended")
        else:
            raise NotYourCall
        return call

    async def signal(
        self, session: AsyncSession, call_id: str, event: CallEvent, *, seen: int
    ) -> bool:
        """Something happened to a call without an open transfer; whether it moved.

        `seen` is the version that was looked at: what came of an older one is no news.
        """
        call = await lock_call(session, call_id)
        if call.transfer_id is not None or call.version != seen:
            return False
        moved = await self._advance(session, call, event, CallFacts())
        return isinstance(moved, CallSituation)

    async def customer_left(self, session: AsyncSession, call_id: str, cause: str) -> None:
        """The customer has gone, whatever was going on."""
        await self._customer_ends(session, await lock_call(session, call_id), cause)

    async def offer_waiting(self, session: AsyncSession) -> list[str]:
        """Offer the waiting calls to free agents, in order; the calls that moved."""
        moved: list[str] = []
        now = await database_now(session)
        if not await roster.free_agents(session, None, now):
            return moved
        for waiting in await next_waiting(session):
            call = await lock_call(session, waiting.id)
            if call.state not in LOOKED_FOR:
                continue  # somebody else moved it between the look and the lock
            if await self._offer(session, call):
                moved.append(call.id)
        return moved

    # --- inside -------------------------------------------------------------------------------

    async def _customer_ends(self, session: AsyncSession, call: Call, cause: str) -> None:
        transfer = await open_transfer(session, call)
        if transfer is not None:
            await self._transfers.abandon(session, call, transfer, cause)
        else:
            facts = CallFacts(cause=cause)
            await self._advance(session, call, CallEvent.CUSTOMER_LEFT, facts)

    async def _offer(self, session: AsyncSession, call: Call) -> bool:
        now = await database_now(session)
        everyone = await roster.free_agents(session, None, now, call.skipped)
        first = [one for one in everyone if one.id == call.preferred and roster.at_desk(one, now)]
        skilled = [one for one in everyone if call.skill is None or call.skill in one.skills]
        for agent in first + skilled:
            if await roster.engage(session, agent, call.id, now):
                await self._advance(session, call, CallEvent.OFFER, CallFacts(agent=agent.id))
                return True
        if call.skipped:
            await self._advance(session, call, CallEvent.OFFER, CallFacts())
        return False

    async def _advance(
        self, session: AsyncSession, call: Call, event: CallEvent, facts: CallFacts
    ) -> CallSituation | Verdict:
        """Ask the table, and keep its answer."""
        before = call.situation
        after = move(before, event, facts)
        if isinstance(after, CallSituation):
            await self._settle(session, call, before, after, event)
        return after

    async def _settle(
        self,
        session: AsyncSession,
        call: Call,
        before: CallSituation,
        after: CallSituation,
        event: CallEvent,
    ) -> None:
        now = await database_now(session)
        if after.state is not before.state:
            call.end_hold(now)
        call.settle(after)
        call.state_changed_at = now
        if after.state is not before.state:
            call.state_since = now
            if after.state is CallState.HELD and call.holds is not None:
                call.holds += 1
            due = deadline(after, ring_seconds=self._settings.ring_seconds)
            call.deadline_at = now + timedelta(seconds=due[0]) if due else None
            call.deadline_event = due[1] if due else None
        if after.agent is not None and after.agent != before.agent:
            call.answered_at = call.answered_at or now
            await expect(session, call, agent_identity(after.agent), after.agent, now)
        await self._let_go(session, call, before, after)
        if before.agent is not None and after.agent != before.agent:
            await void_unused(session, call.id)
        if before.agent is not None and after.agent is None:
            await say_goodbye(session, call, leg_identity(before.agent), now)
        if after.state is CallState.ENDED:
            call.ended_at = now
            await everybody_left(session, call, now)
        await session.flush()
        await publish_call(session, call, now, also=before.offered_to or before.agent)
        log.info(
            "call moved",
            call_id=call.id,
            moved_from=before.state,
            moved_to=after.state,
            call_event=event,
        )

    async def _let_go(
        self, session: AsyncSession, call: Call, before: CallSituation, after: CallSituation
    ) -> None:
        wrap_up = timedelta(seconds=self._settings.wrap_up_seconds)
        if before.offered_to is not None and after.offered_to is None and after.agent is None:
            await roster.release(session, before.offered_to, call.id, None)
        if before.offered_to is not None and after.state is CallState.ENDED:
            await roster.release(session, before.offered_to, call.id, None)
        if before.agent is not None and after.state is CallState.ENDED:
            await roster.release(session, before.agent, call.id, wrap_up)
        elif before.agent is not None and after.agent is None:
            # Whoever was only cut off is asked first when they are there again.
            await roster.release(session, before.agent, call.id, None)
