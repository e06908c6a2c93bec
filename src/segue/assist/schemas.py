"""What is asked of assistance over HTTP, and what it answers."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from segue.assist.builtin.suggestions import Kind
from segue.assist.sentiment import SentimentView
from segue.calls.schemas import Identifier, Moment, Speaker, TranscriptLine
from segue.insights.schemas import ActionItemView, Insights
from segue.requests import Strict
from segue.transfers.schemas import BriefingFields

SEGMENTS_AT_MOST = 500
EXAMPLE_SEGMENTS: list[JsonValue] = [
    {"id": "1", "speaker": "customer", "text": "I was charged twice for order 1042."},
    {"id": "2", "speaker": "agent", "text": "I'll refund one of the two by Friday."},
]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Za-z]{2,4})?$")]
Line = Annotated[str, StringConstraints(max_length=4000)]


class SpokenSegment(Strict):
    """One thing said on a call, wherever it was; a transcript's segment is one as well."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")] | None = Field(
        None, description="What evidence cites; its place in the list, from 1, when left out"
    )
    line: TranscriptLine = Field(
        TranscriptLine.CUSTOMER, description="What was said in a consult is not read"
    )
    speaker: Speaker
    speaker_id: Identifier | None = None
    text: Line
    started_at: Moment | None = None
    ended_at: Moment | None = None
    language: Annotated[str, StringConstraints(max_length=16)] | None = None
    final: bool = Field(True, description="What is not final is not read")


class _OfConversation(Strict):
    """A call of Segue's, or what was said on any other."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"segments": EXAMPLE_SEGMENTS}, {"call_id": "call_0198f2"}]}
    )

    call_id: Identifier | None = None
    segments: Annotated[list[SpokenSegment], Field(max_length=SEGMENTS_AT_MOST)] | None = None
    language: Language | None = Field(
        None, description="Told from what is said when left out; en, es, de and fr are read"
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> "_OfConversation":
        if (self.call_id is None) == (self.segments is None):
            raise ValueError("name either call_id or segments")
        return self


class AnalysisRequest(_OfConversation):
    """Which conversation is to be analysed."""


class SuggestionsRequest(_OfConversation):
    """In which conversation an agent wants suggestions."""


class SentimentRequest(Strict):
    """One thing that a customer said, and what they said before it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"text": "This is the third time I call!", "context": "It is still down."}]
        }
    )

    text: Line
    context: Line | None = Field(None, description="What they said before; a line each")
    language: Language | None = None


class AnalysedBriefing(BaseModel):
    """What somebody who takes the call over should know, in under 120 words."""

    text: str
    fields: BriefingFields


class AnalysisAnswer(BaseModel):
    """What was found in a conversation; each statement cites the segments that it rests on."""

    summary: str
    briefing: AnalysedBriefing
    insights: Insights
    action_items: list[ActionItemView]
    sentiment: SentimentView = Field(description="At the end of the conversation")
    model: str = Field(description="Who made it: `built-in` (a heuristic), or a model's name")
    cached: bool


class SuggestionView(BaseModel):
    """Something an agent might say, ask, do or know."""

    id: str = Field(description="The same for the same words on the same call")
    text: str = Field(description="Of one from an article the first line is its title")
    kind: Kind
    why: str
    evidence: list[str]
    article_id: str | None = Field(description="The article of the knowledge folder it is from")


class SuggestionsAnswer(BaseModel):
    """At most five, the most pressing first; none is better than a weak one."""

    suggestions: list[SuggestionView]
    model: str
