"""A briefing as text, and a conversation in a sentence or two, whoever found the statements."""

from collections.abc import Sequence
from typing import Final

from segue.assist.builtin.cues import ALL
from segue.transfers.schemas import BriefingFields, Statement

WORDS_AT_MOST: Final = 118
HEADINGS: Final = 8
"""So many words the headings have at most, in any language."""
SUMMARY_WORDS: Final = 45
BY_WEIGHT: Final = ("reason", "next_step", "promises", "mood", "tried", "open_questions", "facts")
"""Which part gives way last when the words are spent."""


def within_words(fields: BriefingFields) -> BriefingFields:
    """As many of the statements as make a text of under 120 words."""
    room = WORDS_AT_MOST - HEADINGS
    kept: dict[str, list[Statement]] = {}
    for part in BY_WEIGHT:
        statements: list[Statement] = getattr(fields, part)
        for one in statements:
            words = len(one.text.split())
            if words <= room:
                kept.setdefault(part, []).append(one)
                room -= words
    return BriefingFields(**kept)


def briefing_text(fields: BriefingFields, language: str) -> str:
    """The parts, a line each, under the headings of the language."""
    headings = ALL[language].headings
    parts = (
        (getattr(headings, part), getattr(fields, part))
        for part in BriefingFields.model_fields
        if part != "chain"  # no part of what was said on the call
    )
    return "\n".join(
        f"{heading}: {'; '.join(one.text for one in statements)}"
        for heading, statements in parts
        if statements
    )


def summary_of(fields: BriefingFields, resolution: Statement | None = None) -> str:
    """The reason, what came of it and what is next; empty when nothing was found."""
    told = [*fields.reason[:1], *([resolution] if resolution else [])]
    told += [*fields.promises[:1], *fields.next_step[:1]]
    return in_sentences([one.text for one in told])


def in_sentences(texts: Sequence[str]) -> str:
    """The texts as sentences, each told once, with no more words than a summary has."""
    written = [
        f"{text[:1].upper()}{text[1:].rstrip('.;, ')}." for text in dict.fromkeys(texts) if text
    ]
    words = " ".join(written).split()
    return " ".join(words[:SUMMARY_WORDS]) + ("…" if len(words) > SUMMARY_WORDS else "")
