"""Invites: 128 random bits that make the first browser which posts them a call's customer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.credentials import digest, new_code
from segue.access.customers import bind, call_of
from segue.access.models import Invite
from segue.database import database_now
from segue.errors import Conflict, NotFound, SegueError


class InviteUnknown(NotFound):
    """No such invite."""

    code = "invite_unknown"
    detail = "This link is not known. Please check it, or ask for a new one."


class InviteExpired(SegueError):
    """The invite was not used in time."""

    status: ClassVar[int] = 410
    code = "invite_expired"
    detail = "This link has expired. Please ask for a new one."


class InviteTaken(Conflict):
    """Another browser has used the invite."""

    code = "invite_taken"
    detail = "This link is already in use in another browser. Go back there, or ask for a new one."


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A browser that is let in, and the value that its customer cookie must have."""

    call_id: str
    cookie: str


async def create_invite(
    session: AsyncSession, call_id: str, ttl: timedelta
) -> tuple[str, datetime]:
    """A new invite for the customer of a call: its code, shown once, and when it expires. Those
    that nobody has used are void.
    """
    await void_unused(session, call_id)
    code = new_code()
    now = await database_now(session)
    session.add(
        Invite(code_hash=digest(code), call_id=call_id, created_at=now, expires_at=now + ttl)
    )
    return code, now + ttl


async def void_unused(session: AsyncSession, call_id: str) -> None:
    """Nobody becomes the customer by an invite of this call that was not used until now: the
    customer is there, or whoever may have kept the link has no part in the call any more.
    """
    unused = delete(Invite).where(Invite.call_id == call_id, Invite.cookie_hash.is_(None))
    await session.execute(unused)


async def redeem(session: AsyncSession, code: str, cookie: str | None) -> Redeemed:
    """Let the browser with this customer cookie, if any, in as the customer.

    The first browser wins and may come again as long as its cookie lives, even after the invite
    expired. Raises InviteUnknown, InviteExpired or InviteTaken.
    """
    invite = await session.get(Invite, digest(code))
    if invite is None:
        raise InviteUnknown
    if invite.cookie_hash is not None:
        return await _again(session, invite, cookie)
    now = await database_now(session)
    if invite.expires_at <= now:
        raise InviteExpired
    bound = await bind(session, invite.call_id)
    # Two browsers may have read an unused invite; only one of them can take it.
    taken = await session.execute(
        update(Invite)
        .where(Invite.code_hash == invite.code_hash, Invite.cookie_hash.is_(None))
        .values(cookie_hash=digest(bound))
        .execution_options(synchronize_session=False)
        .returning(Invite.code_hash)
    )
    if taken.scalar_one_or_none() is None:
        raise InviteTaken
    await void_unused(session, invite.call_id)
    return Redeemed(invite.call_id, bound)


async def _again(session: AsyncSession, invite: Invite, cookie: str | None) -> Redeemed:
    if cookie is None or digest(cookie) != invite.cookie_hash:
        raise InviteTaken
    if await call_of(session, cookie) != invite.call_id:
        raise InviteExpired
    return Redeemed(invite.call_id, cookie)
