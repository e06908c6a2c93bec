"""An app with the access part and the HTTP edge alone, and people to use it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import httpx
from fastapi import APIRouter, Depends, FastAPI
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import BaseModel, ConfigDict, JsonValue

from segue.access import accounts, keys, sessions
from segue.access.actor import Actor, Role, Scope
from segue.access.dependencies import CurrentActor, OnlyCustomer, allow
from segue.access.endpoints import router as access_router
from segue.access.models import Account
from segue.access.passwords import Passwords
from segue.access.schemas import AccountCreate, KeyCreate
from segue.access.service import COMMAND_LINE
from segue.database import Base, Database
from segue.http.install import install
from segue.roster.schemas import AgentCreate
from segue.roster.service import create_agent
from segue.settings import Settings
from segue.telemetry.endpoints import router as metrics_router
from tests.fakes.settings import BASE, settings_for

PASSWORD = "correct horse battery"


class Echo(BaseModel):
    model_config = ConfigDict(extra="forbid")

    value: JsonValue


@dataclass
class Doings:
    """What the routes below did, and how they are to answer."""

    count: int = 0
    status: int = 201
    minted: list[tuple[str, str, str]] = field(default_factory=list)

    def mint(self, room: str, identity: str, name: str) -> tuple[str, datetime]:
        self.minted.append((room, identity, name))
        return f"fresh-{len(self.minted)}", datetime(2030, 1, 1, tzinfo=UTC)


def probe_routes(doings: Doings) -> APIRouter:
    """Routes that only the tests have."""
    router = APIRouter(prefix="/api/probe")

    @router.get("/who")
    async def who(actor: CurrentActor) -> dict[str, JsonValue]:
        return {"id": actor.id, "agent_id": actor.agent_id, "call_id": actor.call_id}

    @router.get("/customer")
    async def customer(actor: OnlyCustomer) -> dict[str, JsonValue]:
        return {"call_id": actor.call_id}

    @router.post("/calls", dependencies=[Depends(allow(Scope.CALLS_WRITE))], status_code=201)
    async def make(body: Echo) -> dict[str, JsonValue]:
        doings.count += 1
        line: JsonValue = {
            "room": "room-1",
            "identity": "agent:1",
            "name": "Alice",
            "token": "first-token",
            "expires_at": "2020-01-01T00:00:00Z",
        }
        return {"count": doings.count, "value": body.value, "connect": [line]}

    @router.post("/echo")
    async def echo(body: Echo) -> JsonValue:
        return body.value

    @router.post("/breaks")
    async def breaks() -> None:
        doings.count += 1
        raise RuntimeError("a secret: eyJhbGciOiJIUzI1NiJ9.e30.c2ln")

    return router


@dataclass
class Parts:
    settings: Settings
    database: Database


@dataclass
class World:
    """The app under test."""

    app: FastAPI
    settings: Settings
    database: Database
    doings: Doings
    agents: dict[str, str]

    @asynccontextmanager
    async def browser(self, peer: str = "127.0.0.1") -> AsyncGenerator[httpx.AsyncClient]:
        """A browser: keeps cookies, and says where its requests come from."""
        headers = {"origin": BASE}
        async with self.program(peer, headers) as client:
            yield client

    @asynccontextmanager
    async def program(
        self, peer: str = "127.0.0.1", headers: dict[str, str] | None = None
    ) -> AsyncGenerator[httpx.AsyncClient]:
        """A program: sends what it is told to."""
        transport = httpx.ASGITransport(self.app, False, client=(peer, 50000))
        async with httpx.AsyncClient(transport=transport, base_url=BASE, headers=headers) as client:
            yield client

    async def account(
        self, email: str, role: Role = Role.AGENT, agent: str | None = None
    ) -> Account:
        """An account with the password of the tests."""
        wanted = AccountCreate(email=email, name="Somebody", role=role, agent=agent)
        hashed = await self.app.state.access.passwords.hash(PASSWORD)
        async with self.database.transaction() as session:
            account = await accounts.create(session, COMMAND_LINE, wanted)
            account.password_hash = hashed
        return account

    async def cookie(self, account: Account) -> dict[str, str]:
        """A signed-in browser's headers."""
        async with self.database.transaction() as session:
            value = await sessions.start(session, account)
        return {"cookie": f"segue_session={value}", "origin": BASE}

    async def key(self, *scopes: Scope) -> dict[str, str]:
        """A program's headers."""
        admin = Actor("test", Role.ADMIN)
        async with self.database.transaction() as session:
            _, secret = await keys.create(
                session, admin, KeyCreate(name="test", scopes=list(scopes))
            )
        return {"authorization": f"Bearer {secret}"}


async def _agents(database: Database) -> dict[str, str]:
    async with database.transaction() as session:
        made = [
            await create_agent(
                session, AgentCreate.model_validate({"handle": handle, "name": handle.title()})
            )
            for handle in ("alice", "bob")
        ]
    return {agent.handle: agent.id for agent in made}


@asynccontextmanager
async def a_world(database_url: str, **changed: object) -> AsyncGenerator[World]:
    """The app over an empty database."""
    settings = settings_for(database_url, **changed)
    database = Database(settings.database)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    doings = Doings()
    app = FastAPI(docs_url=None, redoc_url=None)
    install(app, Parts(settings, database), mint=doings.mint)
    cheap = Passwords(Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1))
    app.state.access = replace(app.state.access, passwords=cheap)
    for router in (access_router, metrics_router, probe_routes(doings)):
        app.include_router(router)
    try:
        yield World(app, settings, database, doings, await _agents(database))
    finally:
        await database.close()
