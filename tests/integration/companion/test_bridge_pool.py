"""The processes that bridge: how many there are, and what becomes of one that dies or hangs.

No voice server answers here: the bridges fail and are tried again, which is all the same to the
processes.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from segue.companion.bridge_host import COMMAND
from segue.companion.bridge_pool import BRIDGES_PER_PROCESS, RETRY_SECONDS, BridgePool
from segue.companion.bridge_wire import BridgeState, BridgeWanted, Orders, line_of
from tests.servers import clean_environment, free_port, wait_for

LIMIT_SECONDS = 20.0


@pytest.fixture
def pool() -> Iterator[BridgePool]:
    pool = BridgePool()
    yield pool
    pids = list(pool.pids())
    pool.close()
    assert not [pid for pid in pids if psutil.pid_exists(pid)]


def wanted(n: int, port: int) -> BridgeWanted:
    return BridgeWanted(
        leg=f"leg_{n}",
        identity=f"bridge:leg_{n}",
        phone=f"phone:leg_{n}",
        url=f"ws://127.0.0.1:{port}",
        customer_room="customer-call_1",
        customer_token="first.secret",
        consult_room="consult-tr_1",
        consult_token="second.secret",
    )


def until(condition: Callable[[], bool]) -> None:
    wait_for(condition, LIMIT_SECONDS, "the pool is as it should be")


def loads(pool: BridgePool) -> list[int]:
    """How many bridges each process has."""
    return sorted(pool.pids().values())


def process_of(pool: BridgePool, bridges: int) -> int:
    return next(pid for pid, has in pool.pids().items() if has == bridges)


def test_a_process_takes_a_few_bridges_and_one_more_waits(pool: BridgePool):
    port = free_port()
    assert loads(pool) == []
    pool.warm()
    until(lambda: loads(pool) == [0])

    legs = [wanted(n, port) for n in range(BRIDGES_PER_PROCESS + 1)]
    pool.follow("call_1", legs[:2])
    pool.follow("call_2", legs[2:])
    until(lambda: loads(pool) == [0, 1, BRIDGES_PER_PROCESS])
    until(lambda: {pool.state(one.leg) for one in legs} == {BridgeState.FAILED})

    full = process_of(pool, BRIDGES_PER_PROCESS)
    os.kill(full, signal.SIGKILL)
    until(lambda: full not in pool.pids() and loads(pool) == [0, 1, BRIDGES_PER_PROCESS])

    pool.follow("call_2", ())
    until(lambda: sum(loads(pool)) == 2)
    pool.follow("call_1", ())
    until(lambda: loads(pool) == [0])


def test_a_process_that_hangs_is_replaced(pool: BridgePool):
    pool.follow("call_1", [wanted(1, free_port())])
    until(lambda: loads(pool) == [0, 1] and pool.state("leg_1") is BridgeState.FAILED)
    hanging = process_of(pool, 1)
    os.kill(hanging, signal.SIGSTOP)
    until(lambda: hanging not in pool.pids() and loads(pool) == [0, 1])
    assert not psutil.pid_exists(hanging)


def test_closing_does_not_wait_for_a_process_that_hangs():
    pool = BridgePool()
    pool.warm()
    until(lambda: loads(pool) == [0])
    hanging = process_of(pool, 0)
    os.kill(hanging, signal.SIGSTOP)
    pool.close()
    assert not psutil.pid_exists(hanging)


async def test_jobs_of_other_threads_may_tell_it_what_to_do(pool: BridgePool):
    port = free_port()
    await asyncio.gather(
        *(asyncio.to_thread(pool.follow, f"call_{n}", [wanted(n, port)]) for n in range(4))
    )
    await asyncio.to_thread(until, lambda: loads(pool) == [0, 4])


def test_a_process_ends_with_its_input_and_shows_its_tokens_to_nobody():
    process = subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environment(),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"{not orders of first.secret}\n")
    process.stdin.write(line_of(Orders(bridges=[wanted(1, free_port())])))
    process.stdin.flush()
    while b"failed" not in process.stdout.readline():
        pass
    assert "secret" not in " ".join(psutil.Process(process.pid).cmdline())
    out, errors = process.communicate(timeout=LIMIT_SECONDS)
    assert process.returncode == 0
    assert b"orders that cannot be read" in errors
    assert b"secret" not in out + errors


def test_processes_that_cannot_start_are_tried_less_and_less_often(tmp_path: Path):
    starts = tmp_path / "starts"
    note = f"open({str(starts)!r}, 'a').write('x'); raise SystemExit(1)"
    pool = BridgePool((sys.executable, "-c", note))
    began = time.monotonic()
    pool.follow("call_1", [wanted(1, free_port())])
    until(lambda: starts.exists() and len(starts.read_text()) >= 3)
    assert time.monotonic() - began > RETRY_SECONDS
    assert pool.state("leg_1") is BridgeState.OPENING
    pool.close()
