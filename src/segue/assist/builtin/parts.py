"""The parts of a briefing, each from the clauses whose cues speak for it."""

import heapq
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from segue.assist.builtin.statements import Reading, Told, told
from segue.assist.builtin.telegram import Unit, without_openers
from segue.assist.builtin.transcript import CUSTOMER, Clause, sentences, words_of
from segue.assist.builtin.values import Kind, values
from segue.assist.redaction import REMOVED

REASON_WORDS: Final = 15
NEXT_WORDS: Final = 13
QUESTION_WORDS: Final = 10
TRIED_WORDS: Final = 8
PROMISE_WORDS: Final = 10
FACT_WORDS: Final = 7
LATE: Final = 0.6
EARLY: Final = 0.45
MUCH_ALIKE: Final = 0.6
FACT_WEIGHT: Final = 1.2
NEAR: Final = 25
NAMED: Final = 1.25
TOPIC_WEIGHT: Final = 0.6
TOPICS_AT_MOST: Final = 3
NUMBERS: Final = frozenset({Kind.CODE, Kind.NUMBER, Kind.SPELLED})

Weigh = Callable[[Reading, Clause, int], float]


@dataclass(frozen=True, slots=True)
class Topic:
    """Why the customer calls, by the table of topics."""

    name: str
    line: int


def topics(reading: Reading) -> list[Topic]:
    """The topics whose phrases the customer says first and most; the agent's words count less."""
    lines = max(len(reading.said), 1)
    found: list[tuple[float, Topic]] = []
    for name, pattern in reading.cues.topics:
        weight, first = 0.0, -1
        for at, one in enumerate(reading.said):
            hits = list(pattern.finditer(one.text))
            if hits:
                early = 1 - 0.4 * hits[0].start() / len(one.text)
                who = 1.0 if one.speaker == CUSTOMER else 0.4
                weight += early * min(len(hits), 2) * who * (1 - at / lines) ** 3
                weight += early if at < 3 and one.speaker == CUSTOMER else 0  # noqa: PLR2004
                first = at if first < 0 else first
        if weight > TOPIC_WEIGHT:
            found.append((weight, Topic(name, first)))
    found.sort(key=lambda pair: -pair[0])
    return [one for _, one in found[:TOPICS_AT_MOST]]


def reason(reading: Reading) -> Told | None:
    """The topic, and the customer's own words for it."""
    why = next(iter(topics(reading)), None)
    best: tuple[float, int, str] | None = None
    early = max(4, int(len(reading.said) * EARLY))
    for line, one in enumerate(reading.said[:early]):
        if one.speaker != CUSTOMER:
            continue
        for sentence in sentences(one.text):
            weight = _reason_weight(reading, sentence, why) - 0.35 * line
            if best is None or weight > best[0]:
                best = (weight, line, sentence)
    if best is None:
        return None
    _, line, sentence = best
    quote = _quoted(sentence, reading)
    evidence = {reading.said[line].id: None}
    if why:
        evidence[reading.said[why.line].id] = None
    text = " \u2013 ".join(part for part in (why.name if why else "", quote) if part)
    return Told(text, tuple(evidence), line, 1.0, by_customer=True) if text else None


def _reason_weight(reading: Reading, sentence: str, why: Topic | None) -> float:
    cues = reading.cues
    pattern = next((p for name, p in cues.topics if why and name == why.name), None)
    few = len(words_of(sentence)) < 4  # noqa: PLR2004 - "Yes, hello."
    if REMOVED in sentence or "••" in sentence:
        return -10.0
    content = sum(word.casefold() not in cues.common for word in words_of(sentence))
    return (
        0.12 * min(content, 10)
        + 0.3 * bool(values(sentence))
        + 1.5 * bool(cues.wanting.search(sentence))
        + min(len(cues.trouble.findall(sentence)), 3) * 0.6
        + (2.0 if pattern and pattern.search(sentence) else 0.0)
        - (2.5 if few else 0.0)
    )


def _quoted(sentence: str, reading: Reading) -> str:
    """The sentence, lightly shortened: it is what the customer said."""
    text = without_openers(sentence, reading.cues)
    words = text.split()
    cue = reading.cues.wanting.search(text) or reading.cues.trouble.search(text)
    if len(words) > REASON_WORDS and cue:
        before = len(text[: cue.start()].split())
        start = max(0, min(before - 3, len(words) - REASON_WORDS))
        words = words[start:]
    reading.covered |= {word.casefold() for word in words[:REASON_WORDS]}
    return " ".join(words[:REASON_WORDS]).rstrip(".,;:!-\u2013 ")


def _dull(reading: Reading, clause: Clause) -> bool:
    return bool(reading.cues.small_talk.search(clause.text))


def tried_weight(reading: Reading, clause: Clause, _: int) -> float:
    """Something was attempted, done, failed or offered in vain."""
    cues = reading.cues
    did = not clause.by_customer and cues.done.search(clause.text)
    weight = 1.4 * bool(cues.tried.search(clause.text)) + 1.1 * bool(
        cues.failed.search(clause.text)
    )
    weight = max(weight, 1.4) + 0.8 if did else weight
    weight += 0.8 * bool(cues.offered.search(clause.text)) * (not clause.by_customer)
    if clause.asks and not clause.by_customer:
        weight *= 0.3
    if cues.handing_over.search(clause.text):
        weight *= 0.4
    if clause.by_customer and not cues.tried.search(clause.text):
        weight *= 0.5
    if clause.line <= 1 and clause.by_customer:
        weight *= 0.6  # the reason tells it
    return weight * (0.3 if _dull(reading, clause) else 1.0)


def promise_weight(reading: Reading, clause: Clause, _: int) -> float:
    """The agent said that something will be."""
    cues = reading.cues
    if clause.by_customer or clause.asks:
        return 0.0
    weight = 1.2 * len(cues.promised.findall(clause.text)[:2])
    if not weight:
        return 0.0
    weight += 0.8 * bool(cues.due.search(clause.text)) + 0.3 * bool(values(clause.text))
    if cues.handing_over.search(clause.text):
        weight *= 0.25
    return weight * (0.2 if _dull(reading, clause) else 1.0)


def next_weight(reading: Reading, clause: Clause, _: int) -> float:
    """What the one who takes the call can or must do."""
    cues = reading.cues
    if clause.by_customer:
        return 0.0
    weight = 1.5 * bool(cues.others_task.search(clause.text))
    weight += 0.5 * bool(cues.handing_over.search(clause.text)) * bool(weight)
    weight *= 0.3 if clause.asks else 1.0
    return weight * (0.5 + clause.line / max(len(reading.said), 1))


def question_weight(reading: Reading, clause: Clause, _: int) -> float:
    """The customer asked, late, and about more than a word."""
    late = clause.line / max(len(reading.said), 1)
    if not clause.by_customer or not clause.asks or len(words_of(clause.text)) < 4:  # noqa: PLR2004
        return 0.0
    after = reading.said[clause.line + 1].text if clause.line + 1 < len(reading.said) else ""
    cues = reading.cues
    answered = after and not (cues.handing_over.search(after) or cues.others_task.search(after))
    return 0.0 if answered else late + 0.3 * len(values(clause.text))


def chosen(
    reading: Reading,
    weigh: Weigh,
    *,
    cue: re.Pattern[str],
    most: int,
    words: int,
    budget: int,
    least: float = 0.9,
) -> list[Told]:
    """The telegrams of a part: the weightiest clauses first, each told once, in order of time."""
    ranked = sorted(
        ((weigh(reading, clause, at), at) for at, clause in enumerate(reading.clauses)),
        key=lambda pair: (-pair[0], pair[1]),
    )
    kept: list[Told] = []
    spent = 0
    for weight, at in ranked:
        if weight < least or len(kept) == most:
            break
        found = told(reading, at, words, cue, weight)
        if found is None or spent + len(found[0].text.split()) > budget:
            continue
        one, part = found
        if alike(one, kept) or len(part) < 2 or _told_already(reading, part):  # noqa: PLR2004
            continue
        kept.append(replace(one, keys=reading.cover(part)))
        spent += len(one.text.split())
    return sorted(kept, key=lambda one: one.line)


def _told_already(reading: Reading, part: Iterable[Unit]) -> bool:
    keys = [unit.bare for unit in part if len(unit.bare) > 3]  # noqa: PLR2004
    return bool(keys) and sum(key in reading.covered for key in keys) / len(keys) > 0.8  # noqa: PLR2004


def alike(one: Told, others: Iterable[Told]) -> bool:
    """Most of its words are in one of the others."""
    mine = set(words_of(one.text.casefold()))
    for other in others:
        theirs = set(words_of(other.text.casefold()))
        if mine and len(mine & theirs) / len(mine) > MUCH_ALIKE:
            return True
    return False


def facts(reading: Reading, budget: int) -> list[Told]:
    """Telegrams with most that is new, until the words are spent; in order of time.

    What a clause adds only shrinks as others are told, so the best one of before is looked at
    again and stands when it is still better than the next.
    """
    heap = [(-_rate(reading, at, FACT_WORDS), at) for at in range(len(reading.clauses))]
    heapq.heapify(heap)
    kept: list[Told] = []
    while heap and budget > 1:
        _, at = heapq.heappop(heap)
        rate = _rate(reading, at, min(FACT_WORDS, budget))
        if rate <= 0:
            continue
        if heap and rate < -heap[0][0]:
            heapq.heappush(heap, (-rate, at))
            continue
        found = told(reading, at, min(FACT_WORDS, budget))
        if found and not alike(found[0], kept):
            kept.append(_labelled(reading, at, *found))
            budget -= len(kept[-1].text.split())
            heapq.heappush(heap, (-_rate(reading, at, FACT_WORDS), at))
    return sorted(kept, key=lambda one: one.line)


def _rate(reading: Reading, at: int, limit: int) -> float:
    """How much that is new a clause tells per word."""
    clause = reading.clauses[at]
    asked = clause.asks and not clause.by_customer
    if clause.line == 0 or (asked and not values(clause.text)):
        return 0.0
    found = told(reading, at, limit)
    if found is None:
        return 0.0
    one, part = found
    if len(part) == 1 and part[0].value is None and one.weight < NAMED:
        return 0.0  # a word alone says nothing, unless it is a name or an allergy
    if not clause.by_customer and not values(clause.text) and one.weight < 1.1 * NAMED:
        return 0.0  # an agent's sympathy and thanks
    weight = one.weight * (0.25 if _dull(reading, clause) else 1.0) * (0.7 if asked else 1.0)
    weight *= 0.5 if reading.cues.handing_over.search(clause.text) else 1.0
    return weight / (len(one.text.split()) + 1.2) if weight > FACT_WEIGHT else 0.0


def _labelled(reading: Reading, at: int, one: Told, part: list[Unit]) -> Told:
    """A bare value with what it is the number of: from the same line, or from the question."""
    keys = reading.cover(part)
    value = part[0].value
    if len(part) > 1 or value is None or value.kind not in NUMBERS:
        return replace(one, keys=keys)
    clause = reading.clauses[at].text
    ahead = clause[: max(clause.find(value.text[:4]), 0)][-NEAR:]
    question = reading.said[one.line - 1].text if one.line else ""
    asked = sentences(question)[-1] if question.endswith("?") else ""
    names = [*reading.cues.naming.finditer(asked), *reading.cues.naming.finditer(ahead)]
    name = names[-1].group().split()[0].casefold() if names else ""
    text = f"{name} {one.text}" if len(name) > 3 else one.text  # noqa: PLR2004
    return replace(one, text=text, keys=keys)
