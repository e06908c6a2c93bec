import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import psutil
import pytest

from segue.up import runfile

RUN = runfile.Run("an-id-that-only-our-children-know", 1, "http://127.0.0.1:1", "ws://x", 2)
SLEEP = [sys.executable, "-c", "import time; print(flush=True); time.sleep(60)"]


def started(run_id: str) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        SLEEP, env=os.environ | {runfile.MARK: run_id}, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    return process


def test_one_run_per_data_directory(tmp_path: Path) -> None:
    with (
        runfile.hold(tmp_path),
        runfile.recorded(tmp_path, RUN),
        pytest.raises(runfile.AlreadyRunning, match="pid 1, http://127"),
        runfile.hold(tmp_path),
    ):
        pass
    assert not runfile.is_held(tmp_path)
    assert runfile.read(tmp_path) is None


def test_asking_leaves_no_trace(tmp_path: Path) -> None:
    assert not runfile.is_held(tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_only_what_is_surely_ours_is_ended(tmp_path: Path) -> None:
    ours, foreign = started(RUN.run_id), started("of another run")
    try:
        killed = replace(RUN, pid=foreign.pid)
        (tmp_path / runfile.RUN_FILE).write_text(json.dumps(asdict(killed)))
        assert runfile.end_leftovers(tmp_path) == [ours.pid]
        assert not psutil.pid_exists(ours.pid)
        assert foreign.poll() is None
    finally:
        for process in (ours, foreign):
            process.kill()
            process.wait()
