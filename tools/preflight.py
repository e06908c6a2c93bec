"""Says in one line what stops `make`, and how to mend it. Usage: preflight.py PART...

Parts: the keys of PARTS below. Exits with 1 at the first that is not fine. `livekit` prints `build`
when livekit-server is to be built, nothing when one is at hand or named by LIVEKIT_URL;
`livekit-sip` likewise.
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


def livekit_sip() -> None:
    """Print `build` when a livekit-sip must be built; demand what builds it then."""
    if not shutil.which("livekit-sip"):
        demand(toolchain.sip_build())
        print("build")


def livekit_sip_for_tests() -> None:
    """The same; but where it cannot be built, say so and let the tests of phones be skipped."""
    finding = toolchain.sip_build()
    if shutil.which("livekit-sip"):
        return
    if finding.fine:
        print("build")
    else:
        skip_phones(f"{finding.text} To mend it: {finding.mend}")


def skip_phones(why: str) -> None:
    """Say on the terminal, whatever becomes of stdout, what stops the tests of phones."""
    print(f"! Tests of phones will be skipped. {why}", file=sys.stderr)


def packages() -> None:
    """Install the Debian packages that `make test` needs, as root; else tell the line to run.

    Without those for phones the tests go on, and skip what needs them.
    """
    needed, phones = toolchain.missing_debian_packages(), toolchain.missing_phone_packages()
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install(needed + phones)
        needed, phones = toolchain.missing_debian_packages(), toolchain.missing_phone_packages()
    if phones:
        skip_phones(f"To mend it: sudo {toolchain.install_line(phones)}")
    if needed:
        line = toolchain.install_line(needed)
        sys.exit(f"✗ make test needs {', '.join(needed)}.\n  To mend it: sudo {line}")


def install(missing: "list[str]") -> None:
    """Install Debian packages, as root; the caller looks what is missing afterwards."""
    if not missing:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for line in ("apt-get update --quiet", toolchain.install_line(missing)):
        print("+", line, flush=True)
        subprocess.run(line.split(), check=False, env=environment, stdin=subprocess.DEVNULL)


PARTS = {
    "python": lambda: (demand(toolchain.python()), demand(toolchain.venv())),
    "node": lambda: demand(toolchain.node()),
    "go": lambda: demand(toolchain.go()),
    "livekit": lambda: livekit(even_if_elsewhere=False),
    "livekit-for-tests": lambda: livekit(even_if_elsewhere=True),
    "livekit-sip": livekit_sip,
    "livekit-sip-for-tests": livekit_sip_for_tests,
    "packages": packages,
}

if __name__ == "__main__":
    for part in sys.argv[1:]:
        PARTS[part]()
