"""How something said sounds, as it is kept and shown: an estimate, with who made it."""

from pydantic import BaseModel, Field

from segue.assist.builtin.feelings import Label, Sentiment


class SentimentView(BaseModel):
    """How something sounds: an estimate, not a verdict."""

    label: Label
    score: float = Field(ge=-1, le=1)
    signals: list[str] = Field(description="The phrases that speak for it")


class SentimentAnswer(SentimentView):
    """How a line sounds, and who says so."""

    model: str = Field(description="`built-in` (a heuristic), or a model's name")


def answer_of(sentiment: Sentiment, model: str) -> SentimentAnswer:
    """A sentiment, and who says so."""
    return SentimentAnswer(
        label=sentiment.label, score=sentiment.score, signals=list(sentiment.signals), model=model
    )
