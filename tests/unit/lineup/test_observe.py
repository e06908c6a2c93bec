"""What counts as audible and as gone: evidence, and absence that has lasted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from segue.calls.models import Leg
from segue.calls.moves import CallEvent, CallSituation, CallState
from segue.lineup.apply import World
from segue.lineup.lineup import SILENT, TALKS, line_up
from segue.lineup.observe import AUDIBLE_AFTER, Listed, Sight, of_call, of_transfer
from segue.media.livekit import Seen
from segue.roster.models import Agent
from segue.roster.schemas import AgentStatus
from segue.telephony.models import Dial, DialOutcome, DialState
from segue.transfers.situation import Event, Focus, Situation, State

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
ABSENCE = timedelta(seconds=10)
BOB = "agent:bob"


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def seen(identity: str, *, microphone: str | None = "TR_1", speaks: bool = True) -> Seen:
    rights = TALKS if speaks else SILENT
    return Seen(identity, "PA_1", "", rights, True, microphone, sounding=True)


def leg(identity: str, **changed: object) -> Leg:
    values = {"joined_at": ago(60), "absent_since": None, "heartbeat_at": None}
    values |= {"expected_since": ago(60), "heard_track": None}
    return Leg(identity=identity, **(values | changed))


def sight(
    *there: Seen,
    legs: tuple[Leg, ...] = (),
    consult: tuple[Seen, ...] = (),
    listed: dict[str, datetime] | None = None,
    grace_seconds: float = 60,
    offered: Agent | None = None,
    transfer: Situation | None = None,
    dial: Dial | None = None,
) -> Sight:
    call = CallSituation(CallState.ACTIVE, agent="alice")
    return Sight(
        world=World(
            customer_room={one.identity: one for one in there},
            consult_room={one.identity: one for one in consult},
            room_sid="RM_1",
            consult_exists=True,
            music_waits=False,
            dispatched=False,
            repairs=0,
        ),
        line_up=line_up(call, transfer, "alice"),
        legs={one.identity: one for one in legs},
        listed=Listed(listed or {}),
        now=NOW,
        absence=ABSENCE,
        grace_until=ago(grace_seconds),
        offered=offered,
        dial=dial,
    )


LONG_ENOUGH = {"TR_1": NOW - AUDIBLE_AFTER}
JUST_NOW = {"TR_1": ago(0.05)}


@pytest.mark.parametrize(
    ("one", "heard", "listed", "audible"),
    [
        (seen(BOB), None, JUST_NOW, False),
        (seen(BOB), None, LONG_ENOUGH, True),
        (seen(BOB), "TR_1", JUST_NOW, True),
        (seen(BOB), "TR_0", JUST_NOW, False),
        (seen(BOB), None, {}, False),
        (seen(BOB, microphone=None), "TR_1", LONG_ENOUGH, False),
        (seen(BOB, speaks=False), "TR_1", LONG_ENOUGH, False),
        (seen("agent:carol"), "TR_1", LONG_ENOUGH, False),
    ],
)
def test_audible_is_a_listed_microphone_that_was_heard_or_had_time_to_be(
    one: Seen, heard: str | None, listed: dict[str, datetime], audible: bool
):
    assert sight(one, legs=(leg(BOB, heard_track=heard),), listed=listed).audible(BOB) is audible


@pytest.mark.parametrize(
    ("changed", "there", "grace", "gone"),
    [
        ({}, True, 60, False),
        ({"absent_since": ago(9)}, False, 60, False),
        ({"absent_since": ago(10)}, False, 60, True),
        ({"absent_since": ago(30)}, False, 5, False),  # LiveKit has just come back
        ({"absent_since": ago(30), "expected_since": ago(5)}, False, 60, False),
        ({"joined_at": None}, False, 60, False),  # whoever never came cannot leave
        ({"heartbeat_at": ago(3)}, True, 60, False),
        ({"heartbeat_at": ago(11)}, True, 60, True),  # killed: LiveKit notices only later
        ({"heartbeat_at": ago(11)}, True, 5, False),
    ],
)
def test_gone_is_an_absence_that_has_lasted(
    changed: dict[str, object], there: bool, grace: float, gone: bool
):
    world = (seen(BOB),) if there else ()
    assert sight(*world, legs=(leg(BOB, **changed),), grace_seconds=grace).gone(BOB) is gone


def test_a_late_join_of_the_same_identity_is_not_gone():
    assert not sight(seen(BOB), legs=(leg(BOB, absent_since=ago(60)),)).gone(BOB)


@pytest.mark.parametrize(
    ("chosen", "beat", "gone"),
    [
        (AgentStatus.AVAILABLE, None, False),
        (AgentStatus.AVAILABLE, ago(9), False),
        (AgentStatus.AVAILABLE, ago(11), True),
        (AgentStatus.AWAY, None, False),
        (AgentStatus.OFFLINE, None, True),
    ],
)
def test_nobody_is_at_the_desk_where_it_rings(
    chosen: AgentStatus, beat: datetime | None, gone: bool
):
    offered = Agent(chosen_status=chosen, heartbeat_at=beat)
    ringing = Situation(State.RINGING, to="bob")
    events = of_transfer(ringing, sight(offered=offered), "alice", consult_ready=True)
    assert (Event.TO_GONE in list(events)) is gone
    calling = CallSituation(CallState.OFFERED, offered_to="bob")
    assert (CallEvent.AGENT_GONE in list(of_call(calling, sight(offered=offered)))) is gone


PHONE = "phone:leg_bob"


def phone_leg(**changed: object) -> Leg:
    leg_ = leg(PHONE, **changed)
    leg_.kind = "phone"
    return leg_


def dial(state: DialState, outcome: DialOutcome | None = None, pressed: str | None = None) -> Dial:
    return Dial(leg_id="leg_bob", state=state, outcome=outcome, pressed=pressed)


@pytest.mark.parametrize(
    ("there", "ringing", "picked_up"),
    [
        (dial(DialState.ASKED), [], []),
        (dial(DialState.DIALLING), [], []),
        (dial(DialState.ANSWERED), [Event.PICKED_UP], []),
        (dial(DialState.ANSWERED, pressed="1"), [Event.ACCEPTED], [Event.ACCEPTED]),
        (dial(DialState.ANSWERED, pressed="2"), [Event.DECLINED], [Event.DECLINED]),
        (dial(DialState.ANSWERED, pressed="3"), [Event.PICKED_UP], []),
        (dial(DialState.OVER, DialOutcome.BUSY), [Event.DECLINED], [Event.DECLINED]),
        (dial(DialState.OVER, DialOutcome.DECLINED), [Event.DECLINED], [Event.DECLINED]),
        (dial(DialState.OVER, DialOutcome.UNANSWERED), [Event.RING_TIMEOUT], [Event.RING_TIMEOUT]),
        (dial(DialState.OVER, DialOutcome.WRONG_NUMBER), [Event.TO_FAILED], [Event.TO_FAILED]),
        (dial(DialState.OVER, DialOutcome.CARRIER_FAULT), [Event.TO_FAILED], [Event.TO_FAILED]),
        (dial(DialState.OVER, DialOutcome.UNKNOWN), [Event.TO_FAILED], [Event.TO_FAILED]),
        # A key that was pressed before the line broke is no yes.
        (dial(DialState.OVER, DialOutcome.HUNG_UP, "1"), [Event.DECLINED], [Event.DECLINED]),
    ],
)
def test_how_far_a_phone_is(there: Dial, ringing: list[Event], picked_up: list[Event]):
    rings = Situation(State.RINGING, to="leg_bob")
    assert events_of(rings, sight(dial=there)) == ringing
    assert events_of(replace(rings, picked_up=True), sight(dial=there)) == picked_up


def test_a_phone_that_is_away_has_hung_up_at_once_but_not_while_livekit_is_away():
    answered = dial(DialState.ANSWERED)
    rings = Situation(State.RINGING, to="leg_bob", picked_up=True)
    gone = phone_leg(absent_since=ago(0.1))
    assert events_of(rings, sight(legs=(gone,), dial=answered))[0] is Event.DECLINED
    assert events_of(rings, sight(legs=(gone,), dial=answered, grace_seconds=-5)) == []
    # While it rings LiveKit lists it, and no more when it is busy: that is the dial's to say.
    assert events_of(rings, sight(legs=(gone,), dial=dial(DialState.DIALLING))) == []
    talks = Situation(State.CONSULTING, to="leg_bob", to_arrived=True)
    assert events_of(talks, sight(legs=(gone,))) == [Event.TO_LEFT]


def test_a_phone_is_audible_by_its_bridge():
    completing = Situation(State.COMPLETING, to="leg_bob", to_arrived=True)
    there = seen(PHONE)
    assert events_of(completing, sight(consult=(there,))) == []
    bridge = seen("bridge:leg_bob")
    heard = sight(bridge, consult=(there,), listed=LONG_ENOUGH)
    assert events_of(completing, heard) == [Event.TO_AUDIBLE]


def events_of(s: Situation, at: Sight) -> list[Event]:
    at = replace(at, line_up=line_up(CallSituation(CallState.ACTIVE, agent="alice"), s, "alice"))
    return list(of_transfer(s, at, "alice", consult_ready=True))


def test_to_has_arrived_when_seen_in_the_consult_or_for_a_conference_with_the_customer():
    consulting = Situation(State.CONSULTING, to="bob")
    assert events_of(consulting, sight(seen(BOB))) == []
    assert events_of(consulting, sight(consult=(seen(BOB),))) == [Event.TO_ARRIVED]
    conferring = Situation(State.CONFERENCING, to="bob", focus=Focus.CUSTOMER)
    assert events_of(conferring, sight(seen(BOB))) == [Event.TO_ARRIVED]


def test_to_completes_by_being_audible_in_the_consult_only_when_asked_for():
    arrived = Situation(State.CONSULTING, to="bob", to_arrived=True)
    there = sight(consult=(seen(BOB),))
    assert events_of(arrived, there) == []
    asked = Situation(State.CONSULTING, to="bob", to_arrived=True, auto_complete=True)
    assert events_of(asked, there) == [Event.TO_AUDIBLE]
