"""Finding agents."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.roster.models import Agent


async def agent_by_id_or_handle(session: AsyncSession, key: str) -> Agent | None:
    """The agent of an id or handle."""
    rows = await session.scalars(select(Agent).where(or_(Agent.id == key, Agent.handle == key)))
    return rows.first()


async def agents_by_id(session: AsyncSession, ids: Collection[str | None]) -> dict[str, Agent]:
    """Agents by their ids; unknown ids are left out."""
    wanted = [key for key in ids if key is not None]
    if not wanted:
        return {}
    rows = await session.scalars(select(Agent).where(Agent.id.in_(wanted)))
    return {agent.id: agent for agent in rows}


async def page_of_agents(session: AsyncSession, after: str | None, limit: int) -> Sequence[Agent]:
    """Agents in the order of their handles."""
    query = select(Agent).order_by(Agent.handle).limit(limit)
    if after is not None:
        query = query.where(Agent.handle > after)
    return (await session.scalars(query)).all()
