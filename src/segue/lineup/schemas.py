"""What the companion asks and tells."""

from pydantic import BaseModel, ConfigDict, Field


class DesiredView(BaseModel):
    """What should be on a call, as far as it is the companion's."""

    call_id: str
    room: str
    v: int = Field(description="Of two answers the higher one is the later")
    music: bool = Field(description="The customer should hear music")
    listen_for: list[str] = Field(description="Identities whose first sound is to be told")
    ended: bool


class HeardTrack(BaseModel):
    """A participant's microphone track whose sound has arrived."""

    model_config = ConfigDict(extra="forbid")

    identity: str = Field(min_length=1, max_length=80)
    track_sid: str = Field(min_length=1, max_length=64)


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
