"""The demo as its panel shows it."""

from pydantic import BaseModel, ConfigDict, Field


class DemoAgentView(BaseModel):
    """Somebody whom one click signs in, on an origin of their own."""

    handle: str
    name: str
    url: str


class SimulationView(BaseModel):
    """A written conversation."""

    id: str
    title: str


class DemoView(BaseModel):
    """What the demo offers."""

    agents: list[DemoAgentView]
    simulations: list[SimulationView]
    autopilot: dict[str, bool] = Field(description="Which agents answer by themselves")


class SimulateRequest(BaseModel):
    """Which conversation the customer has; the next one in turn if none is named."""

    model_config = ConfigDict(extra="forbid")

    conversation: str | None = Field(None, max_length=64)


class SimulateAnswer(BaseModel):
    """The call of the customer who is calling now."""

    call_id: str


class CallerAnswer(BaseModel):
    """The page on which you are the customer."""

    url: str


class AutopilotRequest(BaseModel):
    """Whether an agent answers by themselves."""

    model_config = ConfigDict(extra="forbid")

    on: bool
