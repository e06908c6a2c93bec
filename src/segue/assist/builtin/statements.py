"""Candidates for the parts of a briefing: telegrams of clauses, weighed by what they tell."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from segue.assist.builtin.cues import Cues
from segue.assist.builtin.telegram import Unit, best_part, trimmed, units, written
from segue.assist.builtin.transcript import CUSTOMER, Clause, Said, clauses, words_of
from segue.assist.builtin.values import Kind, Value, values

WEIGHTS: Final = {
    Kind.EMAIL: 4.0,
    Kind.CODE: 3.6,
    Kind.SPELLED: 3.6,
    Kind.NUMBER: 3.6,
    Kind.ADDRESS: 3.2,
    Kind.MONEY: 3.0,
    Kind.TIME: 2.6,
    Kind.DATE: 2.6,
    Kind.PERCENT: 2.2,
    Kind.QUANTITY: 1.8,
    Kind.FIGURE: 1.8,
    Kind.WEEKDAY: 1.3,
    Kind.NAME: 1.3,
}
COUNTED_AGAIN: Final = 0.1
REPEATED_BY_OTHER: Final = 1.3
SHORT_WORD: Final = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A telegram with the line that it rests on."""

    text: str
    evidence: tuple[str, ...]
    line: int
    weight: float
    by_customer: bool
    keys: frozenset[str] = frozenset()


@dataclass
class Reading:
    """A conversation as read: its clauses, and what in it weighs how much."""

    said: Sequence[Said]
    cues: Cues
    covered: set[str] = field(default_factory=set[str])
    """What the briefing tells already."""

    @cached_property
    def clauses(self) -> list[Clause]:
        return clauses(self.said, self.cues)

    @cached_property
    def units(self) -> list[list[Unit]]:
        return [units(clause.text, self.cues) for clause in self.clauses]

    @cached_property
    def greeting_names(self) -> set[str]:
        """Who greets, and for which company: known to everybody at the desk."""
        first = next((one.text for one in self.said if one.speaker != CUSTOMER), "")
        return {word.casefold() for word in words_of(first) if word[:1].isupper()}

    @cached_property
    def speakers_of(self) -> dict[str, set[bool]]:
        """By whom each value or word was said."""
        found: dict[str, set[bool]] = {}
        for one in self.said:
            keys = {value.key for value in values(one.text)}
            keys |= {word.casefold() for word in words_of(one.text)}
            for key in keys:
                found.setdefault(key, set()).add(one.speaker == CUSTOMER)
        return found

    @cached_property
    def frequency(self) -> Counter[str]:
        """In how many lines a word is."""
        return Counter(
            word for one in self.said for word in {w.casefold() for w in words_of(one.text)}
        )

    def cover(self, part: Iterable[Unit]) -> frozenset[str]:
        """Mark what the units tell as told."""
        keys = frozenset(key for unit in part for key in _keys(unit))
        self.covered |= keys
        return keys

    def novelty(self, unit: Unit) -> float:
        """What a unit adds to what the briefing tells already."""
        weight = self._value_weight(unit.value) if unit.value else self._word_weight(unit)
        told = all(key in self.covered for key in _keys(unit)) and bool(_keys(unit))
        return weight * (COUNTED_AGAIN if told else 1.0)

    def _value_weight(self, value: Value) -> float:
        weight = WEIGHTS[value.kind]
        if value.kind is Kind.FIGURE:
            weight += 0.5 * min(len(value.digits), 4) - 0.8
        if value.kind is Kind.SPELLED and not value.digits:
            return 1.0  # a name, spelled
        if len(self.speakers_of.get(value.key, ())) > 1:
            weight *= REPEATED_BY_OTHER
        digits = value.digits
        if len(digits) >= SHORT_WORD and any(digits in one and digits != one for one in self.long):
            weight *= COUNTED_AGAIN * 3  # a part of a number that is told whole
        return weight

    @cached_property
    def long(self) -> set[str]:
        """The digits of every long number."""
        found = {value.digits for one in self.said for value in values(one.text)}
        return {digits for digits in found if len(digits) > 5}  # noqa: PLR2004

    def _word_weight(self, unit: Unit) -> float:
        word = unit.bare
        if not word or word in self.greeting_names:
            return 0.0
        cues = self.cues
        if cues.alert.fullmatch(word):
            return 2.0
        if self._is_name(unit):
            return WEIGHTS[Kind.NAME] * (1.25 if self.frequency[word] > 1 else 1.0)
        if cues.trouble.fullmatch(word):
            return 0.8
        if cues.naming.fullmatch(word):
            return 0.6
        return 0.3 + 0.1 * min(self.frequency[word], 3) if len(word) > SHORT_WORD else 0.05

    def _is_name(self, unit: Unit) -> bool:
        text = unit.text.strip("\"'“”«»(),.;:!?")
        if not text[:1].isupper() or (len(text) < SHORT_WORD and not text.isupper()):
            return False
        if self.cues.language == "de":
            return text.casefold() in self.names
        return text.casefold() in self.names or text.isupper()

    @cached_property
    def names(self) -> set[str]:
        """Capitalised words that do not only begin sentences, and are not also written small."""
        text = " ".join(one.text for one in self.said)
        inside = re.findall(r"(?<=[^.?!…:\"“¿¡] )[A-ZÀ-Ý][\w'à-ÿ-]+", text)
        small = {word for word in words_of(text) if word[:1].islower()}
        found = {re.sub(r"['’]s$", "", word) for word in inside}  # noqa: RUF001
        found |= {word.strip("\"'") for word in inside}
        return {word.casefold() for word in found if word.casefold() not in small and word != "I"}


def _keys(unit: Unit) -> tuple[str, ...]:
    if unit.value:
        return (unit.value.key,)
    return (unit.bare,) if unit.bare else ()


def told(
    reading: Reading,
    at: int,
    limit: int,
    cue: re.Pattern[str] | None = None,
    bonus: float = 0.0,
) -> tuple[Told, list[Unit]] | None:
    """The best telegram of a clause within `limit` words; around its cue where one is given."""
    clause = reading.clauses[at]
    all_units = reading.units[at]
    if not all_units:
        return None
    near = _near(clause.text, all_units, cue) if cue else set[int]()
    index = {id(unit): number for number, unit in enumerate(all_units)}

    def weigh(unit: Unit) -> float:
        return reading.novelty(unit) + (1.0 if index[id(unit)] in near else 0.0)

    part, weight = best_part(all_units, limit, weigh)
    if not part:
        return None
    part = trimmed(part, reading.cues)
    text = written(part)
    if not text:
        return None
    found = Told(text, (clause.id,), clause.line, weight + bonus, clause.by_customer)
    return found, part


def _near(text: str, all_units: Sequence[Unit], cue: re.Pattern[str]) -> set[int]:
    """The units of the cue and the two after it: what was done, and to what."""
    found = cue.search(text)
    if not found:
        return set()
    wanted = {word.casefold() for word in words_of(text[found.start() : found.end() + 1])}
    hits = [number for number, unit in enumerate(all_units) if unit.bare in wanted]
    return {number + more for number in hits for more in range(3)}
