"""`segue doctor`: each part checked by itself, one line each, with how to mend it."""

import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from rich.console import Console
from rich.markup import escape

from segue.settings import Settings


class Level(StrEnum):
    """How a part is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Report:
    """What was found of one part."""

    part: str
    level: Level
    text: str
    mend: str = ""


Check = Callable[[Settings], Awaitable[list[Report]]]

MARKS = {Level.OK: "[green]✓[/]", Level.WARN: "[yellow]![/]", Level.FAIL: "[red]✗[/]"}


async def examine(
    settings: Settings, parts: Iterable[str], checks: dict[str, Check]
) -> list[Report]:
    """The reports of the parts asked for, of all when none is; ValueError names an unknown one."""
    wanted = list(parts) or list(checks)
    unknown = [part for part in wanted if part not in checks]
    if unknown:
        raise ValueError(f"There is no part {unknown[0]}. Parts: {', '.join(checks)}")
    return [report for part in wanted for report in await checks[part](settings)]


def show(reports: list[Report], *, as_json: bool) -> int:
    """Print the reports; 1 when one of them is a failure."""
    failed = any(report.level is Level.FAIL for report in reports)
    if as_json:
        found = {"ok": not failed, "reports": [asdict(one) for one in reports]}
        print(json.dumps(found, indent=2))  # noqa: T201 - a command's answer
        return int(failed)
    console = Console(highlight=False, soft_wrap=True)
    for report in reports:
        console.print(f"{MARKS[report.level]} {report.part:<10} {escape(report.text)}")
        if report.mend:
            console.print(f"             → {escape(report.mend)}")
    return int(failed)
