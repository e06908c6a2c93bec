"""What a desk needs after a reload."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from segue.access.schemas import AccountView
from segue.calls.schemas import CallView
from segue.media.schemas import Line, MediaView
from segue.roster.schemas import AgentView
from segue.transfers.schemas import TransferView


class OfferKind(StrEnum):
    """A new call, or one that a colleague hands over."""

    CALL = "call"
    TRANSFER = "transfer"


class OfferView(BaseModel):
    """Something that rings at a desk."""

    kind: OfferKind
    call: CallView
    transfer: TransferView | None = None


class MeView(BaseModel):
    """Who is signed in, and everything their desk shows."""

    account: AccountView | None
    agent: AgentView | None
    call: CallView | None
    transfer: TransferView | None
    offers: list[OfferView]
    connect: list[Line]
    media: MediaView
    demo: bool
    phones: bool = Field(description="Phones can be called from here")
    event_id: int = Field(description="Events up to this one are in this answer")
    server_now: datetime


class Beat(BaseModel):
    """A desk's sign of life."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"call_id": "call_0198f2", "lines": 1}]}
    )

    call_id: str | None = Field(None, max_length=64)
    lines: int | None = Field(None, ge=0, le=8, description="How many lines are connected")
