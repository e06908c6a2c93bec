"""Coming back is a handoff too: what the customer hears between the click and A; and what they hear
when they are put on hold.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import replace

from tests.media.sound import ALICE, Heard

from bench.calls import Talk
from bench.conditions import Machine
from bench.figures import Aim, Figure, Sheet
from bench.stage import Stage
from bench.take import Measurer, Take

Takes = dict[str, list[Take]]
RING_SECONDS = 5.0
"""The least that serve takes."""
NEARLY_SECONDS = 4.2
DEAD_AIR = Aim(p50=20, p95=40, below=120)


async def run(runs: int) -> list[Sheet]:
    """`runs` calls, each with every way to come back, one after the other."""
    machine = Machine()
    takes: Takes = defaultdict(list)
    unfinished: list[str] = []
    async with Stage.open() as stage, Measurer.ready(stage) as measurer:
        await stage.hire("alice", "bob")
        for _ in range(runs):
            try:
                async with Talk.begun(stage) as talk:
                    await Returns(measurer, talk, takes).all()
            except TimeoutError as error:
                unfinished.append(str(error))
    notes = [machine.told(), *(f"a run did not finish: {why}" for why in unfinished)]
    return _sheets(takes, notes)


class Returns:
    """Every way to leave the customer to music and come back, on one call."""

    def __init__(self, measurer: Measurer, talk: Talk, takes: Takes) -> None:
        self._measurer = measurer
        self._talk = talk
        self._takes = takes

    async def all(self) -> None:
        await self._hold()
        await self._ringing()
        await self._consulting()

    async def _hold(self) -> None:
        call = f"/api/calls/{self._talk.id}"
        await self._music("hold", lambda: self._talk.alice.post(f"{call}/hold"))
        await self._back("resume", lambda: self._talk.alice.post(f"{call}/resume"))

    async def _ringing(self) -> None:
        """Bob does not take it: Alice is back."""
        talk = self._talk
        tr = await talk.initiate()
        await self._back("cancel", lambda: talk.alice.post(f"/api/transfer/cancel/{tr}"))
        await talk.until_transfer(tr, "cancelled")
        tr = await talk.initiate()
        await self._back("decline", lambda: talk.bob.post(f"/api/transfer/decline/{tr}"))
        await talk.until_transfer(tr, "declined")
        tr = await talk.initiate(ring_seconds=RING_SECONDS)
        await asyncio.sleep(NEARLY_SECONDS)
        # Nobody clicks: it begins when Alice's desk can know that it rang in vain.
        await self._back("no answer", lambda: talk.until_transfer(tr, "returning", "unanswered"))
        last = self._takes["no answer"][-1]
        self._takes["no answer"][-1] = replace(last, heard_ms=last.heard_ms - last.answer_ms)
        await talk.until_transfer(tr, "unanswered")

    async def _consulting(self) -> None:
        """Swap there and back, three of them, two of them, and Alice takes the customer back."""
        talk = self._talk
        tr = await talk.consult()
        customer, consult = {"focus": "customer"}, {"focus": "consult"}
        swap = f"/api/transfer/swap/{tr}"
        await self._back("swap to the customer", lambda: talk.alice.post(swap, customer))
        await talk.until_transfer(tr, "consulting")
        await self._music("swap to Bob", lambda: talk.alice.post(swap, consult))
        await self._back("merge", lambda: talk.alice.post(f"/api/transfer/merge/{tr}"))
        await self._music("split", lambda: talk.alice.post(f"/api/transfer/split/{tr}"))
        cancel = f"/api/transfer/cancel/{tr}"
        await self._back("cancel the consult", lambda: talk.alice.post(cancel))
        await talk.until_transfer(tr, "cancelled")

    async def _back(self, name: str, click: Callable[[], Awaitable[object]]) -> None:
        await self._take(name, click, lambda heard: heard.has(ALICE))

    async def _music(self, name: str, click: Callable[[], Awaitable[object]]) -> None:
        await self._talk.until_no_music()
        await self._take(name, click, lambda heard: heard.music)

    async def _take(
        self,
        name: str,
        click: Callable[[], Awaitable[object]],
        awaited: Callable[[Heard], bool],
    ) -> None:
        self._takes[name].append(await self._measurer.take(self._talk.customer.ear, click, awaited))


def _sheets(takes: Takes, notes: list[str]) -> list[Sheet]:
    everything = [take for some in takes.values() for take in some]
    good = {name: [take for take in some if not take.void] for name, some in takes.items()}
    heard = [Figure(name, [take.heard_ms for take in some]) for name, some in good.items()]
    dead = [Figure(name, [t.beyond_ms for t in some], DEAD_AIR) for name, some in good.items()]
    dead.append(Figure("a steady tone meanwhile", [take.steady_ms for take in everything]))
    runs, void = len(everything), sum(take.void for take in everything)
    to = "to A's voice; after hold, swap to Bob and split: to the music"
    return [
        Sheet(f"Coming back: click {to}", heard, notes=list(notes), runs=runs, void=void),
        Sheet(
            "Coming back: dead air at the customer", dead, notes=list(notes), runs=runs, void=void
        ),
    ]
