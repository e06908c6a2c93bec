"""The voice server: somebody's, or the embedded one that `segue up` starts."""

import asyncio
import json
import os
import shutil
import socket
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import httpx
from livekit import api

from segue.settings import Settings
from segue.up.children import Program
from segue.up.keys import Keys, is_local_url, write_private
from segue.up.ports import LOOPBACK, Wanted
from segue.up.redis import Redis

UDP_OFFSET = 2
STUN_OFFSET = 4
DEFAULT_PORT = 7880
ANSWER_SECONDS = 3.0


class Answer(StrEnum):
    """What came back from a LiveKit server."""

    GOOD = "good"
    UNREACHABLE = "unreachable"
    KEY_REFUSED = "key_refused"
    NOT_LIVEKIT = "not_livekit"


TROUBLES = {
    Answer.UNREACHABLE: "the voice server at {url} does not answer",
    Answer.KEY_REFUSED: "the voice server at {url} refuses LIVEKIT_API_KEY and its secret",
    Answer.NOT_LIVEKIT: "what answers at {url} is not a LiveKit server",
}


@dataclass(frozen=True)
class VoiceServer:
    """Where LiveKit is, and whether it is ours to start."""

    url: str
    embedded_port: int | None = None

    @property
    def embedded(self) -> bool:
        """Whether `segue up` starts it."""
        return self.embedded_port is not None


async def choose(settings: Settings) -> VoiceServer:
    """Whose LiveKit to use: nothing is ever started in place of another machine's."""
    url = settings.livekit_url or settings.livekit_public_url
    if url is None:
        return VoiceServer(settings.server_livekit_url, settings.livekit_port)
    names = [name for name in (settings.livekit_url, settings.livekit_public_url) if name]
    local = all(is_url(name) and is_local_url(name) for name in names)
    if not local or url.startswith(("wss", "https")):
        return VoiceServer(settings.server_livekit_url)
    if await answers(url):
        return VoiceServer(url)
    return VoiceServer(url, urlsplit(url).port or DEFAULT_PORT)


def is_url(url: str) -> bool:
    """Whether a text is a URL that LiveKit can be asked at."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"ws", "wss", "http", "https"}
        return known and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def http_url(url: str) -> str:
    """The HTTP address of a LiveKit URL, which may begin with ws."""
    return "http" + url.removeprefix("ws") if url.startswith("ws") else url


async def answers(url: str) -> bool:
    """Whether a LiveKit server says that it is well."""
    try:
        async with httpx.AsyncClient(timeout=2) as client:
            return (await client.get(http_url(url))).is_success
    except httpx.HTTPError:
        return False


async def check(url: str, key: str, secret: str) -> Answer:
    """Whether a LiveKit server answers and takes our key."""
    async with api.LiveKitAPI(http_url(url), key, secret) as client:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):  # the client's own is not kept
                await client.room.list_rooms(api.ListRoomsRequest())
        except api.TwirpError as error:
            refused = error.status in (401, 403)
            return Answer.KEY_REFUSED if refused else Answer.NOT_LIVEKIT
        except aiohttp.ContentTypeError:
            return Answer.NOT_LIVEKIT
        except (aiohttp.ClientError, TimeoutError):
            return Answer.UNREACHABLE
    return Answer.GOOD


def find_binary(name: str = "livekit-server") -> str | None:
    """A server of LiveKit's on PATH, else the one that `make` built."""
    built = Path(sys.prefix).parent / ".tools" / "bin" / name
    beside = Path.cwd() / ".tools" / "bin" / name
    found = (str(path) for path in (built, beside) if os.access(path, os.X_OK))
    return shutil.which(name) or next(found, None)


def wanted_ports(port: int) -> list[Wanted]:
    """What the embedded server will listen on."""
    setting = "SEGUE_LIVEKIT_PORT (or the port of LIVEKIT_URL)"
    part = "the voice server"
    return [
        Wanted(part, LOOPBACK, port, setting),
        Wanted(part, LOOPBACK, port + UDP_OFFSET, setting, socket.SOCK_DGRAM),
    ]


def configuration(
    port: int,
    keys: dict[str, str],
    webhook_url: str | None,
    *,
    udp_port: int | None = None,
    redis: Redis | None = None,
) -> str:
    """A configuration that stays on the loopback interface (YAML, written as its subset JSON).

    Phones need a Redis.
    """
    settings: dict[str, object] = {
        "port": port,
        "bind_addresses": [LOOPBACK],
        "keys": keys,
        # Its warnings name participants, and livekit-sip names a phone by its number.
        "logging": {"level": "error" if redis else "warn", "json": True},
        "rtc": {
            "udp_port": udp_port or port + UDP_OFFSET,
            "tcp_port": 0,  # that listener binds every interface, whatever bind_addresses says
            "node_ip": LOOPBACK,
            "enable_loopback_candidate": True,
            "interfaces": {"includes": ["lo0" if sys.platform == "darwin" else "lo"]},
            # Handed to browsers, which would otherwise ask public servers for their address.
            "stun_servers": [f"{LOOPBACK}:{port + STUN_OFFSET}"],
        },
        "room": {"enable_remote_unmute": True},
    }
    if webhook_url:
        settings["webhook"] = {"api_key": next(iter(keys)), "urls": [webhook_url]}
    if redis is not None:
        settings["redis"] = redis.address
    return json.dumps(settings, indent=2) + "\n"


def program(
    binary: str,
    data_dir: Path,
    keys: Keys,
    *,
    port: int,
    webhook_url: str,
    redis: Redis | None = None,
) -> Program:
    """The embedded server, with its configuration written into the data directory."""
    config = data_dir / "livekit.yaml"
    pair = {keys.livekit_api_key: keys.livekit_api_secret}
    write_private(config, configuration(port, pair, webhook_url, redis=redis))
    return Program(
        name="livekit",
        command=(binary, "--config", str(config)),
        log_file=data_dir / "logs" / "livekit.log",
        environment=server_environment(),
        terms=2,
        patience_seconds=2.0,
        after_port=redis.port if redis else None,
    )


def server_environment() -> dict[str, str]:
    """Our environment without LIVEKIT_*: livekit-server would read its own settings there."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LIVEKIT_")}
