"""What a party needs to be on a call: lines into LiveKit rooms."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Purpose(StrEnum):
    """What a line is for."""

    CUSTOMER = "customer"
    CONSULT = "consult"
    STANDBY = "standby"


class Line(BaseModel):
    """One way into one room. The token admits, within a minute; the state decides the rest."""

    purpose: Purpose
    room: str
    url: str = Field(description="LiveKit's address, as browsers reach it")
    token: str = Field(description="Admits without any right; rights follow the call's state")
    identity: str
    name: str = Field(description="How the others in the room see this party")
    expires_at: datetime


class RoomKind(StrEnum):
    """What a LiveKit room is to Segue."""

    CUSTOMER = "customer"
    CONSULT = "consult"
    OTHER = "other"


class ParticipantView(BaseModel):
    """Somebody in a LiveKit room."""

    identity: str
    name: str
    role: str


class RoomView(BaseModel):
    """A LiveKit room and who is in it."""

    name: str
    kind: RoomKind
    call_id: str | None = None
    participants: list[ParticipantView]
    created_at: datetime


class RoomList(BaseModel):
    """Every room on the voice server."""

    rooms: list[RoomView]


class TokenRequest(BaseModel):
    """Either a free token ({room, identity, …}) or a fresh line of a call ({call_id})."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"call_id": "call_0198f2"},
                {"room": "my-own-room", "identity": "dashboard"},
            ]
        },
    )

    call_id: str | None = Field(None, max_length=64)
    room: str | None = Field(None, min_length=1, max_length=128)
    identity: str | None = Field(None, min_length=1, max_length=128)
    name: str | None = Field(None, max_length=128)
    role: str | None = Field(None, max_length=32)


class TokenAnswer(BaseModel):
    """A token for a room of the asker's own, or the lines of a call."""

    token: str | None = None
    url: str
    room: str | None = None
    identity: str | None = None
    connect: list[Line] = []


class MediaView(BaseModel):
    """Whether the voice server answers, and since when that is so."""

    reachable: bool
    since: datetime
