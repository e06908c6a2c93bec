"""Which deadline runs in each state, and what each side may do."""

from dataclasses import replace

import pytest

from segue.transfers.moves import Side, allowed_moves, deadline
from segue.transfers.situation import Event, Situation, State
from tests.unit.transfers.test_moves import SITUATIONS

UNARRIVED = {
    f"{name}, to not there": replace(SITUATIONS[name], to_arrived=False)
    for name in ("consulting", "customer", "conferencing")
}

DEADLINES: dict[str, tuple[float, Event] | None] = {
    "preparing": (10, Event.FAILED),
    "ringing": (20, Event.RING_TIMEOUT),
    "consulting, to not there": (10, Event.TO_NEVER_CAME),
    "customer, to not there": (10, Event.TO_NEVER_CAME),
    "conferencing, to not there": (10, Event.TO_NEVER_CAME),
    "consulting": (180, Event.HOLD_LIMIT),
    "customer": None,
    "conferencing": None,
    "completing": (5, Event.AUDIBLE_TIMEOUT),
    "swapping": (10, Event.AUDIBLE_TIMEOUT),
    "merging": (10, Event.AUDIBLE_TIMEOUT),
    "returning": (10, Event.AUDIBLE_TIMEOUT),
    **{state.value: None for state in State if state.terminal},
}

MOVES_OF_FROM = {
    "preparing": "cancel edit_briefing",
    "ringing": "cancel edit_briefing",
    "consulting": "swap merge complete cancel edit_briefing read_briefing",
    "customer": "swap merge complete cancel edit_briefing",
    "conferencing": "split complete cancel edit_briefing",
    "completing": "",
    "swapping": "cancel",
    "merging": "cancel",
    "returning": "",
    **{state.value: "" for state in State if state.terminal},
}
MOVES_OF_TO = {"preparing": "accept decline", "ringing": "accept decline"}


@pytest.mark.parametrize("name", [*SITUATIONS, *UNARRIVED])
def test_the_deadline_of_each_state(name: str):
    situation = (SITUATIONS | UNARRIVED)[name]
    assert deadline(situation, ring_seconds=20, hold_limit_seconds=180) == DEADLINES[name]


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_each_side_may_do(name: str):
    situation = SITUATIONS[name]
    assert allowed_moves(situation, Side.FROM) == MOVES_OF_FROM[name].split()
    assert allowed_moves(situation, Side.TO) == MOVES_OF_TO.get(name, "").split()
    assert allowed_moves(situation, None) == []


def test_an_answer_that_was_given_cannot_be_given_again():
    accepted = Situation(State.PREPARING, to="bob", answer=Event.ACCEPTED)
    assert allowed_moves(accepted, Side.TO) == []
    declined = Situation(State.PREPARING, to="bob", answer=Event.DECLINED)
    assert allowed_moves(declined, Side.TO) == ["accept"]
