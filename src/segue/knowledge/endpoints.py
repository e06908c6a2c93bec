"""The knowledge folder over HTTP, for people of the desk and programs; never for customers."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from segue.access.actor import Actor, Scope
from segue.access.dependencies import allow
from segue.knowledge.models import Article
from segue.knowledge.repository import get_article, matches, passage_of
from segue.knowledge.schemas import ArticleView, FoundArticle, FoundArticles
from segue.knowledge.words import looked_for
from segue.services import WithServices

router = APIRouter(prefix="/api/knowledge", tags=["knowledge"])

Reader = Annotated[Actor, Depends(allow(Scope.ASSIST))]


@router.get("")
async def search_articles(
    services: WithServices,
    actor: Reader,
    q: Annotated[str, Query(min_length=1, max_length=200, description="Words; no operators")],
    limit: Annotated[int, Query(ge=1, le=50, description="At most so many")] = 20,
) -> FoundArticles:
    """Articles that hold some of the words, those that hold most of them first."""
    async with services.database.reading() as session:
        found: list[FoundArticle] = []
        for match in (await matches(session, looked_for([q])))[:limit]:
            article = await session.get(Article, match.article_id)
            if article is not None:
                passage = passage_of(article, match.place)
                found.append(
                    FoundArticle(
                        id=article.id,
                        title=article.title,
                        passage=passage,
                        updated_at=article.updated_at,
                    )
                )
    return FoundArticles(articles=found)


@router.get("/{article_id}")
async def get_one(
    services: WithServices,
    actor: Reader,
    article_id: Annotated[str, Path(min_length=1, max_length=64, examples=["kb_0198f2"])],
) -> ArticleView:
    """An article whole, as it was read last."""
    async with services.database.reading() as session:
        article = await get_article(session, article_id)
        return ArticleView.model_validate(article, from_attributes=True)
