"""How the customer sounds, line by line: told by the built-in analyser as each line is kept, and
told anew once a model has read it. Those who oversee hear of it when a mood falls.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.aside import aside
from segue.assist.builtin.analyser import NAME
from segue.assist.by_builtin import felt
from segue.assist.sentiment import SentimentAnswer, answer_of
from segue.calls.models import Call, Segment
from segue.calls.schemas import SegmentView, Speaker, TranscriptLine
from segue.live.service import NewEvent, publish

LINES_BEFORE: Final = 4
"""What was said before colours a line, a little."""
LOW: Final = -0.4
LINES_OF_A_MOOD: Final = 2


def by_customer(one: SegmentView | Segment) -> bool:
    """Whether it is something the customer has said to an agent, to its end."""
    return one.final and one.line == TranscriptLine.CUSTOMER and one.speaker == Speaker.CUSTOMER


async def with_sentiments(
    session: AsyncSession, call: Call, segments: Sequence[SegmentView]
) -> list[SegmentView]:
    """The same, the customer's lines with how they sound; segments come in order of time."""
    spoken = [one for one in segments if by_customer(one)]
    if not spoken:
        return list(segments)
    before = await _before(session, call, spoken)
    lines = [one.text for one in (*before, *spoken)]
    found = await aside(len(lines), _felt_one_by_one, lines, len(before), call.language)
    told = dict(zip((one.id for one in spoken), found, strict=True))
    _alert(session, call, [*_scores(before), *(one.score for one in found)], len(before))
    return [
        one.model_copy(update={"sentiment": told[one.id]}) if one.id in told else one
        for one in segments
    ]


def _felt_one_by_one(
    lines: Sequence[str], known: int, language: str | None
) -> list[SentimentAnswer]:
    return [
        answer_of(felt(lines[n], lines[max(0, n - LINES_BEFORE) : n], language), NAME)
        for n in range(known, len(lines))
    ]


async def _before(
    session: AsyncSession, call: Call, spoken: Sequence[SegmentView]
) -> list[SegmentView]:
    """The customer's last lines before these."""
    query = (
        select(Segment)
        .where(Segment.call_id == call.id, Segment.speaker == Speaker.CUSTOMER)
        .where(Segment.line == TranscriptLine.CUSTOMER, Segment.final)
        .where(Segment.started_at < spoken[0].started_at)
        .where(Segment.id.not_in([one.id for one in spoken]))
        .order_by(Segment.started_at.desc(), Segment.id.desc())
        .limit(LINES_BEFORE)
    )
    rows = (await session.scalars(query)).all()
    return [SegmentView.model_validate(one, from_attributes=True) for one in reversed(rows)]


def _scores(segments: Sequence[SegmentView]) -> list[float]:
    return [one.sentiment.score if one.sentiment else 0.0 for one in segments]


def fell(scores: Sequence[float], known: int) -> bool:
    """Whether a mood became low with one of the scores after the `known` first ones."""
    return any(
        _low(scores[: end + 1]) and not _low(scores[:end]) for end in range(known, len(scores))
    )


def _low(scores: Sequence[float]) -> bool:
    last = scores[-LINES_OF_A_MOOD:]
    return len(last) == LINES_OF_A_MOOD and sum(last) / len(last) <= LOW


def _alert(session: AsyncSession, call: Call, scores: Sequence[float], known: int) -> None:
    if not fell(scores, known):
        return
    data = {
        "kind": "mood",
        "agent_id": call.agent_id,
        "customer_name": call.customer_name,
        "score": round(sum(scores[-LINES_OF_A_MOOD:]) / LINES_OF_A_MOOD, 2),
    }
    # No agent is in the audience: only those who oversee are told.
    publish(session, NewEvent("alert", data, call.id, call.transfer_id, []))
