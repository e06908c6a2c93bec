"""Full-text search by the database: the one place where SQLite and PostgreSQL go two ways.

SQL has no common word for it: SQLite has FTS5, a virtual table, PostgreSQL has tsvector. Both keep
a row for each passage in `article_words`, both reduce English words to their stems (in other
languages the word must be nearly the same), and both answer one question: which passages hold
which of these words. What that is worth is weighed in Python, alike for both.

https://sqlite.org/fts5.html · https://www.postgresql.org/docs/current/textsearch.html
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

LOCK: Final = 7_346_119
"""Of PostgreSQL's advisory locks; any number will do that nothing else takes."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A word that a passage holds."""

    word: str
    article_id: str
    place: int


async def hold_index(session: AsyncSession) -> None:
    """Until the commit nobody else writes to the index; SQLite has one writer at a time anyway."""
    if not _is_sqlite(session):
        await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


async def forget_words(session: AsyncSession, article_id: str) -> None:
    """Take an article out of the index."""
    forget = text("DELETE FROM article_words WHERE article_id = :article_id")
    await session.execute(forget, {"article_id": article_id})


async def keep_words(session: AsyncSession, article_id: str, passages: Sequence[str]) -> None:
    """Put an article into the index, with the words of each of its passages in order."""
    keep = _KEEP_SQLITE if _is_sqlite(session) else _KEEP_POSTGRESQL
    rows = [
        {"article_id": article_id, "place": place, "words": words}
        for place, words in enumerate(passages)
    ]
    if rows:
        await session.execute(keep, rows)


async def hits(session: AsyncSession, words: Sequence[str]) -> list[Hit]:
    """Which passages hold which of the words, which are letters and digits alone.

    Nothing in them is an operator to either database: each is quoted, or a value of an array.
    """
    if not words:
        return []
    if _is_sqlite(session):
        query, value = _SQLITE, json.dumps(words)
    else:
        query, value = _POSTGRESQL, list(words)
    found = await session.execute(query, {"words": value})
    return [Hit(word, article_id, int(place)) for word, article_id, place in found]


_KEEP_SQLITE = text(
    "INSERT INTO article_words (article_id, place, words) VALUES (:article_id, :place, :words)"
)
_KEEP_POSTGRESQL = text(
    """
    INSERT INTO article_words (article_id, place, words)
    VALUES (:article_id, :place, to_tsvector('english', :words))
    """
)
_SQLITE = text(
    """
    SELECT asked.value, article_words.article_id, article_words.place
    FROM json_each(:words) AS asked CROSS JOIN article_words
    WHERE article_words MATCH '"' || asked.value || '"'
    """
)
_POSTGRESQL = text(
    """
    SELECT asked.word, article_words.article_id, article_words.place
    FROM unnest(CAST(:words AS text[])) AS asked(word)
    JOIN article_words ON article_words.words @@ plainto_tsquery('english', asked.word)
    """
)


def _is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"
