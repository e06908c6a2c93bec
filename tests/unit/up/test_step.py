import shutil
import subprocess
import sys
from pathlib import Path

import pytest

STEP = Path(__file__).parents[3] / "tools" / "step.py"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "tools").mkdir()
    shutil.copy(STEP, tmp_path / "tools")
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a").write_text("1")
    return tmp_path


def step(project: Path, script: str) -> "subprocess.CompletedProcess[str]":
    words = ["--title", "Building", "--done", "built", "--watch", "source", "--makes", "made"]
    return subprocess.run(
        [sys.executable, "tools/step.py", *words, "--", "sh", "-c", script],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )


BUILD = "cat source/a >> made"


def test_a_step_runs_once_until_what_it_watches_changes(project: Path) -> None:
    assert "✓ Building" in step(project, BUILD).stdout
    assert step(project, BUILD).stdout == ""
    (project / "source" / "a").write_text("2")
    step(project, BUILD)
    assert (project / "made").read_text() == "12"


def test_a_touched_file_with_the_same_content_is_no_change(project: Path) -> None:
    step(project, BUILD)
    (project / "source" / "a").write_text("1")
    assert step(project, BUILD).stdout == ""


def test_a_step_runs_again_when_its_product_is_gone(project: Path) -> None:
    step(project, BUILD)
    (project / "made").unlink()
    assert "✓ Building" in step(project, BUILD).stdout


def test_a_failed_step_shows_its_end_and_is_not_done(project: Path) -> None:
    failed = step(project, "echo the cause; touch made; exit 3")
    assert failed.returncode == 1
    assert "the cause" in failed.stdout
    assert "✗ Building failed (exit 3)" in failed.stdout
    assert "✓ Building" in step(project, BUILD).stdout
