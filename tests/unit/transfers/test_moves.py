"""Every state's answer to every event, written from the design: a change of the code alone fails.

The parties: `from` is alice, `to` is bob, the mode is warm, everybody is there, no target is left
behind bob, and a swap aims at the other one. What differs from that is tested below the tables.
"""

from dataclasses import replace

import pytest

from segue.transfers.moves import move, wants_next_target
from segue.transfers.situation import COMMANDS, Event, Facts, Focus, Mode, Situation, State, Verdict

# .  ignored    x  refused    =  the same answer again    +  noted; the state stays
#
# `customer` is consulting with the focus on the customer. `returning` leads to an end,
# `swapping` to `customer`, `merging` to conferencing.
OPEN = """
                preparing ringing    consulting   customer    conferencing completing swapping   merging      returning
accepted        +         consulting =            =           =            =          x          x            x
declined        +         returning  x            x           x            x          x          x            x
swap            x         x          swapping     consulting  x            x          x          x            x
merge           x         x          merging      conferencing =           x          x          =            x
split           x         x          =            =           consulting   x          x          x            x
complete        x         x          completing   completing  completed    =          x          x            x
cancel          returning returning  returning    cancelled   cancelled    x          returning  returning    x
prepared        ringing   .          .            .           .            .          .          .            .
failed          returning .          .            .           .            .          .          .            .
ring_timeout    .         returning  .            .           .            .          .          .            .
to_gone         .         returning  .            .           .            .          .          .            .
to_failed       .         returning  .            .           .            .          .          .            .
picked_up       .         .          .            .           .            .          .          .            .
to_arrived      .         .          .            .           .            .          .          .            .
to_never_came   .         .          .            .           .            .          .          .            .
to_left         .         .          returning    failed      cancelled    returning  returning  returning    .
from_left       ringing   +          completing   completing  completed    +          completing completing   requeued
customer_left   abandoned abandoned  abandoned    abandoned   abandoned    abandoned  abandoned  abandoned    abandoned
hold_limit      .         .          +            .           .            .          .          .            .
to_audible      .         .          .            .           .            completed  .          .            .
from_audible    .         .          .            .           .            .          customer   conferencing declined
audible_timeout .         .          .            .           .            consulting consulting consulting   requeued
"""  # noqa: E501  # a table is read across

# What is over stays over; only the same command again gets its answer again.
OVER = """
                completed cancelled declined unanswered failed requeued abandoned
accepted        =         x         x        x          x      x        x
declined        x         x         =        x          x      x        x
swap            x         x         x        x          x      x        x
merge           x         x         x        x          x      x        x
split           x         x         x        x          x      x        x
complete        =         x         x        x          x      x        x
cancel          x         =         x        x          x      x        x
prepared        .         .         .        .          .      .        .
failed          .         .         .        .          .      .        .
ring_timeout    .         .         .        .          .      .        .
to_gone         .         .         .        .          .      .        .
to_failed       .         .         .        .          .      .        .
picked_up       .         .         .        .          .      .        .
to_arrived      .         .         .        .          .      .        .
to_never_came   .         .         .        .          .      .        .
to_left         .         .         .        .          .      .        .
from_left       .         .         .        .          .      .        .
customer_left   .         .         .        .          .      .        .
hold_limit      .         .         .        .          .      .        .
to_audible      .         .         .        .          .      .        .
from_audible    .         .         .        .          .      .        .
audible_timeout .         .         .        .          .      .        .
"""

SITUATIONS = {
    "customer": Situation(State.CONSULTING, to="bob", to_arrived=True, focus=Focus.CUSTOMER),
    "consulting": Situation(State.CONSULTING, to="bob", to_arrived=True),
    "conferencing": Situation(State.CONFERENCING, to="bob", to_arrived=True, focus=Focus.CUSTOMER),
    "completing": Situation(State.COMPLETING, to="bob", to_arrived=True),
    "swapping": Situation(State.RETURNING, to="bob", to_arrived=True, focus=Focus.CUSTOMER),
    "merging": Situation(
        State.RETURNING,
        to="bob",
        to_arrived=True,
        focus=Focus.CUSTOMER,
        outcome=State.CONFERENCING,
    ),
    "returning": Situation(State.RETURNING, to="bob", outcome=State.DECLINED),
} | {
    state.value: Situation(state, to="bob")
    for state in State
    if state not in (State.CONSULTING, State.CONFERENCING, State.COMPLETING, State.RETURNING)
}


def cells(table: str) -> list[tuple[str, Event, str]]:
    head, *rows = [line.split() for line in table.strip().splitlines()]
    return [
        (column, Event(row[0]), cell)
        for row in rows
        for column, cell in zip(head, row[1:], strict=True)
    ]


CELLS = cells(OPEN) + cells(OVER)


def seen(before: Situation, after: Situation | Verdict) -> str:
    """An answer in the words of the tables."""
    match after:
        case Verdict.SAME:
            return "="
        case Verdict.IGNORED:
            return "."
        case Verdict.REFUSED:
            return "x"
        case Situation(state=State.RETURNING):
            leads_to = {None: "swapping", State.CONFERENCING: "merging"}
            return leads_to.get(after.outcome, "returning")
        case Situation() if (after.state, after.focus) == (before.state, before.focus):
            return "+"
        case Situation(state=State.CONSULTING, focus=Focus.CUSTOMER):
            return "customer"
        case _:
            return after.state.value


def test_the_tables_have_every_pair():
    assert {(column, event) for column, event, _ in CELLS} == {
        (column, event) for column in SITUATIONS for event in Event
    }
    assert {situation.state for situation in SITUATIONS.values()} == set(State)
    assert len(CELLS) == (13 + 3) * 22


@pytest.mark.parametrize(("column", "event", "expected"), CELLS, ids=str)
def test_each_state_answers_each_event(column: str, event: Event, expected: str):
    before = SITUATIONS[column]
    aim = Focus.CUSTOMER if column == "consulting" else Focus.CONSULT
    assert seen(before, move(before, event, Facts(focus=aim))) == expected


@pytest.mark.parametrize("state", [state for state in State if state.terminal])
def test_what_is_over_never_moves(state: State):
    over = Situation(state, to="bob")
    for event in Event:
        answer = move(over, event, Facts(next_to="carol", focus=Focus.CUSTOMER))
        assert answer in (Verdict.SAME, Verdict.REFUSED if event in COMMANDS else Verdict.IGNORED)


# --- what returning comes to --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "event", "outcome", "cause"),
    [
        ("preparing", Event.CANCEL, State.CANCELLED, "cancelled"),
        ("preparing", Event.FAILED, State.FAILED, "failed"),
        ("ringing", Event.DECLINED, State.DECLINED, "declined"),
        ("ringing", Event.RING_TIMEOUT, State.UNANSWERED, "ring_timeout"),
        ("ringing", Event.TO_GONE, State.UNANSWERED, "to_gone"),
        ("ringing", Event.TO_FAILED, State.FAILED, "to_failed"),
        ("ringing", Event.CANCEL, State.CANCELLED, "cancelled"),
        ("consulting", Event.CANCEL, State.CANCELLED, "cancelled"),
        ("consulting", Event.TO_LEFT, State.FAILED, "to_left"),
        ("completing", Event.TO_LEFT, State.FAILED, "to_left"),
    ],
)
def test_coming_back_remembers_why(column: str, event: Event, outcome: State, cause: str):
    returning = move(SITUATIONS[column], event)
    assert isinstance(returning, Situation)
    assert (returning.state, returning.outcome, returning.cause) == (
        State.RETURNING,
        outcome,
        cause,
    )
    over = move(returning, Event.FROM_AUDIBLE)
    assert isinstance(over, Situation)
    assert (over.state, over.cause) == (outcome, cause)


@pytest.mark.parametrize("column", ["swapping", "merging"])
@pytest.mark.parametrize(
    ("event", "outcome"),
    [(Event.CANCEL, State.CANCELLED), (Event.TO_LEFT, State.FAILED)],
)
def test_a_swap_on_its_way_may_become_the_end(column: str, event: Event, outcome: State):
    ending = move(SITUATIONS[column], event)
    assert isinstance(ending, Situation)
    over = move(ending, Event.FROM_AUDIBLE)
    assert isinstance(over, Situation)
    assert over.state is outcome


def test_cancel_again_while_returning_is_the_same():
    returning = move(SITUATIONS["consulting"], Event.CANCEL)
    assert isinstance(returning, Situation)
    assert move(returning, Event.CANCEL) is Verdict.SAME


# --- the answers that come while preparing ------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "then", "prepared"),
    [
        (Event.ACCEPTED, Verdict.SAME, State.CONSULTING),
        (Event.DECLINED, Verdict.SAME, State.RETURNING),
    ],
)
def test_an_answer_while_preparing_counts_when_prepared(
    first: Event, then: Verdict, prepared: State
):
    kept = move(SITUATIONS["preparing"], first)
    assert isinstance(kept, Situation)
    assert kept.answer is first
    assert move(kept, first) is then
    after = move(kept, Event.PREPARED)
    assert isinstance(after, Situation)
    assert (after.state, after.answer) == (prepared, None)


def test_whoever_has_accepted_cannot_decline_any_more():
    kept = replace(SITUATIONS["preparing"], answer=Event.ACCEPTED)
    assert move(kept, Event.DECLINED) is Verdict.REFUSED


def test_whoever_has_accepted_may_leave_before_it_is_prepared():
    kept = replace(SITUATIONS["preparing"], answer=Event.ACCEPTED)
    gone = move(kept, Event.TO_LEFT)
    assert isinstance(gone, Situation)
    assert (gone.state, gone.answer, gone.taken) == (State.PREPARING, Event.TO_LEFT, False)
    assert move(gone, Event.TO_LEFT) is Verdict.IGNORED
    assert move(gone, Event.DECLINED) is Verdict.SAME
    after = move(gone, Event.PREPARED)
    assert isinstance(after, Situation)
    assert (after.state, after.outcome, after.cause, after.answer) == (
        State.RETURNING,
        State.FAILED,
        "to_left",
        None,
    )


@pytest.mark.parametrize("answer", [Event.DECLINED, Event.TO_LEFT])
def test_whoever_turned_it_down_may_still_take_it(answer: Event):
    after = move(replace(SITUATIONS["preparing"], answer=answer), Event.ACCEPTED)
    assert isinstance(after, Situation)
    assert after.taken


def test_from_goes_while_preparing_and_a_kept_accept_goes_straight_to_the_customer():
    kept = replace(SITUATIONS["preparing"], answer=Event.ACCEPTED)
    after = move(kept, Event.FROM_LEFT)
    assert isinstance(after, Situation)
    assert (after.state, after.from_present) == (State.COMPLETING, False)


# --- a phone ------------------------------------------------------------------------------------

PHONE_RINGS = Situation(State.RINGING, to="leg_bob")


def test_a_phone_that_was_picked_up_still_rings_until_a_key_says_yes():
    picked_up = replace(PHONE_RINGS, picked_up=True)
    assert move(PHONE_RINGS, Event.PICKED_UP) == picked_up
    assert move(picked_up, Event.PICKED_UP) is Verdict.IGNORED
    accepted = move(picked_up, Event.ACCEPTED)
    assert isinstance(accepted, Situation)
    assert (accepted.state, accepted.to_arrived) == (State.CONSULTING, False)
    gone = move(picked_up, Event.FROM_LEFT)
    assert isinstance(gone, Situation)
    assert (gone.state, gone.from_present) == (State.RINGING, False), "a voicemail gets no customer"


def test_the_next_target_after_a_phone_has_not_been_picked_up():
    after = move(replace(PHONE_RINGS, picked_up=True), Event.DECLINED, Facts(next_to="leg_carol"))
    assert after == replace(PHONE_RINGS, to="leg_carol")


@pytest.mark.parametrize(("event", "cause"), [(Event.DECLINED, "busy"), (Event.TO_FAILED, "x")])
def test_what_became_of_a_dial_is_the_cause(event: Event, cause: str):
    after = move(PHONE_RINGS, event, Facts(cause=cause))
    assert isinstance(after, Situation)
    assert (after.state, after.cause) == (State.RETURNING, cause)


# --- the next target ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "event"),
    [
        ("ringing", Event.DECLINED),
        ("ringing", Event.RING_TIMEOUT),
        ("ringing", Event.TO_GONE),
        ("ringing", Event.TO_FAILED),
        ("unarrived", Event.TO_NEVER_CAME),
        ("kept decline", Event.PREPARED),
        ("kept goodbye", Event.PREPARED),
        ("handoff without from", Event.TO_LEFT),
        ("handoff without from", Event.AUDIBLE_TIMEOUT),
        ("blind handoff", Event.TO_LEFT),
        ("blind handoff", Event.AUDIBLE_TIMEOUT),
    ],
)
def test_the_next_target_rings(column: str, event: Event):
    situations = SITUATIONS | {
        "unarrived": replace(SITUATIONS["consulting"], to_arrived=False),
        "kept goodbye": replace(SITUATIONS["preparing"], answer=Event.TO_LEFT),
        "kept decline": replace(SITUATIONS["preparing"], answer=Event.DECLINED),
        "handoff without from": replace(SITUATIONS["completing"], from_present=False),
        "blind handoff": replace(SITUATIONS["completing"], mode=Mode.BLIND),
    }
    before = situations[column]
    assert wants_next_target(before, event)
    after = move(before, event, Facts(next_to="carol"))
    assert isinstance(after, Situation)
    assert (after.state, after.to, after.to_arrived) == (State.RINGING, "carol", False)


def test_a_next_target_is_looked_for_only_where_it_would_ring():
    wanted = {
        (column, event)
        for column, situation in SITUATIONS.items()
        for event in Event
        if wants_next_target(situation, event)
    }
    assert wanted == {
        ("ringing", Event.DECLINED),
        ("ringing", Event.RING_TIMEOUT),
        ("ringing", Event.TO_GONE),
        ("ringing", Event.TO_FAILED),
    }


def test_to_never_came_and_nobody_is_left():
    unarrived = replace(SITUATIONS["consulting"], to_arrived=False)
    after = move(unarrived, Event.TO_NEVER_CAME)
    assert isinstance(after, Situation)
    assert (after.state, after.outcome) == (State.RETURNING, State.UNANSWERED)
    with_customer = replace(unarrived, focus=Focus.CUSTOMER)
    after = move(with_customer, Event.TO_NEVER_CAME)
    assert isinstance(after, Situation)
    assert after.state is State.UNANSWERED


def test_arrival_is_noted_once():
    arrived = move(replace(SITUATIONS["consulting"], to_arrived=False), Event.TO_ARRIVED)
    assert arrived == SITUATIONS["consulting"]


# --- without from -------------------------------------------------------------------------------

WITHOUT_FROM = """
                ringing    completing
accepted        completing =
ring_timeout    requeued   .
declined        requeued   x
to_gone         requeued   .
cancel          requeued   x
to_left         .          requeued
audible_timeout .          requeued
to_audible      .          completed
from_left       .          .
"""


@pytest.mark.parametrize("blind", [False, True], ids=["from has gone", "blind"])
@pytest.mark.parametrize(("column", "event", "expected"), cells(WITHOUT_FROM))
def test_without_from(column: str, event: Event, expected: str, blind: bool):
    before = SITUATIONS[column]
    before = replace(before, mode=Mode.BLIND) if blind else replace(before, from_present=False)
    if blind and event is Event.FROM_LEFT:
        return  # a blind transfer has let `from` go when it began
    assert seen(before, move(before, event)) == expected


@pytest.mark.parametrize("column", ["consulting", "customer", "conferencing", "completing"])
def test_from_that_has_left_is_not_waited_for(column: str):
    after = move(SITUATIONS[column], Event.FROM_LEFT)
    assert isinstance(after, Situation)
    assert not after.from_present


# --- handing over -------------------------------------------------------------------------------


def test_auto_complete_hands_over_when_to_is_audible_in_the_consult_once():
    before = replace(SITUATIONS["consulting"], auto_complete=True)
    after = move(before, Event.TO_AUDIBLE)
    assert isinstance(after, Situation)
    assert after.state is State.COMPLETING
    back = move(after, Event.AUDIBLE_TIMEOUT)
    assert isinstance(back, Situation)
    assert (back.state, back.cause, back.auto_complete) == (
        State.CONSULTING,
        "handoff_failed",
        False,
    )


def test_a_handoff_that_failed_takes_from_back_to_the_customer_with_music_till_they_are_heard():
    completing = move(SITUATIONS["customer"], Event.COMPLETE)
    assert isinstance(completing, Situation)
    after = move(completing, Event.AUDIBLE_TIMEOUT)
    assert isinstance(after, Situation)
    assert (after.state, after.outcome) == (State.RETURNING, None)
    back = move(after, Event.FROM_AUDIBLE)
    assert isinstance(back, Situation)
    assert (back.state, back.focus) == (State.CONSULTING, Focus.CUSTOMER)


@pytest.mark.parametrize("event", [Event.COMPLETE, Event.FROM_LEFT])
def test_a_conference_is_handed_over_at_once_only_to_somebody_who_is_there(event: Event):
    alone = replace(SITUATIONS["conferencing"], to_arrived=False)
    after = move(alone, event)
    assert isinstance(after, Situation)
    assert after.state is State.COMPLETING


def test_who_never_came_to_the_conference_leaves_the_customer_with_from():
    alone = replace(SITUATIONS["conferencing"], to_arrived=False)
    after = move(alone, Event.TO_NEVER_CAME)
    assert isinstance(after, Situation)
    assert after.state is State.UNANSWERED
    arrived = move(alone, Event.TO_ARRIVED)
    assert arrived == SITUATIONS["conferencing"]


def test_swap_names_its_aim_so_that_a_retry_does_not_flip_it():
    assert move(SITUATIONS["consulting"], Event.SWAP, Facts(focus=Focus.CONSULT)) is Verdict.SAME
    assert move(SITUATIONS["customer"], Event.SWAP, Facts(focus=Focus.CUSTOMER)) is Verdict.SAME
    assert move(SITUATIONS["swapping"], Event.SWAP, Facts(focus=Focus.CUSTOMER)) is Verdict.SAME


def test_the_hold_limit_changes_nothing():
    assert move(SITUATIONS["consulting"], Event.HOLD_LIMIT) == SITUATIONS["consulting"]
