"""Runs one long step of the set-up: says what it does, shows that it lives, and skips it when done.

Usage: step.py --title TEXT [--done NAME --watch PATH... [--makes PATH...]] -- COMMAND...

`--done` names a stamp in .tools/stamps that keeps a hash of what is watched: the step runs again
when a watched file changed, the command changed, or something it makes is gone.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMPS = ROOT / ".tools" / "stamps"
PASSED_OVER = {"node_modules", "__pycache__", "dist", ".vite", "coverage", "test-results"}
TAIL_LINES = 40
TELL_SECONDS = 15


def arguments() -> argparse.Namespace:
    """What the Makefile asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--title", required=True)
    parser.add_argument("--done")
    parser.add_argument("--watch", nargs="*", default=[])
    parser.add_argument("--makes", nargs="*", default=[])
    parser.add_argument("--directory", default=".")
    parser.add_argument("command", nargs="+")
    return parser.parse_args()


def files_under(path: Path) -> list[Path]:
    """The files of a folder, in a steady order, without what builds put there."""
    if not path.is_dir():
        return [path] if path.exists() else []
    found: list[Path] = []
    for entry in sorted(path.iterdir()):
        if entry.name not in PASSED_OVER:
            found += files_under(entry)
    return found


def fingerprint(watched: list[str], command: list[str]) -> str:
    """A hash of the command and of every watched file's path and content."""
    digest = hashlib.sha256(repr(command).encode())
    for name in watched:
        for path in files_under(ROOT / name):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def run(title: str, command: list[str], directory: Path, log: Path) -> int:
    """Run it with its output in a log; show one line that counts the seconds."""
    begun, told = time.monotonic(), 0.0
    live = sys.stdout.isatty()
    print(f"▸ {title} …", end="" if live else "\n", flush=True)
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command, cwd=directory, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink
        )
        try:
            while process.poll() is None:
                time.sleep(0.1)
                seconds = time.monotonic() - begun
                if seconds - told >= (1 if live else TELL_SECONDS):
                    told = seconds
                    tell(title, seconds, last_line(log), live=live)
        except KeyboardInterrupt:
            process.wait()
            raise
    mark = "✓" if process.returncode == 0 else "✗"
    start = "\r\x1b[K" if live else ""
    print(f"{start}{mark} {title}: {time.monotonic() - begun:.1f} s", flush=True)
    return process.returncode


def tell(title: str, seconds: float, doing: str, *, live: bool) -> None:
    """Show that a step lives: on a terminal in its own line, in a log in a further one."""
    if live:
        line = f"▸ {title} … {seconds:.0f} s  {doing}"
        print(f"\r\x1b[K{line[: shutil.get_terminal_size().columns - 1]}", end="", flush=True)
    else:
        print(f"  … {seconds:.0f} s: {doing}", flush=True)


def last_line(log: Path) -> str:
    """What the step wrote last, shortened."""
    lines = log.read_text(errors="replace").split("\n")
    written = [line.strip() for line in lines if line.strip()]
    return written[-1][:100] if written else "working"


def main() -> int:
    """Run the step unless its stamp says that it is done."""
    asked = arguments()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp = STAMPS / asked.done if asked.done else None
    present = fingerprint(asked.watch, asked.command)
    made = all((ROOT / name).exists() for name in asked.makes)
    if stamp and made and stamp.exists() and stamp.read_text() == present:
        return 0
    name = asked.done or "step"
    log = STAMPS / f"{name}.log"
    code = run(asked.title, asked.command, ROOT / asked.directory, log)
    if code != 0:
        with log.open(errors="replace") as source:
            print("".join(deque(source, TAIL_LINES)), end="")
        print(f"✗ {asked.title} failed (exit {code}). Whole output: {log.relative_to(ROOT)}")
        return 1
    if stamp:
        # Again, because a step may write into what it watches (a lock file, say).
        stamp.write_text(fingerprint(asked.watch, asked.command))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except FileNotFoundError as error:
        sys.exit(f"✗ {error.filename} is missing, which this step needs.")
