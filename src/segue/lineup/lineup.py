"""The line-up: who may speak and who may hear in each room, and whether there is music.

A pure function of the states of the call and its open transfer; `segue.lineup.apply` makes LiveKit
match it. The rights are enforced by LiveKit, not by anybody's page:

- The customer keeps the right to speak on hold, so that their track never changes; nobody else in
  the room has the right to hear then.
- `to` on standby stands in the customer room without any right.
- Whoever is not named for a room is removed from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from segue.calls.moves import CallSituation, CallState
from segue.transfers.situation import Focus, Mode, Situation, State

CUSTOMER = "customer"
COMPANION = "companion"


def agent_identity(agent_id: str) -> str:
    """An agent's identity in every room."""
    return f"agent:{agent_id}"


@dataclass(frozen=True, slots=True)
class Rights:
    """What a party may do in a room."""

    speak: bool
    hear: bool


TALKS = Rights(speak=True, hear=True)
SILENT = Rights(speak=False, hear=False)

Room = Mapping[str, Rights]


@dataclass(frozen=True, slots=True)
class LineUp:
    """Identity to rights, room by room. A room that is None should not exist."""

    customer_room: Room | None
    consult_room: Room | None = None
    music: bool = False
    """The customer hears music."""
    awaited: str | None = None
    """Who must be audible to the customer before the music ends."""

    @property
    def transcribed(self) -> list[str]:
        """Whose words in the customer room are written down; never the customer's on hold."""
        speaking = _speaking(self.customer_room)
        return [one for one in speaking if not (self.music and one == CUSTOMER)]

    @property
    def transcribed_in_private(self) -> list[str]:
        """Whose words in the consult room are written down."""
        return _speaking(self.consult_room)

    def rooms_of(self, identity: str) -> list[str]:
        """Which rooms a party belongs in: `customer`, `consult`."""
        rooms = {"customer": self.customer_room, "consult": self.consult_room}
        return [name for name, room in rooms.items() if room and identity in room]


def _speaking(room: Room | None) -> list[str]:
    """Who may speak where somebody else may hear: whoever only waits is not overheard."""
    hearers = {identity for identity, rights in (room or {}).items() if rights.hear}
    return [
        identity
        for identity, rights in (room or {}).items()
        if rights.speak and hearers - {identity}
    ]


def line_up(call: CallSituation, transfer: Situation | None, from_agent: str | None) -> LineUp:
    """Who speaks and hears where. `from_agent` is the transfer's `from`; a transfer that is over
    leaves the call to its own state.
    """
    if transfer is None or transfer.state.terminal or from_agent is None:
        return _of_call(call)
    return _of_transfer(transfer, _Parties.of(transfer, from_agent))


def _of_call(call: CallSituation) -> LineUp:
    if call.state is CallState.ENDED:
        return LineUp(customer_room=None)
    if call.agent is None:
        return LineUp({CUSTOMER: TALKS}, music=True)
    agent = agent_identity(call.agent)
    match call.state:
        case CallState.ACTIVE:
            return LineUp({CUSTOMER: TALKS, agent: TALKS})
        case CallState.HELD:
            return LineUp({CUSTOMER: TALKS, agent: SILENT}, music=True)
        case CallState.CONNECTING:
            return LineUp({CUSTOMER: TALKS, agent: TALKS}, music=True, awaited=agent)
        case _:
            return LineUp({CUSTOMER: TALKS}, music=True)


@dataclass(frozen=True, slots=True)
class _Parties:
    """The identities of `from` and `to`, as far as they belong on the line."""

    from_: str | None = None
    to: str | None = None

    @classmethod
    def of(cls, s: Situation, from_agent: str) -> "_Parties":
        from_ = agent_identity(from_agent) if s.from_present and s.mode is Mode.WARM else None
        return cls(from_, agent_identity(s.to) if s.to and s.taken else None)

    def room(self, from_: Rights, to: Rights) -> dict[str, Rights]:
        """The rights of the two agents in a room."""
        sides = ((self.from_, from_), (self.to, to))
        return {identity: rights for identity, rights in sides if identity}

    def customer(self, from_: Rights, to: Rights) -> dict[str, Rights]:
        """The customer room with the two agents in it."""
        return {CUSTOMER: TALKS, **self.room(from_, to)}


def _of_transfer(s: Situation, parties: _Parties) -> LineUp:
    consult = None if parties.from_ is None else parties.room
    match s.state:
        case State.CONSULTING if s.focus is Focus.CUSTOMER:
            return LineUp(
                parties.customer(from_=TALKS, to=SILENT), parties.room(SILENT, SILENT), music=False
            )
        case State.CONFERENCING:
            return LineUp(
                parties.customer(from_=TALKS, to=TALKS), parties.room(SILENT, SILENT), music=False
            )
        case State.COMPLETING:
            # The private talk goes on until the customer hears `to`: one thing less to be done
            # before that, and whole if it fails.
            private = TALKS if s.focus is Focus.CONSULT else SILENT
            return LineUp(
                parties.customer(from_=SILENT, to=TALKS),
                consult and consult(private, private),
                music=True,
                awaited=parties.to,
            )
        case State.RETURNING if not s.to_stays:
            customer_room = {CUSTOMER: TALKS}
            if parties.from_:
                customer_room[parties.from_] = TALKS
            return LineUp(customer_room, None, music=True, awaited=parties.from_)
        case State.RETURNING:
            return LineUp(
                parties.customer(from_=TALKS, to=SILENT),
                parties.room(SILENT, SILENT),
                music=True,
                awaited=parties.from_,
            )
        case _:  # preparing, ringing, consulting with `to`: the customer hears music
            return LineUp(
                parties.customer(from_=SILENT, to=SILENT),
                consult and consult(TALKS, TALKS),
                music=True,
            )
