"""What was said, as the analyser reads it: lines, sentences, clauses, and their language."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from segue.assist.builtin.cues import ALL, Cues

CUSTOMER: Final = "customer"
LINES_AT_MOST: Final = 240
CHARACTERS_AT_MOST: Final = 1200
WORD_AT_MOST: Final = 60
OVERLONG = re.compile(rf"\S{{{WORD_AT_MOST + 1},}}")
SENTENCE_END = re.compile(
    r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bSt\.)(?<!\bNr\.)(?<!\bNo\.)(?<=[.!?…])[\"”»]?\s+"
    r"(?=[^a-zà-ÿ]|uh|um|no\b)(?!(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b)|"
    r"(?<=\.\.\.)\s+|\n+"
)
CLAUSE_END = re.compile(r"\s*[;:—\u2013]\s+|,\s+|\s+-\s+")
WORD = re.compile(r"[^\W_]+(?:['’.,:/@&+-][^\W_]+)*[%€£$]?|[$£€]\s?\d[\d.,]*")  # noqa: RUF001
CLAUSE_WORDS: Final = 3
ENOUGH_TO_TELL: Final = 2


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said, as far as a briefing needs it."""

    id: str
    speaker: str
    text: str
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence that can stand for itself."""

    line: int
    sentence: int
    text: str
    id: str
    by_customer: bool
    asks: bool
    first: bool
    """The first of its line."""


def bounded(said: Sequence[Said]) -> list[Said]:
    """At most so many lines of at most so many characters: the first ones and the last ones."""
    if len(said) > LINES_AT_MOST:
        said = [*said[: LINES_AT_MOST // 4], *said[-LINES_AT_MOST * 3 // 4 :]]
    return [Said(one.id, one.speaker, _bounded(one.text), one.at) for one in said]


def _bounded(text: str) -> str:
    return OVERLONG.sub(lambda word: word.group()[:WORD_AT_MOST], text[:CHARACTERS_AT_MOST])


def sentences(text: str) -> list[str]:
    """The sentences of a line."""
    return [part.strip() for part in SENTENCE_END.split(text) if part and part.strip()]


def words_of(text: str) -> list[str]:
    """Words and figures; a figure keeps its separators."""
    return WORD.findall(text)


def clauses(said: Sequence[Said], cues: Cues) -> list[Clause]:
    """Every clause in order."""
    found: list[Clause] = []
    for line, one in enumerate(said):
        first = True
        for number, sentence in enumerate(sentences(one.text)):
            for part in _parts(sentence, cues):
                found.append(
                    Clause(
                        *(line, number, part, one.id, one.speaker == CUSTOMER),
                        asks=sentence.rstrip("\"”'» ").endswith("?"),
                        first=first,
                    )
                )
                first = False
    return found


def _parts(sentence: str, cues: Cues) -> list[str]:
    """A sentence cut at its commas and connectives; short pieces stay with the one before."""
    parts: list[str] = []
    for piece in CLAUSE_END.split(sentence):
        for part in _at_connectives(piece, cues):
            if parts and (_short(part) or _short(parts[-1])):
                parts[-1] = f"{parts[-1]}, {part}"
            else:
                parts.append(part)
    return parts


def _at_connectives(piece: str, cues: Cues) -> list[str]:
    parts: list[str] = []
    start = 0
    for found in cues.connectives.finditer(piece):
        before, after = piece[start : found.start()], piece[found.end() :]
        if len(words_of(before)) >= CLAUSE_WORDS and len(words_of(after)) > CLAUSE_WORDS:
            parts.append(before.strip())
            start = found.start()
    return [*parts, piece[start:].strip()]


def _short(part: str) -> bool:
    return len(words_of(part)) < CLAUSE_WORDS


def language_of(said: Sequence[Said]) -> str:
    """The language with the most frequent words of its own; English when nothing tells."""
    counts: Counter[str] = Counter()
    for one in said:
        for word in one.text.casefold().split():
            bare = word.strip(".,!?¿¡;:\"'…")
            for language, cues in ALL.items():
                counts[language] += bare in cues.common
    language, most = max(counts.items(), key=lambda item: item[1], default=("en", 0))
    return language if most >= ENOUGH_TO_TELL and most > counts["en"] else "en"
