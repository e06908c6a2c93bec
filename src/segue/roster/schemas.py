"""Agents as the API shows and takes them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StringConstraints

from segue.requests import Name

Handle = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,62}$")]
Skill = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,62}$")]


class AgentKind(StrEnum):
    """Who answers: a person or a program."""

    HUMAN = "human"
    AI = "ai"


class AgentStatus(StrEnum):
    """Whether an agent takes calls now. `busy` and the end of `wrap_up` follow from the calls."""

    AVAILABLE = "available"
    BUSY = "busy"
    WRAP_UP = "wrap_up"
    AWAY = "away"
    OFFLINE = "offline"


class ChosenStatus(StrEnum):
    """The statuses that a person may choose."""

    AVAILABLE = "available"
    AWAY = "away"
    OFFLINE = "offline"


class AgentView(BaseModel):
    """An agent of the roster."""

    id: str
    handle: str
    name: str
    kind: AgentKind
    skills: list[str]
    status: AgentStatus
    status_since: datetime
    configured: bool = Field(description="An AI agent without a configuration cannot take calls")


class AgentList(BaseModel):
    """A page of the roster."""

    agents: list[AgentView]
    next_cursor: str | None = None


class AgentCreate(BaseModel):
    """A new agent. Reads the original specification's `id`, `type` and `capabilities` too."""

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        json_schema_extra={
            "examples": [
                {"handle": "bob", "name": "Bob Jones", "kind": "human", "skills": ["billing"]}
            ]
        },
    )

    handle: Handle = Field(validation_alias=AliasChoices("handle", "id"))
    name: Name
    kind: AgentKind = Field(AgentKind.HUMAN, validation_alias=AliasChoices("kind", "type"))
    skills: list[Skill] = Field(
        default=[], max_length=50, validation_alias=AliasChoices("skills", "capabilities")
    )


class AgentPatch(BaseModel):
    """What may change of an agent."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"status": "available"}]}
    )

    name: Name | None = None
    skills: list[Skill] | None = Field(None, max_length=50)
    status: ChosenStatus | None = None


class AgentAnswer(BaseModel):
    """One agent."""

    agent: AgentView
