"""Forgets what has expired; nothing relies on it, for expiry is judged at each use."""

from datetime import timedelta

from sqlalchemy import delete

from segue.access.models import AccountLink, AccountSession, CustomerCookie, Invite
from segue.database import Database, database_now

KEPT_AFTER = timedelta(days=7)
"""So that somebody with an old link is told that it expired, and not that it never was."""


async def purge_expired(database: Database) -> None:
    """Delete sessions, links, invites and customer cookies that are long over."""
    async with database.transaction() as session:
        before = await database_now(session) - KEPT_AFTER
        for table in (AccountLink, AccountSession, CustomerCookie, Invite):
            await session.execute(delete(table).where(table.expires_at < before))
