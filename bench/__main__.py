"""`python -m bench [name…] [--runs N] [--quick] [--json]`: measure, and print tables."""

import argparse
import asyncio
import importlib
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench.conditions import hush, versions
from bench.figures import Sheet, console, save


@dataclass(frozen=True)
class Bench:
    """One module with `async def run(runs) -> list[Sheet]`."""

    runs: int
    quick: int
    about: str


BENCHES = {
    "handoffs": Bench(100, 6, "click → customer hears B, dead air, beside three baselines"),
    "returns": Bench(20, 2, "coming back: cancel, decline, no answer, swap, resume; split, hold"),
    "offer": Bench(100, 20, "initiate → the offer with its briefing on Bob's screen"),
    "lines": Bench(60, 10, "segment posted → on the desk with its sentiment, 50 calls at once"),
    "browser": Bench(20, 3, "the handoff in Chromium beside its cold join"),
    "briefings": Bench(20, 3, "the built-in analyser on written calls, beside two baselines"),
    "ears": Bench(20, 4, "end of speech → text, words wrong, what transcription costs"),
    "bridge": Bench(40, 5, "a phone's bridge: delay added, gaps, a killed process, its cost"),
    "api": Bench(2000, 200, "requests/s, delivery of events, memory"),
}


def main() -> None:
    """Run the benches that were named, or all."""
    options = _options()
    hush()
    names = options.names or list(BENCHES)
    conditions = {"at": time.strftime("%Y-%m-%d %H:%M %Z"), **versions()}
    console.print(", ".join(f"{name} {value}" for name, value in conditions.items()), style="dim")
    console.print()
    sheets: list[Sheet] = []
    for name in names:
        bench = BENCHES[name]
        runs = options.runs or (bench.quick if options.quick else bench.runs)
        console.print(f"{name}: {bench.about} …", style="dim")
        run: Callable[[int], Awaitable[list[Sheet]]] = importlib.import_module(f"bench.{name}").run
        for sheet in asyncio.run(_awaited(run, runs)):
            sheet.show()
            sheets.append(sheet)
    if options.json:
        console.print(f"every value: {save(sheets, conditions)}", style="dim")


async def _awaited(run: Callable[[int], Awaitable[list[Sheet]]], runs: int) -> list[Sheet]:
    return await run(runs)


def _options() -> argparse.Namespace:
    about = "\n".join(f"  {name:10} {bench.about}" for name, bench in BENCHES.items())
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=f"Measure, beside what it is compared with:\n{about}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="name", help="all when none is named")
    parser.add_argument("--runs", type=int, help="how often, instead of each bench's own number")
    parser.add_argument("--quick", action="store_true", help="few runs: to see that it works")
    parser.add_argument("--json", action="store_true", help="write every value to bench/results")
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
