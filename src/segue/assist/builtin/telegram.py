"""Makes telegrams of clauses: chatter left out, only the part that tells something kept."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from segue.assist.builtin.cues import Cues
from segue.assist.builtin.values import Kind, Value, values

EDGES: Final = ' ,;:.!?¡¿…-\u2013—"“”«»„'
AUXILIARIES: Final = frozenset({"have", "has", "had"})
NEGATIONS: Final = frozenset(
    ["not", "no", "never", "nicht", "kein", "keine", "nie", "pas", "ne", "jamais", "nunca", "don't"]
)
BLANK = re.compile(r"\s+")
SPELLING = re.compile(r"(?i)[\s,.]|dash|hyphen|strich|guion|tiret")


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, or a value of one or more words, that stays together."""

    text: str
    value: Value | None = None

    @property
    def bare(self) -> str:
        return self.text.strip(EDGES + "()'").casefold()

    @property
    def cost(self) -> int:
        return len(self.text.split())


def units(text: str, cues: Cues) -> list[Unit]:
    """The words of a clause that a telegram keeps."""
    text = without_openers(text, cues)
    kept: list[Unit] = []
    at = 0
    for value in values(text):
        kept += _words(text[at : value.start], cues)
        at = value.end
        shown = SPELLING.sub("", value.text) if value.kind is Kind.SPELLED else value.text
        tail = re.match(r"[^\w\s]?(?=\s|$)", text[at:])
        kept.append(Unit(shown + (tail.group().strip(".?!…-") if tail else ""), value))
        at += len(tail.group()) if tail else 0
    return kept + _words(text[at:], cues)


def without_openers(text: str, cues: Cues) -> str:
    """The text from where it begins to say something."""
    text = text.strip(EDGES)
    while (found := cues.openers.match(text)) and found.end() < len(text):
        text = text[found.end() :].lstrip(EDGES)
    return text


def _words(text: str, cues: Cues) -> list[Unit]:
    words = [Unit(word) for word in BLANK.split(text) if word.strip(EDGES)]
    return [
        word
        for word, after in zip(words, [*words[1:], None], strict=False)
        if word.bare not in cues.chatter and not _auxiliary(word, after)
    ]


def _auxiliary(word: Unit, after: Unit | None) -> bool:
    """Had called, have been: the verb that follows tells it."""
    return word.bare in AUXILIARIES and after is not None and after.bare.endswith(("ed", "en"))


def best_part(
    all_units: Sequence[Unit], limit: int, weigh: Callable[[Unit], float]
) -> tuple[list[Unit], float]:
    """The stretch of at most `limit` words that weighs most; the first of equals."""
    weights = [weigh(unit) for unit in all_units]
    best: tuple[float, int, int] = (0.0, 0, 0)
    for start in range(len(all_units)):
        cost = 0
        total = 0.0
        for end in range(start, len(all_units)):
            cost += all_units[end].cost
            total += weights[end]
            if cost > limit and end > start:
                break
            if total - 0.02 * cost > best[0]:
                best = (total - 0.02 * cost, start, end + 1)
    return list(all_units[best[1] : best[2]]), best[0]


def trimmed(part: Sequence[Unit], cues: Cues) -> list[Unit]:
    """Without words at either end that only join: and, which, of, to."""
    kept = list(part)
    while kept and _joins(kept[0], cues):
        kept.pop(0)
    while kept and _joins(kept[-1], cues):
        kept.pop()
    return kept


def _joins(unit: Unit, cues: Cues) -> bool:
    joining = (
        unit.bare in cues.common
        or cues.connectives.fullmatch(unit.bare)
        or cues.feeling.polite.fullmatch(unit.bare)
        or unit.bare in {"thank", "got", "see", "put", "afraid", "about"}
    )
    return unit.value is None and bool(joining) and unit.bare not in NEGATIONS


def written(part: Sequence[Unit]) -> str:
    """Units as a statement's text."""
    text = " ".join(unit.text for unit in part).strip(EDGES.replace('"', "").replace("”", ""))
    text = re.sub(r"\s*[.!?…]+(?=\s)", ";", text) if ". " in text or "? " in text else text
    return text + '"' * (text.count('"') % 2)
