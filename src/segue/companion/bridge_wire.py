"""What the companion and a process that bridges say to each other: JSON, a line at a time.

Down go `Orders`, whenever they change: everything that the process is to bridge. Up come `Told`, at
each change and once a second: how each of its bridges is. Tokens go over this pipe and nowhere
else.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

TOLD_EVERY_SECONDS = 1.0
LINE_LIMIT_BYTES = 1_000_000


class BridgeState(StrEnum):
    """How a bridge is; one that failed is tried again for as long as it is wanted."""

    OPENING = "opening"
    OPEN = "open"
    """In both rooms. Who is heard depends on the rights it has there."""
    FAILED = "failed"


class BridgeWanted(BaseModel):
    """A phone that is to be bridged: its line, the consult room, with the customer room.

    `identity` is the bridge's, in both rooms, and `phone` is whom it speaks for. Tokens live a
    minute; an open bridge needs no new ones.
    """

    model_config = ConfigDict(frozen=True)

    leg: str
    identity: str
    phone: str
    url: str
    customer_room: str
    customer_token: str = Field(repr=False)
    consult_room: str
    consult_token: str = Field(repr=False)

    @property
    def place(self) -> tuple[str, ...]:
        """What makes it another bridge when it changes; fresh tokens do not."""
        return (self.identity, self.phone, self.url, self.customer_room, self.consult_room)


class Orders(BaseModel):
    """Everything that a process is to bridge from now on."""

    bridges: list[BridgeWanted] = []


class Told(BaseModel):
    """How the bridges of a process are, by leg."""

    bridges: dict[str, BridgeState] = {}


def line_of(message: Orders | Told) -> bytes:
    """A message as it goes over the pipe."""
    return message.model_dump_json().encode() + b"\n"
