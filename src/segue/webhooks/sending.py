"""Deliveries are tried until they arrive or are given up, by whichever replica comes first.

A try is written down before and after; one that has no end is made again, so a receiver may get
a delivery twice and never not at all.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Select, delete, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from segue import __version__
from segue.database import Database, database_now, new_id
from segue.telemetry import metrics
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
FOR_ONE: Final = 4
"""So many of them at most go to the same webhook: a slow receiver keeps no other one waiting."""


@dataclass(frozen=True, slots=True)
class Try:
    """A delivery that is ours to send, until the lease is over."""

    webhook_id: str
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
        under_way: dict[asyncio.Task[None], str] = {}
        never = asyncio.Event()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._forget())
                while True:
                    under_way = {task: to for task, to in under_way.items() if not task.done()}
                    for one in await self._due(Counter(under_way.values())):
                        under_way[tasks.create_task(self._send(wire, one))] = one.webhook_id
                    await woken(never, LOOK_SECONDS)
        finally:
            await wire.close()

    async def _due(self, under_way: Counter[str]) -> list[Try]:
        try:
            return await self.claim(AT_ONCE - under_way.total(), apart_from=list(under_way))
        except (SQLAlchemyError, OSError):
            log.warning("webhooks cannot be sent now", exc_info=True)
            return []

    async def claim(self, at_most: int, *, apart_from: Sequence[str] = ()) -> list[Try]:
        """Take deliveries that are due, a few for each webhook, and write down that they are
        tried.
        """
        async with self._database.reading() as session:
            due = _next_due(await database_now(session), apart_from)
            ids = list(await session.scalars(due.limit(max(at_most, 0))))
        if not ids:
            return []
        async with self._database.transaction() as session:
            now = await database_now(session)
            rows = await session.execute(
                select(Delivery, Webhook)
                .join(Webhook, Webhook.id == Delivery.webhook_id)
                .where(Delivery.id.in_(ids))
                .where(Delivery.due_at <= now, Delivery.status == Status.PENDING)
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
        metrics.WEBHOOK_TRIES.labels(outcome=answered.outcome.value).inc()
        log.info("webhook sent", delivery_id=one.delivery_id, outcome=answered.outcome)

    async def _forget(self) -> None:
        """Delete what nobody looks up any more."""
        while True:
            try:
                await forget_old(self._database, KEPT)
            except (SQLAlchemyError, OSError):
                log.warning("old deliveries cannot be deleted now", exc_info=True)
            await asyncio.sleep(FORGET_SECONDS)


def _next_due(now: datetime, apart_from: Sequence[str]) -> Select[str]:
    """The ids of what is due, longest first, for webhooks that are not being told already."""
    place = func.row_number().over(partition_by=Delivery.webhook_id, order_by=Delivery.due_at)
    waiting = (
        select(Delivery.id, Delivery.due_at, place.label("place"))
        .where(Delivery.due_at <= now, Delivery.webhook_id.not_in(apart_from))
        .subquery()
    )
    first = waiting.c.place <= FOR_ONE
    return select(waiting.c.id).where(first).order_by(waiting.c.due_at)


def _begin(session: AsyncSession, delivery: Delivery, webhook: Webhook, now: datetime) -> Try:
    delivery.due_at = lease = now + LEASE
    attempt = Attempt(id=new_id("try"), delivery_id=delivery.id, started_at=now)
    session.add(attempt)
    body = delivery.body or ""
    return Try(webhook.id, delivery.id, attempt.id, webhook.url, webhook.secret, body, lease)


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
