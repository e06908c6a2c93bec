"""`segue up` as a person starts it: real processes, killed for real."""

import asyncio
import contextlib
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from livekit import api
from livekit.protocol.sip import CreateSIPParticipantRequest, SIPOutboundConfig, SIPTransport

from segue.up import runfile
from segue.up.sip import answers
from tests.fakes.ear import until
from tests.fakes.phone import Phone, State
from tests.media.sound import BOB
from tests.servers import (
    LiveKit,
    clean_environment,
    free_port,
    get_ok,
    missing_for_phones,
    wait_for,
)

# A start takes 5 s; a machine that does ten other things was seen to need 45.
START_SECONDS = 90.0
SERVERS = {"livekit-server": "livekit", "livekit-sip": "sip", "redis-server": "redis"}
pytestmark = pytest.mark.timeout(300)


@dataclass
class Up:
    """One data directory and its ports; started and stopped as often as a test likes."""

    data_dir: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    livekit_port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def output(self) -> str:
        path = self.data_dir / "terminal.txt"
        return path.read_text() if path.exists() else ""

    def start(self, *options: str) -> "subprocess.Popen[bytes]":
        self.data_dir.mkdir(exist_ok=True)
        environment = clean_environment(
            SEGUE_DATA_DIR=str(self.data_dir),
            SEGUE_PORT=str(self.port),
            SEGUE_LIVEKIT_PORT=str(self.livekit_port),
        )
        with (self.data_dir / "terminal.txt").open("wb") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "segue", "up", *options],
                cwd=self.data_dir,
                env=environment | self.settings,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
            )
        return self.process

    def start_and_wait(self, *options: str) -> "subprocess.Popen[bytes]":
        process = self.start(*options)

        def ready() -> bool:
            assert process.poll() is None, self.output
            return f"Segue is ready: http://127.0.0.1:{self.port}\n" in self.output

        wait_for(ready, START_SECONDS, "segue up is ready")
        return process

    def children(self) -> dict[str, psutil.Process]:
        """Our programs of this run by name."""
        run = runfile.read(self.data_dir)
        found = runfile.leftovers(run) if run else []
        named: dict[str, psutil.Process] = {}
        for process in found:
            with contextlib.suppress(psutil.Error):
                words = process.cmdline()
                program = Path(words[0]).name
                if program in SERVERS:
                    named[SERVERS[program]] = process
                elif words[-1] in ("serve", "companion"):
                    named[words[-1]] = process
        return named

    def works(self) -> bool:
        return get_ok(f"http://127.0.0.1:{self.port}/readyz") and get_ok(
            f"http://127.0.0.1:{self.livekit_port}"
        )

    def is_back(self, name: str, killed: int) -> bool:
        again = self.children().get(name)
        return again is not None and again.pid != killed and self.works()

    def companion_is_ready(self) -> int:
        return (self.data_dir / "logs" / "companion.log").read_text().count("ready for calls")


@pytest.fixture
def up_in(tmp_path: Path) -> Iterator[Callable[..., Up]]:
    made: list[Up] = []

    def make(**settings: str) -> Up:
        made.append(Up(tmp_path / "data", settings))
        return made[-1]

    yield make
    for one in made:
        if one.process and one.process.poll() is None:
            one.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                one.process.wait(15)
            one.process.kill()
            one.process.wait()


def test_what_is_killed_comes_back_and_the_next_start_finds_its_data(
    up_in: Callable[..., Up],
) -> None:
    up = up_in()
    process = up.start_and_wait("--demo")
    for name in ("serve", "livekit", "companion"):
        registered, pid = up.companion_is_ready(), up.children()[name].pid
        up.children()[name].kill()
        wait_for(lambda n=name, p=pid: up.is_back(n, p), START_SECONDS, f"{name} is back")
        if name != "serve":
            wait_for(
                lambda n=registered: up.companion_is_ready() > n,
                START_SECONDS,
                "companion registers",
            )
    second = subprocess.run(
        [sys.executable, "-m", "segue", "up"],
        env=clean_environment(SEGUE_DATA_DIR=str(up.data_dir)),
        cwd=up.data_dir,
        capture_output=True,
        text=True,
        check=False,
        timeout=START_SECONDS,
    )
    assert second.returncode == 1
    assert "already running" in second.stdout
    keys = (up.data_dir / "keys.json").read_text()
    children = up.children()
    process.send_signal(signal.SIGINT)
    assert process.wait(15) == 0, up.output
    assert not any(child.is_running() for child in children.values())
    assert runfile.read(up.data_dir) is None

    up.start_and_wait()
    assert (up.data_dir / "keys.json").read_text() == keys


def test_a_killed_run_leaves_nobody_behind(up_in: Callable[..., Up]) -> None:
    up = up_in()
    process = up.start_and_wait()
    children = up.children()
    assert set(children) == {"livekit", "serve", "companion"}
    run = json.loads((up.data_dir / runfile.RUN_FILE).read_text())
    orphan = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"],
        env=clean_environment(**{runfile.MARK: run["run_id"]}),
    )
    process.kill()
    process.wait()
    wait_for(lambda: not any(c.is_running() for c in children.values()), 5, "children are gone")
    up.start_and_wait()
    assert orphan.wait(1) != 0
    assert "Ended 1 process that a killed run had left behind" in up.output


def test_a_taken_port_is_one_clear_line(up_in: Callable[..., Up]) -> None:
    up = up_in()
    with socket.create_server(("127.0.0.1", up.port)):
        assert up.start().wait(START_SECONDS) == 1
    lines = up.output.splitlines()
    assert len(lines) == 1
    assert f"Port {up.port} for the desk is taken by " in lines[0]
    assert "SEGUE_PORT" in lines[0]


def test_a_running_livekit_on_loopback_is_used(up_in: Callable[..., Up], livekit: LiveKit) -> None:
    up = up_in(
        LIVEKIT_URL=livekit.url,
        LIVEKIT_API_KEY=livekit.key,
        LIVEKIT_API_SECRET=livekit.secret,
    )
    up.start_and_wait()
    assert set(up.children()) == {"serve", "companion"}
    assert f"{livekit.url} (yours)" in up.output


def test_an_unreachable_server_elsewhere_is_said_and_not_replaced(
    up_in: Callable[..., Up],
) -> None:
    up = up_in(
        LIVEKIT_URL="ws://voice.invalid:7880",
        LIVEKIT_API_KEY="key",
        LIVEKIT_API_SECRET="a-long-random-secret-of-more-than-32-characters",
    )
    process = up.start()
    wait_for(lambda: "voice.invalid:7880 does not answer" in up.output, START_SECONDS, "it is said")
    assert process.poll() is None
    assert "livekit" not in up.children()
    assert "Segue is ready" not in up.output


async def reaches(up: Up, phone: Phone) -> bool:
    """Whether the embedded servers can dial a phone; for a second or two after Redis has come back
    LiveKit finds no livekit-sip.
    """
    url = f"http://127.0.0.1:{up.livekit_port}"
    keys = json.loads((up.data_dir / "keys.json").read_text())
    async with api.LiveKitAPI(url, keys["livekit_api_key"], keys["livekit_api_secret"]) as lk:
        trunk = SIPOutboundConfig(hostname=phone.address, transport=SIPTransport.SIP_TRANSPORT_UDP)
        request = CreateSIPParticipantRequest(
            trunk=trunk,
            sip_call_to="+15550123",
            sip_number="+15550100",
            room_name="other",
            participant_identity="phone:a",
            wait_until_answered=True,
        )
        try:
            await lk.sip.create_sip_participant(request)
        except api.ServerError as error:
            if error.status < 500:
                raise
            return False
        return True


def addresses(up: Up) -> set[str]:
    """What the servers of a run listen on."""
    found = [up.children()[name].net_connections() for name in SERVERS.values()]
    listening = (psutil.CONN_LISTEN, psutil.CONN_NONE)
    return {one.laddr.ip for all_ in found for one in all_ if one.status in listening}


@pytest.mark.skipif(missing_for_phones() is not None, reason=missing_for_phones() or "")
async def test_phones_are_dialled_again_after_each_of_their_servers_was_killed(
    up_in: Callable[..., Up],
) -> None:
    sip_port = free_port()
    up = up_in(SEGUE_REDIS_PORT=str(free_port()), SEGUE_SIP_PORT=str(sip_port))
    process = await asyncio.to_thread(up.start_and_wait, "--phones")
    assert f"sip:127.0.0.1:{sip_port} (embedded)" in up.output
    assert addresses(up) == {"127.0.0.1"}
    async with Phone(BOB) as phone:
        for name in ("redis", "sip"):
            pid = up.children()[name].pid
            up.children()[name].kill()
            await until(lambda n=name, p=pid: up.is_back(n, p), START_SECONDS, f"{name} is back")
            await until(lambda: answers("127.0.0.1", sip_port), START_SECONDS, "SIP answers")
            async with asyncio.timeout(START_SECONDS):
                while not await reaches(up, phone):  # noqa: ASYNC110 - no event tells of it
                    await asyncio.sleep(0.2)
            await phone.calls[-1].is_(State.UP)
            if name == "redis":
                phone.calls[-1].hang_up()
        process.send_signal(signal.SIGINT)
        await phone.calls[-1].is_(State.OVER)
        assert phone.calls[-1].hung_up_by_far_end
        assert await asyncio.to_thread(process.wait, 15) == 0, up.output
