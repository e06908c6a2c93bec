"""What was made of a call after its end, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from segue.access.actor import Actor, Scope
from segue.access.dependencies import allow
from segue.calls.repository import lock_call
from segue.calls.rights import may_see, visible_call
from segue.calls.service import NotYourCall
from segue.insights.editing import edit_item
from segue.insights.export import as_csv
from segue.insights.repository import InsightsUnknown, item_view, require_insights
from segue.insights.schemas import (
    CallInsightsView,
    ExportFormat,
    InsightsState,
    ItemAnswer,
    ItemEdit,
)
from segue.services import WithServices

router = APIRouter(prefix="/api/calls/{call_id}", tags=["insights"])

Id = Annotated[str, Path(min_length=1, max_length=64)]
Reader = Annotated[Actor, Depends(allow(Scope.CALLS_READ))]
Writer = Annotated[Actor, Depends(allow(Scope.CALLS_WRITE))]


@router.get("/insights")
async def get_insights(services: WithServices, actor: Reader, call_id: Id) -> CallInsightsView:
    """What was made of a call within moments of its end; `pending` until then.

    `failed` if that went wrong too often.
    """
    async with services.database.reading() as session:
        await visible_call(session, call_id, actor)
        return await require_insights(session, call_id)


@router.get(
    "/insights/export",
    response_class=Response,
    responses={
        200: {
            "description": "A file",
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/CallInsightsView"}},
                "text/csv": {"schema": {"type": "string"}},
            },
        }
    },
)
async def export_insights(
    services: WithServices,
    actor: Reader,
    call_id: Id,
    wanted: Annotated[ExportFormat, Query(alias="format")] = ExportFormat.JSON,
) -> Response:
    """The same as a file; in CSV no cell can be taken for a formula."""
    async with services.database.reading() as session:
        call = await visible_call(session, call_id, actor)
        view = await require_insights(session, call_id)
    if view.state is not InsightsState.READY:
        raise InsightsUnknown
    as_table = wanted is ExportFormat.CSV
    return Response(
        as_csv(view) if as_table else view.model_dump_json(),
        media_type="text/csv" if as_table else "application/json",
        headers={
            "content-disposition": f'attachment; filename="insights-{call.id}.{wanted.value}"'
        },
    )


@router.patch("/action-items/{item_id}")
async def edit_action_item(
    services: WithServices, actor: Writer, call_id: Id, item_id: Id, body: ItemEdit
) -> ItemAnswer:
    """Change an action item, or tick it off; what is made later leaves it alone."""
    async with services.database.transaction() as session:
        call = await lock_call(session, call_id)
        if not (actor.sees_all(Scope.CALLS_WRITE) or await may_see(session, call, actor)):
            raise NotYourCall
        return ItemAnswer(action_item=item_view(await edit_item(session, call, item_id, body)))
