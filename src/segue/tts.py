"""Whether briefings can be read aloud, as the settings have it."""

from segue import espeak
from segue.settings import Settings, Tts


def can_speak(settings: Settings) -> bool:
    """Whether there is a voice, as far as it is known before it is asked to speak."""
    match settings.tts:
        case Tts.NONE:
            return False
        case Tts.ESPEAK:
            return espeak.is_installed()
        case Tts.OPENAI:
            return settings.has_openai
