"""Written conversations, as files: what the customer says, and what the agent answers."""

from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).parent / "conversations"
WORDS_PER_SECOND = 2.6


class Who(StrEnum):
    """Whose turn it is."""

    CUSTOMER = "customer"
    AGENT = "agent"


class Turn(BaseModel):
    """One thing said."""

    model_config = ConfigDict(extra="forbid")

    who: Who
    say: str

    @property
    def seconds(self) -> float:
        """About how long it takes to say."""
        return 0.6 + len(self.say.split()) / WORDS_PER_SECOND


class VoiceKind(BaseModel):
    """How somebody sounds, in espeak-ng's terms."""

    model_config = ConfigDict(extra="forbid")

    name: str = "en-gb+f3"
    words_per_minute: int = 150
    pitch: int = 45


class Conversation(BaseModel):
    """A customer's call: up to the handoff, and after it with the next agent."""

    model_config = ConfigDict(extra="forbid")

    title: str
    source: str = Field(description="Where it is from and under what licence")
    customer: str
    voice: VoiceKind
    skill: str
    before: Annotated[list[Turn], Field(min_length=1)]
    after: Annotated[list[Turn], Field(min_length=1)]


@lru_cache(maxsize=1)
def conversations() -> dict[str, Conversation]:
    """Every conversation by its id, which is its file's name."""
    return {
        file.stem: Conversation.model_validate_json(file.read_text(encoding="utf-8"))
        for file in sorted(FOLDER.glob("*.json"))
    }
