"""The programs that building and running need, and how to get those that are missing.

`tools/preflight.py` loads this file before anything is installed, perhaps with an old Python: it
uses the standard library only, and no syntax newer than Python 3.8.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from typing import NamedTuple

PYTHON = (3, 11)
NODE = (20, 19)
# Since 1.21 Go fetches the toolchain that a module asks for, unless GOTOOLCHAIN is local.
GO = (1, 21)
GO_OF_LIVEKIT = (1, 26)  # the go line of tools/livekit-server/go.mod and tools/livekit-sip/go.mod

REDIS = (6, 2)  # older ones do not know set-proc-title

DEBIAN_PACKAGES = {"chromium": "chromium", "initdb": "postgresql", "espeak-ng": "espeak-ng"}
# What `segue up --phones` runs, and what the build of livekit-sip needs; baresip is a test's.
PHONE_PROGRAMS = {"redis-server": "redis-server"}
PHONE_TEST_PROGRAMS = {"baresip": "baresip-core"}
SIP_BUILD_PROGRAMS = {"cc": "gcc libc6-dev", "pkg-config": "pkg-config"}
SIP_BUILD_LIBRARIES = {"opus": "libopus-dev", "opusfile": "libopusfile-dev", "soxr": "libsoxr-dev"}


class Finding(NamedTuple):
    """What was found of one tool: fine or not, one line about it, and how to mend it."""

    fine: bool
    text: str
    mend: str = ""


def version_of(*command: str) -> tuple[int, ...] | None:
    """The first version number that a command prints; None when it cannot be run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", done.stdout)
    return tuple(int(part) for part in match.groups() if part) if match else None


def dotted(version: tuple[int, ...]) -> str:
    """A version as people write it."""
    return ".".join(str(part) for part in version)


def python() -> Finding:
    """The Python that runs this."""
    found = sys.version_info[:3]
    if found >= PYTHON:
        return Finding(True, f"Python {dotted(found)}")
    return Finding(
        False,
        f"Python {dotted(found)} is too old: Segue needs {dotted(PYTHON)} or newer.",
        "Install a newer one (Debian 12 and Ubuntu 24.04 have it: apt-get install python3 "
        "python3-venv), or name one: make PYTHON=/path/to/python3.12",
    )


def venv() -> Finding:
    """Whether this Python can make environments; Debian packs that apart."""
    if importlib.util.find_spec("ensurepip") is None:
        return Finding(
            False,
            "This Python cannot make virtual environments (no ensurepip).",
            "apt-get install python3-venv",
        )
    return Finding(True, "Python makes virtual environments")


def node() -> Finding:
    """Node and npm, which build the desk."""
    found = version_of("node", "--version")
    mend = f"Install Node {dotted(NODE)} or newer with npm, for example from nodejs.org."
    if found is None:
        return Finding(False, "Node is missing; it builds the desk.", mend)
    if found < NODE:
        return Finding(False, f"Node {dotted(found)} is too old: {dotted(NODE)} needed.", mend)
    if shutil.which("npm") is None:
        return Finding(False, f"Node {dotted(found)} is here, npm is not.", mend)
    return Finding(True, f"Node {dotted(found)}")


def go() -> Finding:
    """Go, which builds livekit-server where there is none."""
    found = version_of("go", "version")
    mend = (
        f"Install Go {dotted(GO)} or newer (go.dev), or put a livekit-server 1.13 on PATH (its "
        "releases, or the image livekit/livekit-server), or set LIVEKIT_URL to a running one."
    )
    if found is None:
        return Finding(False, "Go is missing; it builds livekit-server.", mend)
    if found < GO:
        return Finding(False, f"Go {dotted(found)} is too old: {dotted(GO)} needed.", mend)
    if found < GO_OF_LIVEKIT and _go_stays_local():
        wanted = dotted(GO_OF_LIVEKIT)
        return Finding(
            False,
            f"Go {dotted(found)} may not fetch the Go {wanted} that livekit-server needs.",
            f"Let it, with GOTOOLCHAIN=auto, or install Go {wanted}.",
        )
    return Finding(True, f"Go {dotted(found)}")


def _go_stays_local() -> bool:
    asked = ("go", "env", "GOTOOLCHAIN")
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return done.stdout.strip().startswith("local")


def find_postgres(name: str = "initdb") -> str | None:
    """A program of PostgreSQL's server, which Debian keeps outside PATH."""
    home = "/usr/lib/postgresql"
    versions = sorted(os.listdir(home), reverse=True) if os.path.isdir(home) else []  # noqa: PTH208, PTH112
    places = [os.path.join(home, version, "bin") for version in versions]  # noqa: PTH118
    return shutil.which(name, path=os.pathsep.join([*places, os.environ.get("PATH", "")]))


def missing_packages_of_sip_build() -> list[str]:
    """The Debian packages that building livekit-sip needs beside Go, and that are missing."""
    missing = [
        package for program, package in SIP_BUILD_PROGRAMS.items() if not shutil.which(program)
    ]
    libraries = SIP_BUILD_LIBRARIES.items()
    return missing + [package for library, package in libraries if not _has_library(library)]


def _has_library(name: str) -> bool:
    asked = ("pkg-config", "--exists", name)
    try:
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def sip_build() -> Finding:
    """Go, a C compiler and the sound libraries, which build livekit-sip where there is none."""
    tools = go()
    if not tools.fine:
        return Finding(False, "livekit-sip cannot be built. " + tools.text, tools.mend)
    missing = missing_packages_of_sip_build()
    if missing:
        return Finding(
            False,
            f"livekit-sip cannot be built: {', '.join(missing)} missing.",
            install_line(missing),
        )
    return Finding(True, "What builds livekit-sip is here")


def redis() -> Finding:
    """redis-server, over which livekit-server and livekit-sip talk."""
    if shutil.which("redis-server") is None:
        return Finding(False, "There is no redis-server.", install_line(["redis-server"]))
    found = version_of("redis-server", "--version") or ()
    if found < REDIS:
        return Finding(
            False,
            f"redis-server {dotted(found)} is too old: {dotted(REDIS)} needed.",
            "Install a newer one (Debian 12 and Ubuntu 24.04 have it).",
        )
    return Finding(True, f"redis-server {dotted(found)}")


def install_line(packages: list[str]) -> str:
    """The line that installs Debian packages."""
    return f"apt-get install --yes --no-install-recommends {' '.join(packages)}"


def missing_phone_packages() -> list[str]:
    """The Debian packages that the tests of phones need and that are not installed."""
    programs = {**PHONE_PROGRAMS, **PHONE_TEST_PROGRAMS}
    missing = [package for program, package in programs.items() if not shutil.which(program)]
    if shutil.which("livekit-sip"):
        return missing
    return missing + missing_packages_of_sip_build()


def missing_debian_packages() -> list[str]:
    """The Debian packages that `make test` cannot do without and that are not installed."""
    return [
        package
        for program, package in DEBIAN_PACKAGES.items()
        if not (find_postgres(program) if program == "initdb" else shutil.which(program))
    ]
