"""What is to be told is written down in the transaction that makes it true."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from segue.calls.models import Call
from segue.calls.moves import CallState
from segue.database import database_now, new_id
from segue.insights.repository import require_insights
from segue.live.service import PENDING, NewEvent
from segue.transfers.models import Transfer
from segue.transfers.situation import State
from segue.webhooks.models import Delivery, Webhook
from segue.webhooks.schemas import EndedCall, EndedTransfer, EventType, Status


async def write_deliveries(session: AsyncSession) -> None:
    """Write down, last thing in a transaction, what it gives to tell."""
    events: Sequence[NewEvent] = session.info.get(PENDING, ())
    told = {(kind, subject) for one in events if (kind := _type_of(one)) and (subject := _id(one))}
    if not told:
        return
    # One that is being deleted is waited for, or the rows below would have nobody to belong to.
    query = select(Webhook).order_by(Webhook.id).with_for_update(read=True, key_share=True)
    webhooks = list(await session.scalars(query))
    for kind, subject in sorted(told):
        wanted = [one for one in webhooks if kind in one.events]
        if wanted:
            await _write(session, wanted, kind, subject)


def _type_of(event: NewEvent) -> EventType | None:
    """What an event gives to tell, if anything."""
    view: Mapping[str, Any] = event.data.get("view", {})
    if event.type == "insights":
        return EventType.INSIGHTS_READY
    if event.type == "call" and view["state"] == CallState.ENDED:
        return None if view["erased_at"] else EventType.CALL_ENDED
    if event.type == "transfer" and State(view["state"]).terminal:
        return EventType(f"transfer.{view['state']}")
    return None


def _id(event: NewEvent) -> str | None:
    return event.transfer_id if event.type == "transfer" else event.call_id


async def _write(
    session: AsyncSession, webhooks: Sequence[Webhook], kind: EventType, subject: str
) -> None:
    data, now = await _data(session, kind, subject), await database_now(session)
    known = await _told_before(session, kind, subject)
    for webhook in webhooks:
        if webhook.id in known:
            continue
        delivery_id = new_id("dlv")
        body = {"id": delivery_id, "type": kind, "at": now.isoformat(), "data": data}
        session.add(
            Delivery(
                id=delivery_id,
                webhook_id=webhook.id,
                event=kind,
                subject=subject,
                body=json.dumps(body),
                status=Status.PENDING,
                created_at=now,
                due_at=now,
            )
        )
    await session.flush()


async def _told_before(session: AsyncSession, kind: EventType, subject: str) -> set[str]:
    """Who was told already: the end of a call is shown to desks more than once. Insights that
    are made anew are news.
    """
    if kind is EventType.INSIGHTS_READY:
        return set()
    query = select(Delivery.webhook_id).where(Delivery.subject == subject, Delivery.event == kind)
    return set(await session.scalars(query))


async def _data(session: AsyncSession, kind: EventType, subject: str) -> dict[str, Any]:
    if kind is EventType.INSIGHTS_READY:
        return {"insights": _plain(await require_insights(session, subject))}
    if kind is EventType.CALL_ENDED:
        call = await session.get_one(Call, subject)
        return {"call": _plain(EndedCall.model_validate(call, from_attributes=True))}
    transfer = await session.get_one(Transfer, subject)
    return {"transfer": _plain(EndedTransfer.model_validate(transfer, from_attributes=True))}


def _plain(view: BaseModel) -> dict[str, Any]:
    return view.model_dump(mode="json")


async def forget_words(session: AsyncSession, call_id: str) -> None:
    """What was made of a call's words is not told any more."""
    theirs = (Delivery.subject == call_id, Delivery.event == EventType.INSIGHTS_READY)
    await session.execute(
        update(Delivery)
        .where(*theirs, Delivery.status == Status.PENDING)
        .values(status=Status.ERASED, body=None, due_at=None)
    )
