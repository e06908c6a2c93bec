"""What is said on a call: kept without secrets, and told to those who may read it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.assist.redaction import LINES_OF_A_CARD, MASK, REMOVED, redact_all
from segue.calls.models import Call, Segment
from segue.calls.schemas import SegmentIn, SegmentView, TranscriptLine
from segue.live.models import LiveEvent
from segue.live.service import NewEvent, publish
from segue.transfers.models import Transfer
from segue.transfers.repository import latest_transfer, open_transfer


async def keep_segments(
    session: AsyncSession, call: Call, segments: Sequence[SegmentIn]
) -> list[SegmentView]:
    """Keep what was said, without secrets; the same id again replaces it. Every desk of the call is
    told. A card number that goes on in a later line is removed from the lines before it as well.
    """
    new = {segment.id: SegmentView(**segment.model_dump()) for segment in segments}
    kept: dict[str, SegmentView] = {}
    for line in TranscriptLine:
        spoken = [segment for segment in new.values() if segment.line is line]
        for one in await _without_secrets(session, call, spoken):
            kept[one.id] = one
            await _keep(session, call, one)
    return [kept[segment_id] for segment_id in new]


async def _without_secrets(
    session: AsyncSession, call: Call, spoken: Sequence[SegmentView]
) -> list[SegmentView]:
    """What was said on one line, in order of time, and whatever kept before it must change."""
    if not spoken:
        return []
    spoken = sorted(spoken, key=lambda segment: segment.started_at)
    before = await _said_before(session, call, spoken)
    texts = redact_all([segment.text for segment in (*before, *spoken)])
    changed = [
        segment.model_copy(update={"text": text})
        for segment, text in zip(before, texts, strict=False)
        # What was removed from once is not judged again: its last four digits may stay.
        if text != segment.text and not _redacted(segment)
    ]
    return changed + [
        segment.model_copy(update={"text": text})
        for segment, text in zip(spoken, texts[len(before) :], strict=True)
    ]


async def _said_before(
    session: AsyncSession, call: Call, spoken: Sequence[SegmentView]
) -> list[SegmentView]:
    """The lines kept just before these, oldest first."""
    query = (
        select(Segment)
        .where(
            Segment.call_id == call.id,
            Segment.line == spoken[0].line,
            Segment.started_at <= spoken[0].started_at,
            Segment.id.not_in([segment.id for segment in spoken]),
        )
        .order_by(Segment.started_at.desc(), Segment.id.desc())
        .limit(LINES_OF_A_CARD)
    )
    found = list(await session.scalars(query))
    return [SegmentView.model_validate(one, from_attributes=True) for one in reversed(found)]


def _redacted(segment: SegmentView) -> bool:
    return REMOVED in segment.text or MASK in segment.text


async def _redact_what_was_told(session: AsyncSession, call: Call, one: SegmentView) -> None:
    """An earlier text of the same line, such as an interim one, may still be read in the events."""
    query = select(LiveEvent).where(LiveEvent.call_id == call.id, LiveEvent.type == "transcript")
    for event in await session.scalars(query):
        if event.data["id"] == one.id:
            event.data = {**event.data, "text": one.text}


async def _keep(session: AsyncSession, call: Call, one: SegmentView) -> None:
    consult = await _consult_of(session, call, one)
    transfer_id = consult.id if consult else None
    row = one.model_dump(exclude={"sentiment"})
    await session.merge(Segment(call_id=call.id, transfer_id=transfer_id, **row))
    if _redacted(one):
        await _redact_what_was_told(session, call, one)
    publish(
        session,
        NewEvent(
            "transcript",
            one.model_dump(mode="json"),
            call.id,
            transfer_id or call.transfer_id,
            await _listeners(session, call, one, consult),
        ),
    )


async def _consult_of(session: AsyncSession, call: Call, segment: SegmentView) -> Transfer | None:
    """The transfer in whose private talk something was said: that of its first version, else the
    latest, as the last words may be written down after its end.
    """
    if segment.line is not TranscriptLine.CONSULT:
        return None
    kept = await session.get(Segment, (call.id, segment.id))
    if kept is not None and kept.transfer_id is not None:
        return await session.get(Transfer, kept.transfer_id)
    return await latest_transfer(session, call.id)


async def _listeners(
    session: AsyncSession, call: Call, segment: SegmentView, consult: Transfer | None
) -> list[str]:
    """Who is told of what was said: in private, the two who talk; else the serving agent, and
    both sides of an open transfer.
    """
    private = segment.line is TranscriptLine.CONSULT
    transfer = consult if private else await open_transfer(session, call)
    readers = [] if private else [call.agent_id]
    if transfer is not None:
        readers += [transfer.from_agent_id, transfer.to_agent_id]
    return [reader for reader in readers if reader is not None]
