"""The port to whatever reads conversations: a model, or the built-in analyser.

Nothing that comes through it moves a call: it is shown to people, who decide. No answer names a
target of a transfer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from segue.assist.builtin.action_items import ActionItem
from segue.assist.builtin.feelings import Sentiment
from segue.assist.builtin.suggestions import Suggestion
from segue.assist.builtin.transcript import Said
from segue.transfers.schemas import BriefingFields, Statement


@dataclass(frozen=True, slots=True)
class Analysed:
    """What was found in a conversation. Each statement cites the lines that it rests on."""

    language: str
    summary: str
    briefing: BriefingFields
    text: str
    """The briefing in under 120 words."""
    topics: tuple[str, ...]
    cause: Statement | None
    resolution: Statement | None
    action_items: tuple[ActionItem, ...]
    sentiment: Sentiment
    """How the customer sounds at the end."""
    model: str
    """Who made it: `built-in`, or a model's name."""
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Felt:
    """How something said sounds."""

    sentiment: Sentiment
    model: str
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Suggested:
    """What an agent might say, ask or do next; at most five."""

    suggestions: tuple[Suggestion, ...]
    model: str
    cached: bool = False


class Assist(Protocol):
    """Reads conversations, and always answers: without a model, the built-in analyser does.

    What is said may hold anything; secrets are removed before it goes anywhere, and come back from
    nowhere. `language` is a code of two letters, told from the lines when it is not given.
    """

    @property
    def model(self) -> str:
        """Who is asked first: `built-in`, or a model's name."""
        ...

    @property
    def up(self) -> bool:
        """Whether they answered when asked last; the built-in analyser always does."""
        ...

    async def analyse(self, said: Sequence[Said], language: str | None = None) -> Analysed:
        """Summary, briefing, insights and action items of a conversation."""
        ...

    async def sentiment(
        self, text: str, context: Sequence[str] = (), language: str | None = None
    ) -> Felt:
        """How a line of the customer's sounds; `context` is what they said before, oldest first."""
        ...

    async def suggestions(self, said: Sequence[Said], language: str | None = None) -> Suggested:
        """What the agent might say, ask or do next."""
        ...

    def forget(self) -> None:
        """Forget what was read: something of it has been erased."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
