"""How well articles fit some words, by which passages hold which of them. Alike on any database."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from segue.knowledge.search import Hit

TITLE: Final = 0
"""The place of an article's title; its passages follow."""
TITLE_COUNTS: Final = 2.0
ELSEWHERE_COUNTS: Final = 0.25
ROOT: Final = 5
"""Words that begin with the same letters count once: charge, charged, charges."""


@dataclass(frozen=True, slots=True)
class Match:
    """An article that holds some of the words."""

    article_id: str
    weight: float
    place: int
    """Its best passage; TITLE if no passage holds any of the words."""
    in_title: frozenset[str]
    """Those of the words that its title holds."""
    in_passage: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        """Those of the words that its title or that passage holds."""
        return self.in_title | self.in_passage


def roots(words: Iterable[str]) -> int:
    """How many different words there are, whatever their endings."""
    return len({word[:ROOT] for word in words})


def weigh(hits: Iterable[Hit], articles: int) -> list[Match]:
    """The articles, the best one first. A word counts more the fewer articles hold it."""
    held: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    holders: dict[str, set[str]] = defaultdict(set)
    for hit in hits:
        held[hit.article_id][hit.place].add(hit.word)
        holders[hit.word].add(hit.article_id)
    worth = {word: math.log(1 + articles / len(some)) for word, some in holders.items()}
    found = [_match(article_id, places, worth) for article_id, places in held.items()]
    return sorted(found, key=lambda one: (-one.weight, one.article_id))


def _match(article_id: str, places: Mapping[int, set[str]], worth: Mapping[str, float]) -> Match:
    def sum_of(words: Iterable[str]) -> float:
        best: dict[str, float] = {}
        for word in words:
            best[word[:ROOT]] = max(worth[word], best.get(word[:ROOT], 0))
        return sum(best.values())

    title = places.get(TITLE, set[str]())
    bodies = [place for place in places if place != TITLE]
    place = min(bodies, key=lambda one: (-sum_of(places[one]), one), default=TITLE)
    there = places.get(place, set[str]())
    elsewhere = {word for words in places.values() for word in words} - title - there
    weight = (
        TITLE_COUNTS * sum_of(title) + sum_of(there - title) + ELSEWHERE_COUNTS * sum_of(elsewhere)
    )
    return Match(article_id, weight, place, frozenset(title), frozenset(there))
