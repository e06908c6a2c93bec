"""How lists are paged: opaque cursors that keep their place while new rows arrive."""

from typing import Annotated, TypeVar

from fastapi import Query

Row = TypeVar("Row")
Limit = Annotated[int, Query(ge=1, le=200, description="At most so many")]
Cursor = Annotated[str | None, Query(max_length=64, description="`next_cursor` of the page before")]


def page(rows: list[Row], limit: int) -> tuple[list[Row], bool]:
    """A page of rows that were read with one more than the limit; whether there are more."""
    return rows[:limit], len(rows) > limit
