"""Signing in and out, accounts, keys and the audit over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from segue.access import accounts, audit, keys, sessions, signin
from segue.access.accounts import account_view
from segue.access.audit import AuditList
from segue.access.cookies import (
    SESSION,
    clear_session_cookie,
    read_cookie,
    set_session_cookie,
)
from segue.access.models import Account
from segue.access.paging import Admin, Cursor, Limit
from segue.access.schemas import (
    AccountAnswer,
    AccountCreate,
    AccountList,
    AccountPatch,
    KeyCreate,
    KeyList,
    LinkView,
    NewAccountAnswer,
    NewKeyAnswer,
    PasswordChoice,
    SignIn,
)
from segue.access.state import AccessState, access_state
from segue.http.secrecy import secret_answer

Code = Annotated[str, Path(min_length=1, max_length=64)]
Id = Annotated[str, Path(min_length=1, max_length=64)]


async def _state(request: Request) -> AccessState:
    return access_state(request)


State = Annotated[AccessState, Depends(_state)]
router = APIRouter()
Secret = Depends(secret_answer)


def _signed_in(
    response: Response, state: AccessState, account: Account, cookie: str
) -> AccountAnswer:
    set_session_cookie(response, state.settings, cookie)
    return AccountAnswer(account=account_view(account))


@router.post("/api/session", tags=["access"], dependencies=[Secret])
async def sign_in(
    request: Request, response: Response, state: State, body: SignIn
) -> AccountAnswer:
    """Sign this browser in."""
    if body.demo is not None:
        account, cookie = await signin.by_demo(request, body.demo)
    else:
        email, password = body.email or "", body.password or ""
        account, cookie = await signin.by_password(request, email, password)
    return _signed_in(response, state, account, cookie)


@router.delete("/api/session", status_code=204, tags=["access"])
async def sign_out(request: Request, response: Response, state: State) -> None:
    """Sign this browser out; again is harmless."""
    cookie = read_cookie(request.headers, state.settings, SESSION)
    if cookie is not None:
        async with state.database.transaction() as session:
            await sessions.end(session, cookie)
    clear_session_cookie(response, state.settings)


@router.post("/api/account-links/{code}", tags=["access"], dependencies=[Secret])
async def use_account_link(
    request: Request, response: Response, state: State, code: Code, body: PasswordChoice
) -> AccountAnswer:
    """Choose the password of the link's account, and sign this browser in."""
    account, cookie = await signin.by_link(request, code, body.password)
    return _signed_in(response, state, account, cookie)


def _link_view(state: AccessState, link: accounts.Link) -> LinkView:
    url = f"{state.settings.public_url}/welcome/{link.code}"
    return LinkView(url=url, expires_at=link.expires_at)


@router.get("/api/accounts", tags=["access"])
async def list_accounts(
    _: Admin, state: State, cursor: Cursor = None, limit: Limit = 50
) -> AccountList:
    """Who may sign in, oldest first."""
    async with state.database.reading() as session:
        return await accounts.page(session, cursor, limit)


@router.post("/api/accounts", status_code=201, tags=["access"], dependencies=[Secret])
async def create_account(actor: Admin, state: State, body: AccountCreate) -> NewAccountAnswer:
    """Make an account; its owner opens it with the link."""
    async with state.database.transaction() as session:
        account = await accounts.create(session, actor, body)
        link = await accounts.new_link(session, account)
    return NewAccountAnswer(account=account_view(account), link=_link_view(state, link))


@router.patch("/api/accounts/{account_id}", tags=["access"])
async def change_account(
    actor: Admin, state: State, account_id: Id, body: AccountPatch
) -> AccountAnswer:
    """Change an account; one that is disabled is out at once."""
    async with state.database.transaction() as session:
        account = await accounts.change(session, actor, account_id, body)
    return AccountAnswer(account=account_view(account))


@router.post(
    "/api/accounts/{account_id}/links", status_code=201, tags=["access"], dependencies=[Secret]
)
async def create_account_link(actor: Admin, state: State, account_id: Id) -> LinkView:
    """A new one-time link for somebody who lost their password; older links are void."""
    async with state.database.transaction() as session:
        account = await accounts.by_id(session, account_id)
        link = await accounts.new_link(session, account)
        audit.audit(session, actor, "account.link", account.id)
    return _link_view(state, link)


@router.get("/api/keys", tags=["access"])
async def list_keys(_: Admin, state: State, cursor: Cursor = None, limit: Limit = 50) -> KeyList:
    """Every API key, oldest first, revoked ones included."""
    async with state.database.reading() as session:
        return await keys.page(session, cursor, limit)


@router.post("/api/keys", status_code=201, tags=["access"], dependencies=[Secret])
async def create_key(actor: Admin, state: State, body: KeyCreate) -> NewKeyAnswer:
    """Make a key; `secret` is shown only in this answer."""
    async with state.database.transaction() as session:
        key, secret = await keys.create(session, actor, body)
    return NewKeyAnswer(key=keys.key_view(key), secret=secret)


@router.delete("/api/keys/{key_id}", status_code=204, tags=["access"])
async def revoke_key(actor: Admin, state: State, key_id: Id) -> None:
    """Revoke a key; it is out at once."""
    async with state.database.transaction() as session:
        await keys.revoke(session, actor, key_id)


@router.get("/api/audit", tags=["access"])
async def list_audit(_: Admin, state: State, cursor: Cursor = None, limit: Limit = 50) -> AuditList:
    """What was done by whom, newest first."""
    async with state.database.reading() as session:
        return await audit.page(session, cursor, limit)
