"""Figures from rows: counted by hand here."""

from array import array
from datetime import UTC, datetime, timedelta

import pytest

from segue.analytics.export import as_table
from segue.analytics.figures import Tally, times_of
from segue.analytics.period import Period, PeriodRefused
from segue.analytics.rows import CallRow, LegRow, MoodRow, TransferRow
from segue.analytics.schemas import Analytics, Step, Table, Times
from segue.calls.moves import CallState
from segue.transfers.situation import State

START = datetime(2026, 3, 2, tzinfo=UTC)
WEEK = Period(START, START + timedelta(days=7))


def at(seconds: float, day: int = 0) -> datetime:
    return START + timedelta(days=day, seconds=seconds)


def call(day: int = 0, **changed: object) -> CallRow:
    """Waited 20 s, lasted 100 s from the answer, and nobody held it."""
    usual = CallRow(
        skill="billing",
        state=CallState.ENDED,
        end_cause="agent_ended",
        declined=[],
        created_at=at(0, day),
        joined_at=at(5, day),
        answered_at=at(25, day),
        ended_at=at(125, day),
        held_seconds=0.0,
        transfers_held_seconds=0.0,
    )
    return usual._replace(**changed)


def transfer(state: State = State.COMPLETED, **changed: object) -> TransferRow:
    """Rang for 8 s; handed over within 0.2 s."""
    stays = [("preparing", 0), ("ringing", 1), ("consulting", 9), ("completing", 30)]
    timeline = [
        {"state": state, "event": "x", "at": at(moment).isoformat()}
        for state, moment in [*stays, ("completed", 30.2)]
    ]
    usual = TransferRow("billing", state, "alice", "bob", ["bob"], [], timeline, at(0))
    return usual._replace(**changed)


def tally(*rows: CallRow | LegRow | MoodRow | TransferRow, whose: str | None = None) -> Analytics:
    counting = Tally(WEEK, whose)
    for row in rows:
        match row:
            case CallRow():
                counting.add_call(row)
            case LegRow():
                counting.add_leg(row)
            case MoodRow():
                counting.add_mood(row)
            case TransferRow():
                counting.add_transfer(row)
    return counting.told({"alice": "Alice", "bob": "Bob"})


def test_a_period_without_calls_has_all_its_days_and_no_times():
    told = tally()
    assert [one.at for one in told.steps] == [START + timedelta(days=day) for day in range(7)]
    assert told.calls.total == told.transfers.total == told.sentiment.positive == 0
    assert told.times.wait == Times(count=0, median=None, p95=None)
    assert (told.agents, told.skills) == ([], [])


def test_calls_are_told_apart_by_how_far_they_came():
    unanswered = call(answered_at=None, ended_at=at(60), end_cause="customer_left")
    told = tally(
        call(),
        call(day=2, skill=None),
        call(state=CallState.ACTIVE, ended_at=None),
        unanswered,
        unanswered._replace(end_cause="customer_never_came", joined_at=None),
    )
    figures = told.calls
    assert (figures.total, figures.open, figures.ended) == (5, 1, 4)
    assert (figures.abandoned, figures.never_came) == (1, 1)
    assert [(one.calls, one.abandoned) for one in told.steps][:3] == [(4, 1), (0, 0), (1, 0)]
    assert [(one.skill, one.calls, one.abandoned) for one in told.skills] == [
        ("billing", 4, 1),
        (None, 1, 0),
    ]
    assert (told.times.wait.count, told.times.handle.count) == (3, 2)


def test_waiting_begins_when_the_customer_is_there():
    told = tally(call(), call(joined_at=None), call(joined_at=at(26)))
    assert told.times.wait == Times(count=3, median=20, p95=25)
    assert told.skills[0].wait_median == 20


def test_hold_is_the_calls_and_its_transfers_and_nothing_where_nobody_counted():
    told = tally(
        call(),
        call(held_seconds=12.0, transfers_held_seconds=30.0),
        call(held_seconds=None, transfers_held_seconds=30.0),
    )
    assert told.times.hold == Times(count=1, median=42, p95=42)


@pytest.mark.parametrize("state", State)
def test_each_outcome_of_a_transfer_is_counted_as_itself(state: State):
    told = tally(transfer(state)).transfers.model_dump()
    name = state.value if state.terminal else "open"
    assert {key for key, number in told.items() if number} == {"total", name}


def test_ringing_and_handing_over_are_read_from_the_timeline():
    told = tally(transfer(), transfer(State.DECLINED, timeline=transfer().timeline[:3])).times
    assert told.ring == Times(count=2, median=8, p95=8)
    assert told.handoff == Times(count=1, median=0.2, p95=0.2)


def test_each_agent_has_their_part():
    declined = {"agent_id": "bob", "outcome": "declined"}
    told = tally(
        LegRow("alice", at(0), at(40)),
        LegRow("bob", at(10), at(100)),
        LegRow("alice", at(0), None),
        call(declined=[{"agent_id": "alice"}]),
        transfer(attempts=[declined, {"agent_id": "bob", "outcome": "accepted"}]),
        transfer(State.CANCELLED),
    )
    alice, bob = told.agents
    assert (alice.name, alice.calls, alice.handle_median) == ("Alice", 2, 40)
    assert (alice.transfers_given, alice.transfers_taken, alice.declined) == (1, 0, 1)
    assert (bob.calls, bob.transfers_given, bob.transfers_taken, bob.declined) == (1, 0, 1, 1)


def test_an_agent_is_told_of_themselves_and_of_transfers_they_had_a_part_in():
    elsewhere = transfer(from_agent_id="carol", to_agent_id="dave", tried=["dave"])
    asked_first = elsewhere._replace(tried=["bob", "dave"])
    rows = [LegRow("alice", at(0), at(9)), LegRow("bob", at(0), at(9))]
    told = tally(*rows, elsewhere, asked_first, whose="bob")
    assert [one.agent for one in told.agents] == ["bob"]
    assert told.transfers.total == 1


def test_a_mood_fell_or_rose_from_the_first_lines_to_the_last():
    def mood(first: float, last: float, lines: int = 4, day: int = 0) -> MoodRow:
        return MoodRow(at(0, day), 0, lines - 1, 0, 1, -0.8, first, last)

    told = tally(mood(0.2, -0.5), mood(-0.4, 0.1), mood(0, 0.2), mood(1, -1, 3, day=6)).sentiment
    assert (told.calls, told.fell, told.rose) == (3, 1, 1)
    assert (told.neutral, told.frustrated, told.mean) == (11, 4, round(-3.2 / 15, 3))


def test_p95_is_one_of_the_values():
    assert times_of(array("d", range(1, 101))) == Times(count=100, median=50.5, p95=95)
    assert times_of(array("d", [7])) == Times(count=1, median=7, p95=7)


def test_a_period_is_a_week_unless_something_else_is_asked_for():
    now = at(0, day=30)
    assert Period.asked(None, None, now) == Period(now - timedelta(days=7), now)
    assert Period.asked(at(0), None, now) == Period(at(0), now)
    assert Period.asked(None, at(0, 7), now) == WEEK
    assert Period.asked(datetime(2026, 3, 2), datetime(2026, 3, 9), now) == WEEK  # noqa: DTZ001  # as the API reads it


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (at(1), at(0)),
        (at(0), at(0)),
        (at(0), at(1, day=366)),
        (datetime.max.replace(tzinfo=UTC), None),
        (None, datetime.min.replace(tzinfo=UTC)),
    ],
)
def test_a_period_that_cannot_be_is_refused(start: datetime | None, end: datetime | None):
    with pytest.raises(PeriodRefused):
        Period.asked(start, end, at(0))


def test_short_periods_go_by_the_hour_and_steps_begin_where_the_period_does():
    two = Period(at(1800), at(1800, day=2))
    assert (two.step, len(two.starts), two.starts[1]) == (Step.HOUR, 48, at(5400))
    longer = Period(at(1800), at(1801, day=2))
    assert (longer.step, len(longer.starts)) == (Step.DAY, 3)
    assert longer.place(at(1799, day=1)) == 0


def test_no_cell_of_a_table_is_a_formula():
    told = tally(LegRow("alice", at(0), at(9)), call(skill="=cmd"))
    told.agents[0].name = "@SUM(A1)"
    assert '"\'@SUM(A1)"' in as_table(told, Table.AGENTS)
    assert '"\'=cmd"' in as_table(told, Table.SKILLS)
    days = as_table(told, Table.DAYS).splitlines()
    assert len(days) == 8
    assert len(days[0].split(",")) == len(days[1].split(",")) == 9
    assert '"completed","0"' in as_table(told, Table.TRANSFERS)
