"""Handoffs: what the customer hears between the click and B, beside other ways to do it."""

from dataclasses import dataclass, field

from tests.media.sound import BOB

from bench.calls import Talk
from bench.cold import BASELINES, HOLE_FRAMES, planted_hole
from bench.conditions import Machine
from bench.figures import Aim, Figure, Sheet
from bench.stage import Stage
from bench.take import Measurer, Take

BASELINE_EVERY = 4
HOLES = 5
BIAS_MS = 30
"""What an opus decoder sounds into a hole's edges: the meter reads a planted hole so much short."""
SEGUE = "Segue"


@dataclass
class Takes:
    """The takes of one way of handing over."""

    all: list[Take] = field(default_factory=list[Take])

    @property
    def good(self) -> list[Take]:
        return [take for take in self.all if not take.void]


async def run(runs: int) -> list[Sheet]:
    """`runs` handoffs, each on a call of its own; every fourth is followed by each baseline."""
    machine = Machine()
    unfinished: list[str] = []
    takes = {SEGUE: Takes(), **{name: Takes() for name in BASELINES}}
    async with Stage.open() as stage, Measurer.ready(stage) as measurer:
        await stage.hire("alice", "bob")
        holes = [await planted_hole(measurer) for _ in range(HOLES)]
        for n in range(runs):
            try:
                takes[SEGUE].all.append(await handoff(measurer))
            except TimeoutError as error:
                unfinished.append(str(error))
            if n % BASELINE_EVERY == 0:
                for name, baseline in BASELINES.items():
                    takes[name].all.append(await baseline(measurer, n))
    notes = [machine.told(), *(f"a run did not finish: {why}" for why in unfinished)]
    return [_hearing(takes, notes), _dead_air(takes, holes, notes)]


async def handoff(measurer: Measurer) -> Take:
    """One warm transfer to its completion; the customer's ids must not change."""
    async with Talk.begun(measurer.stage) as talk:
        transfer_id = await talk.consult()
        before = await talk.customers_ids()
        body = {"transfer_id": transfer_id}
        take = await measurer.take(
            talk.customer.ear,
            lambda: talk.alice.post("/api/transfer/complete-v2", body),
            lambda heard: heard.has(BOB),
        )
        after = await talk.customers_ids()
        assert before == after, f"the customer re-joined or re-published: {before} {after}"
        return take


def _hearing(takes: dict[str, Takes], notes: list[str]) -> Sheet:
    figures = [
        Figure(
            name,
            [take.heard_ms for take in some.good],
            Aim(p95=300) if name == SEGUE else None,
            beside=SEGUE,
        )
        for name, some in takes.items()
    ]
    answers = [take.answer_ms for take in takes[SEGUE].good]
    figures.append(Figure("Segue: click → the API answers", answers))
    notes = [*notes, "ratio: of the medians, to Segue's in this run"]
    sheet = Sheet("Handoff: click → customer hears B", figures, notes=notes)
    return _counted(sheet, takes)


def _dead_air(takes: dict[str, Takes], holes: list[float], notes: list[str]) -> Sheet:
    figures = [
        Figure(
            name,
            [take.beyond_ms for take in some.good],
            Aim(p50=20, p95=40, below=120) if name == SEGUE else None,
        )
        for name, some in takes.items()
    ]
    everything = [take for some in takes.values() for take in some.all]
    figures.append(Figure("a steady tone meanwhile", [take.steady_ms for take in everything]))
    figures.append(
        Figure(
            "Segue, nothing subtracted, void runs too", [take.dead_ms for take in takes[SEGUE].all]
        )
    )
    planted = HOLE_FRAMES * 10
    proven = all(abs(hole - planted) <= BIAS_MS for hole in holes)
    notes = [
        *notes,
        "10 ms frames below -50 dBFS in the sum of all that the customer hears, beyond the tone's",
        f"the meter on planted holes of {planted} ms: {', '.join(f'{hole:.0f}' for hole in holes)}",
        "(it reads up to 30 ms short, as the codec sounds into a hole's edges)",
        "the customer's participant and track ids never changed",
        *(["THE METER FAILED ITS PROOF: believe nothing above"] if not proven else []),
    ]
    return _counted(Sheet("Handoff: dead air at the customer", figures, notes=notes), takes)


def _counted(sheet: Sheet, takes: dict[str, Takes]) -> Sheet:
    everything = [take for some in takes.values() for take in some.all]
    sheet.runs, sheet.void = len(everything), sum(take.void for take in everything)
    return sheet
