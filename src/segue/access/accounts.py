"""Accounts: made by an admin, opened by a one-time link."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access import sessions
from segue.access.actor import Actor, Role
from segue.access.audit import audit
from segue.access.credentials import digest, new_code
from segue.access.models import Account, AccountLink
from segue.access.schemas import AccountCreate, AccountList, AccountPatch, AccountView
from segue.database import database_now, new_id
from segue.errors import Conflict, Invalid, NotFound
from segue.roster.repository import agent_by_id_or_handle

LINK_LIVES = timedelta(hours=72)


class AccountExists(Conflict):
    """The email address, or the agent, has an account already."""

    code = "account_exists"
    detail = "There is already an account with this email address, or for this agent."


class LastAdmin(Conflict):
    """Nobody would be left to let anybody in."""

    code = "last_admin"
    detail = "This is the last admin. Make somebody else an admin first."


class UnknownAgent(Invalid):
    """No agent has this id or handle."""

    code = "agent_unknown"
    detail = "There is no agent with this id or handle."


class LinkUnknown(NotFound):
    """The link is not known, was used, or has expired; which of them is not told."""

    code = "account_link_unknown"
    detail = "This link has been used or has expired. Please ask an admin for a new one."


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link's code and when it expires."""

    code: str
    expires_at: datetime


def account_view(account: Account) -> AccountView:
    """The account as the API shows it."""
    return AccountView(
        id=account.id,
        email=account.email,
        name=account.name,
        role=account.role,
        agent_id=account.agent_id,
        disabled=account.disabled_at is not None,
        created_at=account.created_at,
    )


def account_actor(account: Account) -> Actor:
    """The account as an actor."""
    return Actor(account.id, account.role, account.agent_id, name=account.name)


async def by_email(session: AsyncSession, email: str) -> Account | None:
    """The account with this (lower-cased) email address."""
    return await session.scalar(select(Account).where(Account.email == email))


async def by_id(session: AsyncSession, account_id: str) -> Account:
    """The account, or NotFound."""
    account = await session.get(Account, account_id)
    if account is None:
        raise NotFound
    return account


async def page(session: AsyncSession, cursor: str | None, limit: int) -> AccountList:
    """Accounts made after the cursor, oldest first."""
    query = select(Account).order_by(Account.id).limit(limit + 1)
    if cursor is not None:
        query = query.where(Account.id > cursor)
    found = list(await session.scalars(query))
    shown = [account_view(account) for account in found[:limit]]
    return AccountList(accounts=shown, next_cursor=shown[-1].id if len(found) > limit else None)


async def _agent_id(session: AsyncSession, value: str | None) -> str | None:
    if value is None:
        return None
    agent = await agent_by_id_or_handle(session, value)
    if agent is None:
        raise UnknownAgent
    return agent.id


async def _flush(session: AsyncSession) -> None:
    """Let the database refuse a second account of an address or agent."""
    try:
        await session.flush()
    except IntegrityError as error:
        raise AccountExists from error


async def create(session: AsyncSession, actor: Actor, wanted: AccountCreate) -> Account:
    """Make an account without a password. Raises AccountExists or UnknownAgent."""
    account = Account(
        id=new_id("acct"),
        email=wanted.email,
        name=wanted.name,
        role=wanted.role,
        agent_id=await _agent_id(session, wanted.agent),
        demo=False,
        created_at=datetime.now(UTC),
    )
    session.add(account)
    await _flush(session)
    audit(session, actor, "account.create", account.id, role=account.role.value)
    return account


async def change(
    session: AsyncSession, actor: Actor, account_id: str, wanted: AccountPatch
) -> Account:
    """Change an account. Disabled, it is signed out everywhere at once."""
    account = await by_id(session, account_id)
    changed = wanted.model_fields_set
    demoted = wanted.role is not None and wanted.role is not Role.ADMIN
    if account.role is Role.ADMIN and (demoted or wanted.disabled):
        await _keep_an_admin(session, account.id)
    if wanted.name is not None:
        account.name = wanted.name
    if wanted.role is not None:
        account.role = wanted.role
    if "agent" in changed:
        account.agent_id = await _agent_id(session, wanted.agent)
    if wanted.disabled is not None:
        await _disable(session, account, off=wanted.disabled)
    await _flush(session)
    audit(session, actor, "account.change", account.id, fields=sorted(changed))
    return account


async def _disable(session: AsyncSession, account: Account, *, off: bool) -> None:
    account.disabled_at = datetime.now(UTC) if off else None
    if off:
        await sessions.end_all(session, account.id)


async def _keep_an_admin(session: AsyncSession, leaving: str) -> None:
    # Locked, for two admins who demote each other at the same moment would leave none.
    admins = await session.scalars(
        select(Account.id)
        .where(Account.role == Role.ADMIN, Account.disabled_at.is_(None))
        .order_by(Account.id)
        .with_for_update()
    )
    if set(admins) <= {leaving}:
        raise LastAdmin


async def new_link(session: AsyncSession, account: Account) -> Link:
    """A one-time link for the account; links given out before are void."""
    now = await database_now(session)
    await session.execute(
        update(AccountLink)
        .where(AccountLink.account_id == account.id, AccountLink.used_at.is_(None))
        .values(used_at=now)
    )
    code = new_code()
    expires_at = now + LINK_LIVES
    session.add(AccountLink(code_hash=digest(code), account_id=account.id, expires_at=expires_at))
    return Link(code, expires_at)


async def use_link(session: AsyncSession, code: str, password_hash: str) -> Account:
    """Set the password; one use wins. Signs the account out elsewhere. Raises LinkUnknown."""
    now = await database_now(session)
    account_id = await session.scalar(
        update(AccountLink)
        .where(
            AccountLink.code_hash == digest(code),
            AccountLink.used_at.is_(None),
            AccountLink.expires_at > now,
        )
        .values(used_at=now)
        .execution_options(synchronize_session=False)
        .returning(AccountLink.account_id)
    )
    account = None if account_id is None else await session.get(Account, account_id)
    if account is None or account.disabled_at is not None:
        raise LinkUnknown
    account.password_hash = password_hash
    await sessions.end_all(session, account.id)
    audit(session, account_actor(account), "account.password", account.id)
    return account


async def link_is_open(session: AsyncSession, code: str) -> bool:
    """Whether the link may still be used; spares an argon2 hash for links that may not."""
    now = await database_now(session)
    found = await session.scalar(
        select(AccountLink.code_hash).where(
            AccountLink.code_hash == digest(code),
            AccountLink.used_at.is_(None),
            AccountLink.expires_at > now,
        )
    )
    return found is not None
