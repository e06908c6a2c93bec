"""Figures and the tables they are shown in: nothing without its n, its spread and its baseline."""

import json
import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"
FEW = 20
"""Below so many values a 95th or 99th percentile is just the largest one, and is not shown."""

console = Console(width=118, highlight=False)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True)
class Aim:
    """What a figure should be at most."""

    p50: float | None = None
    p95: float | None = None
    below: float | None = None

    def met_by(self, values: Sequence[float]) -> bool:
        return (
            (self.p50 is None or percentile(values, 0.5) <= self.p50)
            and (self.p95 is None or percentile(values, 0.95) <= self.p95)
            and (self.below is None or max(values) < self.below)
        )

    def __str__(self) -> str:
        named = (("p50 ≤", self.p50), ("p95 ≤", self.p95), ("all <", self.below))
        return " ".join(f"{name}{most:g}" for name, most in named if most is not None)


@dataclass
class Figure:
    """One measured thing: every value of it, in the table's unit."""

    name: str
    values: list[float] = field(default_factory=list[float])
    aim: Aim | None = None
    beside: str | None = None
    """The figure of the same table whose median this one's is divided by."""


@dataclass
class Sheet:
    """One table of figures of one run, with the conditions it was measured under."""

    title: str
    figures: list[Figure]
    unit: str = "ms"
    notes: list[str] = field(default_factory=list[str])
    void: int = 0
    """Runs that were starved of CPU and are not in the figures."""
    runs: int = 0

    @property
    def is_void(self) -> bool:
        """Whether so much was starved that the rest says little either."""
        return self.void * 4 > self.runs

    def show(self) -> None:
        title = f"{self.title} ({self.unit})"
        if self.is_void:
            title += "  [bold red]VOID: starved of CPU[/]"
        table = Table(title=title, title_justify="left", title_style="bold", pad_edge=False)
        table.add_column("", overflow="fold")
        for name in ("n", "min", "p50", "p95", "p99", "max", "ratio"):
            table.add_column(name, justify="right", no_wrap=True)
        table.add_column("aim", overflow="fold")
        for figure in self.figures:
            table.add_row(*self._cells(figure))
        console.print(table)
        if self.void:
            self.notes.append(f"{self.void} of {self.runs} runs were starved of CPU")
        for note in self.notes:
            console.print(f"  {note}", style="dim", markup=False)
        console.print()

    def _cells(self, figure: Figure) -> list[str]:
        values = figure.values
        if not values:
            return [figure.name, "0", *["-"] * 6, str(figure.aim or "")]
        spread = [percentile(values, share) for share in (0.5, 0.95, 0.99)]
        shown = [number(min(values)), *map(number, spread), number(max(values))]
        if len(values) < FEW:
            shown[2] = shown[3] = "-"
        return [figure.name, str(len(values)), *shown, self._ratio(figure), self._verdict(figure)]

    def _ratio(self, figure: Figure) -> str:
        other = next((one for one in self.figures if one.name == figure.beside), None)
        if other is None or not other.values:
            return ""
        base = percentile(other.values, 0.5)
        return f"{percentile(figure.values, 0.5) / base:.2f}" if base else "-"

    def _verdict(self, figure: Figure) -> str:
        if figure.aim is None:
            return ""
        met = figure.aim.met_by(figure.values)
        return f"[green]✓ {figure.aim}[/]" if met else f"[red]✗ {figure.aim}[/]"


def number(value: float) -> str:
    """A value as a table shows it: three digits are enough."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def save(sheets: Sequence[Sheet], conditions: dict[str, str]) -> Path:
    """Write every value to a file of its own under bench/results."""
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    body = {"conditions": conditions, "sheets": [asdict(sheet) for sheet in sheets]}
    file.write_text(json.dumps(body, indent=1))
    return file
