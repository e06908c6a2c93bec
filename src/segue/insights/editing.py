"""Action items in the hands of people."""

from sqlalchemy.ext.asyncio import AsyncSession

from segue.assist.redaction import redact
from segue.calls.models import Call
from segue.insights.models import ActionItem
from segue.insights.repository import ActionItemUnknown
from segue.insights.schemas import ItemEdit


async def edit_item(session: AsyncSession, call: Call, item_id: str, edit: ItemEdit) -> ActionItem:
    """The item with the changes, without secrets. Raises ActionItemUnknown."""
    item = await session.get(ActionItem, item_id)
    if item is None or item.call_id != call.id:
        raise ActionItemUnknown
    item.owner = edit.owner or item.owner
    item.text = redact(edit.text) if edit.text else item.text
    if "due" in edit.model_fields_set:
        item.due = redact(edit.due) if edit.due else None
    item.done = item.done if edit.done is None else edit.done
    item.edited = True
    return item
