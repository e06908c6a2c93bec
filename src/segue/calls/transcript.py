"""What is said on a call: kept without secrets, and told to those who may read it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.aside import aside
from segue.assist.card_numbers import LINES_OF_A_CARD
from segue.assist.port import Felt
from segue.assist.redaction import MASK, REMOVED, redact_all
from segue.assist.sentiment import answer_of
from segue.calls.models import Call, Segment
from segue.calls.schemas import SegmentIn, SegmentView, TranscriptLine
from segue.calls.sentiment import with_sentiments
from segue.errors import Conflict
from segue.live.models import LiveEvent
from segue.live.service import NewEvent, publish
from segue.transfers.repository import open_transfer, transfers_of

LINES_BESIDE = LINES_OF_A_CARD + 4
"""A card number in parts, and the question before it."""
CLOCKS_DIFFER = timedelta(seconds=2)
LAST_FOUR = re.compile(rf"{MASK} \d{{4}}")


class TranscriptErased(Conflict):
    """What was said on the call is no longer to be known."""

    code = "transcript_erased"
    detail = "What was said on this call has been erased, and nothing more of it is kept."


async def keep_segments(
    session: AsyncSession, call: Call, segments: Sequence[SegmentIn]
) -> list[SegmentView]:
    """Keep what was said, without secrets; the same id again replaces it. Every desk of the call is
    told. A card number that goes on in a later line is removed from the lines before it as well.
    Raises TranscriptErased.
    """
    if call.erased_at is not None:
        raise TranscriptErased(state=call.state, allowed_moves=[])
    new = {segment.id: SegmentView(**segment.model_dump()) for segment in segments}
    kept: dict[str, SegmentView] = {}
    clean = await _without_secrets(session, call, list(new.values()))
    before = await _kept_before(session, call, clean)
    for one in await with_sentiments(session, call, clean):
        kept[one.id] = one
        await _keep(session, call, one, before.get(one.id))
    return [kept[segment_id] for segment_id in new]


async def _without_secrets(
    session: AsyncSession, call: Call, new: Sequence[SegmentView]
) -> list[SegmentView]:
    """What was said now, and whatever kept beside it must change as a number goes on there."""
    beside = await _said_beside(session, call, new)
    lines = sorted([*beside, *new], key=lambda segment: segment.started_at)
    # Of what was removed once the last four digits may stay; they are not judged again.
    judged = [LAST_FOUR.sub(MASK, segment.text) for segment in lines]
    cleaned = await aside(len(judged), redact_all, judged)
    texts = {
        segment.id: segment.text if after == before else after
        for segment, before, after in zip(lines, judged, cleaned, strict=True)
    }
    unchanged = {segment.id for segment in beside if texts[segment.id] == segment.text}
    return [
        segment.model_copy(update={"text": texts[segment.id]})
        for segment in lines
        if segment.id not in unchanged
    ]


async def _said_beside(
    session: AsyncSession, call: Call, new: Sequence[SegmentView]
) -> list[SegmentView]:
    """What is kept just before and just after these, on whichever line."""
    others = select(Segment).where(
        Segment.call_id == call.id, Segment.id.not_in([segment.id for segment in new])
    )
    times = [segment.started_at for segment in new]
    before = (
        others.where(Segment.started_at < min(times))
        .order_by(Segment.started_at.desc())
        .limit(LINES_BESIDE)
    )
    after = (
        others.where(Segment.started_at >= min(times))
        .order_by(Segment.started_at)
        .limit(LINES_BESIDE + len(new))
    )
    found = [*await session.scalars(before), *await session.scalars(after)]
    return [SegmentView.model_validate(one, from_attributes=True) for one in found]


def _redacted(segment: SegmentView) -> bool:
    return REMOVED in segment.text or MASK in segment.text


async def _replace_what_was_told(session: AsyncSession, call: Call, one: SegmentView) -> None:
    """An earlier text of the same line, such as an interim one, may still be read in the events."""
    query = select(LiveEvent).where(LiveEvent.call_id == call.id, LiveEvent.type == "transcript")
    for event in await session.scalars(query):
        if event.data["id"] == one.id:
            event.data = {**event.data, "text": one.text}


async def _kept_before(
    session: AsyncSession, call: Call, segments: Sequence[SegmentView]
) -> dict[str, Segment]:
    ids = [one.id for one in segments]
    query = select(Segment).where(Segment.call_id == call.id, Segment.id.in_(ids))
    return {row.id: row for row in await session.scalars(query)}


async def _keep(
    session: AsyncSession, call: Call, one: SegmentView, before: Segment | None
) -> None:
    # What is new was never told.
    if before is not None and (_redacted(one) or any(map(str.isdigit, before.text))):
        await _replace_what_was_told(session, call, one)
    consult = await _consult_of(session, call, one, before)
    row = Segment(call_id=call.id, **one.model_dump(exclude={"sentiment"}))
    row.sentiment = one.sentiment and one.sentiment.model_dump(mode="json")
    if consult is not None:
        row.transfer_id = consult.transfer_id
        row.from_agent_id, row.to_agent_id = consult.from_agent_id, consult.to_agent_id
    if before is None:
        session.add(row)
    else:
        await session.merge(row)
    await _tell(session, call, one, consult)


async def _tell(
    session: AsyncSession, call: Call, one: SegmentView, consult: "Consult | None"
) -> None:
    data = one.model_dump(mode="json")
    transfer_id = (consult and consult.transfer_id) or call.transfer_id
    audience = await _listeners(session, call, consult)
    publish(session, NewEvent("transcript", data, call.id, transfer_id, audience))


async def feel_anew(session: AsyncSession, call: Call, read: SegmentView, felt: Felt) -> None:
    """Keep how a line of the customer's sounds to a model, unless it says something else by now."""
    row = await session.get(Segment, (call.id, read.id))
    if row is None or row.text != read.text:
        return
    sentiment = answer_of(felt.sentiment, felt.model)
    row.sentiment = sentiment.model_dump(mode="json")
    await _tell(session, call, read.model_copy(update={"sentiment": sentiment}), None)


@dataclass(frozen=True, slots=True)
class Consult:
    """A private talk, and the two who had it."""

    transfer_id: str | None
    from_agent_id: str | None
    to_agent_id: str | None


async def _consult_of(
    session: AsyncSession, call: Call, segment: SegmentView, before: Segment | None
) -> Consult | None:
    """In which private talk something was said: that of its first version, else the last that had
    begun by then. Where the clocks disagree, the latest; where there was none, nobody's.
    """
    if segment.line is not TranscriptLine.CONSULT:
        return None
    if before is not None and before.transfer_id is not None:
        return Consult(before.transfer_id, before.from_agent_id, before.to_agent_id)
    begun = [
        (datetime.fromisoformat(talk["at"]), Consult(one.id, one.from_agent_id, talk["to"]))
        for one in await transfers_of(session, call.id)
        for talk in one.consults
    ]
    by_then = [consult for at, consult in begun if at <= segment.started_at + CLOCKS_DIFFER]
    latest = by_then or [consult for _, consult in begun]
    return latest[-1] if latest else Consult(None, None, None)


async def _listeners(session: AsyncSession, call: Call, consult: Consult | None) -> list[str]:
    """Who is told of what was said: in private, the two who talk; else the serving agent, and
    both sides of an open transfer.
    """
    if consult is not None:
        readers = [consult.from_agent_id, consult.to_agent_id]
    else:
        transfer = await open_transfer(session, call)
        sides = (transfer.from_agent_id, transfer.to_agent_id) if transfer else ()
        readers = [call.agent_id, *sides]
    return [reader for reader in readers if reader is not None]
