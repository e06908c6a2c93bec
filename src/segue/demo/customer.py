"""`python -m segue.demo.customer`: a customer who calls, says what is written, hangs up."""

import asyncio
import time
from datetime import UTC, datetime
from http import HTTPStatus

import httpx
import structlog
from pydantic import BaseModel

from segue.calls.moves import CallState
from segue.calls.schemas import (
    CustomerCallView,
    FirstSound,
    SegmentIn,
    Speaker,
    TranscriptLine,
)
from segue.demo.child import run_child
from segue.demo.client import Access, CustomerClient, call_of, open_client, post_segment
from segue.demo.conversation import Conversation, Turn, Who, conversations
from segue.demo.participant import Place
from segue.demo.speech import speak

log = structlog.get_logger(__name__)

ASK_SECONDS = 1.0
BREATH_SECONDS = 0.7
"""Somebody who has been silent for so long has finished speaking."""
POLITE_SECONDS = 8.0
"""How long the customer lets somebody else talk before speaking all the same."""
PATIENCE_SECONDS = 900.0
"""How long the customer stays on the line with nothing left to say."""
GONE = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)


class CustomerOrders(BaseModel):
    """Which call to make, and what to say."""

    access: Access
    call_id: str
    invite: str
    conversation: str


class SimulatedCustomer:
    """Says what is written when it is its turn; waits on hold, and starts anew with a new agent.

    The agent's written lines go into the transcript as text; an agent on autopilot says them.
    """

    def __init__(
        self,
        call_id: str,
        conversation: Conversation,
        page: CustomerClient,
        http: httpx.AsyncClient,
    ) -> None:
        self._call_id = call_id
        self._script = conversation
        self._page = page
        self._http = http
        self._state: CustomerCallView | None = None
        self._place: Place
        self._reports: set[asyncio.Task[None]] = set()
        self._said = 0

    async def run(self, invite: str) -> None:
        """Call, talk, and hang up; returns as well when somebody else ends the call."""
        answer = await self._page.join(invite, self._script.customer)
        self._state = answer.call
        async with Place(answer.connect[0], on_first_sound=self._report) as self._place:
            watching = asyncio.create_task(self._watch())
            talking = asyncio.create_task(self._talk())
            try:
                await asyncio.wait({watching, talking}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                watching.cancel()
                talking.cancel()
                results = await asyncio.gather(watching, talking, return_exceptions=True)
                await asyncio.gather(*self._reports, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _watch(self) -> None:
        """Ask how the call stands until it is over."""
        while not (self._state and self._state.ended):
            await asyncio.sleep(ASK_SECONDS)
            try:
                self._state = await self._page.state(self._call_id)
            except httpx.HTTPStatusError as error:
                if error.response.status_code in GONE:
                    return
            except httpx.TransportError:
                continue  # serve is away for a moment; the conversation does not need it

    async def _talk(self) -> None:
        first = await self._ready()
        await self._perform(self._script.before, first)
        patience = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < patience:
            agent = await self._ready()
            if agent != first:
                await self._perform(self._script.after, agent)
                break
            await asyncio.sleep(ASK_SECONDS / 2)
        await self._page.hang_up(self._call_id)
        log.info("simulated customer hung up", call_id=self._call_id)

    async def _ready(self) -> str:
        """Wait until there is an agent, no music, and the right to speak; the agent's name."""
        while True:
            state = self._state
            talking = state and state.state is CallState.ACTIVE and not state.hold
            if state and talking and state.agent_name and self._place.may_speak.is_set():
                return state.agent_name
            await asyncio.sleep(0.1)

    async def _perform(self, turns: list[Turn], agent: str) -> None:
        """Go through the turns, as long as it is with the same agent."""
        for turn in turns:
            said = False
            while not said:
                if await self._ready() != agent:
                    return
                await self._quiet()
                said = await (self._say(turn) if turn.who is Who.CUSTOMER else self._listen(turn))

    async def _say(self, turn: Turn) -> bool:
        """Speak a turn; False when hold cut it off, and it is to be said again."""
        samples = await speak(turn.say, self._script.voice)
        started_at = datetime.now(UTC)
        if not await self._place.say(samples):
            return False
        await self._write(
            SegmentIn(
                id=self._next_id(),
                line=TranscriptLine.CUSTOMER,
                speaker=Speaker.CUSTOMER,
                text=turn.say,
                started_at=started_at,
                ended_at=datetime.now(UTC),
            )
        )
        return True

    async def _listen(self, turn: Turn) -> bool:
        """Let the agent say theirs; people say their own, the transcript has the written one."""
        call = await call_of(self._http, self._call_id)
        await self._write(
            SegmentIn(
                id=self._next_id(),
                line=TranscriptLine.CUSTOMER,
                speaker=Speaker.AGENT,
                speaker_id=call.agent_id,
                text=turn.say,
                started_at=datetime.now(UTC),
            )
        )
        await asyncio.sleep(turn.seconds)
        return True

    async def _quiet(self) -> None:
        """Wait until nobody speaks, within reason."""
        limit = time.monotonic() + POLITE_SECONDS
        while time.monotonic() - self._place.heard_at < BREATH_SECONDS:
            if time.monotonic() > limit:
                return
            await asyncio.sleep(0.1)
        await asyncio.sleep(BREATH_SECONDS / 2)

    async def _write(self, segment: SegmentIn) -> None:
        await post_segment(self._http, self._call_id, segment)

    def _next_id(self) -> str:
        self._said += 1
        return f"demo-{self._call_id[-12:]}-{self._said}"

    def _report(self, heard: FirstSound) -> None:
        task = asyncio.create_task(self._page.first_sound(self._call_id, heard))
        self._reports.add(task)
        task.add_done_callback(self._reports.discard)


async def be_a_customer(orders: CustomerOrders) -> None:
    """Make the call."""
    page = CustomerClient(orders.access.address)
    async with open_client(orders.access) as http:
        script = conversations()[orders.conversation]
        try:
            await SimulatedCustomer(orders.call_id, script, page, http).run(orders.invite)
        finally:
            await page.close()


if __name__ == "__main__":
    run_child(CustomerOrders, be_a_customer)
