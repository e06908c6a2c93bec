"""One call of the scripted phone: what it says and is told in SIP (RFC 3261)."""

import secrets
import time
from collections.abc import Coroutine
from enum import StrEnum
from typing import Any, Protocol

from tests.fakes.ear import until
from tests.fakes.phone.message import (
    OFFER,
    Headers,
    Message,
    Sound,
    response,
    tag_of,
    uri_of,
    user_of,
)
from tests.fakes.phone.sound import Line
from tests.media.sound import PATIENCE_SECONDS, Ear

Address = tuple[str, int]


class Device(Protocol):
    """The phone that a call is on."""

    hz: float
    name: str
    ear: Ear

    @property
    def contact(self) -> str:
        """Where it wants to be asked within a call."""
        ...

    def via(self) -> str:
        """The mark of a new request."""
        ...

    def send(self, message: Message, to: Address) -> None:
        """Send, unless it is dead."""
        ...

    def owe(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside, until the phone is put away."""
        ...


class State(StrEnum):
    """How far a call is."""

    CALLING = "calling"
    UP = "up"
    OVER = "over"


class PhoneCall:
    """One call of a phone."""

    def __init__(self, phone: Device, peer: Address, invite: Message, *, incoming: bool) -> None:
        self.state = State.CALLING
        self.status = 0
        """The last status of its INVITE, whoever said it."""
        self.hung_up_by_far_end = False
        self.answered_at = self.over_at = float("inf")
        """perf_counter."""
        self.line = Line(phone.hz, phone.ear, phone.name)
        self._phone, self._peer, self._invite = phone, peer, invite
        self._incoming = incoming
        self._tag = secrets.token_hex(4) if incoming else tag_of(invite.get("from")) or ""
        self._target = uri_of(invite.get("contact")) if incoming else invite.uri
        self._far_end = invite.get("from") if incoming else invite.get("to")
        self._sequence = 1
        self._agreed = OFFER
        self._last: Message | None = None

    @property
    def number(self) -> str:
        """What was dialled."""
        return user_of(self._invite.uri)

    @property
    def caller(self) -> str:
        """Who says to be calling."""
        return user_of(uri_of(self._invite.get("from")))

    def header(self, name: str) -> str:
        """A header of the INVITE; empty when it had none."""
        return self._invite.get(name.lower())

    async def is_(self, state: State, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until it has come so far."""
        await until(lambda: self.state is state, seconds, f"{self._phone.name}: never {state}")

    def ring(self) -> None:
        """Say that it rings. Whatever a script does once the caller has gone is left undone."""
        self._answer(180)

    async def early_media(self) -> None:
        """Be heard before anybody has answered, as a carrier's announcements are."""
        await self._sound(self._invite)
        self._answer(183, with_sound=True)

    async def answer(self) -> None:
        """Take it."""
        if self.state is State.OVER:
            return
        await self._sound(self._invite)
        self._answer(200, with_sound=True)
        self._up()

    def reject(self, status: int) -> None:
        """Refuse it."""
        self._answer(status)
        self._over()

    def hang_up(self) -> None:
        """End it, from whichever side it began."""
        if self.state is State.UP:
            self._ask("BYE")
            self._over()
        elif self.state is State.CALLING and not self._incoming:
            self._ask("CANCEL")

    def press(self, keys: str) -> None:
        self.line.press(keys)

    @property
    def keys_heard(self) -> str:
        """The keys that somebody pressed at the other end."""
        return self.line.keys_heard

    async def close(self) -> None:
        await self.line.close()

    async def _sound(self, message: Message) -> None:
        wanted = Sound.parse(message.body)
        if not self.line.port:
            await self.line.open()
        self.line.speak_to(wanted.peer, wanted.key_type)
        self._agreed = wanted

    def _up(self) -> None:
        if self.state is State.CALLING:
            self.state, self.answered_at = State.UP, time.perf_counter()

    def _over(self) -> None:
        if self.state is not State.OVER:
            self.state, self.over_at = State.OVER, time.perf_counter()
            self._phone.owe(self.line.close())

    def _answer(self, status: int, *, with_sound: bool = False) -> None:
        if self.state is State.OVER:
            return
        self.status = status
        body = self._agreed.answer(self.line.port) if with_sound else ""
        self._last = response(self._invite, status, self._tag, self._phone.contact, body)
        self._phone.send(self._last, self._peer)

    def _ask(self, method: str, *, acknowledges: Message | None = None) -> None:
        """Send a request within this call."""
        invite = self._invite
        same = method == "CANCEL" or (acknowledges is not None and acknowledges.status >= 300)
        via = invite.get("via") if same else self._phone.via()
        number = invite.get("cseq").split()[0] if method in ("ACK", "CANCEL") else self._next()
        ours = invite.get("to") if self._incoming else invite.get("from")
        if self._incoming:
            ours += f";tag={self._tag}"
        to = invite.get("to") if method == "CANCEL" else self._far_end
        headers: Headers = [("via", via), ("max-forwards", "70"), ("from", ours), ("to", to)]
        headers += [("call-id", invite.get("call-id")), ("cseq", f"{number} {method}")]
        target = invite.uri if same else self._target
        self._phone.send(Message(f"{method} {target} SIP/2.0", headers), self._peer)

    def _next(self) -> int:
        self._sequence += 1
        return self._sequence

    async def responded(self, message: Message) -> None:
        """The other end has answered something."""
        if message.method != "INVITE":
            return
        self.status = message.status
        if message.status < 200:
            return
        self._far_end = message.get("to")
        if message.status < 300:
            self._target = uri_of(message.get("contact"))
        self._ask("ACK", acknowledges=message)
        if message.status >= 300:
            self._over()
        elif self.state is State.CALLING:
            await self._sound(message)
            self._up()

    def asked(self, message: Message) -> None:
        """The other end asks for something within this call."""
        if message.method == "INVITE":
            self._again(message)
        elif message.method != "ACK":
            self._reply(message, 200)
        if message.method == "CANCEL" and self.state is State.CALLING:
            self._answer(487)
        if message.method in ("BYE", "CANCEL"):
            self.hung_up_by_far_end = self.state is not State.OVER
            self._over()

    def _again(self, message: Message) -> None:
        """An INVITE that was sent again, or asks whether the call still stands."""
        if tag_of(message.get("to")):
            self._reply(message, 200, self._agreed.answer(self.line.port))
        elif self._last is not None:
            self._phone.send(self._last, self._peer)

    def _reply(self, message: Message, status: int, sdp: str = "") -> None:
        answer = response(message, status, self._tag, self._phone.contact, sdp)
        self._phone.send(answer, self._peer)
