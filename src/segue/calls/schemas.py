"""Calls as the API shows and takes them."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from segue.assist.sentiment import SentimentAnswer
from segue.calls.moves import CallState
from segue.calls.transcription import Transcription, TranscriptSource
from segue.insights.schemas import CallInsightsView
from segue.media.schemas import Line
from segue.requests import Name, Strict
from segue.transfers.schemas import BriefingView, TransferView

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=64)]
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def _of_our_times(moment: datetime) -> datetime:
    """The first and last days of the calendar leave it when they are told in UTC."""
    if not EARLIEST <= moment < LATEST:
        raise ValueError("must be between 1970 and 2200")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_times)]


class CustomerFacts(Strict):
    """Who calls, as far as it is known."""

    name: Name
    phone: Annotated[str, StringConstraints(max_length=32)] | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Za-z]{2,4})?$")] | None = (
        None
    )


class CallCreate(Strict):
    """A new call; it waits for its skill, or is offered to one agent first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "customer": {"name": "Casey Smith", "language": "en"},
                    "skill": "billing",
                    "metadata": {"order": "A-1042"},
                }
            ]
        }
    )

    customer: CustomerFacts
    skill: Identifier | None = None
    agent: Identifier | None = Field(None, description="Offered to this agent first (id or handle)")
    metadata: dict[str, Any] | None = Field(None, description="Yours, up to 4 kB as JSON")
    transcript: TranscriptSource = Field(
        TranscriptSource.HEARD,
        description=(
            "Who writes down what is said: the companion, which hears it, or you, who post it"
        ),
    )


class DeclineRequest(Strict):
    """Why an offer is turned down."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "On my way out"}]})

    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


class InviteRequest(Strict):
    """An invite for the customer of a call."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"expires_in_seconds": 3600}]})

    expires_in_seconds: int = Field(3600, ge=60, le=7 * 24 * 3600)


class InviteView(BaseModel):
    """A link that lets one browser join as the customer."""

    url: str
    expires_at: datetime


class JoinRequest(Strict):
    """What a customer tells of themselves when they join."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Casey Smith"}]})

    name: Name


class Role(StrEnum):
    """Who a leg belongs to."""

    CUSTOMER = "customer"
    AGENT = "agent"


class LegView(BaseModel):
    """One party's place on a call."""

    id: str
    role: Role
    kind: str
    agent_id: str | None
    name: str
    identity: str
    joined_at: datetime | None
    left_at: datetime | None


class CustomerView(BaseModel):
    """Who calls. The phone number is left out for those who do not handle the call."""

    name: str
    phone: str | None = None
    language: str | None = None


class PartyRights(BaseModel):
    """What one party may do in one room."""

    identity: str
    agent_id: str | None
    speaks: bool
    hears: bool


class LineUpView(BaseModel):
    """Who may speak and hear in each room, and whether there is music; LiveKit enforces it."""

    customer_room: list[PartyRights]
    consult_room: list[PartyRights]
    music: bool
    awaited: str | None = Field(description="Who must be audible before the music ends")


class CallView(BaseModel):
    """A call as agents see it."""

    id: str
    state: CallState
    version: int
    customer: CustomerView
    skill: str | None
    agent_id: str | None
    agent_name: str | None
    phone_leg_id: str | None = Field(None, description="The leg of the phone that serves it")
    missed: bool = Field(
        default=False, description="A phone called us and was not answered; it can be called back"
    )
    offered_to: str | None
    transfer_id: str | None = Field(description="The open transfer, if any")
    hold: bool = Field(description="The customer hears music")
    line_up: LineUpView
    position: int | None = Field(description="Place in the queue, from 1, while waiting")
    created_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    end_cause: str | None
    erased_at: datetime | None = Field(None, description="When what was said was erased")
    deadline_at: datetime | None
    server_now: datetime
    allowed_moves: list[str] = Field(description="What the asker may do now: answer, hold, …")
    room: str
    transcription: Transcription | None = Field(
        None,
        description=(
            "Whether what is said is being written down; if not, why. Null until the companion has "
            "said so, and once the call has ended"
        ),
    )
    voice: bool = Field(default=False, description="The companion can read a briefing aloud")


class DeclineView(BaseModel):
    """An offer that was turned down."""

    agent_id: str
    reason: str | None
    at: datetime


class CallDetail(CallView):
    """A call with its legs and transfers."""

    legs: list[LegView]
    transfers: list[TransferView]
    declined: list[DeclineView] = Field(description="Who turned it down before, oldest first")
    metadata: dict[str, Any]
    insights: CallInsightsView | None = Field(
        None, description="What was made of it once it had ended"
    )


class CallList(BaseModel):
    """A page of calls, newest first."""

    calls: list[CallView]
    next_cursor: str | None = None


class CallAnswer(BaseModel):
    """A call and the asker's lines into it."""

    call: CallView
    connect: list[Line]


class ConnectRequest(Strict):
    """Who comes back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"was": ["PA_7FqXcvBn2mLk"]}]})

    was: list[Annotated[str, StringConstraints(pattern=r"^PA_\w{1,60}$")]] = Field(
        default=[],
        max_length=50,
        description=(
            "The LiveKit participant sids that this page has had. When another one has its place "
            "now, that is a newer device: 409. Leave it out to take the call over."
        ),
    )


class ConnectAnswer(CallAnswer):
    """The way back after a reload."""

    transfer: TransferView | None = None


class CustomerCallView(BaseModel):
    """A call as its customer sees it: neutral names, nothing private."""

    id: str
    state: CallState
    hold: bool
    position: int | None
    agent_name: str | None
    ended: bool


class CustomerState(BaseModel):
    """How a call stands for its customer."""

    call: CustomerCallView


class FirstSound(Strict):
    """Whose track the customer's page has begun to hear."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"identity": "agent:agt_0198f2", "track_sid": "TR_AMxyz"}]}
    )

    identity: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    track_sid: Annotated[str, StringConstraints(min_length=1, max_length=64)]


class CustomerAnswer(BaseModel):
    """The customer's own call and line."""

    call: CustomerCallView
    connect: list[Line]
    captions: bool = Field(description="What is said can be read along: `GET …/captions`")


class TranscriptLine(StrEnum):
    """Where something was said."""

    CUSTOMER = "customer"
    CONSULT = "consult"


class Speaker(StrEnum):
    """Who said it."""

    CUSTOMER = "customer"
    AGENT = "agent"
    AI = "ai"


class SegmentIn(Strict):
    """One thing said. The same id again replaces it (an interim by its final text)."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
    line: TranscriptLine
    speaker: Speaker
    speaker_id: Identifier | None = None
    text: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    started_at: Moment
    ended_at: Moment | None = None
    language: Annotated[str, StringConstraints(max_length=16)] | None = None
    final: bool = True


class TranscriptPost(Strict):
    """Segments to keep."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "segments": [
                        {
                            "id": "line-1",
                            "line": "customer",
                            "speaker": "customer",
                            "text": "I was charged twice for order 1042.",
                            "started_at": "2026-03-04T09:30:00Z",
                        }
                    ]
                }
            ]
        }
    )

    segments: list[SegmentIn] = Field(min_length=1, max_length=200)


class SegmentView(BaseModel):
    """One thing said, as kept. `sentiment` is there for what the customer said to an agent."""

    id: str
    line: TranscriptLine
    speaker: Speaker
    speaker_id: str | None
    text: str
    started_at: datetime
    ended_at: datetime | None
    language: str | None
    final: bool
    sentiment: SentimentAnswer | None = None


class Transcript(BaseModel):
    """What was said, in order of time."""

    segments: list[SegmentView]
    next_cursor: str | None = None


class BriefingAnswer(BaseModel):
    """The briefing as it stands now."""

    briefing: BriefingView
