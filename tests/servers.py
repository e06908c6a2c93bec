"""Real servers for tests, as processes on free loopback ports: they end with the test run.

`Servers` owns what it starts. Its processes die with pytest even when pytest is killed
(`die_with_parent`), and are ended by `close` otherwise.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import httpx

from segue.up import redis, sip
from segue.up.children import die_with_parent
from segue.up.livekit import configuration, find_binary, http_url, server_environment
from segue.up.ports import LOOPBACK, free_port, listens

OURS = ("SEGUE_", "LIVEKIT_", "OPENAI_", "TWILIO_", "NEXT_PUBLIC_", "DATABASE_", "REDIS_")
RTP_PORTS = 200
START_SECONDS = 60.0  # a start takes 2 s, unless the machine does ten other things


def clean_environment(**settings: str) -> dict[str, str]:
    """The environment without any setting of Segue but these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return kept | settings


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait until something is so; TimeoutError names it otherwise."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        time.sleep(0.02)


def get_ok(url: str) -> bool:
    """Whether a GET is answered with 200."""
    try:
        return httpx.get(url, timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def free_rtp_ports() -> str:
    """A range of UDP ports for the sound of calls; livekit-sip takes the free even ones of it."""
    first = free_port(in_a_row=RTP_PORTS + 1)
    return f"{first}-{first + RTP_PORTS}"


@dataclass
class Running:
    """A program that may be killed and started again, with the same command and ports."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    directory: Path
    ready: Callable[[], bool]
    user: str | None = None
    parting: signal.Signals = signal.SIGKILL
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def log_file(self) -> Path:
        """Everything it wrote, over all its runs."""
        return self.directory / f"{self.name}.log"

    @property
    def pid(self) -> int:
        """Its process id; RuntimeError when it does not run."""
        if self.process is None:
            raise RuntimeError(f"{self.name} does not run")
        return self.process.pid

    def start(self) -> None:
        """Start it and wait until it answers; its log is in the error when it does not."""
        self.launch()
        try:
            self.wait_until_ready()
        except (TimeoutError, RuntimeError) as error:
            log = self.log_file.read_text(errors="replace")[-4000:]
            self.kill()
            raise RuntimeError(f"{self.name} did not start: {error}\n{log}") from error

    def launch(self) -> None:
        """Start it without waiting."""
        with self.log_file.open("ab") as sink:
            self.process = self._popen(sink)

    def _popen(self, sink: IO[bytes]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            self.command,
            env=dict(self.environment),
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            start_new_session=True,
            user=self.user,
            group=self.user,
            extra_groups=[] if self.user else None,
            preexec_fn=die_with_parent(self.parting),  # noqa: PLW1509 - only calls prctl
        )

    def wait_until_ready(self, seconds: float = START_SECONDS) -> None:
        """Wait until it answers; RuntimeError when it ended instead."""

        def ready_or_ended() -> bool:
            if self.process is None or self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended")
            return self.ready()

        wait_for(ready_or_ended, seconds, f"{self.name} answers")

    def kill(self) -> None:
        """`kill -9` of it and of all it started; it may be started again."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end; kill it when it has not after five seconds."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(5)

    def restart(self) -> None:
        """Kill it, and start it as it was."""
        self.kill()
        self.start()


@dataclass
class LiveKit(Running):
    """A real livekit-server with a UDP port of its own."""

    port: int = 0
    key: str = "segue-test"
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(36))

    @property
    def url(self) -> str:
        """What SDKs are given."""
        return f"ws://{LOOPBACK}:{self.port}"

    @property
    def http_url(self) -> str:
        """What the server API is given."""
        return http_url(self.url)


@dataclass
class Redis(Running):
    """A real Redis, which keeps nothing."""

    known: redis.Redis = field(default_factory=lambda: redis.Redis(free_port()))


@dataclass
class Sip(Running):
    """A real livekit-sip, which brings phones into the rooms of a livekit-server."""

    place: sip.Place = field(kw_only=True)

    @property
    def address(self) -> tuple[str, int]:
        """Where phones call it."""
        return self.place.listen, self.place.port


@dataclass
class Serve(Running):
    """The real `segue serve`."""

    port: int = 0
    api_key: str = field(default_factory=lambda: secrets.token_urlsafe(36))
    companion_key: str = field(default_factory=lambda: secrets.token_urlsafe(36))

    @property
    def url(self) -> str:
        """Where it is reached, without a trailing slash."""
        return f"http://{LOOPBACK}:{self.port}"

    def client(self, **headers: str) -> httpx.Client:
        """A client with the first API key, which has every scope."""
        bearer = {"Authorization": f"Bearer {self.api_key}"} | headers
        return httpx.Client(base_url=self.url, headers=bearer, timeout=15, trust_env=False)


@dataclass
class Postgres(Running):
    """A real PostgreSQL, fast because nothing of it needs to outlive the run."""

    port: int = 0

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run one statement; what psql printed."""
        command = [
            *(tool("psql"), "--no-psqlrc", "--quiet", "--tuples-only", "--no-align"),
            *("-h", LOOPBACK, "-p", str(self.port), "-U", "segue", "-d", database, "-c", statement),
        ]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    @contextlib.contextmanager
    def database(self) -> Generator[str]:
        """The URL of a new, empty database, which is dropped at the end."""
        name = f"t{secrets.token_hex(6)}"
        self.sql(f"CREATE DATABASE {name}")
        try:
            yield f"postgresql://segue@{LOOPBACK}:{self.port}/{name}"
        finally:
            self.sql(f"DROP DATABASE {name} WITH (FORCE)")


def tool(name: str) -> str:
    """A program of PostgreSQL; Debian keeps the server's outside PATH."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    path = os.pathsep.join([*map(str, homes), os.environ.get("PATH", "")])
    found = shutil.which(name, path=path)
    if found is None:
        raise RuntimeError(f"{name} is missing. Install PostgreSQL: apt-get install postgresql")
    return found


def missing_for_phones() -> str | None:
    """Why phones cannot be tried here."""
    found = {
        "redis-server": redis.find_binary(),
        "livekit-sip": sip.find_binary(),
        "baresip": shutil.which("baresip"),
    }
    missing = [name for name, path in found.items() if path is None]
    return f"{', '.join(missing)} missing; make test says how to mend it" if missing else None


class Servers:
    """Starts servers and owns them: leaving it ends all."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._running: list[Running] = []
        self._cleanup = contextlib.ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End everything, the last started first."""
        while self._running:
            self._running.pop().kill()
        self._cleanup.close()

    def logs(self) -> list[tuple[str, str]]:
        """Name and log of each server, for a failed test's report."""
        return [(one.name, one.log_file.read_text(errors="replace")) for one in self._running]

    def own(self, program: Running) -> None:
        """Take on a program that somebody else has described; it ends with the others."""
        self._running.append(program)

    def _place(self, name: str) -> Path:
        place = self._directory / f"{name}-{len(self._running)}-{secrets.token_hex(2)}"
        place.mkdir(parents=True)
        return place

    def livekit(
        self,
        webhook_url: str | None = None,
        port: int | None = None,
        redis: Redis | None = None,
    ) -> LiveKit:
        """A started livekit-server that tells `webhook_url` what happens; phones need a Redis."""
        binary = find_binary()
        if binary is None:
            raise RuntimeError("livekit-server is missing. Run: make livekit")
        place, port = self._place("livekit"), port or free_port()
        config = place / "livekit.yaml"
        server = LiveKit(
            name="livekit",
            command=[binary, "--config", str(config)],
            environment=server_environment(),
            directory=place,
            ready=lambda: get_ok(server.http_url),
            port=port,
        )
        config.write_text(
            configuration(
                port,
                {server.key: server.secret},
                webhook_url,
                udp_port=free_port(),
                redis=redis.known if redis else None,
            )
        )
        self._running.append(server)
        server.start()
        return server

    def redis(self) -> Redis:
        """A started Redis."""
        place = self._place("redis")
        config = place / "redis.conf"
        server = Redis(
            name="redis",
            command=[redis.find_binary() or "redis-server", str(config)],
            environment=clean_environment(),
            directory=place,
            ready=lambda: listens(server.known.port),
        )
        config.write_text(server.known.configuration())
        self._running.append(server)
        server.start()
        return server

    def sip(self, livekit: LiveKit, redis: Redis) -> Sip:
        """A started livekit-sip; its livekit-server must use the same Redis."""
        binary = sip.find_binary()
        if binary is None:
            raise RuntimeError("livekit-sip is missing. Run: make livekit-sip")
        place, rtp = self._place("sip"), free_rtp_ports()
        config = place / "sip.yaml"
        server = Sip(
            name="sip",
            command=[binary, "--config", str(config)],
            environment=server_environment(),
            directory=place,
            ready=lambda: sip.answers(*server.address),
            place=sip.Place(free_port(), rtp),
        )
        login = {"url": livekit.url, "key": livekit.key, "secret": livekit.secret}
        config.write_text(sip.configuration(server.place, redis.known, **login))
        self._running.append(server)
        server.start()
        return server

    def serve(
        self,
        livekit: LiveKit,
        database_url: str | None = None,
        port: int | None = None,
        **settings: str,
    ) -> Serve:
        """A started `segue serve`; `settings` are environment variables, such as SEGUE_DEMO."""
        place, port = self._place("serve"), port or free_port()
        server = Serve(
            name="serve",
            command=[sys.executable, "-m", "segue", "serve"],
            environment={},
            directory=place,
            ready=lambda: get_ok(f"{server.url}/healthz"),
            port=port,
        )
        server.environment = clean_environment(
            SEGUE_HOST=LOOPBACK,
            SEGUE_PORT=str(port),
            SEGUE_DATA_DIR=str(place),
            SEGUE_API_KEY=server.api_key,
            SEGUE_COMPANION_KEY=server.companion_key,
            LIVEKIT_URL=livekit.url,
            LIVEKIT_API_KEY=livekit.key,
            LIVEKIT_API_SECRET=livekit.secret,
            **({"DATABASE_URL": database_url} if database_url else {}),
        )
        server.environment |= settings
        self._running.append(server)
        server.start()
        return server

    def postgres(self) -> Postgres:
        """A started PostgreSQL with a superuser `segue` whom loopback is enough for."""
        # As root it refuses to run, and the user postgres may not enter pytest's own directory.
        place = Path(tempfile.mkdtemp(prefix="segue-postgres-"))
        self._cleanup.callback(shutil.rmtree, place, ignore_errors=True)
        user = "postgres" if os.geteuid() == 0 else None
        if user:
            account = pwd.getpwnam(user)
            os.chown(place, account.pw_uid, account.pw_gid)
        initdb = [tool("initdb"), "--no-sync", "--auth=trust", "--username=segue", "-E", "UTF8"]
        subprocess.run(
            [*initdb, "-D", str(place / "data")],
            check=True,
            capture_output=True,
            cwd=place,
            user=user,
            group=user,
            extra_groups=[] if user else None,
        )
        return self._start_postgres(place, user)

    def _start_postgres(self, place: Path, user: str | None) -> Postgres:
        port = free_port()
        quick = (
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "max_connections=300",
        )
        settings = (f"port={port}", f"listen_addresses={LOOPBACK}", "unix_socket_directories=")
        server = Postgres(
            name="postgres",
            command=[
                tool("postgres"),
                *("-D", str(place / "data")),
                *(part for setting in (*quick, *settings) for part in ("-c", setting)),
            ],
            environment=clean_environment(),
            directory=place,
            ready=lambda: self._accepts(server),
            user=user,
            parting=signal.SIGQUIT,
            port=port,
        )
        self._running.append(server)
        server.start()
        return server

    @staticmethod
    def _accepts(server: Postgres) -> bool:
        asked = [tool("pg_isready"), "-q", "-h", LOOPBACK, "-p", str(server.port), "-U", "segue"]
        return subprocess.run(asked, check=False).returncode == 0
