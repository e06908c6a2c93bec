"""From the click on "transfer" to the offer, with its briefing, at the other agent's desk."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page
from tests.fakes.openai import KEY, FakeOpenAI
from tests.fakes.openai_answers import Does
from tests.media.sound import ALICE

from bench import chromium
from bench.conditions import STARVED_SECONDS, Machine
from bench.desks import Desk, open_desks
from bench.figures import Aim, Figure, Sheet
from bench.stage import Stage, until

FROM = [f"from{n:02}" for n in range(10)]
TO = [f"to{n:02}" for n in range(39)]
BOB = "bob"
BOBS_SHARE = 5
"""Every so-manieth offer is Bob's, whose desk is drawn by Chromium."""
EVERY_SECONDS = 0.2
TAKEN_BACK_AFTER_SECONDS = 0.5
FACT = "12345"
AIM = Aim(p95=150)

WATCH_OFFERS = """
window.offers = {};
new MutationObserver(() => {
  const text = document.querySelector('[data-testid="offer"]')?.textContent ?? '';
  const name = text.match(/offer-[0-9]+-/)?.[0];
  if (!name || !text.includes('FACT')) return;
  window.offers[name] ??= performance.timeOrigin + performance.now();
}).observe(document, { subtree: true, childList: true, characterData: true });
""".replace("FACT", FACT)


@dataclass
class Offer:
    """One initiate, and when it arrived where."""

    name: str
    to: str
    clicked: float
    clicked_epoch_ms: float
    answered: float = 0.0
    seen: float | None = None
    drawn_epoch_ms: float | None = None


@dataclass
class Floor:
    """The agents at work: who may initiate now, and what was offered."""

    stage: Stage
    desks: dict[str, Desk]
    calls: dict[str, str]
    offers: list[Offer] = field(default_factory=list[Offer])
    refused: int = 0
    """Initiates that came before the last transfer of one of the two was over."""

    async def offer(self, n: int) -> None:
        """One agent asks another, and takes it back after half a second."""
        to = BOB if n % BOBS_SHARE == 0 else TO[n % len(TO)]
        from_ = FROM[n % len(FROM)]
        offer = Offer(f"offer-{n}-", to, time.perf_counter(), time.time() * 1000)
        body = {"call_id": self.calls[from_], "to": {"agent": to}, "note": offer.name}
        async with self.stage.api(from_) as api:
            answer = await api.client.post("/api/transfer/initiate-v2", json=body)
            offer.answered = time.perf_counter()
            if not answer.is_success:
                self.refused += 1
                return
            self.offers.append(offer)
            await asyncio.sleep(TAKEN_BACK_AFTER_SECONDS)
            await api.post(f"/api/transfer/cancel/{answer.json()['transfer']['id']}")
        if to in self.desks:
            offer.seen = self.desks[to].offered_at(offer.name, FACT)
            self.desks[to].events.clear()


MODEL_SECONDS = 10.0


async def run(runs: int) -> list[Sheet]:
    """`runs` offers, five a second, to 39 desks and Bob; ten more agents have the calls. Once
    without a model, and once with one that takes ten seconds for everything.
    """
    title = "Offer with its briefing: 50 desks, 5 initiates a second"
    sheets = [await _offers(runs, title)]
    with FakeOpenAI(does=Does.NEVER).running() as model:
        settings = {
            "OPENAI_API_KEY": KEY,
            "OPENAI_BASE_URL": model.url,
            "SEGUE_LLM_TIMEOUT_SECONDS": f"{2 * MODEL_SECONDS:g}",
        }
        slow = f"The same while a model takes over {MODEL_SECONDS:g} s for every answer"
        return [*sheets, await _offers(runs, slow, **settings)]


async def _offers(runs: int, title: str, **settings: str) -> Sheet:
    machine, notes = Machine(), list[str]()
    async with Stage.open(companion=False, **settings) as stage:
        await stage.hire(*FROM, *TO, BOB)
        async with (
            _desk(stage, notes) as desk,
            open_desks(stage.serve.url, stage.serve.api_key, [*FROM, *TO]) as opened,
            _calls(stage) as calls,
        ):
            desks = {desk.agent: desk for desk in opened}
            bare = await _name_changes(stage, desks[TO[-1]])
            floor = Floor(stage, desks, calls)
            began = time.perf_counter()
            async with asyncio.TaskGroup() as tasks:
                for n in range(runs):
                    await asyncio.sleep(max(0.0, began + n * EVERY_SECONDS - time.perf_counter()))
                    tasks.create_task(floor.offer(n))
            late = stage.watch.worst(began, time.perf_counter())
            if desk is not None:
                drawn: dict[str, float] = await desk.evaluate("window.offers")
                for offer in floor.offers:
                    offer.drawn_epoch_ms = drawn.get(offer.name)
    if floor.refused:
        notes.append(f"{floor.refused} initiates came too early for agents still busy: not counted")
    return _sheet(title, floor.offers, bare, late, [machine.told(), *notes])


@asynccontextmanager
async def _desk(stage: Stage, notes: list[str]) -> AsyncGenerator[Page | None]:
    """Bob's desk in Chromium, where there is one."""
    if why := chromium.missing():
        notes.append(f"Bob's screen {why}")
        yield None
        return
    async with chromium.page() as opened:
        await opened.add_init_script(WATCH_OFFERS)
        await chromium.sign_in(stage, opened, BOB)
        yield opened


@asynccontextmanager
async def _calls(stage: Stage) -> AsyncGenerator[dict[str, str]]:
    """Ten calls with people who say nothing, so that the machine is left for what is measured."""
    calls: dict[str, str] = {}
    for agent in FROM:
        calls[agent] = await silent_call(stage, agent)
    yield calls
    await stage.crew.go(*FROM, *(f"customer of {agent}" for agent in FROM))


async def silent_call(stage: Stage, agent: str) -> str:
    """A call that an agent has, with a customer, without a sound; its id."""
    customer = f"customer of {agent}"
    for who in (agent, customer):
        await stage.crew.come(who, ALICE, sounds=False)
    body = {"customer": {"name": "Casey"}, "skill": "general", "agent": agent}
    made = await stage.root.post("/api/calls", body)
    call_id: str = made["call"]["id"]
    await stage.crew.join(customer, made["connect"])
    await _until_call(stage, call_id, "offered")
    async with stage.api(agent) as api:
        answer = await api.post(f"/api/calls/{call_id}/answer")
    await stage.crew.join(agent, answer["connect"])
    await _until_call(stage, call_id, "active")
    said = {
        "id": f"s-{call_id}",
        "line": "customer",
        "speaker": "customer",
        "text": f"My order {FACT} is missing.",
        "started_at": "2026-01-01T00:00:00Z",
    }
    await stage.root.post(f"/api/calls/{call_id}/transcript", {"segments": [said]})
    return call_id


async def _until_call(stage: Stage, call_id: str, state: str) -> None:
    def is_there(call: dict[str, Any]) -> bool:
        return call["state"] == state

    await until(lambda: stage.root.get(f"/api/calls/{call_id}"), is_there, f"a call is {state}")


async def _name_changes(stage: Stage, desk: Desk) -> list[float]:
    """The baseline: from an agent's change of name until a desk knows, the least of all events."""
    took: list[float] = []
    for n in range(20):
        desk.arrivals.clear()
        began = time.perf_counter()
        await stage.root.patch(f"/api/agents/{TO[0]}", {"name": f"To {n}"})
        await asyncio.sleep(0.2)
        took += [(at - began) * 1000 for at in desk.arrivals[:1]]
    return took


def _sheet(
    title: str, offers: list[Offer], bare: list[float], late: float, notes: list[str]
) -> Sheet:
    seen = [(o.seen - o.clicked) * 1000 for o in offers if o.seen is not None]
    drawn = [o.drawn_epoch_ms - o.clicked_epoch_ms for o in offers if o.drawn_epoch_ms is not None]
    lost = sum(o.seen is None and o.drawn_epoch_ms is None for o in offers)
    baseline = "a change of an agent's name → at a desk"
    figures = [
        Figure("initiate → on Bob's screen (Chromium)", drawn, AIM, baseline),
        Figure("initiate → at an SSE desk", seen, AIM, baseline),
        Figure("initiate → the API answers", [(o.answered - o.clicked) * 1000 for o in offers]),
        Figure(baseline, bare),
    ]
    starved = late > 4 * STARVED_SECONDS
    return Sheet(
        title,
        figures,
        notes=[
            *notes,
            f"{lost} of {len(offers)} offers did not arrive within {TAKEN_BACK_AFTER_SECONDS:g} s",
            f"the measuring loop was {late * 1000:.0f} ms late at worst; no companion runs here",
        ],
        runs=1,
        void=int(starved),
    )
