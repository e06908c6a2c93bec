"""Signing in: by password, by one-time link, and by one click in the demo."""

from typing import ClassVar

from starlette.requests import HTTPConnection

from segue.access import accounts, sessions
from segue.access.actor import Actor
from segue.access.audit import audit
from segue.access.cookies import SESSION, read_cookie
from segue.access.limits import LINKS_PER_ADDRESS, SIGN_INS_PER_ADDRESS, SIGN_INS_PER_EMAIL
from segue.access.loopback import from_loopback, has_loopback_host
from segue.access.models import Account
from segue.access.service import demo_account
from segue.access.state import AccessState, access_state
from segue.errors import Forbidden, NotFound, Unauthenticated


class WrongCredentials(Unauthenticated):
    """Address or password is wrong; which of them is not told."""

    code: ClassVar[str] = "wrong_credentials"
    detail: ClassVar[str] = "The email address or the password is not right."


class DemoOnly(Forbidden):
    """One-click sign-in is for the demo on this machine."""

    code: ClassVar[str] = "demo_only"
    detail: ClassVar[str] = "Signing in with one click works only in the demo, on this machine."


def address_of(connection: HTTPConnection) -> str:
    """The peer's address."""
    return connection.client.host if connection.client else "unknown"


async def _start(
    state: AccessState, connection: HTTPConnection, account_id: str, how: str
) -> tuple[Account, str]:
    """Sign in under a fresh cookie; whatever session the browser came with ends."""
    old = read_cookie(connection.headers, state.settings, SESSION)
    async with state.database.transaction() as session:
        account = await accounts.by_id(session, account_id)
        if account.disabled_at is not None:
            raise WrongCredentials
        cookie = await sessions.start(session, account, replacing=old)
        actor = accounts.account_actor(account)
        audit(session, actor, "session.start", address=address_of(connection), how=how)
    return account, cookie


async def by_password(connection: HTTPConnection, email: str, password: str) -> tuple[Account, str]:
    """The account and its new cookie. Raises WrongCredentials or TooManyTries."""
    state = access_state(connection)
    address = address_of(connection)
    await state.limiter.hit(SIGN_INS_PER_ADDRESS, "sign-in from", address)
    await state.limiter.hit(SIGN_INS_PER_EMAIL, "sign-in as", email)
    async with state.database.reading() as session:
        account = await accounts.by_email(session, email)
    usable = account is not None and account.disabled_at is None
    kept = account.password_hash if account is not None and usable else None
    if not await state.passwords.matches(password, kept) or account is None:
        await _note_refusal(state, account, address)
        raise WrongCredentials
    return await _start(state, connection, account.id, "password")


async def _note_refusal(state: AccessState, account: Account | None, address: str) -> None:
    actor = Actor("nobody") if account is None else accounts.account_actor(account)
    async with state.database.transaction() as session:
        audit(session, actor, "session.start", outcome="refused", address=address)


async def by_demo(connection: HTTPConnection, handle: str) -> tuple[Account, str]:
    """Sign in as the demo's `handle`. Raises DemoOnly or NotFound."""
    state = access_state(connection)
    here = from_loopback(connection.scope) and has_loopback_host(connection.headers)
    if not (state.settings.demo and here):
        raise DemoOnly
    async with state.database.reading() as session:
        account = await demo_account(session, handle)
    if account is None:
        raise NotFound("The demo has nobody of this name.")
    return await _start(state, connection, account.id, "demo")


async def by_link(connection: HTTPConnection, code: str, password: str) -> tuple[Account, str]:
    """Choose a password by a one-time link and sign in. Raises LinkUnknown or TooManyTries."""
    state = access_state(connection)
    await state.limiter.hit(LINKS_PER_ADDRESS, "link from", address_of(connection))
    async with state.database.reading() as session:
        if not await accounts.link_is_open(session, code):
            raise accounts.LinkUnknown
    password_hash = await state.passwords.hash(password)
    async with state.database.transaction() as session:
        account = await accounts.use_link(session, code, password_hash)
    return await _start(state, connection, account.id, "link")
