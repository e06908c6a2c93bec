"""Suggestions as the API shows them."""

from collections.abc import Sequence

from segue.assist.builtin.suggestions import SUGGESTIONS_AT_MOST, Suggestion
from segue.assist.cache import key_of
from segue.assist.schemas import SuggestionView
from segue.knowledge.suggesting import FromArticle
from segue.knowledge.words import words_in


def suggestion_views(
    call_id: str | None, found: Sequence[Suggestion], article: FromArticle | None
) -> list[SuggestionView]:
    """At most five; the article's after the most pressing of the others."""
    views = [_view(call_id, one, None) for one in found]
    if article is not None:
        views.insert(1, _view(call_id, article.suggestion, article.article_id))
    return views[:SUGGESTIONS_AT_MOST]


def _view(call_id: str | None, one: Suggestion, article_id: str | None) -> SuggestionView:
    return SuggestionView(
        id=_id_of(call_id or "", one.kind, article_id or " ".join(words_in(one.text))),
        text=one.text,
        kind=one.kind,
        why=one.why,
        evidence=list(one.evidence),
        article_id=article_id,
    )


def _id_of(*parts: str) -> str:
    """The same on the same call for the same words, or for the same article.

    The call's id, which cannot be guessed, goes in: nobody learns the words by trying some.
    """
    return f"sug_{key_of(*parts)[:32]}"
