"""Says in one line what stops `make`, and how to mend it. Usage: preflight.py PART...

Parts: python node go livekit packages. Exits with 1 at the first that is not fine. `livekit` prints
`build` when livekit-server is to be built, nothing when one is at hand or named by LIVEKIT_URL.
"""

import os
import shutil
import subprocess
import sys
from urllib.parse import urlsplit

if sys.version_info < (3, 8):  # noqa: UP036 - this runs before a Python is chosen
    sys.exit("Python %d.%d is too old: Segue needs 3.11 or newer." % sys.version_info[:2])  # noqa: UP031

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
sys.path.insert(0, os.path.join(ROOT, "src"))  # noqa: PTH118

from segue.up import toolchain  # noqa: E402 - src must be on the path first


def demand(finding: toolchain.Finding) -> None:
    """Stop with one line and its mending unless a tool is fine."""
    if not finding.fine:
        sys.exit(f"✗ {finding.text}\n  To mend it: {finding.mend}")


def is_elsewhere(url: str) -> bool:
    """Whether a LiveKit URL names another machine."""
    host = urlsplit(url).hostname or ""
    return not (host in ("localhost", "::1") or host.endswith(".localhost") or host[:4] == "127.")


def named_elsewhere() -> bool:
    """Whether the environment or an env file names another machine's LiveKit."""
    names = ("LIVEKIT_URL", "LIVEKIT_PUBLIC_URL", "NEXT_PUBLIC_LIVEKIT_WS_URL")
    lines = [f"{name}={os.environ[name]}" for name in names if name in os.environ]
    for file in (".env.local", ".env"):
        path = os.path.join(ROOT, file)  # noqa: PTH118
        if os.path.exists(path):  # noqa: PTH110
            with open(path, encoding="utf-8") as source:  # noqa: PTH123
                lines += [line.strip().removeprefix("export ") for line in source]
    found = [line.split("=", 1)[1].strip("\"' ") for line in lines if line.startswith(names)]
    return any(is_elsewhere(url) for url in found if url)


def livekit(*, even_if_elsewhere: bool) -> None:
    """Print `build` when a livekit-server must be built; demand Go then."""
    if shutil.which("livekit-server") or (named_elsewhere() and not even_if_elsewhere):
        return
    demand(toolchain.go())
    print("build")


def packages() -> None:
    """Install the Debian packages that `make test` needs, as root; else tell the line to run."""
    missing = toolchain.missing_debian_packages()
    if not missing:
        return
    line = f"apt-get install --yes --no-install-recommends {' '.join(missing)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"✗ make test needs {', '.join(missing)}.\n  To mend it: sudo {line}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "--quiet"], line.split()):
        print("+", " ".join(command), flush=True)
        subprocess.run(command, check=True, env=environment, stdin=subprocess.DEVNULL)
    left = toolchain.missing_debian_packages()
    if left:
        sys.exit(f"✗ Installed, but still not found: {', '.join(left)}.")


PARTS = {
    "python": lambda: (demand(toolchain.python()), demand(toolchain.venv())),
    "node": lambda: demand(toolchain.node()),
    "go": lambda: demand(toolchain.go()),
    "livekit": lambda: livekit(even_if_elsewhere=False),
    "livekit-for-tests": lambda: livekit(even_if_elsewhere=True),
    "packages": packages,
}

if __name__ == "__main__":
    for part in sys.argv[1:]:
        PARTS[part]()
