"""What goes over the pipe between the companion and a process that bridges."""

import pytest
from pydantic import ValidationError

from segue.companion.bridge_wire import BridgeState, BridgeWanted, Orders, Told, line_of

WANTED = BridgeWanted(
    leg="leg_1",
    identity="bridge:leg_1",
    phone="phone:leg_1",
    url="ws://127.0.0.1:7880",
    customer_room="customer-call_1",
    customer_token="first.secret",
    consult_room="consult-tr_1",
    consult_token="second.secret",
)


def test_orders_arrive_as_they_were_given():
    line = line_of(Orders(bridges=[WANTED]))
    assert Orders.model_validate_json(line).bridges == [WANTED]


def test_a_message_is_one_line_whatever_is_in_it():
    odd = WANTED.model_copy(update={"phone": 'phone:"\n\r\u2028{}'})
    line = line_of(Orders(bridges=[odd]))
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert Orders.model_validate_json(line).bridges == [odd]


def test_what_is_told_arrives_as_it_is():
    told = Told(bridges={"leg_1": BridgeState.OPEN, "leg_2": BridgeState.FAILED})
    assert Told.model_validate_json(line_of(told)) == told


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b'{"bridges": {"leg_1": "asleep"}}', b"\xff"])
def test_what_is_not_of_the_protocol_is_refused(line: bytes):
    with pytest.raises(ValidationError):
        Told.model_validate_json(line)


def test_tokens_do_not_show_where_a_bridge_is_named():
    assert "secret" not in repr(WANTED)
    assert "secret" not in str(Orders(bridges=[WANTED]))


def test_fresh_tokens_do_not_make_it_another_bridge():
    fresh = WANTED.model_copy(update={"customer_token": "a", "consult_token": "b"})
    assert fresh.place == WANTED.place
    assert fresh != WANTED
    for other in ("phone", "consult_room", "customer_room", "identity", "url"):
        assert WANTED.model_copy(update={other: "other"}).place != WANTED.place
