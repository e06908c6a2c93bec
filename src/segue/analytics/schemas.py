"""What happened in a period, in figures."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field


class Step(StrEnum):
    """How fine the picture of a period is."""

    HOUR = "hour"
    DAY = "day"


class Table(StrEnum):
    """What can be had as a file."""

    DAYS = "days"
    AGENTS = "agents"
    SKILLS = "skills"
    TRANSFERS = "transfers"


class Times(BaseModel):
    """How long something took, in seconds. Null where there was none."""

    count: int
    median: float | None
    p95: float | None = Field(description="19 of 20 were no longer than this")


class CallFigures(BaseModel):
    """Calls that began in the period."""

    total: int
    open: int
    ended: int
    abandoned: int = Field(description="Ended before an agent had answered")
    never_came: int = Field(description="Ended because the customer never joined; not abandoned")


class TransferFigures(BaseModel):
    """Transfers that began in the period, by how they ended."""

    total: int = 0
    open: int = 0
    completed: int = 0
    cancelled: int = 0
    declined: int = 0
    unanswered: int = 0
    failed: int = 0
    requeued: int = 0
    abandoned: int = 0


class AllTimes(BaseModel):
    """How long people waited, rang, held and talked."""

    wait: Times = Field(description="From when the customer was there to the first answer")
    ring: Times = Field(description="How long a transfer rang, over all whom it was offered to")
    hold: Times = Field(
        description="Music in a call that had any, transfers included; of ended calls"
    )
    handoff: Times = Field(description="From complete until the customer heard the next agent")
    handle: Times = Field(description="From the first answer to the end of the call")


class Moods(BaseModel):
    """The customers' lines by how they sound."""

    positive: int = 0
    neutral: int = 0
    negative: int = 0
    frustrated: int = 0
    mean: float | None = Field(None, description="From -1 to 1")


class Sentiment(Moods):
    """How the customers sounded, and in how many calls that changed from start to end."""

    calls: int = Field(description="With enough lines to tell whether it changed")
    fell: int
    rose: int


class StepFigures(BaseModel):
    """One day, or hour, of the period."""

    at: datetime = Field(description="When it begins")
    calls: int
    abandoned: int
    transfers: int
    moods: Moods


class AgentFigures(BaseModel):
    """One agent's part."""

    agent: str
    name: str
    calls: int = Field(description="That they were on")
    transfers_given: int = Field(description="Completed, from them")
    transfers_taken: int = Field(description="Completed, to them")
    declined: int = Field(description="Offers of calls and transfers that they turned down")
    handle_median: float | None = Field(description="Seconds that they were on a call")


class SkillFigures(BaseModel):
    """The calls of one skill; null: those that asked for none."""

    skill: str | None
    calls: int
    abandoned: int
    transfers: int
    wait_median: float | None
    handle_median: float | None


class Analytics(BaseModel):
    """What happened in a period. Whoever does not oversee gets what they had a part in."""

    from_: datetime = Field(serialization_alias="from")
    to: datetime
    step: Step
    calls: CallFigures
    transfers: TransferFigures
    times: AllTimes
    sentiment: Sentiment
    steps: list[StepFigures] = Field(description="Oldest first, none left out")
    agents: list[AgentFigures] = Field(description="Busiest first")
    skills: list[SkillFigures] = Field(description="Busiest first")
