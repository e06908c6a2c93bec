"""What leaves as a table is text, whatever was said."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.insights.export import FORMULA, as_csv, harmless
from segue.insights.schemas import (
    CallInsightsView,
    Insights,
    InsightsState,
    KeptItemView,
    TalkView,
)

# csv has no way to tell a NUL or half a surrogate pair; neither is ever kept.
TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=40)
SPITEFUL = st.builds("".join, st.tuples(st.sampled_from(sorted(FORMULA)), TEXT)) | TEXT
ITEMS = st.builds(
    KeptItemView,
    owner=st.sampled_from(["customer", "agent", "company"]),
    text=SPITEFUL,
    due=st.none() | SPITEFUL,
    evidence=st.lists(SPITEFUL, max_size=2),
    id=st.just("item_1"),
    done=st.booleans(),
    edited=st.booleans(),
)


def view(summary: str, items: list[KeptItemView], **found: object) -> CallInsightsView:
    told = Insights.model_validate(
        {"topics": [], "cause": None, "resolution": None, "talk": None}
        | {"silence_seconds": None, "holds": None, "transfers": None}
        | found
    )
    return CallInsightsView(
        call_id="call_1",
        state=InsightsState.READY,
        summary=summary,
        insights=told,
        action_items=items,
        sentiment=None,
        model="built-in",
        made_at=None,
    )


def cells(table: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline="")))


@given(SPITEFUL, st.lists(ITEMS, max_size=3))
def test_no_cell_begins_like_a_formula_and_none_loses_a_letter(
    summary: str, items: list[KeptItemView]
):
    header, first, *rows = cells(as_csv(view(summary, items)))
    assert len({len(row) for row in (header, first, *rows)}) == 1
    assert not any(cell[:1] in FORMULA for row in (first, *rows) for cell in row)
    assert first[1] in (summary, f"'{summary}")
    for row, item in zip(rows, items, strict=True):
        told = [item.text, item.owner, item.due or "", "", "", " ".join(item.evidence)]
        assert [cell in (one, f"'{one}") for cell, one in zip(row[1:], told, strict=True)] == [
            True, True, True, False, False, True,
        ]  # fmt: skip


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1"]
)
def test_formulas_are_told_as_text(cell: str):
    assert harmless(cell) == f"'{cell}"


def test_all_that_was_found_has_its_row():
    found = view(
        "A refund.",
        [],
        topics=["billing"],
        cause={"text": "a change", "evidence": ["s1", "s2"]},
        talk=TalkView(customer=0.25, agent=0.75, by="time"),
        holds=0,
    )
    rows = [[one for one in row if one] for row in cells(as_csv(found))[1:]]
    assert rows == [
        ["summary", "A refund."],
        ["topic", "billing"],
        ["cause", "a change", "s1 s2"],
        ["talk of the customer", "0.25"],
        ["talk of the agents", "0.75"],
        ["holds", "0"],
    ]
