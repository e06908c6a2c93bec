"""A scripted phone: real SIP over UDP and real sound, on loopback. It does what a test wants of a
phone, and on purpose also what phones should not do.
"""

import asyncio
import secrets
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Self

from segue.up.ports import LOOPBACK
from tests.fakes.ear import until
from tests.fakes.phone.call import Address, PhoneCall, State
from tests.fakes.phone.message import OFFER, Headers, Message, response
from tests.media.sound import PATIENCE_SECONDS, Ear

__all__ = [
    "Phone",
    "PhoneCall",
    "State",
    "answer",
    "answer_after",
    "ignore",
    "only_ring",
    "reject",
]

Script = Callable[[PhoneCall], Coroutine[Any, Any, None]]


class Phone(asyncio.DatagramProtocol):
    """A phone that speaks one tone and does with a call what its script says."""

    def __init__(
        self, hz: float, script: Script | None = None, name: str = "phone", port: int = 0
    ) -> None:
        self.hz, self.name = hz, name
        self.ear = Ear(frame_ms=20)
        self.calls: list[PhoneCall] = []
        self.port = port
        self._script = script or answer
        self._dead = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._transport: asyncio.DatagramTransport | None = None

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=(LOOPBACK, self.port)
        )
        self.port = self._transport.get_extra_info("sockname")[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        for call in self.calls:
            if not self._dead:
                call.hang_up()
            await call.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._transport is not None:
            self._transport.close()

    @property
    def address(self) -> str:
        """Where it is called, as a trunk has it."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def contact(self) -> str:
        """Where it wants to be asked within a call."""
        return f"<sip:{self.name}@{self.address}>"

    def via(self) -> str:
        """The mark of a new request."""
        return f"SIP/2.0/UDP {self.address};branch=z9hG4bK{secrets.token_hex(8)};rport"

    def owe(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside, until the phone is put away."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.result()  # the loop tells of what went wrong in a script

    def send(self, message: Message, to: Address) -> None:
        """Send, unless it is dead."""
        if self._transport is not None and not self._dead:
            self._transport.sendto(message.render(), to)

    async def rung(self, times: int = 1, seconds: float = PATIENCE_SECONDS) -> PhoneCall:
        """Wait until it has been called so often; the call."""
        await until(lambda: len(self.calls) >= times, seconds, f"{self.name} was never called")
        return self.calls[times - 1]

    async def die(self) -> None:
        """Be gone without a word, as a phone without a battery."""
        self._dead = True
        for call in self.calls:
            await call.close()

    async def dial(
        self, number: str, server: Address, caller: str, headers: Mapping[str, str] | None = None
    ) -> PhoneCall:
        """Call a number at a SIP server; returns before anybody has answered."""
        ours = f"<sip:{caller}@{self.address}>;tag={secrets.token_hex(4)}"
        uri = f"sip:{number}@{server[0]}:{server[1]}"
        line: Headers = [("via", self.via()), ("max-forwards", "70"), ("from", ours)]
        line += [("to", f"<{uri}>"), ("call-id", secrets.token_hex(8)), ("cseq", "1 INVITE")]
        line += [("contact", self.contact), ("content-type", "application/sdp")]
        line += [(name.lower(), value) for name, value in (headers or {}).items()]
        invite = Message(f"INVITE {uri} SIP/2.0", line)
        call = PhoneCall(self, server, invite, incoming=False)
        self.calls.append(call)
        await call.line.open()
        self.send(Message(invite.start, line, OFFER.answer(call.line.port)), server)
        return call

    def datagram_received(self, data: bytes, addr: Address) -> None:
        if self._dead:
            return
        try:
            message = Message.parse(data)
        except ValueError:
            return
        call = self._call_of(message)
        if message.status:
            if call is not None:
                self.owe(call.responded(message))
        elif call is not None:
            call.asked(message)
        elif message.method == "INVITE":
            self._called(message, addr)
        elif message.method == "OPTIONS":
            self.send(response(message, 200, "", self.contact), addr)

    def _call_of(self, message: Message) -> PhoneCall | None:
        wanted = message.get("call-id")
        return next((call for call in self.calls if call.header("call-id") == wanted), None)

    def _called(self, invite: Message, peer: Address) -> None:
        call = PhoneCall(self, peer, invite, incoming=True)
        self.calls.append(call)
        self.send(response(invite, 100, "", self.contact), peer)
        self.owe(self._script(call))


async def answer(call: PhoneCall) -> None:
    """Ring, and be answered at once."""
    call.ring()
    await call.answer()


async def only_ring(call: PhoneCall) -> None:
    """Ring until the caller has enough."""
    call.ring()


async def ignore(_: PhoneCall) -> None:
    """Take no notice."""


def answer_after(seconds: float) -> Script:
    """Ring for a while, then be answered."""

    async def script(call: PhoneCall) -> None:
        call.ring()
        await asyncio.sleep(seconds)
        await call.answer()

    return script


def reject(status: int) -> Script:
    """Ring, and be refused."""

    async def script(call: PhoneCall) -> None:
        call.ring()
        call.reject(status)

    return script
