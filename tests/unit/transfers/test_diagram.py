"""The diagram of states in docs/the-transfer.md shows the moves that there are, and no others."""

import re
from itertools import product
from pathlib import Path

from segue.transfers.moves import move
from segue.transfers.situation import Event, Facts, Focus, Mode, Situation, State

PAGE = Path(__file__).parents[3] / "docs" / "the-transfer.md"
ARROW = re.compile(r"^ {4}(\w+) --> (\w+)", re.MULTILINE)
# Said in a sentence below the diagram, as it leads there from everywhere.
EVERYWHERE = State.ABANDONED


def situations(state: State) -> list[Situation]:
    """Every situation that a state can be in, as far as its moves can tell."""
    modes = [Mode.WARM] if state in NEVER_BLIND else list(Mode)
    outcomes: list[State | None] = [None]
    if state is State.RETURNING:
        outcomes = [None, State.CONFERENCING, *BACK]
    answers = [None, Event.ACCEPTED, Event.DECLINED] if state is State.PREPARING else [None]
    focuses = list(Focus) if state in (State.CONSULTING, State.COMPLETING) else [Focus.CONSULT]
    arrived = [True] if state is State.COMPLETING else [True, False] if state in MET else [False]
    return [
        Situation(state, mode, focus, "bob", there, came, answer, outcome)
        for mode, focus, there, came, answer, outcome in product(
            modes, focuses, (True, False), arrived, answers, outcomes
        )
        # Whoever has left the private talk, or a conference, has ended it.
        if there or state not in (State.CONSULTING, State.CONFERENCING, State.RETURNING)
    ]


BACK = (State.CANCELLED, State.DECLINED, State.UNANSWERED, State.FAILED)
NEVER_BLIND = (State.CONSULTING, State.CONFERENCING, State.RETURNING)
MET = (State.CONSULTING, State.CONFERENCING, State.RETURNING)


def possible() -> set[tuple[str, str]]:
    """From which state which other one can be reached by one move."""
    found: set[tuple[str, str]] = set()
    for state in State:
        if state.terminal:
            continue
        for situation, event, next_to in product(situations(state), Event, (None, "carol")):
            for focus in Focus:
                result = move(situation, event, Facts(next_to=next_to, focus=focus))
                if isinstance(result, Situation):
                    found.add((state.value, result.state.value))
    return {
        (old, new) for old, new in found if new != EVERYWHERE and (old != new or old == "ringing")
    }


def test_the_diagram_shows_every_move():
    drawn = set(ARROW.findall(PAGE.read_text()))
    assert drawn == possible()
