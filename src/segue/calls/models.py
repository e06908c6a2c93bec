"""The tables of calls, their legs and what was said."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from segue.calls.moves import CallSituation, CallState
from segue.calls.transcription import Transcription, TranscriptSource
from segue.database import Base
from segue.transfers.situation import on_phone


class Call(Base):
    """One customer's conversation, from first hello to hang-up."""

    __tablename__ = "calls"
    __table_args__ = (
        Index("ix_calls_state_created_at", "state", "created_at"),
        Index("ix_calls_deadline_at", "deadline_at"),
        Index("ix_calls_created_at", "created_at"),
        Index("ix_calls_room_name", "room_name", unique=True),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[CallState] = mapped_column(String(12))
    customer_name: Mapped[str] = mapped_column(String(80))
    customer_phone: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str | None] = mapped_column(String(16))
    skill: Mapped[str | None] = mapped_column(String(63))
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("agents.id"), index=True)
    phone_leg_id: Mapped[str | None] = mapped_column(String(40))
    """The leg of the phone that serves it, where no agent of the roster does."""
    offered_to: Mapped[str | None] = mapped_column(ForeignKey("agents.id"))
    preferred: Mapped[str | None] = mapped_column(ForeignKey("agents.id"))
    skipped: Mapped[list[Any]] = mapped_column(default=list)
    declined: Mapped[list[Any]] = mapped_column(default=list)
    """Who turned its offer down, when and why."""
    transfer_id: Mapped[str | None] = mapped_column(String(40))
    """The open transfer."""
    end_cause: Mapped[str | None] = mapped_column(String(40))
    holds: Mapped[int | None] = mapped_column(default=0)
    """How often it went on hold; None where nobody counted."""
    held_seconds: Mapped[float | None] = mapped_column(default=0.0)
    """How long it was on hold in all; what transfers add to that is kept with them."""
    extra: Mapped[dict[str, Any]] = mapped_column("metadata", default=dict)
    transcript: Mapped[TranscriptSource] = mapped_column(
        String(12), default=TranscriptSource.HEARD, server_default=TranscriptSource.HEARD.value
    )
    created_at: Mapped[datetime]
    state_since: Mapped[datetime]
    state_changed_at: Mapped[datetime]
    """The last move, of the call or of its transfer."""
    customer_due_at: Mapped[datetime]
    """A customer who has not joined by then never came."""
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    deadline_at: Mapped[datetime | None]
    deadline_event: Mapped[str | None] = mapped_column(String(24))
    erased_at: Mapped[datetime | None]
    """When what was said on it was erased."""
    room_name: Mapped[str | None] = mapped_column(String(128))
    """The customer room, where LiveKit has named it: a phone that calls in brings its own."""
    dialled_number: Mapped[str | None] = mapped_column(String(32))
    """The number of ours that was called."""
    turned_away: Mapped[str | None] = mapped_column(String(16))
    """Why nobody will answer; the customer is told, and the call ends."""
    closed: Mapped[bool] = mapped_column(default=False, index=True)
    """Ended, and nothing of it is left in LiveKit."""

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's form

    @property
    def room(self) -> str:
        """The name of the customer room."""
        return self.room_name or f"customer-{self.id}"

    @property
    def situation(self) -> CallSituation:
        """The call, as far as its rules are concerned."""
        return CallSituation(
            state=CallState(self.state),
            agent=self.agent_id or self.phone_leg_id,
            offered_to=self.offered_to,
            preferred=self.preferred,
            skipped=frozenset(self.skipped),
            end_cause=self.end_cause,
        )

    def end_hold(self, now: datetime) -> None:
        """Count the hold that is over, if it is on hold."""
        if self.state == CallState.HELD and self.held_seconds is not None:
            self.held_seconds += (now - self.state_since).total_seconds()

    def serve_by(self, party: str | None) -> None:
        """Whose the call is from now on: an agent's, a phone's, or nobody's."""
        self.agent_id = None if on_phone(party) else party
        self.phone_leg_id = party if on_phone(party) else None

    def settle(self, new: CallSituation) -> None:
        """Take over a situation that the rules came to."""
        self.state = new.state
        self.serve_by(new.agent)
        self.offered_to = new.offered_to
        self.preferred = new.preferred
        self.skipped = sorted(new.skipped)
        self.end_cause = new.end_cause


class CallMedia(Base):
    """What LiveKit and the companion last told of a call; apart, as it changes all the time."""

    __tablename__ = "call_media"

    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id"), primary_key=True)
    room_sid: Mapped[str | None] = mapped_column(String(64))
    """LiveKit's id of the customer room; another one means that LiveKit began anew."""
    room_renewed_at: Mapped[datetime | None]
    companion_seen_at: Mapped[datetime | None]
    """Its last GET, which is its heartbeat."""
    companion_asked_at: Mapped[datetime | None]
    music: Mapped[bool] = mapped_column(default=False)
    """The companion says that its music is audible."""
    transcription: Mapped[Transcription | None] = mapped_column(String(16))
    """What the companion says of its ears."""
    voice: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The companion says that it can read aloud."""
    said: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """Which announcements a customer on a phone has heard."""
    keys: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """Keys that the companion is to press for the agent: `[number, keys]`, in order."""
    keyed: Mapped[int] = mapped_column(default=0, server_default="0")
    """The number of the last of them that it was given."""


class Leg(Base):
    """One party's place on a call."""

    __tablename__ = "legs"
    __table_args__ = (UniqueConstraint("call_id", "identity"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id"), index=True)
    identity: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(8), default="browser")
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("agents.id"))
    address: Mapped[str | None] = mapped_column(String(256))
    """The number or SIP URI of a phone."""
    created_at: Mapped[datetime]
    expected_since: Mapped[datetime]
    """Since when the line-up wants this party; absence counts from here at the earliest."""
    joined_at: Mapped[datetime | None]
    absent_since: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    heard_track: Mapped[str | None] = mapped_column(String(64))
    """The microphone track of theirs that the customer (or the companion) has heard."""


class Segment(Base):
    """One thing said, as posted by whoever transcribes."""

    __tablename__ = "segments"
    __table_args__ = (Index("ix_segments_call_id_started_at", "call_id", "started_at"),)

    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id"), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    line: Mapped[str] = mapped_column(String(12))
    transfer_id: Mapped[str | None] = mapped_column(String(40))
    """The transfer whose private talk it belongs to; None on the customer's line."""
    from_agent_id: Mapped[str | None] = mapped_column(String(40))
    to_agent_id: Mapped[str | None] = mapped_column(String(40))
    """The two who talked in private; only they, and those who oversee, may read it."""
    speaker: Mapped[str] = mapped_column(String(12))
    speaker_id: Mapped[str | None] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    language: Mapped[str | None] = mapped_column(String(16))
    final: Mapped[bool] = mapped_column(default=True)
    sentiment: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """How the customer sounds here, and who says so."""
