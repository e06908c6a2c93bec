"""The built-in analyser: deterministic, nothing to download, a heuristic and labelled as one.

It reads a conversation by its own tables of cues: what was corrected, what was tried, promised
and asked, how the customer sounds. Every statement cites the lines that it rests on.
"""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from segue.assist.builtin import outcomes, parts
from segue.assist.builtin.action_items import ActionItem, action_items
from segue.assist.builtin.corrections import corrected
from segue.assist.builtin.cues import ALL, Cues
from segue.assist.builtin.feelings import Label, Sentiment, mood_at_the_end, sentiments
from segue.assist.builtin.statements import Reading, Told
from segue.assist.builtin.transcript import CUSTOMER, Said, bounded, language_of
from segue.assist.builtin.untrusted import figures_of_instructions, harmless
from segue.assist.builtin.values import forget
from segue.assist.redaction import REMOVED, redact_all

NAME: Final = "built-in"
WORDS_AT_MOST: Final = 118


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the analyser found in a conversation."""

    language: str
    reason: tuple[Told, ...]
    mood: Label
    course: tuple[Told, ...]
    facts: tuple[Told, ...]
    tried: tuple[Told, ...]
    promises: tuple[Told, ...]
    open_questions: tuple[Told, ...]
    next_step: tuple[Told, ...]
    action_items: tuple[ActionItem, ...]
    topics: tuple[str, ...]
    """Why the customer calls, by the table of topics; the likeliest first."""
    cause: Told | None
    resolution: Told | None
    sentiments: tuple[Sentiment, ...]
    """Of each of the customer's lines, in order."""

    @property
    def text(self) -> str:
        """The briefing in under 120 words."""
        heads = ALL[self.language].headings
        lines = [
            (heads.reason, self.reason),
            (heads.mood, self.course),
            (heads.facts, self.facts),
            (heads.tried, self.tried),
            (heads.promises, self.promises),
            (heads.open_questions, self.open_questions),
            (heads.next_step, self.next_step),
        ]
        return "\n".join(
            f"{head}: {'; '.join(one.text for one in told)}" for head, told in lines if told
        )


def analyse(said: Sequence[Said], language: str | None = None) -> Analysis:
    """Everything the analyser finds; safe to show, whatever was said."""
    try:
        return _analysed(said, language)
    finally:
        forget()


@dataclass(frozen=True, slots=True)
class Heard:
    """A conversation as it may be shown to anybody, a model included.

    Its lines are without secrets, markup, links, instructions and wrong values. Nothing may repeat
    what is `barred`.
    """

    lines: tuple[Said, ...]
    cues: Cues
    barred: frozenset[str]


def hear(everything: Sequence[Said], language: str | None = None) -> Heard:
    """What was said, made harmless; of a very long conversation the first and the last lines."""
    try:
        return _heard(everything, language)
    finally:
        forget()


def _heard(everything: Sequence[Said], language: str | None) -> Heard:
    said = bounded(everything)
    open_lines = redact_all([one.text for one in said])
    clean = [
        Said(one.id, one.speaker, harmless(text), one.at)
        for one, text in zip(said, open_lines, strict=True)
    ]
    cues = ALL[language if language in ALL else language_of(clean)]
    right, wrong = corrected(clean, cues)
    barred = wrong.union(*(figures_of_instructions(text) for text in open_lines))
    return Heard(tuple(right), cues, frozenset(barred))


def _analysed(everything: Sequence[Said], language: str | None) -> Analysis:
    heard = _heard(everything, language)
    lines = [one.text for one in everything if one.speaker == CUSTOMER]
    course = sentiments(lines, heard.cues)
    return _composed(Reading(heard.lines, heard.cues), everything, course, heard.barred)


def _composed(
    reading: Reading, said: Sequence[Said], course: Sequence[Sentiment], barred: AbstractSet[str]
) -> Analysis:
    cues = reading.cues
    mood = mood_at_the_end(course)
    why = tuple(_allowed([one] if (one := parts.reason(reading)) else [], barred))
    feeling = _course(said, course, mood, cues)
    tried = _allowed(
        parts.chosen(reading, parts.tried_weight, cue=_any(cues.tried, cues.failed), most=4,
                     words=parts.TRIED_WORDS, budget=26), barred)  # fmt: skip
    promises = _allowed(
        parts.chosen(reading, parts.promise_weight, cue=cues.promised, most=3,
                     words=parts.PROMISE_WORDS, budget=20), barred)  # fmt: skip
    following = _allowed(
        parts.chosen(reading, parts.next_weight, cue=cues.others_task, most=1,
                     words=parts.NEXT_WORDS, budget=parts.NEXT_WORDS), barred)  # fmt: skip
    asked = _allowed(
        parts.chosen(
            reading,
            parts.question_weight,
            cue=cues.wanting,
            most=1,
            words=parts.QUESTION_WORDS,
            budget=parts.QUESTION_WORDS,
            least=parts.LATE,
        ),
        barred,
    )
    known = [*why, *feeling, *tried, *promises, *asked, *following]
    room = WORDS_AT_MOST - 8 - sum(len(one.text.split()) for one in known)
    facts = _allowed(parts.facts(reading, room), barred)
    items = [one for one in action_items(reading) if not is_barred(one.text, barred)]
    return Analysis(
        language=cues.language,
        reason=why,
        mood=mood,
        course=tuple(feeling),
        facts=tuple(facts),
        tried=tuple(tried),
        promises=tuple(promises),
        open_questions=tuple(asked),
        next_step=tuple(following),
        action_items=tuple(items),
        topics=tuple(one.name for one in parts.topics(reading)),
        cause=next(iter(_allowed(outcomes.causes(reading), barred)), None),
        resolution=next(iter(_allowed(outcomes.resolutions(reading), barred)), None),
        sentiments=_of_these_words(course, reading.said),
    )


def _any(*patterns: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile("|".join(one.pattern for one in patterns), re.IGNORECASE)


def _course(
    said: Sequence[Said], course: Sequence[Sentiment], mood: Label, cues: Cues
) -> list[Told]:
    """How the customer sounded at first and sounds now, resting on the lines that tell it."""
    if not course:
        return []
    ids = [one.id for one in said if one.speaker == CUSTOMER]
    first = next((one.label for one in course if one.label is not Label.NEUTRAL), mood)
    at_first = next((n for n, one in enumerate(course) if one.label is first), 0)
    names = cues.headings.moods
    text = names[mood] if first is mood else f"{names[first]} → {names[mood]}"
    evidence = tuple(dict.fromkeys((ids[at_first], ids[-1])))
    return [Told(text, evidence, 0, 1.0, by_customer=True)]


def _of_these_words(course: Sequence[Sentiment], said: Sequence[Said]) -> tuple[Sentiment, ...]:
    """The sentiments without phrases that were a secret or an instruction and may not be shown."""
    shown = "\n".join(one.text for one in said).casefold()
    return tuple(
        replace(one, signals=tuple(signal for signal in one.signals if signal in shown))
        for one in course
    )


def _allowed(told: Iterable[Told], barred: AbstractSet[str]) -> list[Told]:
    return [one for one in told if not is_barred(one.text, barred)]


def is_barred(text: str, barred: AbstractSet[str]) -> bool:
    """It holds a value that was corrected, or that only an instruction named, or a secret."""
    if REMOVED in text:
        return True
    return any(re.search(rf"(?<![\w.,]){re.escape(one)}(?!\w|[.,]\d)", text) for one in barred)
