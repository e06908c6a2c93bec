"""Outgoing webhooks over HTTP; admins alone set them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from segue.access.paging import Admin
from segue.http.secrecy import secret_answer
from segue.paging import Cursor, Limit
from segue.services import WithServices
from segue.webhooks import service
from segue.webhooks.addresses import resolve
from segue.webhooks.schemas import DeliveryList, NewWebhookAnswer, WebhookCreate, WebhookList

router = APIRouter(prefix="/api/webhooks", tags=["webhooks"])

Id = Annotated[str, Path(min_length=1, max_length=64)]


@router.post("", status_code=201, dependencies=[Depends(secret_answer)])
async def create_webhook(
    services: WithServices, actor: Admin, body: WebhookCreate
) -> NewWebhookAnswer:
    """Have somebody told what happens; `secret`, which signs it, is shown only in this answer."""
    if not services.settings.webhooks_allow_private:
        await service.check_url(body, resolve)
    async with services.database.transaction() as session:
        webhook, secret = await service.create(session, actor, body)
    return NewWebhookAnswer(webhook=webhook, secret=secret)


@router.get("")
async def list_webhooks(
    services: WithServices, _: Admin, cursor: Cursor = None, limit: Limit = 50
) -> WebhookList:
    """Who is told, oldest first."""
    async with services.database.reading() as session:
        return await service.page_of_webhooks(session, cursor, limit)


@router.delete("/{webhook_id}", status_code=204)
async def delete_webhook(services: WithServices, actor: Admin, webhook_id: Id) -> None:
    """Tell them nothing any more; what is under way may still arrive."""
    async with services.database.transaction() as session:
        await service.remove(session, actor, webhook_id)


@router.get("/{webhook_id}/deliveries")
async def list_deliveries(
    services: WithServices, _: Admin, webhook_id: Id, cursor: Cursor = None, limit: Limit = 50
) -> DeliveryList:
    """What they were told and how it went, newest first, for 30 days."""
    async with services.database.reading() as session:
        return await service.page_of_deliveries(session, webhook_id, cursor, limit)
