"""The chain: who had the call before, whom they handed it to, and what they agreed in private."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from segue.assist.builtin import analyser
from segue.assist.builtin.cues import ALL
from segue.assist.builtin.cues.table import Headings
from segue.assist.builtin.transcript import Said
from segue.assist.redaction import redact
from segue.transfers.schemas import Statement

TOLD: Final = 2
"""So many of the last transfers are told; those before them are counted."""
REASON_WORDS: Final = 8
AGREED_WORDS: Final = 14


@dataclass(frozen=True, slots=True)
class Link:
    """A transfer that is over."""

    who: str
    whom: str
    completed: bool
    reason: str | None
    said: Sequence[Said]
    """What the two said in private."""


def chain_of(links: Sequence[Link], language: str) -> list[Statement]:
    """The links in a statement each, oldest first, in words of the language; quotes stay as said.

    What was agreed cites its lines of the private talk, which only those may read who had it, and
    those who oversee.
    """
    headings = headings_of(language)
    earlier = len(links) - TOLD
    told = [_told(link, headings) for link in links[-TOLD:]]
    if earlier > 0:
        told.insert(0, Statement(text=headings.earlier.format(n=earlier), evidence=[]))
    return told


def headings_of(language: str) -> Headings:
    """The headings of a language; English ones where there are none."""
    return (ALL.get(language) or ALL["en"]).headings


def _told(link: Link, headings: Headings) -> Statement:
    pattern = headings.handed if link.completed else headings.consulted
    text = pattern.format(who=redact(link.who), whom=redact(link.whom))
    if link.reason:
        text += f" ({_cut(redact(link.reason), REASON_WORDS)})"
    found = analyser.analyse(link.said)
    agreed = next(iter((*found.promises, *found.next_step)), None)
    if agreed is None:
        return Statement(text=text, evidence=[])
    text += f", {headings.agreed}: {_cut(agreed.text, AGREED_WORDS)}"
    return Statement(text=text, evidence=list(agreed.evidence))


def _cut(text: str, most: int) -> str:
    """So many words of it on one line; a semicolon would be taken for the end of a statement."""
    words = text.replace(";", ",").split()
    return " ".join(words[:most]) + ("…" if len(words) > most else "")
