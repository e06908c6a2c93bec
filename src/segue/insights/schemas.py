"""What is known of a conversation as a whole, as the API shows it and lets it be changed."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from segue.assist.sentiment import SentimentAnswer
from segue.requests import Strict
from segue.transfers.schemas import Statement

Owner = Literal["customer", "agent", "company"]


class TalkView(BaseModel):
    """Who talked how much; together 1."""

    customer: float
    agent: float
    by: Literal["time", "words"] = Field(description="Words, unless every segment has its end")


class Insights(BaseModel):
    """What a conversation was about and how it went. Null is what cannot be told."""

    topics: list[str]
    cause: Statement | None
    resolution: Statement | None
    talk: TalkView | None
    silence_seconds: float | None = Field(description="Pauses of 2 s and more, all together")
    holds: int | None = Field(description="Only of Segue's own calls")
    transfers: int | None = Field(description="Only of Segue's own calls")


class ActionItemView(BaseModel):
    """Something to be done."""

    owner: Owner
    text: str
    due: str | None = Field(description="When, in the words of the call")
    evidence: list[str]


class KeptItemView(ActionItemView):
    """Something to be done, as it is kept."""

    id: str
    done: bool
    edited: bool = Field(description="Somebody changed it; their words win")


class InsightsState(StrEnum):
    """Whether there is something to read yet."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"
    """Given up after the last try; a line that comes in late has it tried again."""


class CallInsightsView(BaseModel):
    """What was made of a call after its end; each statement cites the lines that it rests on.

    Unless it is ready everything else is empty.
    """

    call_id: str
    state: InsightsState
    summary: str
    insights: Insights | None
    action_items: list[KeptItemView] = Field(description="At most five")
    sentiment: SentimentAnswer | None = Field(description="How the customer sounded at the end")
    model: str | None = Field(description="Who made it: `built-in` (a heuristic), or a model")
    made_at: datetime | None


class ItemEdit(Strict):
    """What changes of an action item; what is left out stays."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"owner": "agent", "due": "Friday", "done": True}]}
    )

    owner: Owner | None = None
    text: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
        | None
    ) = None
    due: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] | None = Field(
        None, description="Null: no longer due at any time"
    )
    done: bool | None = None

    @model_validator(mode="after")
    def _something(self) -> "ItemEdit":
        if not self.model_fields_set:
            raise ValueError("give at least one field")
        return self


class ItemAnswer(BaseModel):
    """An action item as it stands now."""

    action_item: KeptItemView


class ExportFormat(StrEnum):
    """How insights leave."""

    JSON = "json"
    CSV = "csv"
