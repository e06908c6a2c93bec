"""What LiveKit shows, as the events that the tables of moves know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from segue.calls.legs import PHONE
from segue.calls.models import Leg
from segue.calls.moves import CallEvent, CallSituation, CallState
from segue.lineup.apply import World
from segue.lineup.lineup import CUSTOMER, LineUp, agent_identity, leg_identity, voice_identity
from segue.roster.models import Agent
from segue.roster.schemas import AgentStatus
from segue.telephony.models import Dial, DialOutcome, DialState
from segue.transfers.situation import Event, Facts, Situation, State

# With neither the customer's page nor the companion telling of sound, a listed track counts as
# audible after this long: LiveKit lists it 24-93 ms before the customer hears it.
AUDIBLE_AFTER = timedelta(milliseconds=300)
AFTER_DIAL = {
    DialOutcome.BUSY: Event.DECLINED,
    DialOutcome.DECLINED: Event.DECLINED,
    DialOutcome.HUNG_UP: Event.DECLINED,
    DialOutcome.UNANSWERED: Event.RING_TIMEOUT,
}
"""What a dial that is over means for its transfer; any other outcome is a failure."""
KEYS = {"1": Event.ACCEPTED, "2": Event.DECLINED}
# After LiveKit has begun anew, clients come back over 0.4-11 s; nobody is taken for gone before.
RESTART_GRACE = timedelta(seconds=15)


@dataclass
class Listed:
    """Since when each microphone track of a call has been listed; for this process only, as its
    loss costs 300 ms at most.
    """

    since: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def note(self, world: World, now: datetime) -> None:
        """Take over what is listed now."""
        tracks = {
            one.microphone
            for room in (world.customer_room, world.consult_room)
            for one in room.values()
            if one.microphone is not None
        }
        self.since = {track: self.since.get(track, now) for track in tracks}


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything that events are read from."""

    world: World
    line_up: LineUp
    legs: Mapping[str, Leg]
    listed: Listed
    now: datetime
    absence: timedelta
    grace_until: datetime
    """Before this moment nobody counts as gone: LiveKit or Segue has just come back."""
    offered: Agent | None = None
    """At whose desk the call, or its transfer, rings."""
    dial: Dial | None = None
    """The try to reach the phone that is `to`."""

    def audible(self, identity: str) -> bool:
        """Whether the customer hears somebody: their microphone is listed, and was heard or had
        time enough to be.
        """
        seen = self.world.customer_room.get(identity)
        if seen is None or seen.microphone is None or not seen.rights.speak:
            return False
        leg = self.legs.get(identity)
        if leg is not None and leg.heard_track == seen.microphone:
            return True
        since = self.listed.since.get(seen.microphone, self.now)
        return self.now - since >= AUDIBLE_AFTER

    def consults(self, identity: str) -> bool:
        """Whether somebody's microphone is in the consult room."""
        seen = self.world.consult_room.get(identity)
        return seen is not None and seen.microphone is not None

    def present(self, identity: str) -> bool:
        """Whether a party is there: listed by LiveKit, and its desk, if it has one, alive."""
        return self.world.present(identity) and not self._desk_silent(identity)

    def _desk_silent(self, identity: str) -> bool:
        leg = self.legs.get(identity)
        if leg is None or leg.heartbeat_at is None:
            return False
        return self.now - max(leg.heartbeat_at, self.grace_until) > self.absence

    def offered_gone(self) -> bool:
        """Whether nobody is at the desk where it rings."""
        if self.offered is None:
            return False
        if self.offered.chosen_status == AgentStatus.OFFLINE:
            return True
        beat = self.offered.heartbeat_at
        return beat is not None and self.now - max(beat, self.grace_until) > self.absence

    def gone(self, identity: str) -> bool:
        """Whether a party that was there has been away for too long; a phone that is away has been
        hung up.
        """
        leg = self.legs.get(identity)
        if leg is None or leg.joined_at is None or self.present(identity):
            return False
        if leg.kind == PHONE:
            return leg.absent_since is not None and self.now >= self.grace_until
        if leg.absent_since is None:
            return self._desk_silent(identity)
        away_since = max(leg.absent_since, leg.expected_since, self.grace_until)
        return self.now - away_since >= self.absence


def of_transfer(
    s: Situation, sight: Sight, from_agent: str, *, consult_ready: bool
) -> Iterator[Event]:
    """The events of an open transfer that LiveKit shows, most important first."""
    from_ = agent_identity(from_agent)
    if sight.gone(CUSTOMER):
        yield Event.CUSTOMER_LEFT
    if s.state is State.PREPARING and consult_ready and not sight.world.music_waits:
        yield Event.PREPARED
    if s.state is State.RINGING and sight.offered_gone():
        yield Event.TO_GONE
    if s.from_present and sight.line_up.rooms_of(from_) and sight.gone(from_):
        yield Event.FROM_LEFT
    if s.state in (State.PREPARING, State.RINGING):
        yield from _of_dial(s, sight)
    if s.to is not None:
        yield from _of_to(s, sight, leg_identity(s.to), voice_identity(s.to))
    if s.state is State.RETURNING and sight.audible(from_):
        yield Event.FROM_AUDIBLE


def _of_dial(s: Situation, sight: Sight) -> Iterator[Event]:
    """How far the phone is that is being called, and what its keys said."""
    dial = sight.dial
    if dial is None:
        return
    if dial.state == DialState.OVER:
        yield AFTER_DIAL.get(DialOutcome(dial.outcome or DialOutcome.UNKNOWN), Event.TO_FAILED)
    elif dial.state == DialState.ANSWERED and sight.gone(leg_identity(dial.leg_id)):
        yield Event.DECLINED
    elif dial.pressed in KEYS:
        yield KEYS[dial.pressed]
    elif dial.state == DialState.ANSWERED and s.state is State.RINGING and not s.picked_up:
        yield Event.PICKED_UP


def facts_of_dial(dial: Dial | None, event: Event) -> Facts | None:
    """Why a phone was not reached, or did not take the offer."""
    if dial is None or event not in (*AFTER_DIAL.values(), Event.TO_FAILED):
        return None
    if dial.outcome is None and event is Event.DECLINED and dial.pressed not in KEYS:
        return Facts(cause=DialOutcome.HUNG_UP)
    return Facts(cause=dial.outcome)


def _of_to(s: Situation, sight: Sight, to: str, voice: str) -> Iterator[Event]:
    if s.state is State.COMPLETING and sight.audible(voice):
        yield Event.TO_AUDIBLE
    if s.state is State.CONSULTING and s.auto_complete and sight.consults(to):
        yield Event.TO_AUDIBLE
    talks = s.state in (State.CONSULTING, State.CONFERENCING)
    # To a conference `to` comes by the customer room too.
    conferring = s.state is State.CONFERENCING and voice in sight.world.customer_room
    if talks and not s.to_arrived and (conferring or to in sight.world.consult_room):
        yield Event.TO_ARRIVED
    arrived = s.to_arrived or not talks
    if arrived and s.taken and sight.line_up.rooms_of(to) and sight.gone(to):
        yield Event.TO_LEFT


def of_call(s: CallSituation, sight: Sight) -> Iterator[CallEvent]:
    """The events of a call without an open transfer that LiveKit shows."""
    if s.state is CallState.ENDED:
        return
    if sight.gone(CUSTOMER):
        yield CallEvent.CUSTOMER_LEFT
    if s.state is CallState.OFFERED and sight.offered_gone():
        yield CallEvent.AGENT_GONE
    if s.agent is None:
        return
    if s.state is CallState.CONNECTING and sight.audible(voice_identity(s.agent)):
        yield CallEvent.AGENT_AUDIBLE
    if sight.gone(leg_identity(s.agent)):
        yield CallEvent.AGENT_LEFT
