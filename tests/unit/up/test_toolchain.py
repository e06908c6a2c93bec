import re
from pathlib import Path

import pytest

from segue.up import toolchain
from segue.up.toolchain import dotted

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("server", ["livekit-server", "livekit-sip"])
def test_the_go_version_is_the_one_of_the_modules(server: str) -> None:
    module = (ROOT / "tools" / server / "go.mod").read_text()
    found = re.search(r"^go (\d+\.\d+)", module, re.MULTILINE)
    assert found
    assert dotted(toolchain.GO_OF_LIVEKIT) == found[1]


def programs(directory: Path, **printed: str) -> str:
    for name, text in printed.items():
        (directory / name).write_text(f"#!/bin/sh\necho '{text}'\n")
        (directory / name).chmod(0o755)
    return str(directory)


@pytest.mark.parametrize(
    ("printed", "fine", "text"),
    [
        ({}, False, "Node is missing"),
        ({"node": "v18.20.1", "npm": "9"}, False, "Node 18.20.1 is too old: 20.19 needed"),
        ({"node": "v20.18.3", "npm": "9"}, False, "too old"),
        ({"node": "v20.19.0"}, False, "npm is not"),
        ({"node": "v24.1.0", "npm": "11"}, True, "Node 24.1.0"),
    ],
)
def test_node(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    printed: dict[str, str],
    fine: bool,
    text: str,
) -> None:
    monkeypatch.setenv("PATH", programs(tmp_path, **printed))
    finding = toolchain.node()
    assert finding.fine is fine
    assert text in finding.text
    assert fine or finding.mend


@pytest.mark.parametrize(
    ("version", "toolchain_setting", "fine"),
    [
        ("go version go1.19.8 linux/amd64", "auto", False),
        ("go version go1.24.1 linux/amd64", "auto", True),
        ("go version go1.24.1 linux/amd64", "local", False),
        ("go version go1.26.0 linux/amd64", "local", True),
    ],
)
def test_go(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: str,
    toolchain_setting: str,
    fine: bool,
) -> None:
    script = f'#!/bin/sh\n[ "$1" = env ] && echo {toolchain_setting} || echo "{version}"\n'
    (tmp_path / "go").write_text(script)
    (tmp_path / "go").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert toolchain.go().fine is fine


def test_livekit_sip_needs_a_compiler_and_sound_libraries_beside_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", programs(tmp_path, go="go version go1.26.0 linux/amd64"))
    finding = toolchain.sip_build()
    assert not finding.fine
    assert "apt-get install" in finding.mend
    assert "gcc libc6-dev pkg-config libopus-dev libopusfile-dev libsoxr-dev" in finding.mend


def test_livekit_sip_names_only_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", programs(tmp_path, go="go version go1.26.0", cc="cc"))
    (tmp_path / "pkg-config").write_text('#!/bin/sh\n[ "$2" != soxr ]\n')
    (tmp_path / "pkg-config").chmod(0o755)
    assert toolchain.missing_packages_of_sip_build() == ["libsoxr-dev"]
    (tmp_path / "pkg-config").write_text("#!/bin/sh\n")
    assert toolchain.sip_build().fine


def test_a_livekit_sip_at_hand_needs_no_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", programs(tmp_path, **{"livekit-sip": "1.8.0"}))
    assert toolchain.missing_phone_packages() == ["redis-server", "baresip-core"]
    assert not toolchain.redis().fine
