"""What a customer speaks of just now: the words of their last lines that say something."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from segue.assist.builtin.analyser import hear
from segue.assist.builtin.cues import ALL
from segue.assist.builtin.parts import reason
from segue.assist.builtin.statements import Reading
from segue.assist.builtin.transcript import CUSTOMER, Said
from segue.assist.builtin.values import forget
from segue.knowledge.everyday import EVERYDAY
from segue.knowledge.words import WORDS_AT_MOST, words_in

LATELY: Final = 3
SHORTEST: Final = 4


@dataclass(frozen=True, slots=True)
class Line:
    """Something that the customer said, by the words of it that say something."""

    id: str
    words: tuple[str, ...]


def spoken_of(said: Sequence[Said], language: str | None = None) -> list[Line]:
    """The last lines of the customer's, newest first, and then those that say why they call.

    Secrets, markup, links and instructions to a machine are not in them.
    """
    heard = hear(said, language)
    try:
        why = reason(Reading(heard.lines, heard.cues))
    finally:
        forget()
    customers = [one for one in heard.lines if one.speaker == CUSTOMER and one.text]
    late = customers[-LATELY:][::-1]
    ids = {one.id for one in late}
    first = [one for one in customers if why and one.id in why.evidence and one.id not in ids]
    cues = ALL[heard.cues.language]
    everyday = EVERYDAY | {word for some in (cues.common, cues.chatter) for word in some}
    lines = [Line(one.id, tuple(_telling(one.text, everyday))) for one in (*late, *first)]
    return [one for one in lines if one.words]


def words_of(lines: Sequence[Line]) -> list[str]:
    """Their different words, as many as are looked for at once; of each line alike many."""
    share = WORDS_AT_MOST // max(len(lines), 1)
    return list(dict.fromkeys(word for line in lines for word in line.words[:share]))


def _telling(text: str, everyday: frozenset[str]) -> Iterator[str]:
    for word in dict.fromkeys(words_in(text)):
        if len(word) >= SHORTEST and word not in everyday and not any(map(str.isdigit, word)):
            yield word
