"""A better briefing takes the place of the one that an offer went out with."""

from sqlalchemy.ext.asyncio import AsyncSession

from segue.assist.builtin.transcript import Said, language_of
from segue.briefing.models import CallNotes
from segue.briefing.service import Briefing, briefing_of
from segue.calls.models import Call
from segue.calls.repository import said_on
from segue.database import database_now
from segue.transfers.moves import EDITABLE
from segue.transfers.repository import open_transfer
from segue.transfers.views import publish_transfer


async def improve(session: AsyncSession, call: Call, notes: CallNotes) -> None:
    """Put what a model made before both agents, while it still helps: not over the words of an
    agent, and not once the call is handed over.
    """
    transfer = await open_transfer(session, call)
    if transfer is None or transfer.state not in EDITABLE:
        return
    present = Briefing.model_validate(transfer.briefing)
    language = language_of(
        [Said(one.id, one.speaker, one.text) for one in await said_on(session, call.id)]
    )
    chain = present.fields.chain
    better = briefing_of(notes, transfer.note, transfer.reason, chain, language)
    if present.edited or (present.source, present.text) == (better.source, better.text):
        return
    transfer.briefing = better.model_dump(mode="json")
    await session.flush()  # its number goes up
    await publish_transfer(session, call, transfer, await database_now(session))
