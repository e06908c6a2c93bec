"""The companion's ears: from the end of speech to its text, how right it is, and what it costs.

With the speech model for tests, on this machine: `SEGUE_STT=local`.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
from livekit import api
from tests.fakes.ear import until
from tests.fakes.serve import FakeServe
from tests.fakes.voice import MAN, WOMAN, Voice, model, word_errors
from tests.integration.companion.conftest import World
from tests.servers import Servers, free_port
from tests.worker import companion

from bench.conditions import Machine
from bench.figures import Aim, Figure, Sheet

PEOPLE = ("customer", "agent:alice")
SENTENCES = (
    "My internet has been down since Monday morning and I work from home.",
    "Could you tell me the name on the account please?",
    "I was charged twice for the same order last week.",
    "Let me bring in a specialist from the billing department.",
    "The technician never showed up and nobody called me back.",
    "I can see the order here, one moment please.",
)
PATIENCE_SECONDS = 30.0
AIM = Aim(p50=2000)


async def run(runs: int) -> list[Sheet]:
    """So many sentences of two people in turn on one call, then of both at once."""
    async with _world() as world:
        voices = [await _speaker(world, identity) for identity in PEOPLE]
        world.want(music=False, transcribe=PEOPLE)
        await world.dispatch()
        await world.companion_is_there()
        await _said(world, 0, voices[0])  # the model's first speech takes longer
        sheets = [
            await _measured(world, voices, runs, together=together) for together in (False, True)
        ]
        for voice in voices:
            await voice.close()
        return sheets


@asynccontextmanager
async def _world() -> AsyncGenerator[World]:
    async with AsyncExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="segue-bench-")))
        serve = FakeServe(free_port())
        serve.want(1, False)
        serve.start()
        stack.callback(serve.stop)
        servers = stack.enter_context(Servers(place))
        voice = servers.livekit()
        worker = companion(
            *(servers, voice, serve, place / "worker"), SEGUE_STT="local", SEGUE_STT_MODEL=model()
        )
        worker.start()
        lk = api.LiveKitAPI(voice.http_url, voice.key, voice.secret)
        await stack.enter_async_context(lk)
        world = World(servers, voice, serve, worker, lk)
        await world.open_room()
        yield world
        for room in world.rooms:
            await room.disconnect()


async def _speaker(world: World, identity: str) -> Voice:
    room, _ = await world.join(identity)
    voice = Voice(WOMAN if identity == "customer" else MAN)
    await voice.publish(room)
    return voice


async def _measured(world: World, voices: list[Voice], runs: int, *, together: bool) -> Sheet:
    machine, cost = Machine(), _Cost(world)
    figures = [
        Figure("end of speech → text (ms)", aim=AIM),
        Figure("words wrong (%)"),
    ]
    for number in range(runs):
        speakers = range(len(voices)) if together else [number % len(voices)]
        for delay, errors in await asyncio.gather(
            *(_said(world, who, voices[who], number + who) for who in speakers)
        ):
            figures[0].values.append(delay)
            figures[1].values.append(errors)
    title = "Two people at once on one call" if together else "Two people in turn on one call"
    notes = [machine.told(), "espeak-ng's voice, a small English model; a call has two microphones"]
    return Sheet(title, [*figures, *cost.figures()], unit="as named", notes=notes, runs=runs)


async def _said(world: World, who: int, voice: Voice, number: int = 0) -> tuple[float, float]:
    """Say one sentence: how long its text took (ms), and how many words of it are wrong (%)."""
    sentence = SENTENCES[number % len(SENTENCES)]
    known = len(_lines(world, who))
    over = await voice.say(sentence)
    # Half of a sentence may come before the rest, and may be all that comes.
    enough = len(sentence) * 0.7
    await until(
        lambda: len(" ".join(one["text"] for one in _lines(world, who)[known:])) > enough,
        PATIENCE_SECONDS,
        "no text",
    )
    lines = _lines(world, who)[known:]
    text = " ".join(one["text"] for one in lines)
    return (lines[-1]["at"] - over) * 1000, word_errors(sentence, text) * 100


def _lines(world: World, who: int) -> list[dict[str, Any]]:
    return [one for one in world.serve.lines if one["identity"] == PEOPLE[who]]


class _Cost:
    """What the companion and its model take of the machine, from now on."""

    def __init__(self, world: World) -> None:
        assert world.worker.process is not None
        worker = psutil.Process(world.worker.process.pid)
        children = worker.children(recursive=True)
        models = [one for one in children if "segue.companion.whisper" in one.cmdline()]
        self._processes = {"companion": worker, "model": models[0]}
        self._since = time.monotonic()
        self._before = {name: _cpu(one) for name, one in self._processes.items()}

    def figures(self) -> list[Figure]:
        seconds = time.monotonic() - self._since
        found: list[Figure] = []
        for name, process in self._processes.items():
            share = (_cpu(process) - self._before[name]) / seconds * 100
            found.append(Figure(f"{name}: a core (%)", [share]))
            found.append(Figure(f"{name}: memory (MB)", [process.memory_info().rss / 1e6]))
        return found


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system
