"""Whom a line is given to once more, when a request comes again."""

import pytest

from segue.access.actor import Actor, Role, Scope
from segue.http.idempotency import still_for

PROGRAM = frozenset({Scope.CALLS_WRITE, Scope.ACT_AS_AGENT})


@pytest.mark.parametrize(
    ("who", "identity", "given"),
    [
        (Actor("acc_1", Role.AGENT, "agt_1"), "agent:agt_1", True),
        (Actor("acc_1", Role.AGENT, "agt_1"), "agent:agt_2", False),
        # They made the call, and may have no part in it any more: as its customer they would.
        (Actor("acc_1", Role.AGENT, "agt_1"), "customer", False),
        (Actor("key_1", None, "agt_1", PROGRAM), "customer", False),
        (Actor("key_1", None, None, PROGRAM), "customer", True),
        (Actor("cus_1", call_id="call_1"), "customer", True),
        (Actor("cus_1", call_id="call_1"), "agent:agt_1", False),
    ],
)
def test_a_line_is_for_the_caller_themselves_or_a_program(who: Actor, identity: str, given: bool):
    assert still_for(who, identity) is given
