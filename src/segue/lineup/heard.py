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
    legs = await legs_of(session, call.id)
    agents = await agents_by_id(session, [leg.agent_id for leg in legs.values()])
    segments: list[SegmentIn] = []
    for one in heard:
        in_private = one.line is TranscriptLine.CONSULT
        # A bridge speaks for its phone.
        leg = legs.get(one.identity.replace("bridge:", "phone:", 1))
        if leg is None or (in_private and one.identity == CUSTOMER):
            raise NotOnTheLine
        agent = agents.get(leg.agent_id or "")
        speaker = Speaker.CUSTOMER if leg.identity == CUSTOMER else Speaker.AGENT
        if agent is not None and agent.kind == AgentKind.AI:
            speaker = Speaker.AI
        segments.append(
            SegmentIn(
                **one.model_dump(exclude={"identity"}),
                speaker=speaker,
                speaker_id=agent.id if agent else None,
            )
        )
    await keep_segments(session, call, segments)
