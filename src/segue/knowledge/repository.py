"""Keeping articles and their index, and finding them. Only by id: no request names a path."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.errors import NotFound
from segue.knowledge.folder import Written
from segue.knowledge.markdown import passages, shown
from segue.knowledge.models import Article
from segue.knowledge.search import forget_words, hits, hold_index, keep_words
from segue.knowledge.weighing import TITLE, Match, weigh
from segue.knowledge.words import words_in


class ArticleUnknown(NotFound):
    """No article has this id."""

    code = "article_unknown"
    detail = "There is no article of this id; it may have been taken out of the knowledge folder."


async def keep(session: AsyncSession, written: Written) -> bool:
    """Keep an article as it is written; whether anything was new.

    Several replicas may do so at once: they wait for one another, and only the first one writes.
    """
    await hold_index(session)
    row = await session.get(Article, written.id)
    if row is not None and row.content_hash == written.content_hash:
        return False
    if row is not None:
        await forget_words(session, written.id)
    await session.merge(
        Article(
            id=written.id,
            title=written.title,
            text=written.text,
            content_hash=written.content_hash,
            updated_at=written.updated_at,
        )
    )
    told = [f"{one.heading} {one.text}" for one in passages(written.text)]
    indexed = [" ".join(words_in(one)) for one in (written.title, *told)]
    await keep_words(session, written.id, indexed)
    return True


async def drop(session: AsyncSession, article_id: str) -> None:
    """Forget an article; it may be gone already."""
    await hold_index(session)
    row = await session.get(Article, article_id)
    if row is not None:
        await session.delete(row)
        await forget_words(session, article_id)


async def hashes(session: AsyncSession) -> dict[str, str]:
    """What each article that is kept was made of."""
    rows = await session.execute(select(Article.id, Article.content_hash))
    return {row.id: row.content_hash for row in rows}


async def get_article(session: AsyncSession, article_id: str) -> Article:
    """The article; raises ArticleUnknown."""
    row = await session.get(Article, article_id)
    if row is None:
        raise ArticleUnknown
    return row


async def matches(session: AsyncSession, words: Sequence[str]) -> list[Match]:
    """Which articles hold some of the words (see `words`), the best one first."""
    found = await hits(session, words)
    if not found:
        return []
    articles = await session.scalar(select(func.count()).select_from(Article))
    return weigh(found, articles or 1)


def passage_of(article: Article, place: int) -> str:
    """The passage at a place, as short as it is shown; the first one where only the title fits."""
    told = passages(article.text)
    at = 0 if place == TITLE else place - 1
    # The article may have changed since it was found.
    return shown(told[at].text) if at < len(told) else ""
