"""The article that a conversation calls for, as a suggestion. Nothing is better than noise.

It comes from the search alone, also where a model makes the other suggestions: what the articles
say is never sent to one, so nothing written in them can change what it answers.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from segue.assist.builtin.suggestions import Kind, Suggestion
from segue.assist.builtin.transcript import Said
from segue.database import Database
from segue.knowledge.models import Article
from segue.knowledge.repository import matches, passage_of
from segue.knowledge.salient import Line, spoken_of, words_of
from segue.knowledge.weighing import Match, roots

IN_TITLE: Final = 2
IN_ALL: Final = 3
"""Measured on the 27 conversations of the tests with the demo's articles, which are about other
things: with two words anywhere 7 got an article, 6 of them a wrong one; so, one gets the right one.
"""
WORDS_SHOWN: Final = 4
WHY: Final = "The customer speaks of: {}."


@dataclass(frozen=True, slots=True)
class FromArticle:
    """A suggestion, and the article that it is from. Its first line is the article's title."""

    suggestion: Suggestion
    article_id: str


async def from_article(
    database: Database, said: Sequence[Said], language: str | None = None
) -> FromArticle | None:
    """The article that fits what the customer says now, if one fits well enough."""
    lines = await asyncio.to_thread(spoken_of, said, language)
    async with database.reading() as session:
        for match in (await matches(session, words_of(lines)))[:1]:
            if fits(match):
                return await _suggestion(session, match, lines)
    return None


def fits(match: Match) -> bool:
    """Whether enough of what was said is in the article's title, or in it and one passage."""
    return roots(match.in_title) >= IN_TITLE or roots(match.words) >= IN_ALL


async def _suggestion(
    session: AsyncSession, match: Match, lines: Sequence[Line]
) -> FromArticle | None:
    article = await session.get(Article, match.article_id)
    if article is None:
        return None
    told = [line for line in lines if match.words.intersection(line.words)]
    spoken = dict.fromkeys(word for line in told for word in line.words if word in match.words)
    found = Suggestion(
        text="\n".join(filter(None, (article.title, passage_of(article, match.place)))),
        kind=Kind.KNOWLEDGE,
        why=WHY.format(", ".join(list(spoken)[:WORDS_SHOWN])),
        evidence=tuple(line.id for line in told),
    )
    return FromArticle(found, article.id)
