"""Runs the demo's parties, as child processes that end with serve."""

import asyncio
import contextlib
import itertools
import sys
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Self

import structlog
from pydantic import BaseModel
from sqlalchemy import select

from segue.access import invites, keys
from segue.access.actor import Actor, Scope
from segue.access.models import ApiKey
from segue.access.schemas import KeyCreate
from segue.calls.schemas import CallCreate, CustomerFacts
from segue.calls.transcription import TranscriptSource
from segue.companion.desired import serve_address
from segue.demo.autopilot import AutopilotOrders
from segue.demo.client import Access
from segue.demo.conversation import VoiceKind, conversations
from segue.demo.customer import CustomerOrders
from segue.demo.seed import AGENTS, seed
from segue.errors import Invalid, NotFound, TooMany
from segue.roster.schemas import AgentKind
from segue.services import Services

log = structlog.get_logger(__name__)

DEMO = Actor("demo", name="The demo")
KEY_NAME = "The demo's parties"
SCOPES = (
    Scope.CALLS_READ,
    Scope.CALLS_WRITE,
    Scope.TRANSFERS_READ,
    Scope.TRANSFERS_WRITE,
    Scope.ROSTER_READ,
    Scope.ROSTER_WRITE,
    Scope.EVENTS_READ,
    Scope.ACT_AS_AGENT,
)
MOST_CUSTOMERS = 5
INVITE_LIVES = timedelta(hours=1)
PARTING_SECONDS = 3.0
VOICES = {
    "alice": VoiceKind(name="en-gb+f2", words_per_minute=155, pitch=52),
    "bob": VoiceKind(name="en-us+m3", words_per_minute=150, pitch=38),
    "carol": VoiceKind(name="en-gb+f4", words_per_minute=158, pitch=46),
}


class TooManyCustomers(TooMany):
    """The demo has as many customers as one laptop takes."""

    code = "demo_full"
    detail = "There are five simulated customers already. End one of their calls first."


class ConversationUnknown(Invalid):
    """No such conversation is written."""

    code = "conversation_unknown"
    detail = "There is no conversation of this name."


class NobodyToAnswer(NotFound):
    """The demo has no such person."""

    code = "demo_agent_unknown"
    detail = "The demo has nobody of this name who could answer by themselves."


class Director:
    """Starts customers and autopilots, and ends them."""

    def __init__(self, services: Services, access: Access) -> None:
        self._services = services
        self._access = access
        self._customers: set[asyncio.subprocess.Process] = set()
        self._pilots: dict[str, asyncio.subprocess.Process] = {}
        self._reapers: set[asyncio.Task[None]] = set()
        self._turns = itertools.cycle(sorted(conversations()))

    @classmethod
    @contextlib.asynccontextmanager
    async def running(cls, services: Services) -> AsyncGenerator[Self]:
        """A director on a seeded database; its parties end with it."""
        await seed(services.database)
        access = Access(address=serve_address(services.settings), key=await _new_key(services))
        director = cls(services, access)
        try:
            yield director
        finally:
            await director._close()

    @property
    def autopilot(self) -> dict[str, bool]:
        """Which agents answer by themselves."""
        humans = [agent.handle for agent in AGENTS if agent.kind is AgentKind.HUMAN]
        return {handle: self._flies(handle) for handle in humans}

    async def simulate(self, conversation: str | None, agent_id: str | None) -> str:
        """Have a customer call, for the asking agent first; the call's id."""
        if conversation is not None and conversation not in conversations():
            raise ConversationUnknown
        if len(self._customers) >= MOST_CUSTOMERS:
            raise TooManyCustomers
        chosen = conversation or next(self._turns)
        script = conversations()[chosen]
        # Its lines are written, and posted as they are said.
        source = TranscriptSource.POSTED
        call_id, code = await self._call(script.customer, script.skill, agent_id, source)
        orders = CustomerOrders(
            access=self._access, call_id=call_id, invite=code, conversation=chosen
        )
        self._customers.add(await self._spawn("segue.demo.customer", orders))
        return call_id

    async def caller(self, agent_id: str | None) -> str:
        """A call that waits for whoever opens the answered page."""
        _, code = await self._call("Customer", "general", agent_id)
        return f"{self._services.settings.public_url}/call/{code}"

    async def fly(self, handle: str, on: bool) -> None:
        """Let an agent answer by themselves, or no more."""
        if handle not in VOICES:
            raise NobodyToAnswer
        if on and not self._flies(handle):
            orders = AutopilotOrders(access=self._access, handle=handle, voice=VOICES[handle])
            self._pilots[handle] = await self._spawn("segue.demo.autopilot", orders)
        elif not on and (pilot := self._pilots.pop(handle, None)):
            await _end(pilot)

    def _flies(self, handle: str) -> bool:
        pilot = self._pilots.get(handle)
        return pilot is not None and pilot.returncode is None

    async def _call(
        self,
        name: str,
        skill: str,
        agent_id: str | None,
        transcript: TranscriptSource = TranscriptSource.HEARD,
    ) -> tuple[str, str]:
        await self._services.health.require()
        customer = CustomerFacts(name=name)
        body = CallCreate(
            customer=customer, skill=skill, agent=agent_id, metadata=None, transcript=transcript
        )
        async with self._services.database.transaction() as session:
            call = await self._services.calls.create(session, body)
            code, expires_at = await invites.create_invite(session, call.id, INVITE_LIVES)
            call.customer_due_at = expires_at
        return call.id, code

    async def _spawn(self, module: str, orders: BaseModel) -> asyncio.subprocess.Process:
        """Start a party; its orders go through a pipe, where no process list shows them."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, stdin=asyncio.subprocess.PIPE
        )
        assert process.stdin is not None
        process.stdin.write(orders.model_dump_json().encode() + b"\n")
        reaper = asyncio.create_task(self._reap(process))
        self._reapers.add(reaper)
        reaper.add_done_callback(self._reapers.discard)
        return process

    async def _reap(self, process: asyncio.subprocess.Process) -> None:
        status = await process.wait()
        self._customers.discard(process)
        if status:
            log.warning("demo party ended badly", status=status)

    async def _close(self) -> None:
        await asyncio.gather(*(_end(process) for process in self._all()))
        await asyncio.gather(*self._reapers)

    def _all(self) -> list[asyncio.subprocess.Process]:
        return [*self._customers, *self._pilots.values()]


async def _end(process: asyncio.subprocess.Process) -> None:
    """Close its standard input, which tells it to go; kill it if it does not."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), PARTING_SECONDS)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()


async def _new_key(services: Services) -> str:
    """A key for this run; the key of the run before is revoked."""
    async with services.database.transaction() as session:
        old = select(ApiKey).where(ApiKey.created_by == DEMO.id, ApiKey.revoked_at.is_(None))
        for key in await session.scalars(old):
            await keys.revoke(session, DEMO, key.id)
        wanted = KeyCreate(name=KEY_NAME, scopes=list(SCOPES))
        _, secret = await keys.create(session, DEMO, wanted)
    return secret
