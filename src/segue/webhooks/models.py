"""The tables of outgoing webhooks: whom to tell, what, and how it went."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from segue.database import Base


class Webhook(Base):
    """Somebody who wants to be told."""

    __tablename__ = "webhooks"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    url: Mapped[str] = mapped_column(Text)
    events: Mapped[list[Any]]
    secret: Mapped[str] = mapped_column(String(80))
    """Signs each delivery, so it is kept as it is, and shown once."""
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class Delivery(Base):
    """One thing to tell one of them."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index("ix_webhook_deliveries_due_at", "due_at"),
        Index("ix_webhook_deliveries_webhook_id_subject", "webhook_id", "subject"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhooks.id"))
    event: Mapped[str] = mapped_column(String(24))
    subject: Mapped[str] = mapped_column(String(40), index=True)
    """The call or transfer that it tells of."""
    body: Mapped[str | None] = mapped_column(Text)
    """Until it has arrived, or is given up."""
    status: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    """When it is to be tried; while somebody tries, until when that may take."""


class Attempt(Base):
    """One try; without an end, the process that made it ended first."""

    __tablename__ = "webhook_attempts"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    delivery_id: Mapped[str] = mapped_column(ForeignKey("webhook_deliveries.id"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(16))
    http_status: Mapped[int | None]
