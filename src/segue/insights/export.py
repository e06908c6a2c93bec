"""Insights as a table that a spreadsheet opens and never runs."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from segue.insights.schemas import CallInsightsView, Insights

FORMULA: Final = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet takes for the beginning of a formula, or drops before one; full width too.
https://owasp.org/www-community/attacks/CSV_Injection
"""
HEADER: Final = ("part", "text", "owner", "due", "done", "edited", "evidence")
Cells = tuple[str, ...]


def as_csv(view: CallInsightsView) -> str:
    """One row for each thing that was found; columns as in the first row."""
    return table_of((HEADER, *_rows(view)))


def table_of(rows: Sequence[Cells]) -> str:
    """Rows as CSV, each as wide as the first; no cell is a formula. In UTF-8 with a mark."""
    written = io.StringIO()
    table = csv.writer(written, quoting=csv.QUOTE_ALL)
    for row in rows:
        table.writerow(map(harmless, [*row, *[""] * (len(rows[0]) - len(row))]))
    return f"\ufeff{written.getvalue()}"


def harmless(cell: str) -> str:
    """The cell as text: with an apostrophe before it if it could be taken for a formula."""
    return f"'{cell}" if cell[:1] in FORMULA else cell


def _rows(view: CallInsightsView) -> Iterator[Cells]:
    yield "summary", view.summary
    if view.sentiment is not None:
        yield "sentiment", view.sentiment.label
    if view.insights is not None:
        yield from _told(view.insights)
    for item in view.action_items:
        flags = (str(item.done).lower(), str(item.edited).lower())
        yield "action item", item.text, item.owner, item.due or "", *flags, _ids(item.evidence)


def _told(found: Insights) -> Iterator[Cells]:
    for topic in found.topics:
        yield "topic", topic
    for part, statement in (("cause", found.cause), ("resolution", found.resolution)):
        if statement is not None:
            yield part, statement.text, "", "", "", "", _ids(statement.evidence)
    if found.talk is not None:
        yield "talk of the customer", str(found.talk.customer)
        yield "talk of the agents", str(found.talk.agent)
    for part, number in (
        ("silence in seconds", found.silence_seconds),
        ("holds", found.holds),
        ("transfers", found.transfers),
    ):
        if number is not None:
            yield part, str(number)


def _ids(evidence: list[str]) -> str:
    return " ".join(evidence)
