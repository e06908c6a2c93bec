"""What happened in a period, over HTTP."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from segue.access.actor import Actor, Scope
from segue.access.dependencies import allow
from segue.analytics.export import as_table
from segue.analytics.period import Period
from segue.analytics.repository import Asked, figures
from segue.analytics.schemas import Analytics, Table
from segue.database import database_now
from segue.errors import Forbidden
from segue.roster.service import require_agent
from segue.services import WithServices

router = APIRouter(prefix="/api/analytics", tags=["analytics"])

Reader = Annotated[Actor, Depends(allow(Scope.CALLS_READ))]


class NotYourFigures(Forbidden):
    """An agent asks for somebody else's figures."""

    code = "not_your_figures"
    detail = "You may see the figures of your own calls only."


async def _figures(
    services: WithServices,
    actor: Reader,
    start: Annotated[
        datetime | None,
        Query(alias="from", description="7 days before `to`, unless given; UTC unless it says so"),
    ] = None,
    end: Annotated[
        datetime | None, Query(alias="to", description="Now, unless given; 366 days at most")
    ] = None,
    agent: Annotated[
        str | None, Query(max_length=64, description="Calls that this agent had a part in")
    ] = None,
    skill: Annotated[str | None, Query(max_length=63, description="Calls of this skill")] = None,
) -> Analytics:
    async with services.database.reading() as session:
        period = Period.asked(start, end, await database_now(session))
        whose = None if agent is None else (await require_agent(session, agent)).id
        if not actor.sees_all(Scope.CALLS_READ):
            if whose not in (None, actor.agent_id):
                raise NotYourFigures
            whose = actor.agent_id or ""
        return await figures(session, Asked(period, whose, skill))


Figures = Annotated[Analytics, Depends(_figures)]


@router.get("")
async def get_analytics(told: Figures) -> Analytics:
    """Calls, transfers, times and moods of a period; an agent's own, unless the asker oversees."""
    return told


@router.get(
    "/export",
    response_class=Response,
    responses={
        200: {"description": "A file", "content": {"text/csv": {"schema": {"type": "string"}}}}
    },
)
async def export_analytics(told: Figures, table: Table) -> Response:
    """One of its tables as CSV; no cell can be taken for a formula."""
    name = f"{table.value}-{told.from_:%Y-%m-%d}-{told.to:%Y-%m-%d}.csv"
    return Response(
        as_table(told, table),
        media_type="text/csv",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )
