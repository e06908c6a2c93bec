"""From a line of a transcript to the desk, with how it sounds: many calls, a line a second each."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page

from bench import chromium
from bench.conditions import STARVED_SECONDS, Machine
from bench.desks import Desk, open_desks
from bench.figures import Aim, Figure, Sheet
from bench.offer import silent_call
from bench.stage import Stage
from segue.lineup.tending import EXPECTED_FOR

CALLS = 50
DRAWN = "agent00"
"""Whose desk is drawn by Chromium."""
AIM = Aim(p95=250)
SETTLE_SECONDS = 2.0
SAYS = (
    "I was charged twice for order {n} last week.",
    "This is ridiculous, I have called about {n} three times!",
    "Thank you, that would help me a lot with {n}.",
    "Can you tell me when {n} will arrive?",
)
WATCH_LINES = """
window.lines = {};
new MutationObserver(() => {
  for (const line of document.querySelectorAll('[role=log] [data-speaker=customer]')) {
    const number = line.textContent.match(/agent00-[0-9]+/)?.[0];
    if (number) window.lines[number] ??= performance.timeOrigin + performance.now();
  }
}).observe(document, { subtree: true, childList: true, characterData: true });
"""


@dataclass
class Line:
    """One line, when it was posted, and when it arrived where."""

    text: str
    posted: float
    posted_epoch_ms: float
    answered: float = 0.0


@dataclass
class Talk:
    """One call, on which something is said every second."""

    stage: Stage
    agent: str
    call_id: str
    lines: list[Line] = field(default_factory=list[Line])

    async def go_on(self, seconds: int, wait: float) -> None:
        """Say so many lines, a second apart, from `wait` seconds on."""
        begin = time.perf_counter() + wait
        path = f"/api/calls/{self.call_id}/transcript"
        async with asyncio.TaskGroup() as tasks:
            for n in range(seconds):
                await asyncio.sleep(max(0.0, begin + n - time.perf_counter()))
                tasks.create_task(self._say(path, n))

    async def _say(self, path: str, n: int) -> None:
        text = SAYS[n % len(SAYS)].format(n=f"{self.agent}-{n}")
        line = Line(text, time.perf_counter(), time.time() * 1000)
        self.lines.append(line)
        segment = {
            "id": f"line-{n}",
            "line": "customer",
            "speaker": "customer",
            "text": text,
            "started_at": f"2026-01-01T00:{n // 60:02}:{n % 60:02}Z",
        }
        await self.stage.root.post(path, {"segments": [segment]})
        line.answered = time.perf_counter()


async def run(runs: int) -> list[Sheet]:
    """`runs` lines on each of 50 calls, a second apart; 49 desks are streams, one is Chromium's."""
    machine, notes = Machine(), list[str]()
    agents = [f"agent{n:02}" for n in range(CALLS)]
    async with Stage.open(companion=False, SEGUE_ABSENCE_SECONDS="600") as stage:
        await stage.hire(*agents)
        async with (
            _desk(stage, notes) as desk,
            open_desks(stage.serve.url, stage.serve.api_key, agents) as desks,
        ):
            drawn_call = await silent_call(stage, DRAWN)
            calls = [drawn_call, *[await _on_paper(stage, one) for one in agents[1:]]]
            await asyncio.sleep(EXPECTED_FOR.total_seconds())
            talks = [Talk(stage, *one) for one in zip(agents, calls, strict=True)]
            began = time.perf_counter()
            waits = [n / CALLS for n in range(CALLS)]
            await asyncio.gather(
                *(talk.go_on(runs, wait) for talk, wait in zip(talks, waits, strict=True))
            )
            await asyncio.sleep(SETTLE_SECONDS)
            late = stage.watch.worst(began, time.perf_counter())
            drawn: dict[str, float] = await desk.evaluate("window.lines") if desk else {}
    return [_sheet(talks, desks, drawn, late, [machine.told(), *notes])]


async def _on_paper(stage: Stage, agent: str) -> str:
    """A call that an agent has, with nobody in its room: a hundred SDK participants would take the
    processor from what is measured. Its id.
    """
    body = {"customer": {"name": "Casey"}, "agent": agent}
    call_id: str = (await stage.root.post("/api/calls", body))["call"]["id"]
    with sqlite3.connect(stage.serve.directory / "segue.db", timeout=10) as database:
        database.execute(
            "UPDATE calls SET state = 'active', agent_id = (SELECT id FROM agents WHERE handle = ?)"
            " WHERE id = ?",
            (agent, call_id),
        )
    database.close()
    return call_id


@asynccontextmanager
async def _desk(stage: Stage, notes: list[str]) -> AsyncGenerator[Page | None]:
    if why := chromium.missing():
        notes.append(f"the drawn desk {why}")
        yield None
        return
    async with chromium.page() as opened:
        await opened.add_init_script(WATCH_LINES)
        await chromium.sign_in(stage, opened, DRAWN)
        yield opened


def _arrivals(desk: Desk) -> dict[str, float]:
    """When each line arrived with its sentiment, by its text."""
    told: dict[str, float] = {}
    for at, event in desk.events:
        data: dict[str, Any] = event["data"]
        if event["type"] == "transcript" and data["sentiment"]:
            told.setdefault(data["text"], at)
    return told


def _sheet(
    talks: list[Talk], desks: list[Desk], drawn: dict[str, float], late: float, notes: list[str]
) -> Sheet:
    lines = [line for talk in talks for line in talk.lines]
    arrived = {text: at for desk in desks for text, at in _arrivals(desk).items()}
    seen = [(arrived[one.text] - one.posted) * 1000 for one in lines if one.text in arrived]
    numbered = {f"{DRAWN}-{n}": one for n, one in enumerate(talks[0].lines)}
    on_screen = [at - numbered[n].posted_epoch_ms for n, at in drawn.items() if n in numbered]
    answers = "posted → the API answers"
    return Sheet(
        f"A line and how it sounds: {CALLS} calls, a line a second each",
        [
            Figure("posted → on the desk (Chromium)", on_screen, AIM, answers),
            Figure("posted → at an SSE desk, with its sentiment", seen, AIM, answers),
            Figure(answers, [(one.answered - one.posted) * 1000 for one in lines]),
        ],
        notes=[
            *notes,
            f"{len(lines) - len(seen)} of {len(lines)} lines did not arrive",
            f"the measuring loop was {late * 1000:.0f} ms late at worst; no companion runs here",
            f"{CALLS - 1} of the calls have nobody in their rooms, and nobody is expected any more",
        ],
        runs=1,
        void=int(late > 4 * STARVED_SECONDS),
    )
