import json
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from segue.settings import Settings
from segue.up import runfile, sip
from segue.up.doctor import Level
from segue.up.phones import check_phones
from segue.up.plan import CannotStart, make
from segue.up.ports import LOOPBACK, free_port
from segue.up.redis import Redis

LONG = "a-long-random-secret-of-more-than-32-characters"
RANGE = "20000-20100"
pytestmark = pytest.mark.usefixtures("bare_environment")
Of = Callable[..., Settings]


@pytest.fixture
def of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Of:
    """Settings with free ports, on a machine that has the three servers."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("livekit-server", "redis-server", "livekit-sip"):
        (programs / name).write_text("#!/bin/sh\necho 'Redis server v=7.0.15 sha=0'\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    names = ("port", "livekit_port", "redis_port")
    ports = {name: free_port() for name in names} | {"sip_port": free_port()}

    def settings(**values: object) -> Settings:
        return Settings.model_validate({"data_dir": tmp_path / "data"} | ports | values)

    return settings


async def test_redis_and_livekit_sip_come_with_phones_and_not_without(of: Of) -> None:
    ours = ["serve", "companion"]
    plan = await make(of(), demo=False, phones=True)
    assert [one.name for one in plan.programs] == ["redis", "livekit", "sip", *ours]
    assert {one.environment[runfile.MARK] for one in plan.programs} == {plan.run.run_id}
    plan = await make(of(), demo=False)
    assert [one.name for one in plan.programs] == ["livekit", *ours]
    assert "redis" not in json.loads((of().data_dir / "livekit.yaml").read_text())


async def test_nothing_of_phones_is_started_beside_another_machines_livekit(of: Of) -> None:
    elsewhere = of(livekit_url="wss://voice.example", livekit_api_secret=LONG)
    plan = await make(elsewhere, demo=False, phones=True)
    assert [one.name for one in plan.programs] == ["serve", "companion"]
    assert (plan.phones, plan.run.phones) == (None, False)


async def test_only_who_may_read_our_files_can_have_phones_dialled(of: Of) -> None:
    plan = await make(of(), demo=False, phones=True)
    data = of().data_dir
    files = [data / name for name in ("redis.conf", "livekit.yaml", "sip.yaml")]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    voice, phones = (json.loads(file.read_text()) for file in files[1:])
    assert voice["redis"] == phones["redis"]
    # Below that, both write the numbers of those who call.
    assert voice["logging"]["level"] == phones["logging"]["level"] == "error"
    assert f"requirepass {phones['redis']['password']}\n" in files[0].read_text()
    assert not any(phones["redis"]["password"] in " ".join(one.command) for one in plan.programs)


def test_livekit_sip_stays_on_this_machine_unless_told() -> None:
    def written(place: sip.Place) -> dict[str, object]:
        text = sip.configuration(place, Redis(1), url="ws://x", key="k", secret="s")
        return json.loads(text)

    here = written(sip.Place(5060, RANGE))
    assert (here["listen_ip"], here["nat_1_to_1_ip"]) == (LOOPBACK, LOOPBACK)
    assert not {"health_port", "prometheus_port", "use_external_ip"} & here.keys()
    told = written(sip.Place(5060, RANGE, "0.0.0.0", "203.0.113.7"))
    assert (told["listen_ip"], told["media_nat_1_to_1_ip"]) == ("0.0.0.0", "203.0.113.7")
    assert written(sip.Place(5060, RANGE, "0.0.0.0", "auto"))["use_external_ip"] is True
    assert "nat_1_to_1_ip" not in written(sip.Place(5060, RANGE, "0.0.0.0"))


@pytest.mark.parametrize(
    "values",
    [
        {"sip_rtp_ports": "20000"},
        {"sip_rtp_ports": "20100-20000"},
        {"sip_rtp_ports": "0080-0090"},
        {"sip_listen": "phones.example"},
        {"sip_public_address": "automatic"},
    ],
)
def test_what_livekit_sip_would_stumble_over_is_refused(of: Of, values: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        of(**values)


@pytest.mark.parametrize("name", ["redis-server", "livekit-sip"])
async def test_a_missing_program_is_one_line_with_its_mending(
    of: Of, tmp_path: Path, name: str
) -> None:
    (tmp_path / "programs" / name).unlink()
    with pytest.raises(CannotStart, match=rf"{name}.*(apt-get install|make livekit-sip)") as error:
        await make(of(), demo=False, phones=True)
    assert "\n" not in str(error.value)
    await make(of(), demo=False)


@pytest.mark.parametrize(("name", "kind"), [("sip_port", "UDP port"), ("redis_port", "Port")])
async def test_a_taken_port_is_named_with_its_setting(of: Of, name: str, kind: str) -> None:
    settings = of()
    taken = socket.SOCK_DGRAM if name == "sip_port" else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, taken) as other:
        other.bind((LOOPBACK, getattr(settings, name)))
        with pytest.raises(CannotStart, match=rf"{kind} .*SEGUE_{name.upper()}"):
            await make(settings, demo=False, phones=True)


@pytest.fixture
def peer() -> Iterator[tuple[socket.socket, int]]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((LOOPBACK, 0))
        yield server, server.getsockname()[1]


def test_who_answers_options_is_there(peer: tuple[socket.socket, int]) -> None:
    server, port = peer
    asked: list[bytes] = []

    def serve() -> None:
        data, whence = server.recvfrom(2048)
        asked.append(data)
        server.sendto(b"SIP/2.0 200 OK\r\n\r\n", whence)

    thread = threading.Thread(target=serve)
    thread.start()
    assert sip.answers(LOOPBACK, port, seconds=10)
    thread.join()
    assert asked[0].startswith(f"OPTIONS sip:{LOOPBACK}:{port} SIP/2.0\r\n".encode())


def test_who_is_silent_or_gone_is_not_there(peer: tuple[socket.socket, int]) -> None:
    assert not sip.answers(LOOPBACK, peer[1], seconds=0.05)
    assert not sip.answers(LOOPBACK, free_port())


async def test_the_doctor_names_what_is_missing(of: Of, tmp_path: Path) -> None:
    assert {one.level for one in await check_phones(of())} == {Level.OK}
    (tmp_path / "programs" / "redis-server").unlink()
    unused, _ = await check_phones(of())
    assert (unused.level, "Only `segue up --phones`" in unused.text) == (Level.OK, True)
    needed, _ = await check_phones(of(phones=True))
    assert (needed.level, "apt-get" in needed.mend) == (Level.FAIL, True)


async def test_the_doctor_leaves_phones_to_another_machines_livekit(of: Of) -> None:
    (report,) = await check_phones(of(livekit_url="wss://voice.example", phones=True))
    assert "wss://voice.example" in report.text
    assert report.level is Level.OK


async def test_a_redis_that_is_too_old_is_not_started(of: Of, tmp_path: Path) -> None:
    (tmp_path / "programs" / "redis-server").write_text("#!/bin/sh\necho 'v=6.0.16'\n")
    with pytest.raises(CannotStart, match=r"6\.0\.16 is too old: 6\.2 needed"):
        await make(of(), demo=False, phones=True)
