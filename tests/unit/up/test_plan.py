import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from segue.settings import Settings
from segue.up import livekit
from segue.up.plan import CannotStart, make, serve_url
from segue.up.ports import free_port

LONG = "a-long-random-secret-of-more-than-32-characters"
pytestmark = pytest.mark.usefixtures("bare_environment")


def settings_of(data_dir: Path, **values: object) -> Settings:
    ports = {"port": free_port(), "livekit_port": free_port()}
    return Settings.model_validate({"data_dir": data_dir} | ports | values)


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize(
    ("values", "url", "embedded_port"),
    [
        ({"livekit_port": 18190}, "ws://127.0.0.1:18190", 18190),
        ({"livekit_url": "ws://127.0.0.1:18191"}, "ws://127.0.0.1:18191", 18191),
        ({"livekit_url": "ws://localhost:18191"}, "ws://localhost:18191", 18191),
        ({"livekit_url": "wss://voice.example"}, "wss://voice.example", None),
        ({"livekit_public_url": "wss://voice.example"}, "wss://voice.example", None),
        (
            {"livekit_url": "ws://127.0.0.1:18191", "livekit_public_url": "wss://voice.example"},
            "ws://127.0.0.1:18191",
            None,
        ),
        ({"livekit_url": "wss://127.0.0.1:18191"}, "wss://127.0.0.1:18191", None),
    ],
)
async def test_nothing_is_started_in_place_of_another_machine(
    tmp_path: Path, values: dict[str, object], url: str, embedded_port: int | None
) -> None:
    voice = await livekit.choose(settings_of(tmp_path, **values))
    assert (voice.url, voice.embedded_port) == (url, embedded_port)


async def test_a_taken_port_is_named_with_its_taker_and_its_setting(
    tmp_path: Path, taken: int
) -> None:
    with pytest.raises(CannotStart, match=rf"{taken} .*pid .*SEGUE_PORT"):
        await make(settings_of(tmp_path, port=taken), demo=False)
    with pytest.raises(CannotStart, match=rf"{taken} .*SEGUE_LIVEKIT_PORT"):
        await make(settings_of(tmp_path, livekit_port=taken), demo=False)


async def test_the_demo_stays_on_this_machine(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="SEGUE_HOST"):
        await make(settings_of(tmp_path, host="0.0.0.0"), demo=True)


async def test_a_foreign_server_needs_its_key(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="LIVEKIT_API_SECRET"):
        await make(settings_of(tmp_path, livekit_url="wss://voice.example"), demo=False)


async def test_a_foreign_server_leaves_two_programs_with_one_companion_key(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, livekit_url="wss://voice.example", livekit_api_secret=LONG)
    plan = await make(settings, demo=False)
    assert [program.name for program in plan.programs] == ["serve", "companion"]
    keys = {program.environment["SEGUE_COMPANION_KEY"] for program in plan.programs}
    assert keys == {plan.keys.companion_key}


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:81"),
        ("0.0.0.0", "http://127.0.0.1:81"),
        ("::1", "http://[::1]:81"),
    ],
)
def test_serve_is_reached_from_here(tmp_path: Path, host: str, url: str) -> None:
    assert serve_url(settings_of(tmp_path, host=host, port=81)) == url


@pytest.mark.parametrize("url", ["127.0.0.1:7880", "voice.example", "ws://", "ws://localhost:port"])
async def test_what_is_no_url_is_said(tmp_path: Path, url: str) -> None:
    with pytest.raises(CannotStart, match="LIVEKIT_URL"):
        await make(settings_of(tmp_path, livekit_url=url), demo=False)
