"""What became of a suggestion, as it is reported."""

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from segue.assist.builtin.suggestions import Kind
from segue.requests import Strict


class Feedback(StrEnum):
    """What an agent did with a suggestion."""

    USED = "used"
    DISMISSED = "dismissed"


class FeedbackRequest(Strict):
    """What an agent did with a suggestion; the last word counts."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"feedback": "used", "kind": "reply"}]}
    )

    feedback: Feedback
    kind: Kind
    article_id: Annotated[str, StringConstraints(pattern=r"^kb_[0-9a-f]{32}$")] | None = Field(
        None, description="Of the suggestion, if it has one"
    )
