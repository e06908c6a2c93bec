"""An agent's status: what they chose, unless a call or their desk's silence says otherwise."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from segue.roster.models import Agent
from segue.roster.schemas import AgentCreate, AgentKind, AgentStatus, ChosenStatus
from segue.roster.service import DESK_SILENCE, choose, status_of

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
LONG_AGO = NOW - DESK_SILENCE - timedelta(seconds=1)
SOON = NOW + timedelta(seconds=5)


def agent(**changed: object) -> Agent:
    values = {
        "chosen_status": AgentStatus.AVAILABLE,
        "configured": True,
        "engaged_with": None,
        "heartbeat_at": None,
        "wrap_up_until": None,
        "idle_since": LONG_AGO,
    }
    return Agent(**(values | changed))


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, AgentStatus.AVAILABLE),
        ({"chosen_status": AgentStatus.AWAY}, AgentStatus.AWAY),
        ({"chosen_status": AgentStatus.OFFLINE}, AgentStatus.OFFLINE),
        ({"configured": False}, AgentStatus.OFFLINE),
        ({"engaged_with": "call_1"}, AgentStatus.BUSY),
        ({"engaged_with": "call_1", "heartbeat_at": LONG_AGO}, AgentStatus.BUSY),
        ({"engaged_with": "call_1", "chosen_status": AgentStatus.OFFLINE}, AgentStatus.OFFLINE),
        ({"heartbeat_at": NOW - timedelta(seconds=3)}, AgentStatus.AVAILABLE),
        ({"heartbeat_at": LONG_AGO}, AgentStatus.OFFLINE),
        ({"wrap_up_until": SOON}, AgentStatus.WRAP_UP),
        ({"wrap_up_until": NOW}, AgentStatus.AVAILABLE),
        ({"wrap_up_until": SOON, "heartbeat_at": LONG_AGO}, AgentStatus.OFFLINE),
    ],
)
def test_status(changed: dict[str, object], status: AgentStatus):
    assert status_of(agent(**changed), NOW) is status


def test_choosing_ends_wrap_up_and_being_available_anew_goes_to_the_end_of_the_queue():
    away = agent(chosen_status=AgentStatus.AWAY, wrap_up_until=SOON, heartbeat_at=LONG_AGO)
    choose(away, ChosenStatus.AVAILABLE, NOW)
    assert status_of(away, NOW) is AgentStatus.AVAILABLE
    assert away.idle_since == NOW
    waiting = agent()
    choose(waiting, ChosenStatus.AVAILABLE, NOW)
    assert waiting.idle_since == LONG_AGO


def test_an_agent_is_read_in_the_words_of_the_specification_too():
    body = {"id": "dana", "name": "Dana", "type": "ai", "capabilities": ["billing"]}
    read = AgentCreate.model_validate(body)
    assert (read.handle, read.kind, read.skills) == ("dana", AgentKind.AI, ["billing"])


@pytest.mark.parametrize("handle", ["", "Bob", "-bob", "bob smith", "b" * 64, "böb", "bob\n"])
def test_a_handle_is_short_and_plain(handle: str):
    with pytest.raises(ValidationError):
        AgentCreate.model_validate({"handle": handle, "name": "Bob"})
