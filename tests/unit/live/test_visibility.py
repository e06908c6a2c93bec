"""Who is told of an event."""

from datetime import UTC, datetime

import pytest

from segue.access.actor import Actor, Role, Scope
from segue.live.models import LiveEvent
from segue.live.service import visible

ALICE = Actor("a", Role.AGENT, agent_id="alice")
BOB = Actor("b", Role.AGENT, agent_id="bob")
NOBODYS = Actor("n", Role.AGENT)
SUPERVISOR = Actor("s", Role.SUPERVISOR)
SUPERVISING_AGENT = Actor("s", Role.SUPERVISOR, agent_id="carol")
PROGRAM = Actor("k", scopes=frozenset({Scope.EVENTS_READ}))
PROGRAM_FOR_BOB = Actor("k", agent_id="bob", scopes=frozenset({Scope.EVENTS_READ}))


@pytest.mark.parametrize(
    ("actor", "alices", "everybodys"),
    [
        (ALICE, True, True),
        (BOB, False, True),
        (NOBODYS, False, True),
        (SUPERVISOR, True, True),
        (SUPERVISING_AGENT, True, True),
        (PROGRAM, True, True),
        (PROGRAM_FOR_BOB, False, True),
    ],
)
def test_visible(actor: Actor, alices: bool, everybodys: bool):
    def event(audience: list[str] | None) -> LiveEvent:
        return LiveEvent(id=1, at=datetime.now(UTC), type="call", audience=audience, data={})

    assert visible(event(["alice"]), actor) is alices
    assert visible(event(None), actor) is everybodys
    assert visible(event([]), actor) is (actor.oversees or actor is PROGRAM)
