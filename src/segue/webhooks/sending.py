"""Deliveries are tried until they arrive or are given up, by whichever replica comes first.

A try is written down before and after; one that has no end is made again, so a receiver may get
a delivery twice and never not at all.
"""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from segue import __version__
from segue.database import Database, database_now, new_id
from segue.waking import woken
from segue.webhooks.addresses import Resolve, resolve
from segue.webhooks.models import Attempt, Delivery, Webhook
from segue.webhooks.outbox import write_deliveries
from segue.webhooks.schemas import Outcome, Status
from segue.webhooks.signature import signature
from segue.webhooks.wire import Answered, Wire

log = structlog.get_logger()

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 600, 3600))
LEASE: Final = timedelta(seconds=30)
"""A try takes 5 s at most; what has no end by then ended with its process."""
KEPT: Final = timedelta(days=30)
FORGET_SECONDS: Final = 3600.0
LOOK_SECONDS = 1.0
AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True)
class Try:
    """A delivery that is ours to send, until the lease is over."""

    delivery_id: str
    attempt_id: str
    url: str
    secret: str
    body: str
    lease: datetime


class Sending:
    """Sends what is due, also what was written down on another replica."""

    def __init__(
        self, database: Database, *, allow_private: bool, resolve: Resolve = resolve
    ) -> None:
        self._database = database
        self._allow_private = allow_private
        self._resolve = resolve
        database.before_commit(write_deliveries)

    async def run(self) -> None:
        """Send what is due, for as long as the process lives."""
        wire = Wire(self._resolve, allow_private=self._allow_private)
        under_way: set[asyncio.Task[None]] = set()
        never = asyncio.Event()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._forget())
                while True:
                    for one in await self._due(AT_ONCE - len(under_way)):
                        task = tasks.create_task(self._send(wire, one))
                        under_way.add(task)
                        task.add_done_callback(under_way.discard)
                    await woken(never, LOOK_SECONDS)
        finally:
            await wire.close()

    async def _due(self, at_most: int) -> list[Try]:
        try:
            return await self.claim(at_most) if at_most > 0 else []
        except (SQLAlchemyError, OSError):
            log.warning("webhooks cannot be sent now", exc_info=True)
            return []

    async def claim(self, at_most: int) -> list[Try]:
        """Take deliveries that are due, and write down that they are tried."""
        async with self._database.reading() as session:
            due = Delivery.due_at <= await database_now(session)
            if await session.scalar(select(Delivery.id).where(due).limit(1)) is None:
                return []
        async with self._database.transaction() as session:
            now = await database_now(session)
            rows = await session.execute(
                select(Delivery, Webhook)
                .join(Webhook, Webhook.id == Delivery.webhook_id)
                .where(Delivery.due_at <= now, Delivery.status == Status.PENDING)
                .order_by(Delivery.due_at)
                .limit(at_most)
                .with_for_update(of=Delivery, skip_locked=True)
            )
            return [_begin(session, delivery, webhook, now) for delivery, webhook in rows]

    async def _send(self, wire: Wire, one: Try) -> None:
        signed = signature(one.secret, one.body, int(time.time()))
        headers = {
            "content-type": "application/json",
            "user-agent": f"Segue/{__version__}",
            "segue-delivery": one.delivery_id,
            "segue-signature": signed,
        }
        answered = await wire.post(one.url, one.body, headers)
        try:
            await self.note(one, answered)
        except (SQLAlchemyError, OSError):
            log.warning("a delivery's end cannot be kept", exc_info=True)

    async def note(self, one: Try, answered: Answered) -> None:
        """Write down how a try ended, and when the next one is due, if any."""
        async with self._database.transaction() as session:
            query = select(Delivery).where(Delivery.id == one.delivery_id).with_for_update()
            delivery = (await session.scalars(query)).first()
            attempt = await session.get(Attempt, one.attempt_id)
            if delivery is None or attempt is None:
                return  # its webhook was deleted meanwhile
            attempt.ended_at = now = await database_now(session)
            attempt.outcome, attempt.http_status = answered.outcome, answered.http_status
            delivered = answered.outcome is Outcome.DELIVERED
            ours = delivery.due_at == one.lease  # else another replica tries already
            if delivery.status == Status.PENDING and (delivered or ours):
                tried = await _tries(session, delivery)
                _settle(delivery, now, tried, delivered=delivered)
        log.info("webhook sent", delivery_id=one.delivery_id, outcome=answered.outcome)

    async def _forget(self) -> None:
        """Delete what nobody looks up any more."""
        while True:
            try:
                await forget_old(self._database, KEPT)
            except (SQLAlchemyError, OSError):
                log.warning("old deliveries cannot be deleted now", exc_info=True)
            await asyncio.sleep(FORGET_SECONDS)


def _begin(session: AsyncSession, delivery: Delivery, webhook: Webhook, now: datetime) -> Try:
    delivery.due_at = lease = now + LEASE
    attempt = Attempt(id=new_id("try"), delivery_id=delivery.id, started_at=now)
    session.add(attempt)
    body = delivery.body or ""
    return Try(delivery.id, attempt.id, webhook.url, webhook.secret, body, lease)


def _settle(delivery: Delivery, now: datetime, tried: int, *, delivered: bool) -> None:
    if delivered or tried > len(PAUSES):
        delivery.status = Status.DELIVERED if delivered else Status.FAILED
        delivery.body = delivery.due_at = None
    else:
        delivery.due_at = now + PAUSES[tried - 1]


async def _tries(session: AsyncSession, delivery: Delivery) -> int:
    query = select(func.count()).select_from(Attempt).where(Attempt.delivery_id == delivery.id)
    return (await session.execute(query)).scalar_one()


async def forget_old(database: Database, kept: timedelta) -> None:
    """Delete deliveries that are through, and older than that."""
    async with database.transaction() as session:
        before = await database_now(session) - kept
        old = select(Delivery.id).where(
            Delivery.created_at < before, Delivery.status != Status.PENDING
        )
        await session.execute(delete(Attempt).where(Attempt.delivery_id.in_(old)))
        await session.execute(delete(Delivery).where(Delivery.id.in_(old)))
