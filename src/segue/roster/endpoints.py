"""The roster over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from segue.access.actor import Actor, Role, Scope
from segue.access.audit import audit
from segue.access.dependencies import allow
from segue.database import database_now
from segue.errors import Forbidden
from segue.paging import Cursor, Limit, page
from segue.roster import service
from segue.roster.repository import page_of_agents
from segue.roster.schemas import AgentAnswer, AgentCreate, AgentList, AgentPatch
from segue.services import WithServices

router = APIRouter(prefix="/api/agents", tags=["roster"])


class NotYourself(Forbidden):
    """Only an admin changes others, and names and skills."""

    code = "not_yourself"
    detail = "You may change your own status only; names and skills are an admin's."


@router.get("")
async def list_agents(
    services: WithServices,
    _: Annotated[Actor, Depends(allow(Scope.ROSTER_READ))],
    cursor: Cursor = None,
    limit: Limit = 200,
) -> AgentList:
    """The roster, by handle."""
    async with services.database.reading() as session:
        found = list(await page_of_agents(session, cursor, limit + 1))
        rows, more = page(found, limit)
        now = await database_now(session)
    agents = [service.agent_view(agent, now) for agent in rows]
    return AgentList(agents=agents, next_cursor=rows[-1].handle if more else None)


@router.post("", status_code=201)
async def create_agent(
    services: WithServices,
    actor: Annotated[Actor, Depends(allow(Scope.ROSTER_WRITE, role=Role.ADMIN))],
    body: AgentCreate,
) -> AgentAnswer:
    """Add an agent; an AI agent takes calls only once it is configured."""
    async with services.database.transaction() as session:
        agent = await service.create_agent(session, body)
        audit(session, actor, "agent.create", agent.id)
        return AgentAnswer(agent=service.agent_view(agent, await database_now(session)))


@router.patch("/{agent_id}")
async def patch_agent(
    services: WithServices,
    actor: Annotated[Actor, Depends(allow(Scope.ROSTER_WRITE))],
    agent_id: Annotated[str, Path(min_length=1, max_length=64)],
    body: AgentPatch,
) -> AgentAnswer:
    """Change an agent: everybody their own status, admins the rest."""
    async with services.database.transaction() as session:
        agent = await service.require_agent(session, agent_id)
        runs_roster = actor.is_admin or actor.as_program(Scope.ROSTER_WRITE)
        only_status = body.name is None and body.skills is None
        if not runs_roster and not (agent.id == actor.agent_id and only_status):
            raise NotYourself
        await service.patch_agent(session, agent, body)
        if not only_status:
            audit(session, actor, "agent.change", agent.id)
        return AgentAnswer(agent=service.agent_view(agent, await database_now(session)))
