"""What is to be done, by whom and until when: at most five, each with its evidence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from segue.assist.builtin.parts import alike
from segue.assist.builtin.statements import Reading, Told
from segue.assist.builtin.telegram import units, written
from segue.assist.builtin.transcript import Clause, words_of
from segue.assist.builtin.values import values

ITEMS_AT_MOST: Final = 5
WORDS_AT_MOST: Final = 22
EMPTY = re.compile(
    r"(?:(?:and|so|but|i|he|she|we|they|can|could|will|'ll|do|does|that|it|this|today|tonight|"
    r"tomorrow|now|ask|let|me|see)\W*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ActionItem:
    """Something to be done."""

    owner: str
    """customer, agent or company."""
    text: str
    due: str | None
    evidence: tuple[str, ...]


def action_items(reading: Reading) -> list[ActionItem]:
    """The weightiest tasks, in order of time."""
    ranked = sorted(_candidates(reading), key=lambda pair: (-pair[0], pair[1].line))
    kept: list[tuple[str, Told]] = []
    for _, one, owner in ((w, o, who) for w, o, who in ranked):
        if len(kept) == ITEMS_AT_MOST:
            break
        if not alike(one, [other for _, other in kept]):
            kept.append((owner, one))
    kept.sort(key=lambda pair: pair[1].line)
    return [_item(reading, owner, one) for owner, one in kept]


def _item(reading: Reading, owner: str, one: Told) -> ActionItem:
    due = reading.cues.due.search(one.text)
    return ActionItem(owner, one.text, due.group() if due else None, one.evidence)


def _candidates(reading: Reading) -> Iterable[tuple[float, Told, str]]:
    for at, clause in enumerate(reading.clauses):
        weight, owner = _task(reading, clause)
        if weight > 0:
            text = _text(reading, at)
            if len(text.split()) > 1 and not EMPTY.fullmatch(text):
                told = Told(text, (clause.id,), clause.line, weight, clause.by_customer)
                yield weight, told, owner


def _task(reading: Reading, clause: Clause) -> tuple[float, str]:
    cues = reading.cues
    text = clause.text
    if cues.small_talk.search(text):
        return 0.0, ""
    late = clause.line / max(len(reading.said), 1)
    concrete = 0.25 * min(len(values(text)), 2)
    if clause.by_customer:
        if cues.customers_word.search(text) and not clause.asks:
            return 1.6 + 0.6 * late + concrete, "customer"
        if cues.wish.search(text):
            return 1.0 + 0.8 * late + concrete, "company"
        return 0.0, ""
    if cues.customers_task.search(text):
        return 2.0 + 0.4 * late, "customer"
    if cues.others_task.search(text) and not clause.asks:
        return 1.9 + 0.9 * late + concrete, "company"
    if cues.promised.search(text) and not cues.handing_over.search(text) and not clause.asks:
        return 1.2 + 0.6 * late + concrete, "agent"
    return 0.0, ""


def _text(reading: Reading, at: int) -> str:
    """The clause, and its neighbour in the same sentence when it is short by itself."""
    clause = reading.clauses[at]
    text = clause.text
    if len(words_of(text)) < 9:  # noqa: PLR2004
        for other in (at + 1, at - 1):
            if 0 <= other < len(reading.clauses) and _same_sentence(clause, reading.clauses[other]):
                pair = (
                    (clause, reading.clauses[other])
                    if other > at
                    else (reading.clauses[other], clause)
                )
                text = ", ".join(one.text for one in pair)
                break
    return " ".join(written(units(text, reading.cues)).split()[:WORDS_AT_MOST])


def _same_sentence(one: Clause, other: Clause) -> bool:
    return (one.line, one.sentence) == (other.line, other.sentence)
