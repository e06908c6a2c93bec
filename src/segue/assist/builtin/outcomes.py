"""Why it happened, and what put it right, where somebody said so."""

from collections.abc import Iterable
from typing import Final

from segue.assist.builtin.cues.outcomes import OUTCOMES
from segue.assist.builtin.statements import Reading, Told
from segue.assist.builtin.telegram import EDGES
from segue.assist.builtin.transcript import Clause, words_of

WORDS: Final = 16
WORDS_AT_LEAST: Final = 3


def causes(reading: Reading) -> list[Told]:
    """The clauses that give a cause, the agent's first, the later before the earlier."""
    pattern = OUTCOMES[reading.cues.language].cause
    found = [
        _told(clause, clause.text[cue.end() :])
        for clause in reading.clauses
        if not clause.asks and (cue := pattern.search(clause.text))
    ]
    told = [one for one in found if len(words_of(one.text)) >= WORDS_AT_LEAST]
    return sorted(told, key=lambda one: (one.by_customer, -one.line))


def resolutions(reading: Reading) -> list[Told]:
    """The clauses that tell of a solution which no later one takes back, the last one first."""
    cues, pattern = reading.cues, OUTCOMES[reading.cues.language].solved
    found: list[Told] = []
    for clause in reading.clauses:
        if pattern.search(clause.text) and not clause.asks:
            found.append(_told(clause, clause.text))
        elif cues.failed.search(clause.text):
            found.clear()
    return sorted(_telling(found), key=lambda one: -one.line)


def _telling(found: Iterable[Told]) -> list[Told]:
    return [one for one in found if len(words_of(one.text)) > 1]


def _told(clause: Clause, text: str) -> Told:
    words = text.strip(EDGES).split()[:WORDS]
    return Told(" ".join(words).rstrip(EDGES), (clause.id,), clause.line, 1.0, clause.by_customer)
