"""What the companion has heard, as lines of the transcript."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from segue.calls.models import Call
from segue.calls.repository import legs_of
from segue.calls.schemas import SegmentIn, Speaker, TranscriptLine
from segue.calls.transcript import keep_segments
from segue.errors import Invalid
from segue.lineup.lineup import CUSTOMER
from segue.lineup.schemas import HeardSegment
from segue.roster.repository import agents_by_id
from segue.roster.schemas import AgentKind


class NotOnTheLine(Invalid):
    """Somebody is said to have spoken where they have never been."""

    code = "not_on_the_line"
    detail = "This party is not on that line of the call."


async def keep_heard(session: AsyncSession, call: Call, heard: Sequence[HeardSegment]) -> None:
    """Keep what was heard under the names of who said it; raises NotOnTheLine."""
    agent_ids = {
        identity: leg.agent_id for identity, leg in (await legs_of(session, call.id)).items()
    }
    agents = await agents_by_id(session, agent_ids.values())
    segments: list[SegmentIn] = []
    for one in heard:
        in_private = one.line is TranscriptLine.CONSULT
        if one.identity not in agent_ids or (in_private and one.identity == CUSTOMER):
            raise NotOnTheLine
        agent = agents.get(agent_ids[one.identity] or "")
        speaker = Speaker.CUSTOMER
        if agent is not None:
            speaker = Speaker.AI if agent.kind == AgentKind.AI else Speaker.AGENT
        segments.append(
            SegmentIn(
                **one.model_dump(exclude={"identity"}),
                speaker=speaker,
                speaker_id=agent.id if agent else None,
            )
        )
    await keep_segments(session, call, segments)
