"""The whole app with one call in a given state, and everybody who may come to it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

import httpx
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.types import Message

from segue.access import accounts, customers, keys, sessions
from segue.access.actor import Actor, Role, Scope
from segue.access.invites import create_invite
from segue.access.schemas import AccountCreate, KeyCreate
from segue.access.service import COMMAND_LINE
from segue.app import create_app
from segue.briefing.service import brief_call
from segue.calls.models import Call
from segue.calls.moves import CallState
from segue.calls.schemas import CallCreate
from segue.database import new_id
from segue.insights.models import ActionItem, CallInsights
from segue.knowledge.folder import Written
from segue.knowledge.repository import keep
from segue.migrations.run import upgrade
from segue.roster.models import Agent
from segue.roster.schemas import AgentCreate, AgentStatus
from segue.roster.service import create_agent
from segue.services import Services
from segue.transfers.schemas import TransferCreate
from segue.transfers.situation import State
from segue.webhooks import service as webhooks
from segue.webhooks.schemas import WebhookCreate
from tests.fakes.settings import BASE, settings_for
from tests.servers import LiveKit

Headers = dict[str, str]


class Caller(StrEnum):
    """The columns of the table."""

    NOBODY = "nobody"
    STRANGER = "customer of another call"
    CUSTOMER = "customer"
    OTHER = "other agent"
    KEY = "key without scope"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    OWN = "own agent"
    UNLINKED = "account of no agent"


class Scene(StrEnum):
    """Where the call stands when the request comes."""

    OFFERED = "offered to the own agent"
    ACTIVE = "the own agent serves it"
    HELD = "held by the own agent"
    RINGING = "the own agent transfers it"
    ASKED = "it rings at the own agent"
    CONSULTING = "the own agent consults"
    CONFERENCING = "all three talk"
    OVER = "the own agent served it; it has ended, and insights are made"


STATES = {
    Scene.RINGING: State.RINGING,
    Scene.ASKED: State.RINGING,
    Scene.CONSULTING: State.CONSULTING,
    Scene.CONFERENCING: State.CONFERENCING,
}
AVAILABLE = AgentStatus.AVAILABLE
ARTICLE = Written(
    f"kb_{'0' * 32}", "Refunds", "A refund takes three days.", datetime(2026, 1, 1, tzinfo=UTC)
)


class IdleDirector:
    """A director of the demo who starts no parties."""

    autopilot: ClassVar[dict[str, bool]] = {}

    async def simulate(self, _: str | None, agent_id: str | None) -> str:
        return f"call_for_{agent_id}"

    async def caller(self, agent_id: str | None) -> str:
        return f"{BASE}/call/for-{agent_id}"

    async def fly(self, handle: str, on: bool) -> None:
        """Nobody answers by themselves."""


@dataclass
class Subject:
    """What the paths and bodies of the table name."""

    call_id: str
    transfer_id: str
    customer: Headers
    ids: dict[str, str] = field(default_factory=dict)


@dataclass
class House:
    """The app, its people, and what programs they have."""

    app: FastAPI
    services: Services
    agents: dict[str, str]
    people: dict[Caller, str]
    headers: dict[Caller, Headers]

    async def sign_in(self) -> None:
        """Sign every account in (again)."""
        async with self.services.database.transaction() as session:
            for caller, account_id in self.people.items():
                account = await accounts.by_id(session, account_id)
                cookie = await sessions.start(session, account)
                self.headers[caller] = _cookie("segue_session", cookie)

    async def subject(self, scene: Scene) -> Subject:
        """A new call as the scene has it; alice is the own agent, bob the other party."""
        async with self.services.database.transaction() as session:
            call = await _call(self.services, session, self, scene)
            transfer_id = await _transfer(self.services, session, self, scene, call)
            item_id = await _insights(session, call) if scene is Scene.OVER else "item_none"
            cookie = await customers.bind(session, call.id)
            code, _ = await create_invite(session, call.id, timedelta(hours=1))
            account = await accounts.create(
                session,
                COMMAND_LINE,
                AccountCreate.model_validate(
                    {"email": f"{new_id('x')}@example.org", "name": "Subject"}
                ),
            )
            link = await accounts.new_link(session, account)
            key, _ = await keys.create(
                session, COMMAND_LINE, KeyCreate(name="subject", scopes=[Scope.METRICS])
            )
            hook = WebhookCreate.model_validate(
                {"url": "https://crm.example.com/segue", "events": ["call.ended"]}
            )
            webhook, _ = await webhooks.create(session, COMMAND_LINE, hook)
            await keep(session, ARTICLE)
        ids = {
            "own": self.agents["alice"],
            "agent_id": self.agents["alice"],
            "code": "no-such-code",
            "call_id": call.id,
            "transfer_id": transfer_id,
            "item_id": item_id,
            "webhook_id": webhook.id,
            "account_id": account.id,
            "key_id": key.id,
            "invite": code,
            "link": link.code,
            "article_id": ARTICLE.id,
            "suggestion_id": f"sug_{call.id.rpartition('_')[2]}",
        }
        return Subject(call.id, transfer_id, _cookie("segue_customer", cookie), ids)

    @asynccontextmanager
    async def client(self) -> AsyncGenerator[httpx.AsyncClient]:
        """A client on another machine; on this one in the demo, which answers no other."""
        peer = "127.0.0.1" if self.services.settings.demo else "192.0.2.7"
        transport = httpx.ASGITransport(self.app, False, client=(peer, 50000))
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            yield client


async def opening_status(app: FastAPI, path: str, headers: Headers) -> int:
    """The status that a stream opens with; it is closed at once."""
    opened: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            await asyncio.Event().wait()  # the client stays
        sent = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start" and not opened.done():
            opened.set_result(message["status"])

    request = httpx.Request("GET", BASE + path, headers=headers)
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "server": ("localhost", 18200),
        "client": ("192.0.2.7", 50000),
    }
    answering = asyncio.create_task(app(scope, receive, send))
    try:
        return await asyncio.wait_for(opened, 10)
    finally:
        answering.cancel()
        await asyncio.gather(answering, return_exceptions=True)


def _cookie(name: str, value: str) -> Headers:
    return {"cookie": f"{name}={value}", "origin": BASE}


async def _call(services: Services, session: AsyncSession, house: House, scene: Scene) -> Call:
    own, other = house.agents["alice"], house.agents["bob"]
    body = CallCreate.model_validate({"customer": {"name": "Casey"}})
    call = await services.calls.create(session, body)
    for agent_id in (own, other):
        agent = await session.get_one(Agent, agent_id)
        agent.chosen_status, agent.engaged_with, agent.wrap_up_until = AVAILABLE, None, None
        agent.heartbeat_at = None  # a desk that beat once is missed later
    if scene is Scene.OFFERED:
        call.state, call.offered_to = CallState.OFFERED, own
    else:
        call.state = CallState.HELD if scene is Scene.HELD else CallState.ACTIVE
        call.agent_id = other if scene is Scene.ASKED else own
    server = await session.get_one(Agent, call.agent_id or own)
    server.engaged_with = call.id
    await session.flush()
    return call


async def _transfer(
    services: Services, session: AsyncSession, house: House, scene: Scene, call: Call
) -> str:
    if scene not in STATES:
        return "tr_none"
    to = "alice" if scene is Scene.ASKED else "bob"
    body = TransferCreate.model_validate({"call_id": call.id, "to": {"agent": to}})
    server = Actor("test", Role.AGENT, call.agent_id)
    brief = await brief_call(services.database, body.call_id)
    transfer = (await services.transfers.initiate(session, server, body, brief)).transfer
    transfer.state = STATES[scene]
    transfer.to_arrived = scene in (Scene.CONSULTING, Scene.CONFERENCING)
    return transfer.id


async def _insights(session: AsyncSession, call: Call) -> str:
    call.state, call.ended_at = CallState.ENDED, call.created_at
    session.add(CallInsights(call_id=call.id, made_at=call.created_at, summary="A refund."))
    await session.flush()
    item = ActionItem(
        id=new_id("item"), call_id=call.id, owner="agent", text="Refund it", evidence=["s1"]
    )
    session.add(item)
    return item.id


PEOPLE: dict[Caller, tuple[Role, str | None]] = {
    Caller.OTHER: (Role.AGENT, "carol"),
    Caller.OWN: (Role.AGENT, "alice"),
    Caller.SUPERVISOR: (Role.SUPERVISOR, None),
    Caller.ADMIN: (Role.ADMIN, None),
    Caller.UNLINKED: (Role.AGENT, None),
}


async def _agents(session: AsyncSession) -> dict[str, str]:
    made = [
        await create_agent(
            session, AgentCreate.model_validate({"handle": handle, "name": handle.title()})
        )
        for handle in ("alice", "bob", "carol")
    ]
    return {agent.handle: agent.id for agent in made}


async def _accounts(session: AsyncSession) -> dict[Caller, str]:
    made: dict[Caller, str] = {}
    for caller, (role, agent) in PEOPLE.items():
        body = {"email": f"{role}.{agent}@example.org", "name": "Somebody", "role": role}
        wanted = AccountCreate.model_validate(body | {"agent": agent})
        made[caller] = (await accounts.create(session, COMMAND_LINE, wanted)).id
    return made


async def _programs(session: AsyncSession) -> dict[Caller, Headers]:
    wanted = KeyCreate(name="without", scopes=[Scope.ACT_AS_AGENT])
    _, secret = await keys.create(session, COMMAND_LINE, wanted)
    stranger = await customers.bind(session, "call_of_another")
    return {
        Caller.NOBODY: {"origin": BASE},
        Caller.KEY: {"authorization": f"Bearer {secret}"},
        Caller.STRANGER: _cookie("segue_customer", stranger),
    }


@asynccontextmanager
async def a_house(
    database_url: str, livekit: LiveKit, *, demo: bool = False
) -> AsyncGenerator[House]:
    """The app over a migrated database and a real LiveKit, without its background tasks.

    Nothing moves a call but the requests.
    """
    settings = settings_for(
        database_url,
        demo=demo,
        livekit_url=livekit.url,
        livekit_public_url=None,
        livekit_api_key=livekit.key,
        livekit_api_secret=SecretStr(livekit.secret),
    )
    app = create_app(settings)
    app.state.demo = IdleDirector()
    services: Services = app.state.segue
    await upgrade(services.database)
    async with services.database.transaction() as session:
        agents = await _agents(session)
        people = await _accounts(session)
        headers = await _programs(session)
    house = House(app, services, agents, people, headers)
    await house.sign_in()
    try:
        yield house
    finally:
        await services.livekit.close()
        await services.database.close()
