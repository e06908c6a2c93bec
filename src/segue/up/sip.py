"""livekit-sip, which brings phones into rooms; its configuration, and whether it answers."""

import asyncio
import json
import secrets
import signal
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from segue.settings import EVERYWHERE, Settings, is_loopback
from segue.up import livekit
from segue.up.children import Program
from segue.up.keys import Keys, write_private
from segue.up.ports import LOOPBACK, Wanted
from segue.up.redis import Redis

PART = "livekit-sip"
BY_STUN = "auto"
ANSWER_SECONDS = 1.0
NO_WAIT = "-1s"


@dataclass(frozen=True)
class Place:
    """Where phones reach livekit-sip. Its sound comes in on UDP ports of every interface while a
    call lasts, whatever is set here: livekit-sip 1.8 binds them so.
    """

    port: int
    rtp_ports: str
    """The first and the last, with - between."""
    listen: str = LOOPBACK
    public_address: str | None = None
    """What carriers are told: an address, `auto` to ask a STUN server, or None for the one that it
    listens on.
    """

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Where the embedded one is to be."""
        public = settings.sip_public_address
        return cls(
            port=settings.sip_port,
            rtp_ports=settings.sip_rtp_ports,
            listen=str(settings.sip_listen),
            public_address=str(public) if public else None,
        )

    @property
    def asked_at(self) -> str:
        """The address that this machine reaches it at."""
        return LOOPBACK if self.listen in EVERYWHERE else self.listen

    def wanted_ports(self) -> list[Wanted]:
        """What it will listen on before any call."""
        return [
            Wanted(PART, self.listen, self.port, "SEGUE_SIP_PORT", kind)
            for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM)
        ]

    @property
    def announced(self) -> dict[str, object]:
        """The part of the configuration that says where others are to send."""
        if self.public_address == BY_STUN:
            return {"use_external_ip": True}
        address = self.public_address or self.listen
        if address in EVERYWHERE:  # it takes the first interface's
            return {}
        return {"nat_1_to_1_ip": address, "media_nat_1_to_1_ip": address}


def configuration(place: Place, redis: Redis, *, url: str, key: str, secret: str) -> str:
    """What livekit-sip reads (YAML, written as its subset JSON).

    No health or metrics port: those would listen on every interface.
    """
    settings: dict[str, object] = {
        "api_key": key,
        "api_secret": secret,
        "ws_url": url,
        "redis": redis.address,
        "sip_port": place.port,
        "listen_ip": place.listen,
        "rtp_port": place.rtp_ports,
        # It refuses calls while the whole machine is busier than that.
        "max_cpu_utilization": 1.0,
        # Its other lines carry the numbers of those who call.
        "logging": {"level": "error", "json": True},
        **place.announced,
    }
    if is_loopback(place.listen):
        # Nobody sends late sound to an ended call's port from outside.
        settings |= {"rtp_draining_idle_timeout": NO_WAIT, "rtp_draining_duration": NO_WAIT}
    return json.dumps(settings, indent=2) + "\n"


def find_binary() -> str | None:
    """The livekit-sip on PATH, else the one that `make` built."""
    return livekit.find_binary("livekit-sip")


def answers(host: str, port: int, seconds: float = ANSWER_SECONDS) -> bool:
    """Whether a SIP server answers OPTIONS over UDP (RFC 3261, 11)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.settimeout(seconds)
        try:
            way.connect((host, port))
            way.send(_options(host, port, ours="{}:{}".format(*way.getsockname())))
            return way.recv(2048).startswith(b"SIP/2.0 ")
        except OSError:  # nobody listens there, or nobody answers in time
            return False


async def answers_soon(host: str, port: int) -> bool:
    """The same, without holding up others."""
    return await asyncio.to_thread(answers, host, port)


def _options(host: str, port: int, *, ours: str) -> bytes:
    mark = secrets.token_hex(8)
    lines = (
        f"OPTIONS sip:{host}:{port} SIP/2.0",
        f"Via: SIP/2.0/UDP {ours};branch=z9hG4bK{mark};rport",
        "Max-Forwards: 70",
        f"From: <sip:segue@{ours}>;tag={mark}",
        f"To: <sip:{host}:{port}>",
        f"Call-ID: {mark}",
        "CSeq: 1 OPTIONS",
        f"Contact: <sip:segue@{ours}>",
        "Content-Length: 0",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def program(
    binary: str, data_dir: Path, keys: Keys, place: Place, redis: Redis, *, url: str
) -> Program:
    """livekit-sip, with its configuration written into the data directory."""
    config = data_dir / "sip.yaml"
    pair = {"key": keys.livekit_api_key, "secret": keys.livekit_api_secret}
    write_private(config, configuration(place, redis, url=url, **pair))
    return Program(
        name="sip",
        command=(binary, "--config", str(config)),
        log_file=data_dir / "logs" / "sip.log",
        environment=livekit.server_environment(),
        parting=signal.SIGINT,
        after_port=redis.port,
    )
