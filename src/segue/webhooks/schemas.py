"""Outgoing webhooks as the API shows and takes them, and what a delivery tells."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl

from segue.requests import Strict
from segue.transfers.situation import Mode, State


class EventType(StrEnum):
    """What a webhook can tell; of a transfer, each way in which it can end."""

    CALL_ENDED = "call.ended"
    INSIGHTS_READY = "insights.ready"
    TRANSFER_COMPLETED = "transfer.completed"
    TRANSFER_CANCELLED = "transfer.cancelled"
    TRANSFER_DECLINED = "transfer.declined"
    TRANSFER_UNANSWERED = "transfer.unanswered"
    TRANSFER_FAILED = "transfer.failed"
    TRANSFER_REQUEUED = "transfer.requeued"
    TRANSFER_ABANDONED = "transfer.abandoned"


class Status(StrEnum):
    """How a delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    """Given up after the last try."""
    ERASED = "erased"
    """What it would have told was erased first."""


class Outcome(StrEnum):
    """How a try ended."""

    DELIVERED = "delivered"
    REFUSED = "refused"
    """An answer other than 2xx; redirects are not followed."""
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    ADDRESS_REFUSED = "address_refused"
    """The name leads to a private network."""


def _plain(url: HttpUrl) -> HttpUrl:
    """A password in a URL would be shown with it."""
    if url.username or url.password or url.fragment:
        raise ValueError("must have no user, password or fragment")
    return url


class WebhookCreate(Strict):
    """Whom to tell, and what."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "url": "https://crm.example.com/segue",
                    "events": ["call.ended", "insights.ready", "transfer.completed"],
                }
            ]
        }
    )

    url: Annotated[HttpUrl, AfterValidator(_plain)]
    events: list[EventType] = Field(min_length=1, max_length=len(EventType))


class WebhookView(BaseModel):
    """A webhook, without its secret."""

    id: str
    url: str
    events: list[EventType]
    created_by: str
    created_at: datetime


class NewWebhookAnswer(BaseModel):
    """A webhook. `secret` is shown only here."""

    webhook: WebhookView
    secret: str


class WebhookList(BaseModel):
    """A page of webhooks, oldest first."""

    webhooks: list[WebhookView]
    next_cursor: str | None = None


class TryView(BaseModel):
    """One try. Without an end, it is under way or its process ended first."""

    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    http_status: int | None


class DeliveryView(BaseModel):
    """How one delivery went; what it told is not shown."""

    id: str
    event: EventType
    subject: str = Field(description="The call or transfer that it tells of")
    status: Status
    attempts: list[TryView] = Field(description="Oldest first")
    at: datetime
    due_at: datetime | None = Field(description="When it is tried next")


class DeliveryList(BaseModel):
    """A page of deliveries, newest first."""

    deliveries: list[DeliveryView]
    next_cursor: str | None = None


class EndedCall(BaseModel):
    """What is told of a call: no name, no number, nothing that was said."""

    id: str
    skill: str | None
    language: str | None
    agent_id: str | None
    created_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    end_cause: str | None
    metadata: dict[str, Any] = Field(validation_alias="extra")


class EndedTransfer(BaseModel):
    """What is told of a transfer: no reason, no note, no briefing."""

    id: str
    call_id: str
    state: State
    mode: Mode
    from_agent_id: str
    to_agent_id: str | None
    cause: str | None
    created_at: datetime
