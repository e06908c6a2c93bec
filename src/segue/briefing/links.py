"""The transfers of a call that are over, with what was said in private in each."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.assist.builtin.transcript import Said
from segue.briefing.chain import Link
from segue.calls.models import Segment
from segue.calls.schemas import TranscriptLine
from segue.roster.repository import agents_by_id
from segue.telephony.dials import dial_of
from segue.transfers.models import Transfer
from segue.transfers.repository import transfers_of
from segue.transfers.situation import State


async def links_of(session: AsyncSession, call_id: str) -> list[Link]:
    """The links of a call's chain, oldest first: who handed it to whom, or asked whom; a transfer
    that nobody took is none.
    """
    over = [one for one in await transfers_of(session, call_id) if _counts(one)]
    if not over:
        return []
    said = await _said_in_private(session, call_id)
    keys = {key for one in over for key in (one.from_agent_id, one.to_agent_id)}
    names = {key: agent.name for key, agent in (await agents_by_id(session, keys)).items()}
    return [
        Link(
            who=names.get(one.from_agent_id, ""),
            whom=names.get(one.to_agent_id or "") or await _phone(session, one),
            completed=one.state == State.COMPLETED,
            reason=one.reason,
            said=said.get(one.id, []),
        )
        for one in over
    ]


def _counts(transfer: Transfer) -> bool:
    if not State(transfer.state).terminal:
        return False
    return transfer.state == State.COMPLETED or bool(transfer.consults)


async def _said_in_private(session: AsyncSession, call_id: str) -> dict[str, Sequence[Said]]:
    rows = await session.scalars(
        select(Segment)
        .where(Segment.call_id == call_id, Segment.line == TranscriptLine.CONSULT, Segment.final)
        .order_by(Segment.started_at, Segment.id)
    )
    said: dict[str, list[Said]] = defaultdict(list)
    for one in rows:
        said[one.transfer_id or ""].append(Said(one.id, one.speaker, one.text))
    return dict(said)


async def _phone(session: AsyncSession, transfer: Transfer) -> str:
    dial = await dial_of(session, transfer.to_leg_id)
    return f"…{dial.address[-4:]}" if dial else ""
