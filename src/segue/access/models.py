"""Who may come in: accounts, sessions, keys, invites, and what was done by whom.

Nothing here can be used to sign in: of passwords, cookies, keys, links and invites only hashes
are kept.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Enum, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from segue.access.actor import Role
from segue.database import Base

ID = String(40)
HASH = String(64)  # SHA-256 as hexadecimal digits


def _values(roles: type[Role]) -> list[str]:
    return [role.value for role in roles]


ROLE = Enum(
    Role,
    native_enum=False,
    create_constraint=False,
    length=12,
    values_callable=_values,
)


class Account(Base):
    """Somebody who signs in; may be one agent of the roster."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Lower-cased."""
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[Role] = mapped_column(ROLE)
    agent_id: Mapped[str | None] = mapped_column(ID, unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    """argon2id; None until the one-time link was used."""
    demo: Mapped[bool] = mapped_column(default=False)
    """Made by the demo: signed in with one click on loopback, and not at all outside the demo."""
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class AccountLink(Base):
    """A link, used once, with which an account's owner chooses a password."""

    __tablename__ = "account_links"

    code_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    account_id: Mapped[str] = mapped_column(ID, index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class AccountSession(Base):
    """A browser in which an account is signed in."""

    __tablename__ = "account_sessions"

    cookie_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    account_id: Mapped[str] = mapped_column(ID, index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ApiKey(Base):
    """A program's key."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    key_hash: Mapped[str] = mapped_column(HASH, unique=True)
    prefix: Mapped[str] = mapped_column(String(16))
    """The key's first characters, so that a person can tell their keys apart."""
    name: Mapped[str] = mapped_column(String(80))
    scopes: Mapped[list[Any]]
    created_by: Mapped[str] = mapped_column(ID)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class CustomerCookie(Base):
    """The browser that is the customer of one call."""

    __tablename__ = "customer_cookies"

    cookie_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    call_id: Mapped[str] = mapped_column(ID, index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Invite(Base):
    """A way into one call, for the first browser that uses it."""

    __tablename__ = "invites"

    code_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    call_id: Mapped[str] = mapped_column(ID, index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    cookie_hash: Mapped[str | None] = mapped_column(HASH)
    """The browser that it belongs to since its first use."""


class AuditEntry(Base):
    """One thing that somebody did, or was refused."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "actor_id", "id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[str] = mapped_column(ID)
    on_behalf_of: Mapped[str | None] = mapped_column(ID)
    """The agent that a key acted for."""
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str | None] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(32))
    address: Mapped[str | None] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]]


class KeptAnswer(Base):
    """The answer to a request that came with an `Idempotency-Key`; without an answer: running."""

    __tablename__ = "idempotency_keys"

    id: Mapped[str] = mapped_column(HASH, primary_key=True)
    """Hash of caller, route and key."""
    body_hash: Mapped[str] = mapped_column(HASH)
    started_at: Mapped[datetime] = mapped_column(index=True)
    run: Mapped[str] = mapped_column(ID)
    """Names the run that may write the answer; another may have taken over since."""
    status: Mapped[int | None]
    content_type: Mapped[str | None] = mapped_column(String(80))
    body: Mapped[str | None]
    """None for an answer that held a secret: the work is done once, the secret is not kept."""
