"""The table of dials: a try to reach a phone cannot be repeated, so it is written down before."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from segue.database import Base


class DialState(StrEnum):
    """How far a dial is."""

    ASKED = "asked"
    DIALLING = "dialling"
    ANSWERED = "answered"
    OVER = "over"


class DialOutcome(StrEnum):
    """What became of a dial that is over."""

    BUSY = "busy"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    WRONG_NUMBER = "wrong_number"
    CARRIER_FAULT = "carrier_fault"
    CANCELLED = "cancelled"
    """We took it back while it rang."""
    HUNG_UP = "hung_up"
    """It was answered, and is over."""
    UNKNOWN = "unknown"
    """Whoever dialled died before the answer."""


class DialPurpose(StrEnum):
    """Whom a dial is to reach."""

    CUSTOMER = "customer"
    CONSULT = "consult"


class Dial(Base):
    """One try to reach a phone, for the leg that it becomes."""

    __tablename__ = "dials"
    __table_args__ = (
        Index("ix_dials_state", "state"),
        Index("ix_dials_agent_id_created_at", "agent_id", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id"), index=True)
    transfer_id: Mapped[str | None] = mapped_column(String(40))
    leg_id: Mapped[str] = mapped_column(String(40), index=True)
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("agents.id"))
    """Who asked for it; None for a program that acts for nobody."""
    purpose: Mapped[DialPurpose] = mapped_column(String(12))
    address: Mapped[str] = mapped_column(String(256))
    """A number in E.164, or a SIP URI."""
    state: Mapped[DialState] = mapped_column(String(12))
    outcome: Mapped[DialOutcome | None] = mapped_column(String(16))
    sip_status: Mapped[int | None]
    pressed: Mapped[str | None] = mapped_column(String(1))
    """The last key that was pressed on this phone."""
    provider: Mapped[str] = mapped_column(String(12), default="sip")
    provider_call_id: Mapped[str | None] = mapped_column(String(64), index=True)
    ring_seconds: Mapped[float]
    created_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    """Until when whoever dials may be believed to live."""
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
