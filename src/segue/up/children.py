"""The programs that Segue starts: they die with it, and are asked to stop before they must."""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

PR_SET_PDEATHSIG = 1
LOG_LIMIT_BYTES = 10_000_000

_ON_LINUX = sys.platform.startswith("linux")
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parting: signal.Signals = signal.SIGKILL) -> Callable[[], None]:
    """What a child runs before its program, so that it ends when its parent does.

    On Linux even a `kill -9` of the parent is noticed, by prctl(2); elsewhere it does nothing.
    """
    parent = os.getpid()

    def prepare() -> None:
        if _ON_LINUX:
            _libc.prctl(PR_SET_PDEATHSIG, int(parting))
            if os.getppid() != parent:  # it died between fork and prctl
                os._exit(1)

    return prepare


@dataclass(frozen=True)
class Program:
    """What to start, and how to end it."""

    name: str
    command: tuple[str, ...]
    log_file: Path
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    # livekit-server drains while people are on it; a second SIGTERM ends that (measured).
    terms: int = 1
    patience_seconds: float = 4.0
    # livekit-sip waits for its calls to end at SIGTERM, and ends them at SIGINT.
    parting: signal.Signals = signal.SIGTERM
    after_port: int | None = None
    """The loopback port of what must be there first."""

    def log_tail(self, lines: int = 12) -> str:
        """The end of its log, for a person who must know why it stopped."""
        try:
            text = self.log_file.read_text(errors="replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-lines:])


class Child:
    """One run of a program."""

    def __init__(
        self, program: Program, process: asyncio.subprocess.Process, log_begins: int
    ) -> None:
        self.program = program
        self._process = process
        self._log_begins = log_begins

    @classmethod
    async def start(cls, program: Program) -> "Child":
        """Start it in a session of its own: Ctrl-C reaches the supervisor alone."""
        _rotate(program.log_file)
        with program.log_file.open("ab") as sink:
            begins = sink.seek(0, os.SEEK_END)
            process = await asyncio.create_subprocess_exec(
                *program.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                env=dict(program.environment),
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )
        log.info("child started", child=program.name, pid=process.pid)
        return cls(program, process, begins)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.returncode is None

    def wrote(self, text: str) -> bool:
        """Whether this run has written something into its log."""
        with self.program.log_file.open("rb") as source:
            source.seek(self._log_begins)
            return text.encode() in source.read()

    async def wait(self) -> int:
        """Its exit status, once it has ended; negative for a signal."""
        return await self._process.wait()

    async def stop(self) -> None:
        """Ask it to end, then end it and whatever it started."""
        patience = self.program.patience_seconds / self.program.terms
        for _ in range(self.program.terms):
            if not self.running:
                break
            self._process.send_signal(self.program.parting)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), patience)
        self.end_group()
        code = await self._process.wait()
        log.info("child stopped", child=self.program.name, exit_code=code)

    def end_group(self) -> None:
        """End it and whatever it started, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


def _rotate(log_file: Path) -> None:
    """Keep one older log beside the present one, so that neither grows without end."""
    log_file.parent.mkdir(parents=True, exist_ok=True)
    if log_file.exists() and log_file.stat().st_size > LOG_LIMIT_BYTES:
        log_file.replace(log_file.with_suffix(".1.log"))
