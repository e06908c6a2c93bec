"""What the command line and the demo need of accounts."""

from datetime import UTC, datetime

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access import accounts
from segue.access.actor import Actor, Role
from segue.access.models import Account
from segue.access.schemas import AccountCreate, AccountPatch, Email
from segue.database import Database, new_id

COMMAND_LINE = Actor("cli", Role.ADMIN)
DEMO_DOMAIN = "demo.localhost"


async def add_account(
    database: Database, email: str, name: str, role: Role, agent: str | None = None
) -> str:
    """Make an account, or let its owner in again; returns the code of its one-time link.

    The link is `<public url>/welcome/<code>`. Whoever may run this command owns the machine, so
    an existing account gets the role too. Raises pydantic's ValidationError for what is no email
    address or name, UnknownAgent, or AccountExists when the agent has another account.
    """
    address = TypeAdapter[str](Email).validate_python(email)
    wanted = AccountCreate(email=address, name=name, role=role, agent=agent)
    async with database.transaction() as session:
        account = await accounts.by_email(session, address)
        if account is None:
            account = await accounts.create(session, COMMAND_LINE, wanted)
        elif account.role is not role:
            change = AccountPatch.model_validate({"role": role})
            await accounts.change(session, COMMAND_LINE, account.id, change)
        return (await accounts.new_link(session, account)).code


async def ensure_demo_account(
    session: AsyncSession, handle: str, name: str, role: Role, agent_id: str | None = None
) -> Account:
    """The demo's account of this handle, made if need be; it has no password.

    Only such accounts can be signed in with one click, so that a demo which is started on a real
    database opens nobody's account.
    """
    email = f"{handle}@{DEMO_DOMAIN}"
    account = await accounts.by_email(session, email)
    if account is None:
        account = Account(id=new_id("acct"), email=email, demo=True, created_at=datetime.now(UTC))
        session.add(account)
    elif not account.demo:
        raise accounts.AccountExists
    account.name, account.role, account.agent_id = name, role, agent_id
    await session.flush()
    return account


async def demo_account(session: AsyncSession, handle: str) -> Account | None:
    """The demo's account of this handle."""
    return await session.scalar(
        select(Account).where(
            Account.email == f"{handle.lower()}@{DEMO_DOMAIN}",
            Account.demo,
            Account.disabled_at.is_(None),
        )
    )
