"""The customer's cookie: which browser is the customer of a call."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.credentials import digest, new_cookie
from segue.access.models import CustomerCookie
from segue.database import database_now

LIVES = timedelta(hours=24)


async def bind(session: AsyncSession, call_id: str) -> str:
    """Make a browser the customer of a call; returns the cookie's value for it."""
    cookie = new_cookie()
    now = await database_now(session)
    session.add(CustomerCookie(cookie_hash=digest(cookie), call_id=call_id, expires_at=now + LIVES))
    return cookie


async def call_of(session: AsyncSession, cookie: str) -> str | None:
    """The call whose customer holds this cookie."""
    now = await database_now(session)
    return await session.scalar(
        select(CustomerCookie.call_id).where(
            CustomerCookie.cookie_hash == digest(cookie), CustomerCookie.expires_at > now
        )
    )


async def release(session: AsyncSession, call_id: str) -> None:
    """Let no browser be the customer of this call any more."""
    await session.execute(delete(CustomerCookie).where(CustomerCookie.call_id == call_id))
