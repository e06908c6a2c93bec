"""Figures as tables that a spreadsheet opens."""

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from segue.analytics.schemas import (
    AgentFigures,
    Analytics,
    Moods,
    SkillFigures,
    StepFigures,
    Table,
)
from segue.insights.export import Cells, table_of


def as_table(told: Analytics, wanted: Table) -> str:
    """One of the tables as CSV; its columns are the API's. Times are in seconds."""
    return table_of([*_rows(told, wanted)])


def _rows(told: Analytics, wanted: Table) -> Iterator[Cells]:
    match wanted:
        case Table.DAYS:
            counted = [name for name in StepFigures.model_fields if name not in ("at", "moods")]
            yield ("at", *counted, *Moods.model_fields)
            for step in told.steps:
                yield step.at.isoformat(), *_cells(step, counted), *_cells(step.moods)
        case Table.AGENTS:
            yield tuple(AgentFigures.model_fields)
            yield from map(_cells, told.agents)
        case Table.SKILLS:
            yield tuple(SkillFigures.model_fields)
            yield from map(_cells, told.skills)
        case Table.TRANSFERS:
            yield "outcome", "transfers"
            yield from ((name, str(number)) for name, number in told.transfers)


def _cells(figures: BaseModel, names: Iterable[str] | None = None) -> Cells:
    told = figures.model_dump()
    return tuple("" if (cell := told[name]) is None else str(cell) for name in names or told)
