"""`python -m segue.demo.autopilot`: an agent of the demo who answers by themselves.

They accept what rings after a moment, say a few words to the colleague in the consult, and in the
customer room say the lines that a written conversation has for them, or a few of their own.
"""

import asyncio
import contextlib
import itertools
import secrets
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import structlog
from pydantic import BaseModel

from segue.calls.schemas import SegmentIn, Speaker, TranscriptLine
from segue.demo.agent import AgentClient
from segue.demo.child import run_child
from segue.demo.client import Access, accept, open_client, post_segment
from segue.demo.conversation import VoiceKind
from segue.demo.participant import Place
from segue.demo.speech import speak
from segue.desk.schemas import MeView, OfferView
from segue.media.schemas import Purpose

log = structlog.get_logger(__name__)

RING_SECONDS = 2.5
WRITTEN_WITHIN_SECONDS = 3.0
"""A written conversation gives the agent their first line within this time."""
PAUSE_SECONDS = 1.5
CONSULT = (
    "Hello, {name} here. I have your notes in front of me.",
    "That is clear. Hand the call over whenever you like, I will take it from here.",
)
GREETING = "Hello, this is {name}. I have the notes of your call here, so you need not repeat it."
REPLIES = (
    "I see. Let me look into that for you.",
    "Thank you, that helps.",
    "I understand. I am noting that down.",
    "All right. Is there anything else that I should know?",
)


class AutopilotOrders(BaseModel):
    """Whom to be."""

    access: Access
    handle: str
    voice: VoiceKind


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something to say in a place; `post` when it is not in the transcript yet."""

    purpose: Purpose
    text: str
    post: bool = True


class Autopilot:
    """One agent; `run` until cancelled."""

    def __init__(self, http: httpx.AsyncClient, voice: VoiceKind) -> None:
        self._client = AgentClient(http, self._on_event)
        self._voice = voice
        self._queue: asyncio.Queue[Utterance] = asyncio.Queue()
        self._answering: set[str] = set()
        self._greeted: set[str] = set()
        self._audible_since: float | None = None
        self._written_at = 0.0
        self._spoke_at = 0.0
        # What the ids of this agent's own lines begin with; no other run uses it.
        self._prefix = f"pilot-{secrets.token_hex(4)}-"
        self._own = itertools.count(1)
        self._replies = itertools.cycle(REPLIES)
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Be the agent."""
        async with self._working():
            while True:
                try:
                    self._act(await self._client.refresh())
                except httpx.HTTPError:
                    await asyncio.sleep(1)  # serve is away; what was said goes on
                await self._client.wait()

    @contextlib.asynccontextmanager
    async def _working(self) -> AsyncGenerator[None]:
        for work in (self._client.beat(), self._client.follow_events(), self._speak()):
            self._start(work)
        try:
            yield
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self._client.close()

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _act(self, view: MeView) -> None:
        for offer in view.offers:
            if (key := _key(offer)) not in self._answering:
                self._answering.add(key)
                self._start(self._answer(offer, key))
        self._greet_colleague(view)
        self._attend_customer(view)

    async def _answer(self, offer: OfferView, key: str) -> None:
        await asyncio.sleep(RING_SECONDS)
        with contextlib.suppress(httpx.HTTPError):
            await accept(self._client.http, offer)
        self._answering.discard(key)
        self._client.changed.set()

    def _greet_colleague(self, view: MeView) -> None:
        place = self._client.place(Purpose.CONSULT)
        transfer = view.transfer
        if transfer is None or place is None or not place.may_speak.is_set():
            return
        asked = transfer.to is not None and view.agent and transfer.to.agent_id == view.agent.id
        if asked and transfer.id not in self._greeted:
            self._greeted.add(transfer.id)
            for text in CONSULT:
                self._queue.put_nowait(Utterance(Purpose.CONSULT, self._named(text)))

    def _attend_customer(self, view: MeView) -> None:
        """Speak with a customer for whom nothing is written."""
        place = self._client.place(Purpose.CUSTOMER)
        if view.call is None or place is None or not place.may_speak.is_set():
            self._audible_since = None
            return
        now = time.monotonic()
        if self._audible_since is None:
            self._audible_since = now
        waited = now - self._audible_since > WRITTEN_WITHIN_SECONDS
        if self._written_at > self._audible_since or not waited or not self._queue.empty():
            return
        if view.call.id not in self._greeted:
            self._greeted.add(view.call.id)
            self._queue.put_nowait(Utterance(Purpose.CUSTOMER, self._named(GREETING)))
        elif self._is_my_turn(place, now):
            self._queue.put_nowait(Utterance(Purpose.CUSTOMER, next(self._replies)))

    def _is_my_turn(self, place: Place, now: float) -> bool:
        return place.heard_at > self._spoke_at and now - place.heard_at > PAUSE_SECONDS

    def _on_event(self, event: dict[str, Any]) -> None:
        """A line that was written for this agent is to be said."""
        data = event.get("data", {})
        view = self._client.view
        if event.get("type") != "transcript" or view is None or view.agent is None:
            return
        mine = data.get("speaker_id") == view.agent.id and data.get("line") == "customer"
        if mine and not str(data.get("id")).startswith(self._prefix):
            self._written_at = time.monotonic()
            self._queue.put_nowait(Utterance(Purpose.CUSTOMER, str(data.get("text")), post=False))

    async def _speak(self) -> None:
        """Say one thing after the other."""
        while True:
            utterance = await self._queue.get()
            samples = await speak(utterance.text, self._voice)
            place = self._client.place(utterance.purpose)
            started_at = datetime.now(UTC)
            if place is not None and await place.say(samples) and utterance.post:
                with contextlib.suppress(httpx.HTTPError):
                    await self._post(utterance, started_at)
            self._spoke_at = time.monotonic()

    async def _post(self, utterance: Utterance, started_at: datetime) -> None:
        view = self._client.view
        if view is None or view.call is None or view.agent is None:
            return
        consult = utterance.purpose is Purpose.CONSULT
        segment = SegmentIn(
            id=f"{self._prefix}{view.call.id[-12:]}-{next(self._own)}",
            line=TranscriptLine.CONSULT if consult else TranscriptLine.CUSTOMER,
            speaker=Speaker.AGENT,
            speaker_id=view.agent.id,
            text=utterance.text,
            started_at=started_at,
            ended_at=datetime.now(UTC),
        )
        await post_segment(self._client.http, view.call.id, segment)

    def _named(self, text: str) -> str:
        agent = self._client.view.agent if self._client.view else None
        return text.format(name=agent.name.split()[0] if agent else "")


def _key(offer: OfferView) -> str:
    return offer.transfer.id if offer.transfer else offer.call.id


async def be_an_agent(orders: AutopilotOrders) -> None:
    """Answer for the agent until told to stop."""
    headers = {"Segue-Agent": orders.handle}
    async with open_client(orders.access, **headers) as http:
        await http.patch(f"/api/agents/{orders.handle}", json={"status": "available"})
        await Autopilot(http, orders.voice).run()


if __name__ == "__main__":
    run_child(AutopilotOrders, be_an_agent)
