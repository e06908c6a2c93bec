"""What was done by whom: one row per thing, in the transaction that did it."""

from datetime import UTC, datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor
from segue.access.models import AuditEntry
from segue.database import new_id

Detail = str | int | float | bool | list[str] | None


class AuditView(BaseModel):
    """One thing that somebody did, or was refused."""

    id: str
    at: datetime
    actor_id: str
    on_behalf_of: str | None
    action: str
    subject: str | None
    outcome: str
    address: str | None
    detail: dict[str, Detail]


class AuditList(BaseModel):
    """A page of the audit, newest first."""

    entries: list[AuditView]
    next_cursor: str | None = None


def audit(
    session: AsyncSession,
    actor: Actor,
    action: str,
    subject: str | None = None,
    *,
    outcome: str = "done",
    address: str | None = None,
    **detail: Detail,
) -> None:
    """Note what `actor` did; kept if and only if the transaction is.

    `detail` must hold no names, addresses, numbers of people, nor anything said.
    """
    acts_for = None if actor.role or actor.is_customer else actor.agent_id
    session.add(
        AuditEntry(
            id=new_id("aud"),
            at=datetime.now(UTC),
            actor_id=actor.id,
            on_behalf_of=acts_for,
            action=action,
            subject=subject,
            outcome=outcome,
            address=address,
            detail=detail,
        )
    )


async def page(session: AsyncSession, cursor: str | None, limit: int) -> AuditList:
    """Entries older than the cursor, newest first."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(AuditEntry.id < cursor)
    found = list(await session.scalars(query))
    more = len(found) > limit
    shown = [AuditView.model_validate(entry, from_attributes=True) for entry in found[:limit]]
    return AuditList(entries=shown, next_cursor=shown[-1].id if more else None)
