"""`segue brief`: one conversation in, its briefing out, as JSON."""

import json
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from segue.assist.builtin.analyser import analyse
from segue.assist.builtin.transcript import Said


class SpokenTurn(BaseModel):
    """One thing said in a conversation that Segue did not carry."""

    speaker: Literal["customer", "agent", "ai"]
    text: str
    at: float = 0.0


class Conversation(BaseModel):
    """What `segue brief` reads."""

    turns: Annotated[list[SpokenTurn], Field(max_length=5000)]


def brief(document: str | bytes) -> str:
    """The briefing of a conversation given as JSON; raises pydantic's ValidationError."""
    turns = Conversation.model_validate_json(document).turns
    said = [Said(str(n), one.speaker, one.text, one.at) for n, one in enumerate(turns)]
    found = analyse(said)
    return json.dumps(
        {
            "briefing": found.text,
            "mood": found.mood,
            "action_items": [f"{item.owner}: {item.text}" for item in found.action_items],
            "sentiments": [one.label for one in found.sentiments],
        },
        ensure_ascii=False,
    )
