"""The table of transfers."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from segue.database import Base
from segue.transfers.explanation import Explanation
from segue.transfers.reading import Reading
from segue.transfers.situation import Event, Focus, Mode, Situation, State, on_phone


class Transfer(Base):
    """Moving a call from one agent to a target."""

    __tablename__ = "transfers"
    __table_args__ = (
        Index("ix_transfers_state_created_at", "state", "created_at"),
        Index("ix_transfers_created_at", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[State] = mapped_column(String(16))
    mode: Mapped[Mode] = mapped_column(String(8))
    focus: Mapped[Focus] = mapped_column(String(12))
    from_agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id"))
    to_agent_id: Mapped[str | None] = mapped_column(ForeignKey("agents.id"))
    to_leg_id: Mapped[str | None] = mapped_column(String(40))
    """The leg of the phone that is `to`, where no agent of the roster is."""
    from_present: Mapped[bool] = mapped_column(default=True)
    picked_up: Mapped[bool] = mapped_column(default=False, server_default=false())
    to_arrived: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[Event | None] = mapped_column(String(24))
    outcome: Mapped[State | None] = mapped_column(String(16))
    cause: Mapped[str | None] = mapped_column(String(40))
    auto_complete: Mapped[bool] = mapped_column(default=False)
    explanation: Mapped[Explanation] = mapped_column(
        String(8), default=Explanation.SPOKEN, server_default=Explanation.SPOKEN.value
    )
    """How whoever answers a phone is told what the call is about."""
    targets: Mapped[list[Any]]
    target_index: Mapped[int] = mapped_column(default=0)
    tried: Mapped[list[Any]] = mapped_column(default=list)
    """Everybody who was offered the call, in order; a skill asks nobody twice."""
    ring_seconds: Mapped[float]
    reason: Mapped[str | None] = mapped_column(String(500))
    note: Mapped[str | None] = mapped_column(String(500))
    briefing: Mapped[dict[str, Any]]
    attempts: Mapped[list[Any]] = mapped_column(default=list)
    timeline: Mapped[list[Any]] = mapped_column(default=list)
    consults: Mapped[list[Any]] = mapped_column(default=list)
    """The private talks: with whom (`to`), and since when (`at`)."""
    reading: Mapped[Reading | None] = mapped_column(String(12))
    """How far the companion is in reading the briefing aloud, in this private talk."""
    readings: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]
    state_since: Mapped[datetime]
    held_seconds: Mapped[float] = mapped_column(default=0.0)
    """How long the customer has heard music so far."""
    deadline_at: Mapped[datetime | None]
    deadline_event: Mapped[str | None] = mapped_column(String(24))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's form

    @property
    def room(self) -> str:
        """The name of the consult room."""
        return f"consult-{self.id}"

    @property
    def reading_id(self) -> str:
        """What the companion is told to read is named by this, and read once."""
        return f"{self.id}-{self.readings}"

    @property
    def situation(self) -> Situation:
        """The transfer, as far as its rules are concerned."""
        return Situation(
            state=State(self.state),
            mode=Mode(self.mode),
            focus=Focus(self.focus),
            to=self.to_agent_id or self.to_leg_id,
            picked_up=self.picked_up,
            from_present=self.from_present,
            to_arrived=self.to_arrived,
            answer=Event(self.answer) if self.answer else None,
            outcome=State(self.outcome) if self.outcome else None,
            cause=self.cause,
            auto_complete=self.auto_complete,
        )

    def settle(self, new: Situation) -> None:
        """Take over a situation that the rules came to."""
        self.state = new.state
        self.mode = new.mode
        self.focus = new.focus
        self.to_agent_id = None if on_phone(new.to) else new.to
        self.to_leg_id = new.to if on_phone(new.to) else None
        self.picked_up = new.picked_up
        self.from_present = new.from_present
        self.to_arrived = new.to_arrived
        self.answer = new.answer
        self.outcome = new.outcome
        self.cause = new.cause
        self.auto_complete = new.auto_complete
