import stat
from pathlib import Path

import pytest

from segue.settings import Settings
from segue.up import keys

LONG = "a-long-random-secret-of-more-than-32-characters"


def settings_of(data_dir: Path, **values: object) -> Settings:
    return Settings.model_validate({"data_dir": data_dir} | values)


def test_keys_are_made_once_and_are_private(tmp_path: Path, bare_environment: None) -> None:
    first = keys.load_or_make(settings_of(tmp_path))
    assert keys.load_or_make(settings_of(tmp_path)) == first
    assert not keys.is_weak(first.livekit_api_secret)
    assert first.livekit_api_secret != first.companion_key
    assert stat.S_IMODE((tmp_path / keys.FILE_NAME).stat().st_mode) == 0o600


def test_keys_set_by_hand_win_and_are_not_written(tmp_path: Path, bare_environment: None) -> None:
    by_hand = settings_of(tmp_path, livekit_api_key="mine", livekit_api_secret=LONG)
    found = keys.load_or_make(by_hand)
    assert (found.livekit_api_key, found.livekit_api_secret) == ("mine", LONG)
    assert LONG not in (tmp_path / keys.FILE_NAME).read_text()


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"livekit_api_secret": "secret"}, None),
        ({"livekit_api_secret": "secret", "livekit_url": "ws://127.0.0.1:7880"}, None),
        ({"livekit_api_secret": "secret", "livekit_url": "ws://[::1]:7880"}, None),
        ({"livekit_api_secret": "secret", "base_url": "http://alice.localhost:8080"}, None),
        ({"livekit_api_secret": "secret", "host": "0.0.0.0"}, "SEGUE_HOST"),
        ({"livekit_api_secret": "short", "livekit_url": "wss://v.example"}, "LIVEKIT_URL"),
        ({"livekit_api_secret": "secret", "livekit_public_url": "wss://v.example"}, "PUBLIC"),
        ({"livekit_api_secret": "secret", "base_url": "https://d.example"}, "SEGUE_BASE_URL"),
        ({"livekit_api_secret": LONG, "livekit_url": "wss://v.example"}, None),
        ({"livekit_url": "wss://v.example"}, None),
    ],
)
def test_a_weak_secret_stays_on_this_machine(
    tmp_path: Path, bare_environment: None, values: dict[str, object], refused: str | None
) -> None:
    refusal = keys.refusal(settings_of(tmp_path, **values))
    assert (refusal is None) if refused is None else refused in (refusal or "")
