"""Who is told, and how it went."""

import asyncio
from contextlib import suppress

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor
from segue.access.audit import audit
from segue.database import database_now, new_id
from segue.errors import Invalid, NotFound
from segue.paging import page
from segue.webhooks.addresses import AddressRefused, Resolve, public_addresses
from segue.webhooks.models import Attempt, Delivery, Webhook
from segue.webhooks.schemas import (
    DeliveryList,
    DeliveryView,
    TryView,
    WebhookCreate,
    WebhookList,
    WebhookView,
)
from segue.webhooks.signature import new_secret

RESOLVE_SECONDS = 2.0


class WebhookUnknown(NotFound):
    """No webhook has this id."""

    code = "webhook_unknown"
    detail = "There is no webhook of this id."


class WebhookUrlRefused(Invalid):
    """The URL is not https, or leads into a private network."""

    code = "webhook_url_refused"
    detail = (
        "A webhook goes by https to a public address. For one in your own network set "
        "SEGUE_WEBHOOKS_ALLOW_PRIVATE."
    )


async def check_url(wanted: WebhookCreate, resolve: Resolve) -> None:
    """Raise WebhookUrlRefused for what could never be sent.

    A name that cannot be resolved now passes: each delivery is judged again.
    """
    if wanted.url.scheme != "https" or not wanted.url.host:
        raise WebhookUrlRefused
    host = wanted.url.host.strip("[]")
    try:
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(RESOLVE_SECONDS):
                await public_addresses(resolve, host, wanted.url.port or 443)
    except (AddressRefused, UnicodeError):
        raise WebhookUrlRefused from None


async def create(
    session: AsyncSession, actor: Actor, wanted: WebhookCreate
) -> tuple[WebhookView, str]:
    """A new webhook, and its secret, which is shown only now."""
    webhook = Webhook(
        id=new_id("wh"),
        url=str(wanted.url),
        events=sorted(set(wanted.events)),
        secret=new_secret(),
        created_by=actor.id,
        created_at=await database_now(session),
    )
    session.add(webhook)
    audit(session, actor, "webhook.create", webhook.id, events=list(webhook.events))
    return WebhookView.model_validate(webhook, from_attributes=True), webhook.secret


async def remove(session: AsyncSession, actor: Actor, webhook_id: str) -> None:
    """Tell them nothing any more, and forget what they were told. Raises WebhookUnknown."""
    query = select(Webhook).where(Webhook.id == webhook_id).with_for_update()
    webhook = (await session.scalars(query)).first()
    if webhook is None:
        raise WebhookUnknown
    theirs = select(Delivery.id).where(Delivery.webhook_id == webhook_id)
    await session.execute(delete(Attempt).where(Attempt.delivery_id.in_(theirs)))
    await session.execute(delete(Delivery).where(Delivery.webhook_id == webhook_id))
    await session.delete(webhook)
    audit(session, actor, "webhook.delete", webhook_id)


async def page_of_webhooks(session: AsyncSession, cursor: str | None, limit: int) -> WebhookList:
    """Webhooks made after the cursor, oldest first."""
    query = select(Webhook).order_by(Webhook.id).limit(limit + 1)
    if cursor is not None:
        query = query.where(Webhook.id > cursor)
    rows, more = page(list(await session.scalars(query)), limit)
    shown = [WebhookView.model_validate(one, from_attributes=True) for one in rows]
    return WebhookList(webhooks=shown, next_cursor=rows[-1].id if more else None)


async def page_of_deliveries(
    session: AsyncSession, webhook_id: str, cursor: str | None, limit: int
) -> DeliveryList:
    """Deliveries made before the cursor, newest first. Raises WebhookUnknown."""
    if await session.get(Webhook, webhook_id) is None:
        raise WebhookUnknown
    query = select(Delivery).where(Delivery.webhook_id == webhook_id)
    if cursor is not None:
        query = query.where(Delivery.id < cursor)
    found = await session.scalars(query.order_by(Delivery.id.desc()).limit(limit + 1))
    rows, more = page(list(found), limit)
    attempts: dict[str, list[TryView]] = {row.id: [] for row in rows}
    tried = select(Attempt).where(Attempt.delivery_id.in_(attempts)).order_by(Attempt.id)
    for one in await session.scalars(tried):
        attempts[one.delivery_id].append(TryView.model_validate(one, from_attributes=True))
    shown = [_view(row, attempts[row.id]) for row in rows]
    return DeliveryList(deliveries=shown, next_cursor=rows[-1].id if more else None)


def _view(row: Delivery, attempts: list[TryView]) -> DeliveryView:
    return DeliveryView.model_validate(
        {
            "id": row.id,
            "event": row.event,
            "subject": row.subject,
            "status": row.status,
            "attempts": attempts,
            "at": row.created_at,
            "due_at": row.due_at,
        }
    )
