"""The roster's table."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from segue.database import Base
from segue.roster.schemas import AgentKind, AgentStatus


class Agent(Base):
    """Somebody who takes calls."""

    __tablename__ = "agents"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    handle: Mapped[str] = mapped_column(String(63), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[AgentKind] = mapped_column(String(8))
    skills: Mapped[list[Any]]
    chosen_status: Mapped[AgentStatus] = mapped_column(String(12))
    """What the agent chose: available, away or offline."""
    status_since: Mapped[datetime]
    engaged_with: Mapped[str | None] = mapped_column(String(40))
    """The call they are offered, consulted on or serving; one at a time."""
    wrap_up_until: Mapped[datetime | None]
    idle_since: Mapped[datetime]
    heartbeat_at: Mapped[datetime | None]
    """The desk's last sign of life; None for agents driven by API alone."""
    configured: Mapped[bool] = mapped_column(default=True)
    """False for an AI agent that nobody has set up yet."""
    shown_status: Mapped[AgentStatus] = mapped_column(String(12))
    """The status that the desks were told last."""
