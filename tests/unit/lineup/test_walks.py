"""10,000 random walks through the tables of moves: none is stuck, leaks, or leaves anybody alone.

`Life` (life.py) asserts after every step. The rule-based machine lets anything happen at any time,
and shrinks what it finds to few steps; the 10,000 walks take mostly steps that lead somewhere.
"""

from collections import Counter
from functools import cache
from itertools import product

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from segue.calls.moves import TRANSFERABLE, CallEvent, CallSituation, CallState
from segue.transfers.moves import move
from segue.transfers.situation import Event, Facts, Focus, Mode, Situation, State
from tests.unit.lineup.life import AGENTS, Life

WALKS = 10_000
STEPS = 16
MACHINES = 400
ANSWERS = (Event.ACCEPTED, Event.DECLINED)
SIGNALS = sorted(set(Event) - {*ANSWERS, Event.CUSTOMER_LEFT})

SETTINGS = settings(
    max_examples=WALKS,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def a_call() -> Life:
    return Life(CallSituation(CallState.ACTIVE, agent="alice"))


def in_private_talk() -> Life:
    life = a_call()
    life.initiate(Mode.WARM, auto_complete=False, targets=1)
    for event in (Event.ACCEPTED, Event.PREPARED, Event.TO_ARRIVED):
        life.happens(event, by="bob")
    return life


# --- steps that lead somewhere, most of the time ------------------------------------------------


@cache
def ways_on(before: Situation) -> list[list[tuple[Event, Focus]]]:
    """The events that move a transfer, in groups by where they lead to."""
    groups: dict[tuple[State, State | None], list[tuple[Event, Focus]]] = {}
    for event, focus in product(Event, Focus):
        after = move(before, event, Facts(focus=focus))
        if isinstance(after, Situation) and event is not Event.CUSTOMER_LEFT:
            groups.setdefault((after.state, after.outcome), []).append((event, focus))
    return list(groups.values())


ANYTHING = [[(event, focus)] for event, focus in product(Event, Focus)]
LEADS_ON = {
    CallState.WAITING: CallEvent.OFFER,
    CallState.AGENT_LOST: CallEvent.OFFER,
    CallState.OFFERED: CallEvent.ANSWER,
    CallState.CONNECTING: CallEvent.AGENT_AUDIBLE,
    CallState.ENDED: CallEvent.END,
}


def step_of_transfer(life: Life, before: Situation, chance: int) -> None:
    groups = ANYTHING if chance >= 240 else ways_on(before)
    group = groups[chance % len(groups)]
    event, focus = group[chance // len(groups) % len(group)]
    life.happens(event, focus=focus, by=before.to)


def step_of_call(life: Life, chance: int) -> None:
    """A new transfer as soon as the call allows it; mostly towards there."""
    if chance < 200 and life.call.state in TRANSFERABLE:
        mode = Mode.BLIND if chance % 4 == 3 else Mode.WARM
        life.initiate(mode, auto_complete=chance % 3 == 0, targets=chance % 5 % 3)
    elif chance < 200:
        life.call_happens(LEADS_ON[life.call.state])
    else:
        life.call_happens(list(CallEvent)[chance % len(CallEvent)])


def take(life: Life, chance: int) -> None:
    """One step, chosen by a number from 0 to 255."""
    if chance == 255:
        life.customer_leaves()
    elif life.transfer is not None:
        step_of_transfer(life, life.transfer, chance)
    else:
        step_of_call(life, chance)


def test_ten_thousand_walks(capsys):
    seen: Counter[str] = Counter()

    @SETTINGS
    @given(st.binary(min_size=STEPS, max_size=STEPS))
    def walk(chances: bytes) -> None:
        life = in_private_talk() if chances[0] < 128 else a_call()
        for chance in chances[1:]:
            take(life, chance)
            life.check()
            seen[life.transfer.state if life.transfer else f"call {life.call.state}"] += 1
        seen["left alone: " + (life.left_alone() or "people talk")] += 1
        seen.update(f"ended: {state}" for state in life.over)
        seen["walks"] += 1

    walk()
    with capsys.disabled():
        print(f"\n{seen['walks']} walks of {STEPS} steps", end=" ")  # noqa: T201  # to be seen
    assert seen["walks"] >= WALKS
    # The walks have been everywhere, and often.
    for state in State:
        assert seen[f"ended: {state}" if state.terminal else state] > 100, state
    for call_state in CallState:
        assert seen[f"call {call_state}"] > 100, call_state


# --- anything, at any time ----------------------------------------------------------------------


class AnythingHappens(RuleBasedStateMachine):
    """Everybody presses every button, and every signal comes at the wrong time."""

    def __init__(self) -> None:
        super().__init__()
        self.life = a_call()

    @initialize(mode=st.sampled_from(Mode), auto=st.booleans(), spare=st.integers(0, 2))
    def begin(self, mode: Mode, auto: bool, spare: int) -> None:
        self.life.initiate(mode, auto, spare)

    @precondition(lambda self: self.life.transfer is not None)
    @rule(event=st.sampled_from(SIGNALS), focus=st.sampled_from(Focus))
    def something_happens(self, event: Event, focus: Focus) -> None:
        self.life.happens(event, focus=focus)

    @precondition(lambda self: self.life.transfer is not None)
    @rule(answer=st.sampled_from(ANSWERS), by=st.sampled_from(AGENTS))
    def somebody_answers(self, answer: Event, by: str) -> None:
        self.life.happens(answer, by=by)

    @precondition(lambda self: self.life.transfer is None)
    @rule(event=st.sampled_from(CallEvent))
    def something_happens_to_the_call(self, event: CallEvent) -> None:
        self.life.call_happens(event)

    @precondition(lambda self: self.life.transfer is None)
    @rule(mode=st.sampled_from(Mode), auto=st.booleans(), spare=st.integers(0, 2))
    def another_transfer(self, mode: Mode, auto: bool, spare: int) -> None:
        self.life.initiate(mode, auto, spare)

    @rule(really=st.integers(0, 9))
    def customer_hangs_up(self, really: int) -> None:
        if really == 0:
            self.life.customer_leaves()

    @invariant()
    def nothing_is_broken(self) -> None:
        self.life.check()

    def teardown(self) -> None:
        self.life.left_alone()


def test_anything_may_happen_at_any_time():
    machine = settings(SETTINGS, max_examples=MACHINES, stateful_step_count=20)
    run_state_machine_as_test(AnythingHappens, settings=machine)
