"""Settings for tests, the same in every environment."""

from pydantic import SecretStr

from segue.settings import Settings

BASE = "http://localhost:18200"
FIRST_KEY = "the-first-key-of-the-tests"
COMPANION_KEY = "the-companions-key-of-the-tests"


def settings_for(database_url: str, **changed: object) -> Settings:
    """Settings that no environment can change."""
    values: dict[str, object] = {
        "database_url": database_url,
        "base_url": BASE,
        "api_key": SecretStr(FIRST_KEY),
        "companion_key": SecretStr(COMPANION_KEY),
        "livekit_public_url": "wss://voice.example.org",
        "demo": False,
        "debug": False,
        **changed,
    }
    return Settings.model_construct(None, **values)
