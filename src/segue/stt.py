"""Which speech recognition the settings ask for, and what of it is missing."""

import importlib.util
from pathlib import Path

from segue.calls.transcription import Transcription
from segue.settings import Settings, Stt

OPENAI = "https://api.openai.com/v1"
MODELS = {Stt.OPENAI: "gpt-4o-mini-transcribe", Stt.LOCAL: "base"}


def model_of(settings: Settings) -> str:
    """The model's name, or its directory."""
    return settings.stt_model or MODELS.get(settings.stt, "")


def service_of(settings: Settings) -> str:
    """The address of the service, without a trailing slash."""
    return (settings.openai_base_url or OPENAI).rstrip("/")


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
            key = settings.openai_api_key
            # A service of one's own may ask for no key.
            known = settings.openai_base_url or (key is not None and key.get_secret_value())
            return None if known else Transcription.REFUSED
