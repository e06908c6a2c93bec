"""Which speech recognition the settings ask for, and what of it is missing."""

import importlib.util
from pathlib import Path

from segue.calls.transcription import Transcription
from segue.settings import Settings, Stt

MODELS = {Stt.OPENAI: "gpt-4o-mini-transcribe", Stt.LOCAL: "base"}


def model_of(settings: Settings) -> str:
    """The model's name, or its directory."""
    return settings.stt_model or MODELS.get(settings.stt, "")


def trouble_with(settings: Settings) -> Transcription | None:
    """Why nothing can be written down, as far as it is known before anybody speaks."""
    match settings.stt:
        case Stt.NONE:
            return Transcription.OFF
        case Stt.LOCAL:
            place = Path(model_of(settings))
            if importlib.util.find_spec("faster_whisper") is None:
                return Transcription.NOT_INSTALLED
            return Transcription.NO_MODEL if place.is_absolute() and not place.is_dir() else None
        case Stt.OPENAI:
            return None if settings.has_openai else Transcription.REFUSED
