"""The line-up: who may speak and who may hear in each room, and whether there is music.

A pure function of the states of the call and its open transfer; `segue.lineup.apply` makes LiveKit
match it. The rights are enforced by LiveKit, not by anybody's page:

- The customer keeps the right to speak on hold, so that their track never changes; nobody else in
  the room has the right to hear then.
- `to` on standby stands in the customer room without any right.
- A phone stays in the consult room, which is its line; a bridge speaks and hears for it in the
  customer room, with the rights that `to` has there. While a bridge is audible to the customer,
  `from` is silent in the consult room.
- Whoever is not named for a room is removed from it: a phone is hung up.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from segue.calls.moves import CallSituation, CallState
from segue.transfers.situation import Focus, Mode, Situation, State, on_phone

CUSTOMER = "customer"
COMPANION = "companion"


def agent_identity(agent_id: str) -> str:
    """An agent's identity in every room."""
    return f"agent:{agent_id}"


def leg_identity(party: str) -> str:
    """Who of a party is on the line, be it an agent or a phone: the identity of its leg."""
    return f"phone:{party}" if on_phone(party) else agent_identity(party)


def voice_identity(party: str) -> str:
    """Whose voice is a party's in the customer room: a phone has a bridge there."""
    return f"bridge:{party}" if on_phone(party) else agent_identity(party)


@dataclass(frozen=True, slots=True)
class Rights:
    """What a party may do in a room."""

    speak: bool
    hear: bool


TALKS = Rights(speak=True, hear=True)
LISTENS = Rights(speak=False, hear=True)
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
        """Whose words in the consult room are written down; not what a bridge brings there."""
        return [one for one in _speaking(self.consult_room) if not one.startswith("bridge:")]

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
    agent = voice_identity(call.agent)
    match call.state:
        case CallState.ACTIVE:
            return LineUp({CUSTOMER: TALKS, agent: TALKS}, _line_of(call.agent))
        case CallState.HELD:
            return LineUp({CUSTOMER: TALKS, agent: SILENT}, music=True)
        case CallState.CONNECTING:
            return LineUp({CUSTOMER: TALKS, agent: TALKS}, music=True, awaited=agent)
        case _:
            return LineUp({CUSTOMER: TALKS}, music=True)


def _line_of(party: str) -> Room | None:
    """The consult room as a phone's line: the phone and the bridge that speaks with it."""
    if not on_phone(party):
        return None
    return {leg_identity(party): TALKS, voice_identity(party): TALKS}


@dataclass(frozen=True, slots=True)
class _Parties:
    """`from` and `to`, as far as they belong on the line."""

    from_: str | None = None
    """The identity of `from`."""
    to: str | None = None
    """Who has taken the offer."""
    rung: str | None = None
    """The phone that is being called, or has been answered and not said yes."""

    @classmethod
    def of(cls, s: Situation, from_agent: str) -> "_Parties":
        from_ = agent_identity(from_agent) if s.from_present and s.mode is Mode.WARM else None
        if s.taken:
            return cls(from_, s.to)
        return cls(from_, rung=s.to if on_phone(s.to) else None)

    @property
    def voice(self) -> str | None:
        """Who speaks for `to` in the customer room."""
        return voice_identity(self.to) if self.to else None

    def customer(self, from_: Rights, to: Rights) -> dict[str, Rights]:
        """The customer room with the two in it."""
        sides = ((CUSTOMER, TALKS), (self.from_, from_), (self.voice, to))
        return {identity: rights for identity, rights in sides if identity}

    def consult(self, from_: Rights, to: Rights) -> Room | None:
        """The consult room: for `from`, and for a phone, whose line it is; a phone's rights there
        never change.
        """
        line = _line_of(self.to or self.rung or "")
        if self.from_ is None:
            return line
        to_there = {voice_identity(self.to): to} if self.to and line is None else {}
        return {self.from_: from_, **to_there, **(line or {})}


def _of_transfer(s: Situation, parties: _Parties) -> LineUp:
    match s.state:
        case State.CONSULTING if s.focus is Focus.CUSTOMER:
            return LineUp(parties.customer(from_=TALKS, to=SILENT), parties.consult(SILENT, SILENT))
        case State.CONFERENCING:
            return LineUp(parties.customer(from_=TALKS, to=TALKS), parties.consult(SILENT, SILENT))
        case State.COMPLETING:
            # The private talk goes on until the customer hears `to`: one thing less to be done
            # before that, and whole if it fails. A phone has one ear, which is the customer's now.
            goes_on = s.focus is Focus.CONSULT and not on_phone(s.to)
            private = TALKS if goes_on else SILENT
            return LineUp(
                parties.customer(from_=SILENT, to=TALKS),
                parties.consult(private, private),
                music=True,
                awaited=parties.voice,
            )
        case State.RETURNING if not s.to_stays:
            customer_room = {CUSTOMER: TALKS}
            if parties.from_:
                customer_room[parties.from_] = TALKS
            return LineUp(customer_room, None, music=True, awaited=parties.from_)
        case State.RETURNING:
            return LineUp(
                parties.customer(from_=TALKS, to=SILENT),
                parties.consult(SILENT, SILENT),
                music=True,
                awaited=parties.from_,
            )
        case _:  # preparing, ringing, consulting with `to`: the customer hears music
            # Whoever answers a phone hears the offer alone; `from` hears whether it is a machine.
            from_ = LISTENS if parties.rung else TALKS
            return LineUp(
                parties.customer(from_=SILENT, to=SILENT),
                parties.consult(from_, TALKS),
                music=True,
            )
