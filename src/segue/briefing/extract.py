"""A plain extract of a conversation: the first problem, the numbers, the last lines.

Quotes only, each with its evidence; it understands nothing and says so by its name. A later
analyser fills the same port (`segue.briefing.service.Briefer`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from segue.transfers.schemas import BriefingFields, Statement

WORDS_AT_MOST = 120
LAST_LINES = 3
FACTS_AT_MOST = 5
FACT_CHARACTERS = 60
QUOTE_CHARACTERS = 160

PROBLEM = re.compile(
    r"\b(problem|issue|wrong|broken|fail\w*|error|can'?t|cannot|doesn'?t|not work\w*|charged|"
    r"refund|cancel\w*|missing|late|lost|stuck|help|need|want|complain\w*)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<![\w.])(?:[A-Z]{1,4}-?)?\d[\d .,/-]*\d(?![\w])|(?<![\w.])\d{2,}(?![\w])")
# Card numbers and the like are never repeated: 13 to 19 digits, however they are grouped.
CARD = re.compile(r"(?:\d[ -]?){12,18}\d")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said, as far as a briefing needs it."""

    id: str
    speaker: str
    text: str


def extract(said: Sequence[Said]) -> BriefingFields:
    """The extract of what was said, in order of time. Empty when nothing was."""
    masked = [Said(one.id, one.speaker, _masked(one.text)) for one in said]
    customer = [one for one in masked if one.speaker == "customer"]
    return BriefingFields(
        reason=_reason(customer),
        facts=_numbers(masked),
        open_questions=_last_lines(masked),
    )


def as_text(fields: BriefingFields, note: str | None, reason: str | None) -> str:
    """The extract as a few lines of text, under 120 words."""
    lines: list[str] = []
    if note:
        lines.append(f"Note: {note}")
    if reason or fields.reason:
        lines.append(f"Reason: {reason or fields.reason[0].text}")
    if fields.facts:
        lines.append("Numbers: " + "; ".join(fact.text for fact in fields.facts))
    if fields.open_questions:
        lines.append("Last said: " + " / ".join(line.text for line in fields.open_questions))
    return _shortened("\n".join(lines) or "Nothing has been said yet.")


def _masked(text: str) -> str:
    return CARD.sub(lambda found: "•••• " + re.sub(r"\D", "", found.group())[-4:], text)


def _quote(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= QUOTE_CHARACTERS else flat[: QUOTE_CHARACTERS - 1].rstrip() + "…"


def _reason(customer: Sequence[Said]) -> list[Statement]:
    for one in customer:
        for sentence in SENTENCE_END.split(one.text):
            if PROBLEM.search(sentence):
                return [Statement(text=_quote(sentence), evidence=[one.id])]
    return [Statement(text=_quote(one.text), evidence=[one.id]) for one in customer[:1]]


def _numbers(said: Sequence[Said]) -> list[Statement]:
    """Each number with the sentence around it; said again, the later sentence stands."""
    found: dict[str, Statement] = {}
    for one in said:
        for sentence in SENTENCE_END.split(one.text):
            for number in NUMBER.findall(sentence):
                key = re.sub(r"\D", "", number)
                found.pop(key, None)
                found[key] = Statement(text=_around(sentence, number), evidence=[one.id])
    return list(found.values())[-FACTS_AT_MOST:]


def _around(sentence: str, number: str) -> str:
    words = " ".join(sentence.split())
    if len(words) <= FACT_CHARACTERS:
        return words
    at = words.find(" ".join(number.split()))
    start = words.rfind(" ", 0, max(at - 25, 0)) + 1
    return "…" + words[start : at + len(number) + 15].strip() + "…"


def _last_lines(said: Sequence[Said]) -> list[Statement]:
    return [
        Statement(text=f"{one.speaker}: {_quote(one.text)}", evidence=[one.id])
        for one in said[-LAST_LINES:]
    ]


def _shortened(text: str) -> str:
    words = 0
    kept: list[str] = []
    for line in text.split("\n"):
        room = WORDS_AT_MOST - 1 - words
        parts = line.split(" ")
        if room <= 0:
            break
        kept.append(" ".join(parts[:room]) + ("…" if len(parts) > room else ""))
        words += len(parts)
    return "\n".join(kept)
