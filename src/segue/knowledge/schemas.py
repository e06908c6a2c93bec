"""Articles as the API shows them: text, which nobody is to take for HTML."""

from datetime import datetime

from pydantic import BaseModel, Field


class FoundArticle(BaseModel):
    """An article that fits what was looked for."""

    id: str
    title: str
    passage: str = Field(description="The part that fits best, without markup")
    updated_at: datetime


class FoundArticles(BaseModel):
    """The best one first."""

    articles: list[FoundArticle]


class ArticleView(BaseModel):
    """An article of the knowledge folder."""

    id: str
    title: str
    text: str = Field(description="Markdown, as it is written; any HTML in it is only text")
    updated_at: datetime
