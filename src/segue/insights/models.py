"""The tables of what is known of a call once it has ended."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from segue.database import Base

TRIES_AT_MOST: Final = 5
"""Then nobody tries again to make them."""


class CallInsights(Base):
    """What was made of a call after its end; a row without `made_at` is a promise of it."""

    __tablename__ = "call_insights"
    __table_args__ = (Index("ix_call_insights_due_at", "due_at"),)

    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id"), primary_key=True)
    due_at: Mapped[datetime | None]
    """When they are to be made (again); while somebody makes them, until when that may take."""
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime | None]
    covers: Mapped[str | None] = mapped_column(String(64))
    """Of what exactly they were made: the lines' fingerprint."""
    summary: Mapped[str] = mapped_column(Text, default="")
    insights: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    sentiment: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    model: Mapped[str | None] = mapped_column(String(80))


class ActionItem(Base):
    """Something to be done after a call."""

    __tablename__ = "action_items"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id"), index=True)
    owner: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    due: Mapped[str | None] = mapped_column(Text)
    evidence: Mapped[list[Any]]
    done: Mapped[bool] = mapped_column(default=False)
    edited: Mapped[bool] = mapped_column(default=False)
    """Somebody changed it; what is made later leaves it alone."""
