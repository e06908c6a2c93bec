"""Who speaks and hears where in every state, and whether there is music: one table.

sh  speaks and hears    --  is in the room without any right    .  does not belong in the room
"""

from dataclasses import dataclass, replace

import pytest

from segue.calls.moves import CallSituation, CallState
from segue.lineup.lineup import LISTENS, SILENT, TALKS, LineUp, line_up
from segue.transfers.situation import Event, Focus, Mode, Situation, State

# customer room: the customer, from (alice), to (bob); consult room: from, to; music; awaited
TRANSFERS = """
                          customer from to  | from to | music awaited
preparing                 sh       --   .   | sh   .  | yes   nobody
preparing, accepted       sh       --   --  | sh   sh | yes   nobody
preparing, declined       sh       --   .   | sh   .  | yes   nobody
preparing, blind          sh       .    .   | .    .  | yes   nobody
preparing, blind accepted sh       .    --  | .    .  | yes   nobody
ringing                   sh       --   .   | sh   .  | yes   nobody
ringing, from gone        sh       .    .   | .    .  | yes   nobody
ringing, blind            sh       .    .   | .    .  | yes   nobody
consulting                sh       --   --  | sh   sh | yes   nobody
customer                  sh       sh   --  | --   -- | no    nobody
conferencing              sh       sh   sh  | --   -- | no    nobody
completing                sh       --   sh  | sh   sh | yes   to
completing, all together  sh       --   sh  | --   -- | yes   to
completing, from gone     sh       .    sh  | .    .  | yes   to
completing, blind         sh       .    sh  | .    .  | yes   to
returning                 sh       sh   .   | .    .  | yes   from
swapping                  sh       sh   --  | --   -- | yes   from
merging                   sh       sh   --  | --   -- | yes   from
merging                   sh       sh   --  | --   -- | yes   from
"""

OPEN = {
    "preparing": Situation(State.PREPARING, to="bob"),
    "preparing, accepted": Situation(State.PREPARING, to="bob", answer=Event.ACCEPTED),
    "preparing, declined": Situation(State.PREPARING, to="bob", answer=Event.DECLINED),
    "preparing, blind": Situation(State.PREPARING, to="bob", mode=Mode.BLIND),
    "preparing, blind accepted": Situation(
        State.PREPARING, to="bob", mode=Mode.BLIND, answer=Event.ACCEPTED
    ),
    "ringing": Situation(State.RINGING, to="bob"),
    "ringing, from gone": Situation(State.RINGING, to="bob", from_present=False),
    "ringing, blind": Situation(State.RINGING, to="bob", mode=Mode.BLIND),
    "consulting": Situation(State.CONSULTING, to="bob"),
    "customer": Situation(State.CONSULTING, to="bob", focus=Focus.CUSTOMER),
    "conferencing": Situation(State.CONFERENCING, to="bob", focus=Focus.CUSTOMER),
    "completing": Situation(State.COMPLETING, to="bob"),
    "completing, all together": Situation(State.COMPLETING, to="bob", focus=Focus.CUSTOMER),
    "completing, from gone": Situation(State.COMPLETING, to="bob", from_present=False),
    "completing, blind": Situation(State.COMPLETING, to="bob", mode=Mode.BLIND),
    "returning": Situation(State.RETURNING, to="bob", outcome=State.CANCELLED),
    "swapping": Situation(State.RETURNING, to="bob", focus=Focus.CUSTOMER),
    "merging": Situation(
        State.RETURNING, to="bob", focus=Focus.CUSTOMER, outcome=State.CONFERENCING
    ),
}
ROWS = {
    line[:26].strip(): line[26:].replace("|", " ").split()
    for line in TRANSFERS.strip().splitlines()[1:]
}


@dataclass(frozen=True)
class Names:
    """Identities of the table's columns."""

    customer: str = "customer"
    alice: str = "agent:alice"
    bob: str = "agent:bob"


WHO = Names()


def rights(room: object, identity: str) -> str:
    if not isinstance(room, dict) or identity not in room:
        return "."
    return {TALKS: "sh", SILENT: "--"}[room[identity]]


def row(lines: LineUp) -> list[str]:
    awaited = {None: "nobody", WHO.alice: "from", WHO.bob: "to"}[lines.awaited]
    return [
        *(rights(lines.customer_room, one) for one in (WHO.customer, WHO.alice, WHO.bob)),
        *(rights(lines.consult_room, one) for one in (WHO.alice, WHO.bob)),
        "yes" if lines.music else "no",
        awaited,
    ]


def test_the_table_has_every_open_state():
    assert set(ROWS) == set(OPEN)
    assert {one.state for one in OPEN.values()} == {one for one in State if not one.terminal}


@pytest.mark.parametrize("name", OPEN)
def test_the_line_up_of_a_transfer(name: str):
    active = CallSituation(CallState.ACTIVE, agent="alice")
    lines = line_up(active, OPEN[name], "alice")
    assert row(lines) == ROWS[name]
    # Nobody else is ever let in.
    for room in (lines.customer_room, lines.consult_room):
        assert set(room or {}) <= {WHO.customer, WHO.alice, WHO.bob}


@pytest.mark.parametrize("state", [state for state in State if state.terminal])
def test_a_transfer_that_is_over_leaves_the_call_to_its_own_state(state: State):
    active = CallSituation(CallState.ACTIVE, agent="bob")
    over = line_up(active, Situation(state, to="bob"), "alice")
    assert over == line_up(active, None, None)
    assert row(over) == ["sh", ".", "sh", ".", ".", "no", "nobody"]


CALLS = """
           customer agent | music awaited
waiting    sh       .     | yes   nobody
offered    sh       .     | yes   nobody
connecting sh       sh    | yes   from
active     sh       sh    | no    nobody
held       sh       --    | yes   nobody
agent_lost sh       .     | yes   nobody
"""


@pytest.mark.parametrize("line", CALLS.strip().splitlines()[1:])
def test_the_line_up_of_a_call_without_a_transfer(line: str):
    state, customer, agent, music, awaited = line.replace("|", " ").split()
    serving = state in ("connecting", "active", "held")
    call = CallSituation(CallState(state), agent="alice" if serving else None)
    if state == "offered":
        call = replace(call, offered_to="alice")
    assert row(line_up(call, None, None)) == [customer, agent, ".", ".", ".", music, awaited]


# `to` is a phone. Customer room: the customer, from, the bridge; consult room: from, the phone,
# the bridge. h- hears only.
PHONES = """
preparing                 sh       --   .   | h-   sh sh | yes   nobody
preparing, accepted       sh       --   --  | sh   sh sh | yes   nobody
preparing, declined       sh       --   .   | h-   sh sh | yes   nobody
preparing, blind          sh       .    .   | .    sh sh | yes   nobody
preparing, blind accepted sh       .    --  | .    sh sh | yes   nobody
ringing                   sh       --   .   | h-   sh sh | yes   nobody
ringing, from gone        sh       .    .   | .    sh sh | yes   nobody
ringing, blind            sh       .    .   | .    sh sh | yes   nobody
consulting                sh       --   --  | sh   sh sh | yes   nobody
customer                  sh       sh   --  | --   sh sh | no    nobody
conferencing              sh       sh   sh  | --   sh sh | no    nobody
completing                sh       --   sh  | --   sh sh | yes   to
completing, all together  sh       --   sh  | --   sh sh | yes   to
completing, from gone     sh       .    sh  | .    sh sh | yes   to
completing, blind         sh       .    sh  | .    sh sh | yes   to
returning                 sh       sh   .   | .    .  .  | yes   from
swapping                  sh       sh   --  | --   sh sh | yes   from
merging                   sh       sh   --  | --   sh sh | yes   from
"""
PHONE_ROWS = {
    line[:26].strip(): line[26:].replace("|", " ").split() for line in PHONES.strip().splitlines()
}
PHONE, BRIDGE = "phone:leg_bob", "bridge:leg_bob"


def phone_row(lines: LineUp) -> list[str]:
    words = {None: "nobody", WHO.alice: "from", BRIDGE: "to"}
    marks = {None: ".", TALKS: "sh", SILENT: "--", LISTENS: "h-"}
    customer, consult = lines.customer_room or {}, lines.consult_room or {}
    return [
        *(marks[customer.get(one)] for one in (WHO.customer, WHO.alice, BRIDGE)),
        *(marks[consult.get(one)] for one in (WHO.alice, PHONE, BRIDGE)),
        "yes" if lines.music else "no",
        words[lines.awaited],
    ]


@pytest.mark.parametrize("name", OPEN)
def test_the_line_up_of_a_transfer_to_a_phone(name: str):
    active = CallSituation(CallState.ACTIVE, agent="alice")
    lines = line_up(active, replace(OPEN[name], to="leg_bob"), "alice")
    assert phone_row(lines) == PHONE_ROWS[name]
    assert PHONE not in (lines.customer_room or {}), "a phone never enters the customer room"
    assert not set(lines.transcribed_in_private) & {BRIDGE}


def test_a_phone_that_serves_the_call_keeps_its_line():
    lines = line_up(CallSituation(CallState.ACTIVE, agent="leg_bob"), None, None)
    assert phone_row(lines) == ["sh", ".", "sh", ".", "sh", "sh", "no", "nobody"]


# Whose words are written down: in the customer room | in the consult room
WRITTEN_DOWN = """
preparing                 nobody        | nobody
preparing, accepted       nobody        | from,to
preparing, declined       nobody        | nobody
preparing, blind          nobody        | nobody
preparing, blind accepted nobody        | nobody
ringing                   nobody        | nobody
ringing, from gone        nobody        | nobody
ringing, blind            nobody        | nobody
consulting                nobody        | from,to
customer                  customer,from | nobody
conferencing              customer,from,to | nobody
completing                to            | from,to
completing, all together  to            | nobody
completing, from gone     to            | nobody
completing, blind         to            | nobody
returning                 from          | nobody
swapping                  from          | nobody
merging                   from          | nobody
"""
HEARD = {
    line[:26].strip(): line[26:].replace("|", " ").split()
    for line in WRITTEN_DOWN.strip().splitlines()
}


def named(identities: list[str]) -> str:
    names = {WHO.customer: "customer", WHO.alice: "from", WHO.bob: "to"}
    return ",".join(names[one] for one in identities) or "nobody"


@pytest.mark.parametrize("name", OPEN)
def test_whose_words_are_written_down_in_a_transfer(name: str):
    active = CallSituation(CallState.ACTIVE, agent="alice")
    lines = line_up(active, OPEN[name], "alice")
    found = [named(lines.transcribed), named(lines.transcribed_in_private)]
    assert found == HEARD[name]


@pytest.mark.parametrize(
    ("state", "heard"),
    [
        ("waiting", "nobody"),
        ("offered", "nobody"),
        ("connecting", "from"),
        ("active", "customer,from"),
        ("held", "nobody"),
        ("agent_lost", "nobody"),
        ("ended", "nobody"),
    ],
)
def test_whose_words_are_written_down_in_a_call(state: str, heard: str):
    serving = state in ("connecting", "active", "held")
    call = CallSituation(CallState(state), agent="alice" if serving else None)
    lines = line_up(call, None, None)
    assert (named(lines.transcribed), lines.transcribed_in_private) == (heard, [])


def test_nobody_is_left_in_the_rooms_of_a_call_that_has_ended():
    ended = line_up(CallSituation(CallState.ENDED, agent="alice"), None, None)
    assert ended.customer_room is None
    assert ended.consult_room is None


def test_the_rooms_of_a_party():
    lines = line_up(CallSituation(CallState.ACTIVE, agent="alice"), OPEN["consulting"], "alice")
    assert lines.rooms_of(WHO.customer) == ["customer"]
    assert lines.rooms_of(WHO.bob) == ["customer", "consult"]
    assert lines.rooms_of("agent:carol") == []
