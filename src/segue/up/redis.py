"""Redis, over which livekit-server and livekit-sip talk. Without phones nobody needs it."""

import secrets
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from segue.up.children import Program
from segue.up.keys import write_private
from segue.up.ports import LOOPBACK, Wanted

SETTING = "SEGUE_REDIS_PORT"


@dataclass(frozen=True)
class Redis:
    """A Redis on this machine that knows whoever has its password.

    Without one, any program on this machine could have livekit-sip dial.
    """

    port: int
    password: str = field(default_factory=lambda: secrets.token_urlsafe(36), repr=False)

    @property
    def address(self) -> dict[str, str]:
        """As livekit-server and livekit-sip want it in their configurations."""
        return {"address": f"{LOOPBACK}:{self.port}", "password": self.password}

    def configuration(self) -> str:
        """What redis-server reads.

        Nothing is kept on disk: rooms and calls end with the servers that have them, and serve
        makes the trunk anew.
        """
        lines = (
            f"bind {LOOPBACK}",
            f"port {self.port}",
            f"requirepass {self.password}",
            'save ""',
            "appendonly no",
            "loglevel warning",
            # Its title would be written over the environment that a later run knows it by.
            "set-proc-title no",
        )
        return "\n".join(lines) + "\n"


def find_binary() -> str | None:
    """The redis-server on PATH."""
    return shutil.which("redis-server")


def wanted_port(port: int) -> Wanted:
    """What it will listen on."""
    return Wanted("Redis", LOOPBACK, port, SETTING)


def program(binary: str, data_dir: Path, redis: Redis) -> Program:
    """Redis, with its configuration written into the data directory."""
    config = data_dir / "redis.conf"
    write_private(config, redis.configuration())
    return Program("redis", (binary, str(config)), data_dir / "logs" / "redis.log")
