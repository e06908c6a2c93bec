"""A model of calls as people live them: agents come and go, and the two tables decide.

It keeps what the services keep (who is engaged, whose the call is after a transfer) and checks,
after every step, what no walk may ever break.
"""

from dataclasses import dataclass, field

from segue.calls.moves import (
    TRANSFERABLE,
    CallEvent,
    CallFacts,
    CallSituation,
    CallState,
)
from segue.calls.moves import deadline as call_deadline
from segue.calls.moves import move as move_call
from segue.lineup.lineup import CUSTOMER, SILENT, LineUp, line_up
from segue.transfers import moves
from segue.transfers.moves import Side, allowed_moves, move, wants_next_target
from segue.transfers.situation import Event, Facts, Focus, Mode, Situation, State, Verdict, on_phone

AGENTS = ("alice", "bob", "carol", "dana")
PEOPLE_TALK = (State.CONSULTING, State.CONFERENCING)


@dataclass
class Life:
    """One call from hello to hang-up, with its transfers one after the other."""

    call: CallSituation = field(default_factory=lambda: CallSituation(CallState.WAITING))
    transfer: Situation | None = None
    from_agent: str = ""
    targets_left: int = 0
    phones: int = 0
    """How many phones were called; every second further target is one."""
    winner: str | None = None
    """Who has accepted the present offer."""
    over: list[State] = field(default_factory=list[State])

    # --- what happens -------------------------------------------------------------------------

    def initiate(self, mode: Mode, auto_complete: bool, targets: int) -> None:
        """The serving agent begins a transfer, if the call's state lets them."""
        to = self.free()
        if self.transfer or self.call.state not in TRANSFERABLE or not self.call.agent or not to:
            return
        if on_phone(self.call.agent):
            return  # a phone never starts a transfer
        self.from_agent, self.targets_left, self.winner = self.call.agent, targets, None
        self.transfer = Situation(State.PREPARING, mode=mode, to=to, auto_complete=auto_complete)

    def happens(self, event: Event, *, focus: Focus = Focus.CONSULT, by: str | None = None) -> None:
        """An event reaches the open transfer; `by` is who accepts or declines."""
        before = self.transfer
        if before is None:
            return
        if event in (Event.ACCEPTED, Event.DECLINED) and by != before.to:
            return  # nobody but `to` gets as far as the table
        next_to = self._next() if wants_next_target(before, event) else None
        after = move(before, event, Facts(next_to=next_to, focus=focus))
        if not isinstance(after, Situation):
            assert next_to is None, f"{next_to} was reserved in vain: {before} {event}"
            return
        self._note_winner(before, after, event)
        self.transfer = after
        if after.state.terminal:
            self._hand_on(after)

    def call_happens(self, event: CallEvent) -> None:
        """An event reaches the call, which is open to its own table without a transfer only."""
        if self.transfer is not None:
            return
        facts = CallFacts(agent=self.free() if event is CallEvent.OFFER else None)
        after = move_call(self.call, event, facts)
        if isinstance(after, CallSituation):
            assert self.call.state is not CallState.ENDED, "what has ended does not move"
            self.call = after

    def customer_leaves(self) -> None:
        """The customer hangs up, whatever goes on."""
        if self.transfer is not None:
            self.happens(Event.CUSTOMER_LEFT)
        else:
            self.call_happens(CallEvent.CUSTOMER_LEFT)

    # --- who is there -------------------------------------------------------------------------

    def engaged(self) -> set[str]:
        """The agents who cannot be offered the call."""
        names = {self.call.agent, self.call.offered_to}
        if self.transfer is not None:
            names |= {self.from_agent, self.transfer.to}
        return {name for name in names if name and not on_phone(name)}

    def free(self) -> str | None:
        """The agent who is next."""
        busy = self.engaged() | self.call.skipped
        return next((agent for agent in AGENTS if agent not in busy), None)

    def _next(self) -> str | None:
        if self.targets_left == 0:
            return None
        self.targets_left -= 1
        if self.targets_left % 2:
            return self.free()
        self.phones += 1
        return f"leg_{self.phones}"

    def _note_winner(self, before: Situation, after: Situation, event: Event) -> None:
        if event is Event.ACCEPTED:
            assert self.winner is None, f"{before.to} and {self.winner} both have the offer"
            self.winner = before.to
        elif not after.taken:
            self.winner = None
        if self.winner is not None:
            assert after.to == self.winner, "the offer went on although it was accepted"

    def _hand_on(self, after: Situation) -> None:
        """The transfer is over: the design says whose the call is."""
        self.over.append(after.state)
        self.transfer = None
        match after.state:
            case State.COMPLETED:
                self.call = CallSituation(CallState.ACTIVE, agent=after.to)
            case State.REQUEUED:
                self.call = CallSituation(CallState.WAITING)
            case State.ABANDONED:
                self.call = CallSituation(CallState.ENDED)
            case _:
                self.call = CallSituation(CallState.ACTIVE, agent=self.from_agent)
        for event in Event:
            again = move(after, event, Facts(next_to="dana", focus=Focus.CUSTOMER))
            assert isinstance(again, Verdict), f"{after.state} is over and moved at {event}"

    # --- what must be so ----------------------------------------------------------------------

    def line_up(self) -> LineUp:
        """Who speaks and hears now."""
        return line_up(self.call, self.transfer, self.from_agent or None)

    def deadline(self) -> tuple[float, Event | CallEvent] | None:
        """The deadline that runs now."""
        if self.transfer is not None:
            return moves.deadline(self.transfer, ring_seconds=20, hold_limit_seconds=180)
        return call_deadline(self.call, ring_seconds=20)

    def check(self) -> None:
        """What no walk may break."""
        lines = self.line_up()
        if self.call.state is CallState.ENDED and self.transfer is None:
            assert lines.customer_room is None
            return
        self._nobody_leaks(lines)
        self._customer_is_looked_after(lines)
        self._somebody_can_go_on()

    def _nobody_leaks(self, lines: LineUp) -> None:
        customer, consult = lines.customer_room or {}, lines.consult_room or {}
        assert customer[CUSTOMER].speak, "the customer's track never changes"
        assert CUSTOMER not in consult
        # A phone's rights on its own line never change; what matters is who talks with it.
        private = [
            one
            for one, rights in consult.items()
            if rights != SILENT and not one.startswith(("phone:", "bridge:"))
        ]
        public = [one for one, rights in customer.items() if rights != SILENT and one != CUSTOMER]
        handoff = self.transfer is not None and self.transfer.state is State.COMPLETING
        if handoff:
            assert public == [lines.awaited], "only who takes over may be heard"
            bridged = any(one.startswith("bridge:") for one in public)
            assert not (bridged and private), "a phone hears one of the two rooms"
        else:
            assert not (private and public), "a private talk while somebody is with the customer"
        conference = self.transfer is not None and self.transfer.state is State.CONFERENCING
        assert conference or len(public) <= 1, "`from` and `to` are both audible"
        if lines.music:
            assert set(public) <= {lines.awaited}, "on hold nobody hears the customer"

    def _customer_is_looked_after(self, lines: LineUp) -> None:
        room = lines.customer_room or {}
        others = [rights for one, rights in room.items() if one != CUSTOMER]
        if not any(rights.speak and rights.hear for rights in others):
            waits = self.transfer is None and self.call.state in (
                CallState.WAITING,
                CallState.AGENT_LOST,
                CallState.HELD,  # their agent is in the room and has the call
            )
            assert lines.music, "alone without music"
            assert waits or self.deadline() is not None, "alone without a deadline"
        if lines.awaited is not None:
            assert lines.music, "whoever is awaited is waited for with music"
            assert self.deadline() is not None, "nobody is waited for without end"
            assert room[lines.awaited].speak, "whoever is awaited may speak"

    def _somebody_can_go_on(self) -> None:
        if self.transfer is None:
            return
        people = allowed_moves(self.transfer, Side.FROM) + allowed_moves(self.transfer, Side.TO)
        assert self.deadline() is not None or set(people) - {"edit_briefing"}, "stuck"

    def left_alone(self) -> State | None:
        """Deadlines alone lead on; the terminal state that they lead to, or None where people
        talk, whom no deadline interrupts.
        """
        for _ in range(40):
            if self.transfer is None:
                return self.over[-1] if self.over else None
            due = self.deadline()
            if due is None or due[1] is Event.HOLD_LIMIT:
                assert self.transfer.state in PEOPLE_TALK
                return None
            assert isinstance(due[1], Event)
            self.happens(due[1])
            self.check()
        raise AssertionError(f"deadlines lead nowhere: {self.transfer}")
