"""What the companion asks and tells."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from segue.calls.schemas import Moment, TranscriptLine
from segue.calls.transcription import Transcription
from segue.requests import Strict
from segue.transfers.reading import Reading


class ReadAloud(BaseModel):
    """A text that is to be read aloud, once."""

    id: str
    text: str
    language: str = Field(description="A code of two letters")


class PrivateTalk(BaseModel):
    """A consult room in which people talk, and the way to be there."""

    room: str
    token: str = Field(description="Lives a minute; lets its bearer hear and speak there")
    transcribe: list[str] = Field(description="Identities whose words are to be written down")
    read: ReadAloud | None = Field(None, description="The briefing, while it is to be read aloud")
    keys_of: str | None = Field(
        default=None, description="The identity of a phone whose keys are to be told"
    )


class Bridged(BaseModel):
    """A phone that is to be bridged: its line, the consult room, with the customer room."""

    leg: str
    identity: str = Field(description="The bridge's, in both rooms")
    phone: str = Field(description="The phone's identity in the consult room")
    customer_room: str
    customer_token: str = Field(description="Lives a minute; rights come with the state")
    consult_room: str
    consult_token: str = Field(description="Lives a minute; lets its bearer hear and speak there")


class KeysToPress(BaseModel):
    """Keys to be sent to the customer's phone, once."""

    number: int
    keys: str


class DesiredView(BaseModel):
    """What should be on a call, as far as it is the companion's."""

    call_id: str
    room: str
    v: int = Field(description="Of two answers the higher one is the later")
    music: bool = Field(description="The customer should hear music")
    listen_for: list[str] = Field(description="Identities whose first sound is to be told")
    transcribe: list[str] = Field(
        description="Identities in the customer room whose words are to be written down"
    )
    consult: PrivateTalk | None = Field(
        description="The private talk, or the offer to a phone, while there is one"
    )
    say: ReadAloud | None = Field(None, description="What a customer on a phone is to be told")
    bridge: Bridged | None = Field(None, description="The phone that is or may be bridged")
    press: list[KeysToPress] = Field(default=[], description="Keys to send to the customer's phone")
    ended: bool


class HeardTrack(BaseModel):
    """A participant's microphone track whose sound has arrived."""

    model_config = ConfigDict(extra="forbid")

    identity: str = Field(min_length=1, max_length=80)
    track_sid: str = Field(min_length=1, max_length=64)


class ReadingReport(BaseModel):
    """How far the reading of a text is."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1, max_length=80)
    state: Reading


class PressedKey(BaseModel):
    """A key that was pressed on a phone."""

    model_config = ConfigDict(extra="forbid")

    identity: str = Field(min_length=1, max_length=80)
    key: str = Field(pattern=r"^[0-9*#A-D]$")


class CompanionReport(BaseModel):
    """What the companion does now."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "music": False,
                    "heard": [{"identity": "agent:agt_0198f2", "track_sid": "TR_AMxyz"}],
                }
            ]
        },
    )

    music: bool
    heard: list[HeardTrack] = Field(default=[], max_length=16)
    transcription: Transcription | None = Field(
        None, description="Whether it can write down what is said"
    )
    voice: bool = Field(default=False, description="It can read aloud")
    reading: ReadingReport | None = None
    said: ReadingReport | None = Field(None, description="How far what it says to a customer is")
    pressed: list[PressedKey] = Field(default=[], max_length=32)
    keyed: int = Field(default=0, ge=0, description="The number of the last keys it has sent")


class HeardSegment(Strict):
    """One thing that the companion has heard somebody say. The same id again replaces it."""

    id: Annotated[str, StringConstraints(pattern=r"^heard-[A-Za-z0-9_.:-]{1,58}$")]
    line: TranscriptLine
    identity: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    text: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    started_at: Moment
    ended_at: Moment | None = None
    language: Annotated[str, StringConstraints(max_length=16)] | None = None
    final: bool = True


class HeardPost(Strict):
    """What the companion has heard."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "segments": [
                        {
                            "id": "heard-TR_AMxyz-1772616600000",
                            "line": "customer",
                            "identity": "customer",
                            "text": "I was charged twice for order 1042.",
                            "started_at": "2026-03-04T09:30:00Z",
                        }
                    ]
                }
            ]
        }
    )

    segments: list[HeardSegment] = Field(min_length=1, max_length=200)
