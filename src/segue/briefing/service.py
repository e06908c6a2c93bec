"""Briefings: what `to` is told before they take a call over."""

import asyncio
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from segue.assist.builtin import analyser
from segue.assist.builtin.transcript import Said, language_of
from segue.assist.by_builtin import briefing_fields
from segue.assist.redaction import redact
from segue.briefing.chain import Link, chain_of, headings_of
from segue.briefing.links import links_of
from segue.briefing.models import CallNotes
from segue.calls.repository import said_on
from segue.calls.schemas import SegmentView
from segue.calls.sentiment import by_customer
from segue.database import Database, database_now
from segue.transfers.schemas import BriefingFields, BriefingView, Statement

WORDS_AT_MOST: Final = 119
NOTHING_SAID: Final = "Nothing has been said yet."


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


@dataclass(frozen=True, slots=True)
class Brief:
    """What a briefer makes: the parts, and the same as one text of under 120 words."""

    fields: BriefingFields
    text: str


class Briefer(Protocol):
    """The port: makes a brief from what was said to and by the customer."""

    name: str

    def brief(self, said: Sequence[Said]) -> Brief:
        """The brief; quick, as a transfer waits for it."""
        ...


class BuiltIn:
    """The built-in analyser: a heuristic, named as such wherever its briefing is shown."""

    name = analyser.NAME

    def brief(self, said: Sequence[Said]) -> Brief:
        """Every statement cites its lines; no card number, code, password or instruction."""
        found = analyser.analyse(said)
        return Brief(briefing_fields(found), found.text)


BRIEFER: Briefer = BuiltIn()


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said to and by the customer up to `at`, and the notes kept of it."""

    said: Sequence[Said]
    by_customer: Sequence[SegmentView]
    notes: CallNotes | None
    links: Sequence[Link]
    """The transfers before."""
    at: datetime

    @property
    def fingerprint(self) -> str:
        """Of exactly these lines."""
        return fingerprint_of(self.said)


def fingerprint_of(said: Sequence[Said]) -> str:
    """The same of the same lines, and of no others."""
    lines = json.dumps([(one.id, one.speaker, one.text) for one in said])
    return hashlib.sha256(lines.encode()).hexdigest()


async def heard_on(database: Database, call_id: str) -> Heard:
    """What was said on a call; what was said in consults is not in it."""
    async with database.reading() as session:
        segments = [
            SegmentView.model_validate(one, from_attributes=True)
            for one in await said_on(session, call_id)
        ]
        return Heard(
            said=[Said(one.id, one.speaker.value, one.text) for one in segments],
            by_customer=[one for one in segments if by_customer(one)],
            notes=await session.get(CallNotes, call_id),
            links=await links_of(session, call_id),
            at=await database_now(session),
        )


async def brief_call(
    database: Database, call_id: str, *, note: str | None = None, reason: str | None = None
) -> Briefing:
    """The briefing of a call as it stands now: a model's, if its notes cover all that was said,
    else the built-in analyser's, which takes no time to speak of.

    It holds no transaction and no connection while it is made.
    """
    heard = await heard_on(database, call_id)
    language = language_of(heard.said)
    chain = await asyncio.to_thread(chain_of, heard.links, language) if heard.links else []
    if heard.notes is not None and heard.notes.covers == heard.fingerprint:
        return briefing_of(heard.notes, note, reason, chain, language)
    brief = await asyncio.to_thread(BRIEFER.brief, heard.said)
    return Briefing(
        text=with_words_of_from(brief.text, note, reason, chain, language),
        fields=brief.fields.model_copy(update={"chain": chain}),
        source=BRIEFER.name,
        edited=False,
        updated_at=heard.at,
    )


def briefing_of(
    notes: CallNotes,
    note: str | None,
    reason: str | None,
    chain: Sequence[Statement] = (),
    language: str = "en",
) -> Briefing:
    """The briefing that running notes come to, after the chain of transfers."""
    fields = BriefingFields.model_validate(notes.fields)
    return Briefing(
        text=with_words_of_from(notes.text, note, reason, chain, language),
        fields=fields.model_copy(update={"chain": list(chain)}),
        source=notes.source,
        edited=False,
        updated_at=notes.updated_at,
    )


def with_words_of_from(
    text: str,
    note: str | None,
    reason: str | None,
    chain: Sequence[Statement] = (),
    language: str = "en",
) -> str:
    """The text after what `from` says of the call and who had it before, still under 120 words."""
    lines = [
        f"{name}: {redact(words)}" for name, words in (("Note", note), ("For", reason)) if words
    ]
    if chain:
        lines.append(f"{headings_of(language).chain}: {'; '.join(one.text for one in chain)}")
    return _shortened([*lines, *text.split("\n")]) or NOTHING_SAID


def _shortened(lines: Iterable[str]) -> str:
    room = WORDS_AT_MOST
    kept: list[str] = []
    for line in lines:
        words = line.split()
        if room <= 0:
            break
        if words:
            kept.append(" ".join(words[:room]) + ("…" if len(words) > room else ""))
        room -= len(words)
    return "\n".join(kept)
