"""Who there is in the demo."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Role
from segue.access.service import ensure_demo_account
from segue.database import Database
from segue.roster.repository import agent_by_id_or_handle
from segue.roster.schemas import AgentCreate, AgentKind, AgentPatch, ChosenStatus
from segue.roster.service import create_agent, patch_agent


@dataclass(frozen=True, slots=True)
class DemoAgent:
    """An agent of the demo's roster."""

    handle: str
    name: str
    skills: tuple[str, ...]
    kind: AgentKind = AgentKind.HUMAN


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """Somebody of the demo who takes no calls."""

    handle: str
    name: str
    role: Role


AGENTS = (
    DemoAgent("alice", "Alice Ferreira", ("general",)),
    DemoAgent("bob", "Bob Lindgren", ("billing",)),
    DemoAgent("carol", "Carol Novak", ("technical", "billing")),
    DemoAgent("dana", "Dana", ("general",), AgentKind.AI),
)
OFFICE = (
    DemoOffice("supervisor", "Sam, supervisor", Role.SUPERVISOR),
    DemoOffice("admin", "Ada, admin", Role.ADMIN),
)


async def seed(database: Database) -> None:
    """Make the demo's agents and accounts where they are missing; what is there stays as it is."""
    async with database.transaction() as session:
        for wanted in AGENTS:
            await _seed_agent(session, wanted)
        for office in OFFICE:
            await ensure_demo_account(session, office.handle, office.name, office.role)


async def _seed_agent(session: AsyncSession, wanted: DemoAgent) -> None:
    agent = await agent_by_id_or_handle(session, wanted.handle)
    if agent is None:
        body = AgentCreate(
            handle=wanted.handle, name=wanted.name, kind=wanted.kind, skills=list(wanted.skills)
        )
        agent = await create_agent(session, body)
        if wanted.kind is AgentKind.HUMAN:
            free = AgentPatch(skills=None, status=ChosenStatus.AVAILABLE)
            await patch_agent(session, agent, free)
    if wanted.kind is AgentKind.HUMAN:
        await ensure_demo_account(session, wanted.handle, wanted.name, Role.AGENT, agent.id)
