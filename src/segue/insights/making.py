"""After a call: it is analysed once, in the background, by whichever replica comes first.

That it is to be done is written down in the transaction that ends the call, so that no process
which ends takes it along. Lines that come in late have it done once more.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from segue.assist.builtin.action_items import ITEMS_AT_MOST, ActionItem
from segue.assist.conversation import Conversation, conversation_on
from segue.assist.port import Analysed, Assist
from segue.assist.sentiment import answer_of
from segue.assist.turns import silence_of, talk_of
from segue.briefing.service import fingerprint_of
from segue.calls.models import Call
from segue.calls.moves import CallState
from segue.calls.repository import get_call, legs_of, lock_call
from segue.calls.schemas import TranscriptLine
from segue.database import Database, database_now, new_id
from segue.insights import models
from segue.insights.models import TRIES_AT_MOST, CallInsights
from segue.insights.repository import items_of
from segue.insights.schemas import Insights, InsightsState, TalkView
from segue.live.service import PENDING, NewEvent, publish
from segue.waking import woken

log = structlog.get_logger()

SETTLE: Final = timedelta(seconds=3)
"""The last words come after the end: speech is text 0.8-1.8 s after it was spoken."""
LEASE: Final = timedelta(minutes=2)
"""Whoever makes them has so long; then another may."""
LOOK_SECONDS = 1.0
AT_ONCE: Final = 8


class Making:
    """Makes the insights of ended calls, also of those that ended on another replica."""

    def __init__(self, database: Database, assist: Assist) -> None:
        self._database = database
        self._assist = assist
        database.before_commit(promise)

    async def run(self) -> None:
        """Make what is due, for as long as the process lives."""
        never = asyncio.Event()
        while True:
            try:
                while claimed := await self._claim():
                    await asyncio.gather(*(self._try(*one) for one in claimed))
            except (SQLAlchemyError, OSError):
                log.warning("insights cannot be made now", exc_info=True)
            await woken(never, LOOK_SECONDS)

    async def _claim(self) -> list[tuple[str, datetime]]:
        """Calls whose insights are due, now ours, and until when."""
        async with self._database.reading() as session:
            if not await _due(session, await database_now(session)):
                return []
        async with self._database.transaction() as session:
            now = await database_now(session)
            rows = await _due(session, now)
            for row in rows:
                row.due_at, row.tries = now + LEASE, row.tries + 1
            return [(row.call_id, now + LEASE) for row in rows]

    async def _try(self, call_id: str, lease: datetime) -> None:
        try:
            await self._make(call_id, lease)
        except (SQLAlchemyError, OSError):
            log.warning("insights cannot be made now", call_id=call_id, exc_info=True)

    async def _make(self, call_id: str, lease: datetime) -> None:
        async with self._database.reading() as session:
            conversation = await conversation_on(session, await get_call(session, call_id))
        found = await self._assist.analyse(conversation.said)
        async with self._database.transaction() as session:
            call = await lock_call(session, call_id)
            row = await session.get(CallInsights, call_id)
            if row is None or row.due_at != lease:
                return  # erased, said anew, or taken for lost and made by somebody else
            row.due_at = None
            covers = fingerprint_of(conversation.said)
            if row.covers != covers:
                await _keep(session, row, found, conversation)
                row.covers, row.made_at = covers, await database_now(session)
                await _tell(session, call)
        log.info("insights made", call_id=call_id)


async def _due(session: AsyncSession, now: datetime) -> Sequence[CallInsights]:
    rows = await session.scalars(
        select(CallInsights)
        .where(CallInsights.due_at <= now, CallInsights.tries < TRIES_AT_MOST)
        .order_by(CallInsights.due_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


async def promise(session: AsyncSession) -> None:
    """Write down, last thing in a transaction, which calls it makes due."""
    events: Sequence[NewEvent] = session.info.get(PENDING, ())
    ended = {one.call_id for one in events if one.call_id and _ends(one)}
    said_on = {one.call_id for one in events if one.call_id and _is_said(one)}
    if not (ended or said_on):
        return
    due = await database_now(session) + SETTLE
    for call_id in ended:
        if await session.get(CallInsights, call_id) is None:
            session.add(CallInsights(call_id=call_id, due_at=due, tries=0, summary=""))
    for call_id in said_on:
        # Whoever says it has the call at hand; while it goes on nothing is due.
        if (await get_call(session, call_id)).state == CallState.ENDED:
            await session.execute(
                update(CallInsights)
                .where(CallInsights.call_id == call_id)
                .values(due_at=due, tries=0)
            )
    await session.flush()


def _ends(event: NewEvent) -> bool:
    """Whether a call has ended (which may be told again), and its words are still there."""
    if event.type != "call":
        return False
    view: dict[str, Any] = event.data["view"]
    return view["state"] == CallState.ENDED and view["erased_at"] is None


def _is_said(event: NewEvent) -> bool:
    on_the_line = event.data.get("line") == TranscriptLine.CUSTOMER
    return event.type == "transcript" and on_the_line and bool(event.data["final"])


async def _keep(
    session: AsyncSession, row: CallInsights, found: Analysed, conversation: Conversation
) -> None:
    row.summary, row.model = found.summary, found.model
    row.insights = insights_of(found, conversation).model_dump(mode="json")
    row.sentiment = answer_of(found.sentiment, found.model).model_dump(mode="json")
    await session.execute(
        delete(models.ActionItem).where(
            models.ActionItem.call_id == row.call_id, models.ActionItem.edited.is_(False)
        )
    )
    room = ITEMS_AT_MOST - len(await items_of(session, row.call_id))
    session.add_all(_item(row.call_id, one) for one in found.action_items[:room])


def _item(call_id: str, one: ActionItem) -> models.ActionItem:
    return models.ActionItem(
        id=new_id("item"),
        call_id=call_id,
        owner=one.owner,
        text=one.text,
        due=one.due,
        evidence=list(one.evidence),
    )


async def _tell(session: AsyncSession, call: Call) -> None:
    """Tell everybody with a part in the call that there is something to read, but not what."""
    agents = {leg.agent_id for leg in (await legs_of(session, call.id)).values()} | {call.agent_id}
    data = {"state": InsightsState.READY}
    publish(session, NewEvent("insights", data, call.id, None, [one for one in agents if one]))


def insights_of(found: Analysed, conversation: Conversation) -> Insights:
    """What a conversation was about, and how it went."""
    talk = talk_of(conversation.turns)
    return Insights(
        topics=list(found.topics),
        cause=found.cause,
        resolution=found.resolution,
        talk=TalkView(**asdict(talk)) if talk else None,
        silence_seconds=silence_of(conversation.turns),
        holds=conversation.holds,
        transfers=conversation.transfers,
    )
