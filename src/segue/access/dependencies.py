"""Who asks, and whether they may: the dependencies that every endpoint begins with."""

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Annotated, ClassVar

from fastapi import Depends
from starlette.requests import HTTPConnection

from segue.access import customers, keys, sessions
from segue.access.accounts import UnknownAgent, account_actor
from segue.access.actor import Actor, Role, Scope
from segue.access.cookies import CUSTOMER, SESSION, read_cookie
from segue.access.credentials import digest
from segue.access.state import AccessState, access_state
from segue.errors import Forbidden, Unauthenticated
from segue.roster.repository import agent_by_id_or_handle

ACTS_FOR = "segue-agent"
AS_CUSTOMER = "segue-as"
"""`Segue-As: customer`: in a browser that is both signed in and a customer, be the customer."""
ASK_AGAIN_SECONDS = 5.0
RANK: dict[Role, int] = {role: rank for rank, role in enumerate(Role)}


class ActAsAgentNeeded(Forbidden):
    """Only a key with scope act-as-agent may name an agent to act for."""

    code: ClassVar[str] = "act_as_agent_needed"
    detail: ClassVar[str] = "To send Segue-Agent, a key needs the scope act-as-agent."


class ScopeNeeded(Forbidden):
    """The key lacks a scope."""

    code: ClassVar[str] = "scope_needed"


class RoleNeeded(Forbidden):
    """The account's role does not reach so far."""

    code: ClassVar[str] = "role_needed"


def bearer_key(connection: HTTPConnection) -> str | None:
    """The key of `Authorization: Bearer <key>`; the scheme in any case."""
    scheme, _, key = connection.headers.get("authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else None


async def actor_of(connection: HTTPConnection) -> Actor:
    """Who sent the request. Raises Unauthenticated, ActAsAgentNeeded or UnknownAgent.

    A key is judged alone: a request that carries one never falls back to its cookies.
    """
    state = access_state(connection)
    key = bearer_key(connection)
    if key is not None:
        actor = await keys.find(state.database, state.settings, key)
    else:
        actor = await _by_cookie(connection, state)
    if actor is None:
        raise Unauthenticated
    named = connection.headers.get(ACTS_FOR)
    return actor if named is None else await _acting_for(state, actor, named)


async def _by_cookie(connection: HTTPConnection, state: AccessState) -> Actor | None:
    if connection.headers.get(AS_CUSTOMER) == "customer":
        return await _customer(connection, state)
    return await _account(connection, state) or await _customer(connection, state)


async def _account(connection: HTTPConnection, state: AccessState) -> Actor | None:
    cookie = read_cookie(connection.headers, state.settings, SESSION)
    if cookie is None:
        return None
    async with state.database.reading() as session:
        found = await sessions.find(session, cookie)
    if found is None:
        return None
    account, touch_due = found
    if account.demo and not state.settings.demo:
        return None
    if touch_due:
        async with state.database.transaction() as session:
            await sessions.touch(session, cookie)
    return account_actor(account)


async def _customer(connection: HTTPConnection, state: AccessState) -> Actor | None:
    cookie = read_cookie(connection.headers, state.settings, CUSTOMER)
    if cookie is None:
        return None
    async with state.database.reading() as session:
        call_id = await customers.call_of(session, cookie)
    return None if call_id is None else Actor(f"customer_{digest(cookie)[:16]}", call_id=call_id)


async def _acting_for(state: AccessState, actor: Actor, named: str) -> Actor:
    if not actor.may(Scope.ACT_AS_AGENT):
        raise ActAsAgentNeeded
    if not (named.isascii() and named.isprintable()):
        raise UnknownAgent
    async with state.database.reading() as session:
        agent = await agent_by_id_or_handle(session, named)
    if agent is None:
        raise UnknownAgent
    return Actor(actor.id, agent_id=agent.id, scopes=actor.scopes, name=actor.name)


async def current_actor(connection: HTTPConnection) -> Actor:
    """Who sent the request; 401 for nobody."""
    return await actor_of(connection)


class Admission:
    """Whether whoever opened a stream may still have it, asked again every few seconds."""

    def __init__(self, connection: HTTPConnection, actor: Actor) -> None:
        self._connection = connection
        self._actor = actor
        self._asked_at = monotonic()

    async def holds(self) -> bool:
        """False once the session, key or account is out, or its rights are no longer the same."""
        if monotonic() - self._asked_at < ASK_AGAIN_SECONDS:
            return True
        self._asked_at = monotonic()
        try:
            return await self._who() == self._actor
        except (Unauthenticated, Forbidden, UnknownAgent):
            return False

    async def _who(self) -> Actor | None:
        if self._actor.is_customer:  # a sign-in in the same browser is ignored
            return await _customer(self._connection, access_state(self._connection))
        return await actor_of(self._connection)


CurrentActor = Annotated[Actor, Depends(current_actor)]


def permit(actor: Actor, scope: Scope, role: Role = Role.AGENT, *, customer: bool = False) -> None:
    """Raise Forbidden unless the actor is an account of at least `role`, a key with `scope`,
    or, if they are let in, a customer.
    """
    if actor.is_customer:
        if not customer:
            raise Forbidden
    elif actor.role is not None:
        if RANK[actor.role] < RANK[role]:
            raise RoleNeeded(f"Only an account with the role {role.value} may do this.")
    elif not actor.may(scope):
        raise ScopeNeeded(f"The key needs the scope {scope.value}.", scope=scope.value)


def allow(
    scope: Scope, *, role: Role = Role.AGENT, customer: bool = False
) -> Callable[[Actor], Awaitable[Actor]]:
    """A dependency that gives the actor, or refuses: see `permit`."""

    async def allowed(actor: CurrentActor) -> Actor:
        permit(actor, scope, role, customer=customer)
        return actor

    return allowed


async def _only_customer(connection: HTTPConnection) -> Actor:
    actor = await _customer(connection, access_state(connection))
    if actor is None:
        await actor_of(connection)
        raise Forbidden("Only the customer of a call may do this.")
    return actor


OnlyCustomer = Annotated[Actor, Depends(_only_customer)]
"""The customer, for endpoints of the customer's page; a sign-in in the same browser is ignored."""
