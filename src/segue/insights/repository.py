"""Finding what was made of a call."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.database import database_now
from segue.errors import NotFound
from segue.insights.models import TRIES_AT_MOST, ActionItem, CallInsights
from segue.insights.schemas import CallInsightsView, Insights, InsightsState, KeptItemView


class InsightsUnknown(NotFound):
    """Nothing has been made of this call."""

    code = "insights_unknown"
    detail = (
        "This call has no insights: they are made within moments of its end, and go when what was "
        "said on it is erased."
    )


class ActionItemUnknown(NotFound):
    """The call has no such action item."""

    code = "action_item_unknown"
    detail = "This call has no action item of this id."


async def items_of(session: AsyncSession, call_id: str) -> Sequence[ActionItem]:
    """A call's action items, in their order."""
    query = select(ActionItem).where(ActionItem.call_id == call_id).order_by(ActionItem.id)
    return (await session.scalars(query)).all()


async def insights_view(session: AsyncSession, call_id: str) -> CallInsightsView | None:
    """What was made of a call, or will be; None if nothing is to be."""
    row = await session.get(CallInsights, call_id)
    if row is None:
        return None
    return CallInsightsView.model_validate(
        {
            "call_id": call_id,
            "state": await _state(session, row),
            "summary": row.summary,
            "insights": row.insights and Insights.model_validate(row.insights),
            "action_items": [item_view(one) for one in await items_of(session, call_id)],
            "sentiment": row.sentiment,
            "model": row.model,
            "made_at": row.made_at,
        }
    )


async def _state(session: AsyncSession, row: CallInsights) -> InsightsState:
    if row.made_at is not None:
        return InsightsState.READY
    over = row.due_at is None or row.due_at <= await database_now(session)
    return InsightsState.FAILED if over and row.tries >= TRIES_AT_MOST else InsightsState.PENDING


async def require_insights(session: AsyncSession, call_id: str) -> CallInsightsView:
    """The same; raises InsightsUnknown."""
    view = await insights_view(session, call_id)
    if view is None:
        raise InsightsUnknown
    return view


def item_view(item: ActionItem) -> KeptItemView:
    """An action item as the API shows it."""
    return KeptItemView.model_validate(item, from_attributes=True)
