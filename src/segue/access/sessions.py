"""Sessions: the browsers in which accounts are signed in."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.credentials import digest, new_cookie
from segue.access.models import Account, AccountSession
from segue.database import database_now

IDLE = timedelta(hours=12)
AT_MOST = timedelta(days=7)
WRITE_EVERY = timedelta(minutes=1)
"""A session's last sign of life is written no more often, for a desk asks every few seconds."""


def _expiry(created_at: datetime, now: datetime) -> datetime:
    return min(now + IDLE, created_at + AT_MOST)


async def start(session: AsyncSession, account: Account, *, replacing: str | None = None) -> str:
    """Sign the account in and return the cookie's new value; the browser's old session ends."""
    if replacing is not None:
        await end(session, replacing)
    now = await database_now(session)
    cookie = new_cookie()
    session.add(
        AccountSession(
            cookie_hash=digest(cookie),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            expires_at=_expiry(now, now),
        )
    )
    return cookie


async def find(session: AsyncSession, cookie: str) -> tuple[Account, bool] | None:
    """Who is signed in with the cookie, and whether `touch` is due."""
    row = (
        await session.execute(
            select(AccountSession, Account)
            .join(Account, Account.id == AccountSession.account_id)
            .where(AccountSession.cookie_hash == digest(cookie))
        )
    ).one_or_none()
    if row is None:
        return None
    signed_in, account = row
    now = await database_now(session)
    if signed_in.expires_at <= now or account.disabled_at is not None:
        return None
    return account, now - signed_in.seen_at >= WRITE_EVERY


async def touch(session: AsyncSession, cookie: str) -> None:
    """Let the session live on from now, up to its absolute limit."""
    signed_in = await session.get(AccountSession, digest(cookie))
    if signed_in is not None:
        now = await database_now(session)
        signed_in.seen_at = now
        signed_in.expires_at = _expiry(signed_in.created_at, now)


async def end(session: AsyncSession, cookie: str) -> None:
    """Sign this browser out."""
    await session.execute(
        delete(AccountSession).where(AccountSession.cookie_hash == digest(cookie))
    )


async def end_all(session: AsyncSession, account_id: str) -> None:
    """Sign the account out everywhere."""
    await session.execute(delete(AccountSession).where(AccountSession.account_id == account_id))
