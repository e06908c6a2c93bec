"""Transfers as the API shows and takes them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    computed_field,
    model_validator,
)

from segue.media.schemas import Line
from segue.requests import Strict
from segue.telephony.models import DialOutcome, DialState
from segue.transfers.explanation import Explanation
from segue.transfers.reading import Reading
from segue.transfers.situation import Focus, Mode, State

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class Target(Strict):
    """Where a call is to go: exactly one of these."""

    agent: Identifier | None = None
    skill: Identifier | None = None
    phone: Annotated[str, StringConstraints(min_length=1, max_length=256)] | None = None
    sip_uri: Annotated[str, StringConstraints(min_length=1, max_length=256)] | None = None

    @property
    def address(self) -> str | None:
        """The number or SIP URI, if it is a phone."""
        return self.phone or self.sip_uri

    @model_validator(mode="after")
    def _exactly_one(self) -> "Target":
        if sum(value is not None for value in self.model_dump().values()) != 1:
            raise ValueError("name exactly one of agent, skill, phone or sip_uri")
        return self


class Statement(BaseModel):
    """One statement of a briefing and the transcript segments it rests on."""

    text: str
    evidence: list[str] = Field(description="Ids of transcript segments")


class BriefingFields(BaseModel):
    """The parts of a briefing."""

    chain: list[Statement] = Field(
        default=[],
        description="Who had the call before, oldest first, and what their private talks agreed; "
        "of these the evidence can be read only by the two who talked, and those who oversee",
    )
    reason: list[Statement] = []
    mood: list[Statement] = []
    facts: list[Statement] = []
    tried: list[Statement] = []
    promises: list[Statement] = []
    open_questions: list[Statement] = []
    next_step: list[Statement] = []


class BriefingView(BaseModel):
    """What `to` is told."""

    text: str
    fields: BriefingFields
    source: str = Field(description="Who made it: `built-in` (a heuristic), or a model's name")
    edited: bool = Field(description="An agent changed it; their words win")
    updated_at: datetime | None


class BriefingEdit(Strict):
    """What `from` changes of the briefing."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"text": "Charged twice for order 1042; was promised a refund today."}]
        }
    )

    text: Annotated[str, StringConstraints(max_length=4000)] | None = None
    fields: BriefingFields | None = None

    @model_validator(mode="after")
    def _something(self) -> "BriefingEdit":
        if self.text is None and self.fields is None:
            raise ValueError("give text or fields")
        return self


class TransferCreate(Strict):
    """Begin a transfer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "call_id": "call_0198f2",
                    "to": [{"agent": "bob"}, {"skill": "billing"}],
                    "mode": "warm",
                    "reason": "A refund that needs a supervisor",
                    "note": "Has called twice already",
                }
            ]
        }
    )

    call_id: Identifier
    to: Target | Annotated[list[Target], Field(min_length=1, max_length=10)]
    mode: Mode = Mode.WARM
    reason: Sentence | None = None
    note: Sentence | None = None
    briefing: Annotated[str, StringConstraints(max_length=4000)] | None = None
    auto_complete: bool = False
    explanation: Explanation = Field(
        Explanation.SPOKEN, description="What whoever answers a phone hears before the keys"
    )
    ring_seconds: float | None = Field(None, ge=5, le=120)

    @property
    def targets(self) -> list[Target]:
        """The targets in the order they are tried."""
        return self.to if isinstance(self.to, list) else [self.to]


class TransferDecline(Strict):
    """Why `to` turns the offer down."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "In a meeting"}]})

    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


class SwapRequest(Strict):
    """Whom `from` wants to talk with now. Naming the aim keeps a retry from flipping it back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"focus": "customer"}]})

    focus: Focus


class CompleteRequest(Strict):
    """Which transfer to complete."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"transfer_id": "tr_0198f2"}]})

    transfer_id: Identifier


class ReadRequest(Strict):
    """Whether the briefing is to be read aloud. Naming the aim keeps a retry from flipping it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"aloud": True}]})

    aloud: bool


class PhoneView(BaseModel):
    """A phone that is, or was, called."""

    leg_id: str
    address: str
    state: DialState
    outcome: DialOutcome | None = Field(description="What became of it, once it is over")
    sip_status: int | None
    pressed: str | None = Field(description="The last key that was pressed on it")
    answered_at: datetime | None


class PartyView(BaseModel):
    """One side of a transfer: an agent, or a phone."""

    agent_id: str | None = Field(description="None for a phone")
    name: str = Field(description="A phone's is its number or address")
    phone: PhoneView | None = None
    present: bool = Field(description="In one of the call's rooms, as last seen")


Outcome = Literal[
    "ringing",
    "accepted",
    "declined",
    "unanswered",
    "unavailable",
    "gone",
    "failed",
    "cancelled",
    "inaudible",
]
"""How a try to reach somebody ended, or how far it is."""


class AttemptView(BaseModel):
    """One try to reach somebody."""

    target: Target
    agent_id: str | None = None
    name: str | None = None
    outcome: Outcome = Field(
        description="inaudible: accepted, but was not heard by the customer in time"
    )
    cause: str | None = None
    at: datetime


class TimelineEntry(BaseModel):
    """A state entered, and the event that led there."""

    state: State
    event: str
    at: datetime


class TransferView(BaseModel):
    """A transfer as its agents see it."""

    model_config = ConfigDict(populate_by_name=True)

    id: str
    call_id: str
    call_agent_id: str | None = Field(None, description="Whose the call is now")
    state: State
    version: int
    mode: Mode
    focus: Focus
    allowed_moves: list[str] = Field(description="What the asker may do now")
    from_: PartyView = Field(alias="from")
    to: PartyView | None
    targets: list[Target]
    attempts: list[AttemptView]
    reason: str | None
    note: str | None
    cause: str | None
    auto_complete: bool
    briefing: BriefingView | None = Field(description="Null for those it is not for")
    reading: Reading | None = Field(
        None, description="How far the companion is in reading the briefing aloud"
    )
    timeline: list[TimelineEntry]
    customer_name: str
    consult_room: str
    created_at: datetime
    deadline_at: datetime | None
    server_now: datetime

    @computed_field(description="Nothing more will happen in this transfer")
    @property
    def over(self) -> bool:
        """Whether the state is an end."""
        return self.state.terminal


class TransferAnswer(BaseModel):
    """A transfer and, where the asker has any, their lines."""

    transfer: TransferView
    connect: list[Line] = []


class TransferList(BaseModel):
    """A page of transfers, newest first."""

    transfers: list[TransferView]
    next_cursor: str | None = None
