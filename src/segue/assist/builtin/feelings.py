"""How the customer sounds, line by line and at the end. A heuristic, and shown as one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from segue.assist.builtin.cues import Cues
from segue.assist.builtin.transcript import CHARACTERS_AT_MOST, words_of

SIGNALS_AT_MOST: Final = 5
SHOUTED = re.compile(r"\b[A-ZÄÖÜÀ-Ý]{3,}\b")
REPEATED = re.compile(
    r"\b(no|nein|non|what|nothing|twice|come on|why)\b[,.!?\s]+\1\b", re.IGNORECASE
)
NEGATED = re.compile(
    r"(?:\b(?:not|no|never|nicht|kein\w*|pas|nunca|hardly|isn't|wasn't|don't|didn't|won't|"
    r"can't)|n't)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
SARCASTIC = re.compile(
    r"^\W*(?:oh,? )?(?:great|marvell?ous|brilliant|wonderful|fantastic|perfect|lovely|terrific|"
    r"congratulations|super|toll|genial|"
    r"estupendo|parfait|bravo)[.,!] (?:so|and|another|now|just|then|you|your|that's|it's only|"
    r"und|jetzt|y|ahora|et|donc)\b",
    re.IGNORECASE,
)
PRAISE_AT_THE_END = re.compile(
    r"[.!?] (?:just )?(?:great|fantastic|brilliant|wonderful|lovely|marvell?ous|perfect|"
    r"congratulations|super|toll|genial|estupendo|parfait|bravo)[.!]*$",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|hola|hallo|bonjour|good \w+|buen\w+ \w+)\b[^.!?]{0,20}!", re.IGNORECASE
)
ECHO = re.compile(r"^\W*(?:\w+\W){1,3}(?<=[?!])\s+\S+\s+\S+\s+\S+")
THANKS = re.compile(r"thank|danke|gracias|merci|appreciate|cheers", re.IGNORECASE)
A_WORD_OF_THANKS: Final = 5
CURT: Final = 10
MANY_WORDS: Final = 8
CLEAR: Final = 0.65
ANGRY: Final = 0.85
ENDING: Final = (0.2, 0.25, 0.4, 0.6, 1.0)
TURNED: Final = 1.5
STILL_UPSET: Final = 0.35
MANY_SIGNALS: Final = 3


class Label(StrEnum):
    """How something said sounds."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    FRUSTRATED = "frustrated"


@dataclass(frozen=True, slots=True)
class Sentiment:
    """A line's label, a score from -1 to 1, and the phrases that speak for it."""

    label: Label
    score: float
    signals: tuple[str, ...]
    courtesy: bool = False
    """Positive by a word of thanks only."""


@dataclass(slots=True)
class _Weights:
    positive: float = 0.0
    negative: float = 0.0
    frustrated: float = 0.0


def sentiments(lines: Sequence[str], cues: Cues) -> list[Sentiment]:
    """The sentiment of each of the customer's lines, in order."""
    found: list[Sentiment] = []
    for line in lines:
        found.append(sentiment(line, cues, found[-1].label if found else None))
    return found


def sentiment(text: str, cues: Cues, before: Label | None = Label.NEUTRAL) -> Sentiment:
    """How a line sounds; `before` is how the customer sounded last, None at the beginning."""
    feeling, text = cues.feeling, text[:CHARACTERS_AT_MOST]
    positive = _matches(feeling.positive, text)
    spoilt = [m for m in positive if NEGATED.search(text[: m.start()])]
    happy = [m for m in positive if m not in spoilt]
    very = [
        m for m in _matches(feeling.very_positive, text) if not NEGATED.search(text[: m.start()])
    ]
    sad, very_sad = _matches(feeling.negative, text), _matches(feeling.very_negative, text)
    angry, furious = _matches(feeling.frustrated, text), _matches(feeling.very_frustrated, text)
    weights = _Weights(
        0.7 * len(happy) + 1.1 * len(very),
        0.65 * len(sad) + 0.7 * len(very_sad) + 0.5 * len(spoilt),
        0.5 * len(angry) + 0.8 * len(furious) + (0.2 if angry and _curt(text) else 0.0),
    )
    _emphasis(weights, text, before, cues)
    courtesy = _courtesy(weights, text, cues)
    label = _label(weights)
    chosen = {
        Label.POSITIVE: [*very, *happy],
        Label.NEGATIVE: [*very_sad, *sad, *angry],
        Label.FRUSTRATED: [*furious, *angry, *sad],
        Label.NEUTRAL: [],
    }[label]
    return Sentiment(label, _score(weights, label), _phrases(chosen), courtesy)


def _curt(text: str) -> bool:
    return len(words_of(text)) <= CURT and not re.search(r"\d", text)


def _matches(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    return list(pattern.finditer(text))


def _emphasis(weights: _Weights, text: str, before: Label | None, cues: Cues) -> None:
    """Exclamation marks, capitals, repetition and sarcasm, and the mood that went before."""
    if _sarcastic(text, before):
        weights.positive = 0.0
        weights.frustrated += ANGRY
    loud = 0.4 * len(REPEATED.findall(text))
    loud += 0.5 * any(word.casefold() in cues.common for word in SHOUTED.findall(text))
    loud += 0.35 * min(GREETING.sub("", text).count("!"), 3)
    if weights.positive > weights.negative + weights.frustrated:
        weights.positive += loud / 2
    elif _upset(weights) or cues.trouble.search(text):
        weights.frustrated += loud
    if ECHO.search(text) and not weights.positive:
        weights.negative += 0.35
    _carried_over(weights, text, before, cues)


def _carried_over(weights: _Weights, text: str, before: Label | None, cues: Cues) -> None:
    """A mood lasts: what is said and asked in it sounds of it."""
    asks = "?" in text and not weights.positive
    if before is None and cues.trouble.search(text) and not weights.positive:
        weights.negative += 0.2
    if before is Label.FRUSTRATED:
        weights.frustrated += 0.35 if _upset(weights) else 0.0
        weights.frustrated += 0.35 if asks else 0.0
        weights.frustrated += 0.15 if len(words_of(text)) > MANY_WORDS else 0.0
    elif before is Label.NEGATIVE:
        weights.negative += 0.25 if _upset(weights) else 0.0
        weights.negative += 0.4 if asks else 0.0


def _upset(weights: _Weights) -> bool:
    return weights.negative + weights.frustrated > 0


def _sarcastic(text: str, before: Label | None) -> bool:
    """Praise at the beginning or the end of what is no praise."""
    if before is Label.POSITIVE or THANKS.search(text):
        return False
    ending = PRAISE_AT_THE_END.search(text)
    bitter = before in {Label.FRUSTRATED, Label.NEGATIVE}
    late = ending is not None and bitter and len(words_of(text[: ending.start()])) > MANY_WORDS
    return late or SARCASTIC.search(text) is not None


def _courtesy(weights: _Weights, text: str, cues: Cues) -> bool:
    """A short line of thanks with nothing else in it is positive, but says little."""
    if weights.negative + weights.frustrated > 0 or re.search(r"\d", text):
        return False
    polite = len(_matches(cues.feeling.polite, text))
    few = len(words_of(text)) <= MANY_WORDS
    if weights.positive < CLEAR and polite > 1 and few and THANKS.search(text):
        weights.positive = CLEAR
        return True
    return len(words_of(text)) <= A_WORD_OF_THANKS and polite > 0


def _label(weights: _Weights) -> Label:
    upset = weights.negative + weights.frustrated
    if weights.positive >= CLEAR and weights.positive >= upset:
        return Label.POSITIVE
    if weights.frustrated >= ANGRY and weights.frustrated >= 0.8 * weights.negative:
        return Label.FRUSTRATED
    if upset >= CLEAR and upset > weights.positive:
        return Label.NEGATIVE if weights.negative >= weights.frustrated else Label.FRUSTRATED
    return Label.NEUTRAL


def _score(weights: _Weights, label: Label) -> float:
    if label is Label.NEUTRAL:
        return 0.0
    upset = weights.negative + weights.frustrated
    score = (weights.positive - upset) / (1.0 + weights.positive + upset)
    return round(max(score, 0.1) if label is Label.POSITIVE else min(score, -0.1), 2)


def _phrases(matches: Sequence[re.Match[str]]) -> tuple[str, ...]:
    """The matched phrases, longer ones first told, none inside another."""
    kept: list[re.Match[str]] = []
    for one in sorted(matches, key=lambda m: m.start() - m.end()):
        if not any(other.start() <= one.start() and one.end() <= other.end() for other in kept):
            kept.append(one)
    kept.sort(key=lambda one: one.start())
    return tuple(dict.fromkeys(one.group().casefold() for one in kept))[:SIGNALS_AT_MOST]


def mood_at_the_end(course: Sequence[Sentiment]) -> Label:
    """The customer's mood after the last lines.

    One kind word turns nothing: joy is said twice, or with several words. An angry or worried
    last line stands.
    """
    last = course[-len(ENDING) :]
    if not last:
        return Label.NEUTRAL
    if last[-1].label in {Label.NEGATIVE, Label.FRUSTRATED}:
        return last[-1].label
    if sum(_joy(one) for one in last) >= TURNED:
        return Label.POSITIVE
    weights = ENDING[-len(last) :]
    angry = _share(last, weights, Label.FRUSTRATED)
    sad = _share(last, weights, Label.NEGATIVE)
    if angry + sad < STILL_UPSET or last[-1].label is Label.POSITIVE:
        return Label.NEUTRAL
    return Label.FRUSTRATED if angry > sad else Label.NEGATIVE


def _joy(one: Sentiment) -> float:
    if one.label is not Label.POSITIVE:
        return 0.0
    return 0.5 if one.courtesy else 1.0 if len(one.signals) < MANY_SIGNALS else 1.5


def _share(last: Sequence[Sentiment], weights: Sequence[float], label: Label) -> float:
    """How much of the last lines, the later ones more, sounds like this."""
    found = sum(w for w, one in zip(weights, last, strict=True) if one.label is label)
    return found / sum(weights)
