"""The API under load beside a bare one, the delivery of events, and what the processes weigh."""

import asyncio
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import psutil
from tests.servers import Running, clean_environment, free_port, get_ok

from bench import bare, load
from bench.conditions import Machine
from bench.desks import Desk, open_desks
from bench.figures import Figure, Sheet
from bench.offer import silent_call
from bench.stage import LOOPBACK, Stage

BATCHES = 10
DESKS = 200
TOLD_SECONDS = 5.0
CALLS = 20
"""Each is two people and a companion in LiveKit: 100 would starve a small machine."""
MANY = 100
SETTLE_SECONDS = 3.0
MEGABYTE = 1e6
STATUS, TOKEN = "GET /api/transfer/status/{id}", "POST /api/livekit/token"
BARE_TOKEN, BARE_GET = "the same in bare FastAPI + livekit-api", "GET in bare FastAPI"
TOKEN_PATH = "/api/livekit/token"
MINT = "livekit-api alone, without HTTP"


async def run(runs: int) -> list[Sheet]:
    """`runs` requests of each kind, a tenth as many events, and a few calls."""
    async with Stage.open() as stage:
        await stage.hire("alice", "bob")
        sheets = [*await _rates(stage, runs), await _delivery(stage, max(10, runs // 40))]
    async with Stage.open() as stage:
        return [*sheets, await _memory(stage, max(3, min(CALLS, runs // 50)))]


async def _rates(stage: Stage, runs: int) -> list[Sheet]:
    machine = Machine()
    transfer_id = await _transfer(stage)
    body = {"room": "elsewhere", "identity": "somebody"}
    url, key = stage.serve.url, stage.serve.api_key
    async with _bare(stage) as other:
        asked = {
            STATUS: (url, load.request("GET", f"{url}/api/transfer/status/{transfer_id}", key)),
            BARE_GET: (other, load.request("GET", f"{other}/healthz")),
            TOKEN: (url, load.request("POST", f"{url}{TOKEN_PATH}", key, body)),
            BARE_TOKEN: (other, load.request("POST", f"{other}{TOKEN_PATH}", "", body)),
        }
        rates: dict[str, list[load.Rate]] = {name: [] for name in asked}
        for _ in range(BATCHES):
            for name, (where, request) in asked.items():
                rates[name].append(await load.batch(where, request, max(10, runs // BATCHES)))
    beside = {STATUS: BARE_GET, TOKEN: BARE_TOKEN}
    speed = [
        Figure(name, [rate.per_second for rate in some], beside=beside.get(name))
        for name, some in rates.items()
    ]
    speed.append(Figure(MINT, [_mints() for _ in range(BATCHES)]))
    wait = [
        Figure(name, [ms for rate in some for ms in rate.latencies_ms], beside=beside.get(name))
        for name, some in rates.items()
    ]
    notes = [machine.told(), f"{load.CONNECTIONS} connections; {BATCHES} batches, interleaved"]
    return [
        Sheet("API: how many", speed, unit="requests/s", notes=notes),
        Sheet("API: how long each takes then", wait, notes=notes),
    ]


async def _transfer(stage: Stage) -> str:
    """A transfer that rings and stays as it is; its id."""
    call_id = await silent_call(stage, "alice")
    body = {"call_id": call_id, "to": {"agent": "bob"}, "ring_seconds": 120}
    async with stage.api("alice") as alice:
        answer = await alice.post("/api/transfer/initiate-v2", body)
        await stage.crew.join("alice", answer["connect"])
    transfer_id: str = answer["transfer"]["id"]
    return transfer_id


@asynccontextmanager
async def _bare(stage: Stage) -> AsyncGenerator[str]:
    port = free_port()
    url = f"http://{LOOPBACK}:{port}"
    server = Running(
        name="bare",
        command=[
            *(sys.executable, "-m", "uvicorn", "bench.bare:app", "--no-access-log"),
            *("--host", LOOPBACK, "--port", str(port), "--app-dir", str(Path(__file__).parents[1])),
        ],
        environment=clean_environment(),
        directory=stage.serve.directory,
        ready=lambda: get_ok(f"{url}/healthz"),
    )
    server.start()
    try:
        yield url
    finally:
        server.kill()


def _mints(seconds: float = 0.2) -> float:
    began = time.perf_counter()
    for n in count(1):
        bare.mint("elsewhere", "somebody")
        if (took := time.perf_counter() - began) >= seconds:
            return n / took
    raise AssertionError


async def _delivery(stage: Stage, events: int) -> Sheet:
    """Every desk is told of a change of an agent."""
    machine = Machine()
    took: list[float] = []
    answered: list[float] = []
    async with open_desks(stage.serve.url, stage.serve.api_key, ["alice"] * DESKS) as desks:
        await asyncio.sleep(1)
        for n in range(events):
            for desk in desks:
                desk.arrivals.clear()
            began = time.perf_counter()
            await stage.root.patch("/api/agents/bob", {"name": f"Bob {n}"})
            answered.append((time.perf_counter() - began) * 1000)
            await _all_told(desks)
            took += [(desk.arrivals[0] - began) * 1000 for desk in desks if desk.arrivals]
    lost = DESKS * events - len(took)
    return Sheet(
        f"Events at {DESKS} desks",
        [
            Figure("an agent's change → at each desk", took, beside="the change itself"),
            Figure("the change itself", answered),
        ],
        notes=[machine.told(), f"{lost} of {DESKS * events} not there within {TOLD_SECONDS:g} s"],
    )


async def _all_told(desks: list[Desk]) -> None:
    for _ in range(int(TOLD_SECONDS / 0.1)):
        await asyncio.sleep(0.1)
        if all(desk.arrivals for desk in desks):
            return


async def _memory(stage: Stage, calls: int) -> Sheet:
    """Memory of each process, idle and with calls on which nobody says a word."""
    processes: dict[str, Running] = {
        "serve": stage.serve,
        "companion": stage.companion,
        "livekit-server": stage.voice,
    }
    agents = [f"agent{n:03}" for n in range(calls)]
    await stage.hire(*agents)
    await asyncio.sleep(SETTLE_SECONDS)
    weights = [{name: _megabytes(one) for name, one in processes.items()}]
    for agent in agents:
        await silent_call(stage, agent)
        if agent in (agents[0], agents[-1]):
            await asyncio.sleep(SETTLE_SECONDS)
            weights.append({name: _megabytes(one) for name, one in processes.items()})
    figures: list[Figure] = []
    for name in processes:
        idle, one, many = (weight[name] for weight in weights)
        each = (many - one) / (calls - 1)
        figures += [
            Figure(f"{name}, idle", [idle]),
            Figure(f"{name}, 1 call", [one], beside=f"{name}, idle"),
            Figure(f"{name}, {calls} calls", [many], beside=f"{name}, idle"),
        ]
        if each > 0:  # else it grew less than it breathes
            figures.append(
                Figure(f"{name}, {MANY} calls (extrapolated)", [one + (MANY - 1) * each])
            )
    notes = [
        "USS and swap, children included; a call: customer, agent and companion, without sound",
        f"{MANY} calls are not measured: 1 call and {MANY - 1} times what each of the others added",
    ]
    return Sheet("Memory", figures, unit="MB", notes=notes)


def _megabytes(server: Running) -> float:
    process = psutil.Process(server.pid)
    family = [process, *process.children(recursive=True)]
    weights = [one.memory_full_info() for one in family]
    return sum(weight.uss + weight.swap for weight in weights) / MEGABYTE
