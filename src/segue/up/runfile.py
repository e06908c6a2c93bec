"""One `segue up` per data directory, and what a killed one left behind."""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from segue.up.keys import write_private

RUN_FILE = "up.json"
LOCK_FILE = "up.lock"
# Each child carries its run's id in its environment: a process id may be somebody else's by now,
# a random id that only our children were given cannot.
MARK = "SEGUE_RUN_ID"
PARTING_SECONDS = 3.0


@dataclass(frozen=True)
class Run:
    """One run of `segue up`, as others on this machine can find it."""

    run_id: str
    pid: int
    url: str
    livekit_url: str
    companion_port: int
    phones: bool = False
    """With a livekit-sip of its own."""


class AlreadyRunning(Exception):
    """Another `segue up` has this data directory."""

    def __init__(self, run: Run | None) -> None:
        self.run = run
        where = f" (pid {run.pid}, {run.url})" if run else ""
        super().__init__(
            f"Segue is already running on this data directory{where}. "
            "Stop it first, or give this one another SEGUE_DATA_DIR."
        )


def new_run_id() -> str:
    """An id that no other run has."""
    return secrets.token_hex(16)


def read(data_dir: Path) -> Run | None:
    """The latest run that was recorded and not stopped in order."""
    try:
        return Run(**json.loads((data_dir / RUN_FILE).read_text()))
    except FileNotFoundError:
        return None


def is_held(data_dir: Path) -> bool:
    """Whether a `segue up` has this data directory now."""
    if not (data_dir / LOCK_FILE).exists():
        return False
    try:
        with hold(data_dir):
            return False
    except AlreadyRunning:
        return True


@contextmanager
def hold(data_dir: Path) -> Generator[None]:
    """Have the data directory alone; raises AlreadyRunning. The lock goes with the process."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / LOCK_FILE).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(read(data_dir)) from None
        yield


@contextmanager
def recorded(data_dir: Path, run: Run) -> Generator[None]:
    """Let others find this run until it stops in order."""
    path = data_dir / RUN_FILE
    write_private(path, json.dumps(asdict(run), indent=2) + "\n")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def leftovers(run: Run) -> list[psutil.Process]:
    """The processes of a killed run that are alive still."""
    return [process for process in psutil.process_iter() if _carries(process, run.run_id)]


def _carries(process: psutil.Process, run_id: str) -> bool:
    try:
        return process.pid != os.getpid() and process.environ().get(MARK) == run_id
    except (psutil.Error, OSError):
        return False


def end_leftovers(data_dir: Path) -> list[int]:
    """End what a killed run left; the process ids. Call it while holding the data directory."""
    run = read(data_dir)
    found = leftovers(run) if run else []
    for process in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, stubborn = psutil.wait_procs(found, PARTING_SECONDS)
    for process in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, PARTING_SECONDS)
    return [process.pid for process in found]
