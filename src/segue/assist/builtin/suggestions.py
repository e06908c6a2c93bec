"""What an agent might say, ask or do next. Nothing is better than noise: each suggestion rests on
lines of this conversation, and where none does there is none.

In English all kinds; in other languages those that need no table of topics.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from segue.assist.builtin.analyser import hear, is_barred
from segue.assist.builtin.cues.suggesting import (
    HEARD,
    HEARD_WHY,
    NEEDED,
    NUMBERS,
    PHRASING,
    TASK,
    TASK_WHY,
    Needed,
)
from segue.assist.builtin.feelings import Label, sentiments
from segue.assist.builtin.parts import reason, topics
from segue.assist.builtin.statements import Reading, told
from segue.assist.builtin.transcript import CUSTOMER, Clause, Said, words_of
from segue.assist.builtin.values import Value, forget, values

SUGGESTIONS_AT_MOST: Final = 5
QUESTION_WORDS: Final = 4
QUOTED_WORDS: Final = 18
TELEGRAM_WORDS: Final = 12
LATELY: Final = 3
OF_A_SORT: Final = 2
TIME_NAMED = re.compile(
    r"\b(?:second|moment|minute|hour|day|week|sekunde|minute|stunde|tag|woche|segundo|momento|"
    r"minuto|hora|día|semana|seconde|instant|heure|jour|semaine)\w*",
    re.IGNORECASE,
)
NEGATED = re.compile(r"n't\b|\b(?:not|no|nicht|kein\w*|pas|nunca)\b", re.IGNORECASE)
UPSET: Final = frozenset({Label.NEGATIVE, Label.FRUSTRATED})


class Kind(StrEnum):
    """What a suggestion is."""

    REPLY = "reply"
    QUESTION = "question"
    ACTION = "action"
    KNOWLEDGE = "knowledge"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to say, ask, do or know, why, and the lines that it rests on."""

    text: str
    kind: Kind
    why: str
    evidence: tuple[str, ...]


def suggestions(said: Sequence[Said], language: str | None = None) -> list[Suggestion]:
    """At most five, the most pressing first; safe to show, whatever was said."""
    heard = hear(said, language)
    try:
        reading = Reading(heard.lines, heard.cues)
        found = [
            *_unanswered(reading),
            *_upset(reading),
            *_needed(reading),
            *islice(_undated(reading), OF_A_SORT),
            *islice(_asked_for(reading), OF_A_SORT),
            *islice(_unheeded(reading), OF_A_SORT),
            *islice(_corrected(reading, said), OF_A_SORT),
        ]
    finally:
        forget()
    return [one for one in found if not is_barred(one.text, heard.barred)][:SUGGESTIONS_AT_MOST]


def _unanswered(reading: Reading) -> Iterator[Suggestion]:
    """The customer's last words are a question."""
    if not reading.said or reading.said[-1].speaker != CUSTOMER:
        return
    last = len(reading.said) - 1
    asked = [one for one in reading.clauses if one.line == last and one.asks]
    text = ", ".join(one.text for one in asked)
    if len(words_of(text)) >= QUESTION_WORDS:
        words = PHRASING[reading.cues.language]
        yield _one(words.answer, _quoted(text), Kind.REPLY, words.answer_why, asked)


def _upset(reading: Reading) -> Iterator[Suggestion]:
    """The customer sounds upset in one of their last lines: tell them that they were heard."""
    if reading.cues.language != "en":
        return
    lines = [one for one in reading.said if one.speaker == CUSTOMER]
    course = sentiments([one.text for one in lines], reading.cues)
    late = list(zip(lines, course, strict=True))[-LATELY:]
    upset = [(one, felt) for one, felt in late if felt.label in UPSET]
    why = reason(Reading(reading.said, reading.cues))
    if upset and len(lines) > 1 and why is not None:
        text = why.text.rpartition(" \u2013 ")[2]
        evidence = dict.fromkeys([*why.evidence, upset[-1][0].id])
        because = HEARD_WHY.format(upset[-1][1].label)
        yield Suggestion(HEARD.format(text), Kind.REPLY, because, tuple(evidence))


def _needed(reading: Reading) -> Iterator[Suggestion]:
    """What a call of this kind turns on has been neither told nor asked."""
    if reading.cues.language != "en":
        return
    for topic in topics(reading)[:1]:
        for needed in NEEDED:
            if needed.topics.fullmatch(topic.name) and not _is_known(reading, needed):
                why = f"The call is about: {topic.name}. It has not come up yet."
                evidence = (reading.said[topic.line].id,)
                yield Suggestion(needed.question, Kind.QUESTION, why, evidence)


def _is_known(reading: Reading, needed: Needed) -> bool:
    kinds = {value.kind for one in reading.said for value in values(one.text)}
    asked = any(needed.asked_by.search(one.text) for one in reading.said if _is_agent(one))
    return asked or bool(kinds & needed.told_by)


def _undated(reading: Reading) -> Iterator[Suggestion]:
    """The agent promised something and said no time."""
    cues, words = reading.cues, PHRASING[reading.cues.language]
    for at, clause in enumerate(reading.clauses):
        promised = not clause.by_customer and not clause.asks and cues.promised.search(clause.text)
        others = (cues.handing_over, cues.small_talk, NEGATED)
        idle = any(pattern.search(clause.text) for pattern in others)
        line = reading.said[clause.line].text
        if not promised or idle or cues.due.search(line) or TIME_NAMED.search(line):
            continue
        if (text := _telegram(reading, at, cues.promised)) is not None:
            yield _one(words.date, text, Kind.ACTION, words.date_why, [clause])


def _asked_for(reading: Reading) -> Iterator[Suggestion]:
    """The customer asked for something lately that no agent has answered with a deed or a word."""
    cues = reading.cues
    if cues.language != "en":
        return
    for at, clause in enumerate(reading.clauses):
        late = clause.line >= len(reading.said) - LATELY
        if not (clause.by_customer and late and cues.wish.search(clause.text)):
            continue
        after = [one for one in reading.said[clause.line + 1 :] if _is_agent(one)]
        taken_up = any(
            cues.promised.search(one.text) or cues.done.search(one.text) for one in after
        )
        question_stands = clause.asks and clause.line == len(reading.said) - 1
        text = None if taken_up or question_stands else _telegram(reading, at, cues.wish)
        if text is not None:
            yield _one(TASK, text, Kind.ACTION, TASK_WHY, [clause])


def _unheeded(reading: Reading) -> Iterator[Suggestion]:
    """The customer named what must not be missed, such as an allergy, and no agent repeated it."""
    cues, words = reading.cues, PHRASING[reading.cues.language]
    for at, clause in enumerate(reading.clauses):
        alert = cues.alert.search(clause.text) if clause.by_customer else None
        if alert is None or (alert.start() and alert.group()[0].isupper()):  # the name of a place
            continue
        after = [one.text.casefold() for one in reading.said[clause.line + 1 :] if _is_agent(one)]
        if not any(alert.group().casefold() in text for text in after):
            text = _telegram(reading, at, cues.alert)
            if text is not None:
                yield _one(words.mind, text, Kind.KNOWLEDGE, words.mind_why, [clause])


def _corrected(reading: Reading, said: Sequence[Said]) -> Iterator[Suggestion]:
    """A number was corrected and nobody has said the right one since."""
    words = PHRASING[reading.cues.language]
    before = {one.id: one.text for one in said}
    for at, one in enumerate(reading.said):
        mended = _changed_number(before.get(one.id, ""), one.text)
        later = [value.key for other in reading.said[at + 1 :] for value in values(other.text)]
        if one.speaker == CUSTOMER and mended is not None and mended.key not in later:
            text = words.read_back.format(mended.text)
            yield Suggestion(text, Kind.ACTION, words.read_back_why, (one.id,))


def _changed_number(before: str, after: str) -> Value | None:
    """A number of which the line as said had one more version."""
    was, now = values(before), values(after)
    numbers = [value for value in now if value.kind in NUMBERS]
    return numbers[-1] if numbers and len(was) > len(now) else None


def _telegram(reading: Reading, at: int, cue: re.Pattern[str]) -> str | None:
    found = told(reading, at, TELEGRAM_WORDS, cue)
    return found[0].text if found and len(found[0].text.split()) > 1 else None


def _one(sentence: str, text: str, kind: Kind, why: str, clauses: Iterable[Clause]) -> Suggestion:
    evidence = tuple(dict.fromkeys(one.id for one in clauses))
    return Suggestion(sentence.format(text), kind, why, evidence)


def _quoted(text: str) -> str:
    words = text.split()
    return " ".join(words[:QUOTED_WORDS]).rstrip(" ,.") + ("…" if len(words) > QUOTED_WORDS else "")


def _is_agent(one: Said) -> bool:
    return one.speaker != CUSTOMER
