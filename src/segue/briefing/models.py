"""The table of running notes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from segue.database import Base


class CallNotes(Base):
    """What a model has made of a call so far."""

    __tablename__ = "call_notes"

    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id"), primary_key=True)
    covers: Mapped[str] = mapped_column(String(64))
    """Of what exactly it was made: the lines' fingerprint."""
    text: Mapped[str] = mapped_column(Text)
    fields: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(String(80))
    updated_at: Mapped[datetime]
