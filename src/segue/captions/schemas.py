"""What is said on the customer's line, as the customer reads it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from segue.calls.schemas import Speaker
from segue.calls.transcription import Transcription

WRITTEN_DOWN = frozenset({Transcription.WORKING, Transcription.POSTED})


class CaptionsState(StrEnum):
    """Whether there is anybody whose lines could be shown."""

    WRITING = "writing"
    NOBODY = "nobody"
    """Nobody writes down this call: not yet, not just now, or not at all."""


class Caption(BaseModel):
    """One thing said: who says it by their part alone. The same id again replaces it."""

    id: str
    speaker: Speaker
    text: str
    final: bool


def caption_of(segment: Mapping[str, Any]) -> Caption:
    """A line of the transcript without whatever is for agents: who it was, how it sounds, when."""
    return Caption.model_validate(segment)


def state_of(transcription: Transcription | None) -> CaptionsState:
    """What a call's transcription means for its customer; why it is as it is, is not theirs."""
    return CaptionsState.WRITING if transcription in WRITTEN_DOWN else CaptionsState.NOBODY
