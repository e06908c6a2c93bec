"""The form of a model's answers; nothing in them is believed before `grounding` has read it."""

from typing import Literal

from pydantic import BaseModel, Field

from segue.assist.builtin.feelings import Label
from segue.assist.builtin.suggestions import Kind


class Cited(BaseModel):
    """A statement and the numbers of the lines that say it."""

    text: str
    lines: list[int] = Field(description="Numbers of the lines that say it")


class Task(Cited):
    """Something to be done after the call."""

    owner: Literal["customer", "agent", "company"]
    due: str | None = Field(description="When, in the words of the line; null when none was said")


class Feeling(BaseModel):
    """How the customer sounds."""

    label: Label
    score: float = Field(description="-1 very negative to 1 very positive")
    signals: list[str] = Field(description="Phrases of the customer's, word for word")


class Reading(BaseModel):
    """What a model finds in a conversation."""

    summary: list[Cited] = Field(description="One or two sentences")
    reason: list[Cited] = Field(description="Why the customer calls; one")
    mood: Feeling = Field(description="How the customer sounds at the end")
    mood_lines: list[int] = Field(description="Numbers of the lines that tell it")
    facts: list[Cited] = Field(description="Numbers, dates, names, circumstances; at most eight")
    tried: list[Cited] = Field(description="What was tried already, and what came of it")
    promises: list[Cited] = Field(description="What the agent promised")
    open_questions: list[Cited] = Field(description="What the customer asked and was not told")
    next_step: list[Cited] = Field(description="What is to be done next; one")
    topics: list[str] = Field(description="At most three, of one to four words")
    cause: Cited | None = Field(description="Why it happened, if somebody said so")
    resolution: Cited | None = Field(description="What solved it, if it is solved")
    action_items: list[Task] = Field(description="At most five")


class Idea(Cited):
    """Something that the agent might say, ask, do or know."""

    kind: Kind
    why: str = Field(description="Why now, in one short sentence")


class Ideas(BaseModel):
    """What a model suggests to an agent; none is better than a weak one."""

    suggestions: list[Idea] = Field(description="At most five, the most pressing first")
