"""Who takes calls, who is free, and who is next."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from segue.database import database_now, new_id
from segue.errors import Conflict, Invalid, NotFound
from segue.live.service import NewEvent, publish
from segue.roster.models import Agent
from segue.roster.repository import agent_by_id_or_handle
from segue.roster.schemas import (
    AgentCreate,
    AgentKind,
    AgentPatch,
    AgentStatus,
    AgentView,
    ChosenStatus,
)

# A desk sends a sign of life every 3 s; without one for this long its agent gets no new calls.
DESK_SILENCE = timedelta(seconds=30)
DESK_BEATS_WITHIN = timedelta(seconds=10)


class AgentUnknown(NotFound):
    """No agent has this id or handle."""

    code = "agent_unknown"
    detail = "There is no agent of this id or handle."


class SkillUnknown(Invalid):
    """No agent has this skill."""

    code = "skill_unknown"
    detail = "No agent has this skill. Please choose one of the skills of the roster."


class HandleTaken(Conflict):
    """Another agent has this handle."""

    code = "handle_taken"
    detail = "Another agent has this handle already. Please choose another."


def status_of(agent: Agent, now: datetime) -> AgentStatus:
    """An agent's status at a moment: what they chose, unless a call or silence says otherwise."""
    if agent.chosen_status == AgentStatus.OFFLINE or not agent.configured:
        return AgentStatus.OFFLINE
    if agent.engaged_with is not None:
        return AgentStatus.BUSY
    if agent.heartbeat_at is not None and now - agent.heartbeat_at > DESK_SILENCE:
        return AgentStatus.OFFLINE
    if agent.wrap_up_until is not None and now < agent.wrap_up_until:
        return AgentStatus.WRAP_UP
    return AgentStatus(agent.chosen_status)


def at_desk(agent: Agent, now: datetime) -> bool:
    """Whether an agent who was just cut off is there again, as far as their desk tells."""
    return agent.heartbeat_at is None or now - agent.heartbeat_at <= DESK_BEATS_WITHIN


def agent_view(agent: Agent, now: datetime) -> AgentView:
    """An agent as the API shows them."""
    return AgentView(
        id=agent.id,
        handle=agent.handle,
        name=agent.name,
        kind=AgentKind(agent.kind),
        skills=list(agent.skills),
        status=status_of(agent, now),
        status_since=agent.status_since,
        configured=agent.configured,
    )


def show(session: AsyncSession, agent: Agent, now: datetime) -> None:
    """Tell every desk how an agent stands, if that has changed."""
    status = status_of(agent, now)
    if status != agent.shown_status:
        agent.shown_status = status
        agent.status_since = now
        tell(session, agent, now)


def tell(session: AsyncSession, agent: Agent, now: datetime) -> None:
    """Tell every desk of an agent."""
    publish(session, NewEvent("agent", agent_view(agent, now).model_dump(mode="json")))


async def require_agent(session: AsyncSession, key: str) -> Agent:
    """The agent of an id or handle; raises AgentUnknown."""
    agent = await agent_by_id_or_handle(session, key)
    if agent is None:
        raise AgentUnknown
    return agent


async def create_agent(session: AsyncSession, body: AgentCreate) -> Agent:
    """Add an agent, offline at first; raises HandleTaken."""
    now = await database_now(session)
    agent = Agent(
        id=new_id("agt"),
        handle=body.handle,
        name=body.name,
        kind=body.kind,
        skills=list(dict.fromkeys(body.skills)),
        chosen_status=AgentStatus.OFFLINE,
        shown_status=AgentStatus.OFFLINE,
        status_since=now,
        idle_since=now,
        configured=body.kind is AgentKind.HUMAN,
    )
    try:
        async with session.begin_nested():
            session.add(agent)
    except IntegrityError as error:
        raise HandleTaken from error
    tell(session, agent, now)
    return agent


async def patch_agent(session: AsyncSession, agent: Agent, body: AgentPatch) -> None:
    """Change an agent's name, skills or chosen status."""
    now = await database_now(session)
    if body.name is not None:
        agent.name = body.name
    if body.skills is not None:
        agent.skills = list(dict.fromkeys(body.skills))
    if body.status is not None:
        choose(agent, body.status, now)
    agent.shown_status, before = status_of(agent, now), agent.shown_status
    if agent.shown_status != before:
        agent.status_since = now
    tell(session, agent, now)


def choose(agent: Agent, status: ChosenStatus, now: datetime) -> None:
    """An agent says whether they take calls; doing so ends their wrap-up."""
    if status is ChosenStatus.AVAILABLE and agent.chosen_status != AgentStatus.AVAILABLE:
        agent.idle_since = now
    agent.chosen_status = AgentStatus(status.value)
    agent.wrap_up_until = None
    if agent.heartbeat_at is not None:
        agent.heartbeat_at = now


async def engage(session: AsyncSession, agent: Agent, call_id: str, now: datetime) -> bool:
    """Reserve an agent for a call; False when another call was quicker.

    One conditional UPDATE, so that two calls never get the same agent.
    """
    if agent.engaged_with == call_id:
        return True
    won = await session.execute(
        update(Agent)
        .where(Agent.id == agent.id, Agent.engaged_with.is_(None))
        .values(engaged_with=call_id, wrap_up_until=None)
        .returning(Agent.id)
        .execution_options(synchronize_session=False)
    )
    taken = won.scalar_one_or_none() is not None
    await session.refresh(agent)
    show(session, agent, now)
    return taken


async def release(
    session: AsyncSession, agent_id: str, call_id: str, wrap_up: timedelta | None
) -> None:
    """Let an agent go from a call, into wrap-up when they have served it."""
    agent = await session.get(Agent, agent_id)
    if agent is None or agent.engaged_with != call_id:
        return
    now = await database_now(session)
    agent.engaged_with = None
    if wrap_up is not None:
        agent.idle_since = now
        agent.wrap_up_until = now + wrap_up if wrap_up else None
    await session.flush()
    show(session, agent, now)


async def free_agents(
    session: AsyncSession, skill: str | None, now: datetime, without: Collection[str] = ()
) -> Sequence[Agent]:
    """The agents who could take a call of this skill now, longest idle first."""
    rows = await session.scalars(
        select(Agent)
        .where(Agent.engaged_with.is_(None), Agent.chosen_status == AgentStatus.AVAILABLE)
        .order_by(Agent.idle_since, Agent.id)
    )
    return [
        agent
        for agent in rows
        if agent.id not in without
        and (skill is None or skill in agent.skills)
        and status_of(agent, now) is AgentStatus.AVAILABLE
    ]


async def somebody_there(session: AsyncSession, skill: str | None, now: datetime) -> bool:
    """Whether any agent of a skill is signed in, free or not."""
    agents = await session.scalars(select(Agent))
    return any(
        status_of(agent, now) is not AgentStatus.OFFLINE
        for agent in agents
        if skill is None or skill in agent.skills
    )


async def skill_exists(session: AsyncSession, skill: str) -> bool:
    """Whether any agent has a skill."""
    return any(skill in skills for skills in await session.scalars(select(Agent.skills)))


async def note_heartbeat(session: AsyncSession, agent_id: str, now: datetime) -> None:
    """A desk is alive."""
    agent = await session.get(Agent, agent_id)
    if agent is not None:
        agent.heartbeat_at = now
        show(session, agent, now)


async def show_silent_changes(session: AsyncSession) -> None:
    """Tell the desks of what time alone has changed: ended wrap-ups, desks gone silent."""
    now = await database_now(session)
    for agent in await session.scalars(select(Agent)):
        show(session, agent, now)
