"""The table of what became of suggestions."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from segue.database import Base


class SuggestionFeedback(Base):
    """What an agent did with a suggestion: never what it said."""

    __tablename__ = "suggestion_feedback"

    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id"), primary_key=True)
    suggestion_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("agents.id"))
    """Who said so last; None for somebody who is no agent."""
    kind: Mapped[str] = mapped_column(String(12))
    feedback: Mapped[str] = mapped_column(String(12))
    article_id: Mapped[str | None] = mapped_column(String(40))
    """Stays when the article goes."""
    at: Mapped[datetime]
