"""The table of events: the truth for the live stream."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from segue.database import Base


class EventCounter(Base):
    """One row. Its number is taken in the transaction that writes the event, so that no reader
    passes an event that commits late.
    """

    __tablename__ = "event_counter"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(BigInteger)


class LiveEvent(Base):
    """Something that happened, for the desks that may know of it."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_at", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    type: Mapped[str] = mapped_column(String(16))
    call_id: Mapped[str | None] = mapped_column(String(40), index=True)
    transfer_id: Mapped[str | None] = mapped_column(String(40))
    audience: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    """Agents who may know of it, besides supervisors; None for every agent."""
    data: Mapped[dict[str, Any]]
