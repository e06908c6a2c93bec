"""Briefings: what `to` is told before they take a call over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from segue.briefing import extract
from segue.calls.repository import segments_of
from segue.calls.schemas import Speaker, TranscriptLine
from segue.database import database_now
from segue.transfers.schemas import BriefingFields, BriefingView


class Briefing(BriefingView):
    """A briefing as kept with its transfer."""

    def edited_by_hand(
        self, *, text: str | None, fields: BriefingFields | None, at: datetime
    ) -> "Briefing":
        """The same with an agent's changes, which win over anything made later."""
        return self.model_copy(
            update={
                "text": self.text if text is None else text,
                "fields": self.fields if fields is None else fields,
                "edited": True,
                "updated_at": at,
            }
        )


class Briefer(Protocol):
    """The port: makes the parts of a briefing from what was said to and by the customer."""

    name: str

    def brief(self, said: Sequence[extract.Said]) -> BriefingFields:
        """The parts; quick, as a transfer waits for it."""
        ...


class PlainExtract:
    """Quotes, without understanding."""

    name = "extract"

    def brief(self, said: Sequence[extract.Said]) -> BriefingFields:
        """The first problem, the numbers, the last lines."""
        return extract.extract(said)


BRIEFER: Briefer = PlainExtract()


async def brief_call(
    session: AsyncSession, call_id: str, *, note: str | None = None, reason: str | None = None
) -> Briefing:
    """The briefing of a call as it stands now; what was said in consults is not in it."""
    segments = await segments_of(session, call_id)
    said = [
        extract.Said(one.id, Speaker(one.speaker).value, one.text)
        for one in segments
        if one.line == TranscriptLine.CUSTOMER and one.final
    ]
    fields = BRIEFER.brief(said)
    return Briefing(
        text=extract.as_text(fields, note, reason),
        fields=fields,
        source=BRIEFER.name,
        edited=False,
        updated_at=await database_now(session),
    )
