"""The companion in the consult room, while people talk in private: it hears them, and reads the
briefing aloud when asked to. It is there as well when a phone is offered the call, reads the offer
to it and tells which keys were pressed.

It is a connection of its own beside the customer room's; what is heard here is written down as the
private talk, and never comes near the customer's line.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from livekit import rtc

from segue.companion.desired import Heard, Pressed, PrivateTalk
from segue.companion.ears import Ears
from segue.companion.reading import Reader
from segue.companion.room_events import listen
from segue.companion.transcriber import Transcriber

log = structlog.get_logger(__name__)


JOINED_WITHIN_SECONDS = 30.0
"""The SDK tries a room that is gone four times, for 5 s each."""


@dataclass(frozen=True, slots=True)
class Joining:
    """A room that is being joined."""

    name: str
    room: rtc.Room
    ears: Ears
    task: asyncio.Task[None]

    async def parted(self) -> None:
        """Leave as soon as it has been joined."""
        await asyncio.wait({self.task})
        await self.ears.close()
        if self.task.exception() is None:
            await self.room.disconnect()


class PrivateRoom:
    """Follows what serve says of the private talk; without a transcriber or a reader it does the
    other thing alone.
    """

    def __init__(
        self,
        url: str,
        transcriber: Transcriber | None,
        reader: Reader | None,
        on_key: Callable[[Pressed], None],
    ) -> None:
        self._url = url
        self._on_key = on_key
        self._transcriber = transcriber
        self._reader = reader
        self._talk: PrivateTalk | None = None
        self._changed = asyncio.Event()
        self._room: rtc.Room | None = None
        self._name = ""
        self._ears: Ears | None = None
        self._joining: Joining | None = None
        self._given_up: set[asyncio.Task[None]] = set()

    def follow(self, talk: PrivateTalk | None) -> None:
        """Be in this talk from now on, or in none. To be said again and again: each time has a
        fresh token, and makes good what failed before.
        """
        self._talk = talk
        here = talk is not None and talk.room == self._name
        if self._ears is not None:
            self._ears.write_down(talk.transcribe if talk and here else ())
        if self._reader is not None:
            self._reader.follow(self._room if here else None, talk.read if talk else None)
        self._changed.set()

    async def run(self) -> None:
        """Join and leave as it is wanted, until cancelled."""
        try:
            while True:
                await self._changed.wait()
                self._changed.clear()
                await self._match()
        finally:
            if self._joining is not None:
                self._give_up(self._joining)
            await self._leave()

    async def parted(self) -> None:
        """Wait for joins that were given up; last of all, as they may take their time."""
        if self._given_up:
            await asyncio.wait(self._given_up, timeout=JOINED_WITHIN_SECONDS)

    def _wanted(self) -> PrivateTalk | None:
        talk = self._talk
        if talk is None:
            return None
        serves = self._transcriber or talk.keys_of or (self._reader and talk.read)
        return talk if serves else None

    async def _match(self) -> None:
        talk, joining = self._wanted(), self._joining
        if joining is not None and (talk is None or talk.room != joining.name):
            self._give_up(joining)
        elif joining is not None and joining.task.done():
            await self._arrive(joining)
        gone = self._room is not None and not self._room.isconnected()
        if gone or talk is None or talk.room != self._name:
            await self._leave()
        if talk is not None and self._room is None and self._joining is None:
            self._join(talk)

    def _join(self, talk: PrivateTalk) -> None:
        room = rtc.Room()
        listen(room, "disconnected", self._disconnected)
        listen(room, "sip_dtmf_received", self._key)
        options = rtc.RoomOptions(auto_subscribe=False, single_peer_connection=False)
        ears = Ears(room, _nobody_asks, self._transcriber, "consult")
        task = asyncio.create_task(room.connect(self._url, talk.token, options))
        task.add_done_callback(self._disconnected)
        self._joining = Joining(talk.room, room, ears, task)

    async def _arrive(self, joining: "Joining") -> None:
        self._joining = None
        if joining.task.exception() is not None:
            # It may have just ended; the next time serve is asked brings a fresh token.
            log.warning("the private talk could not be joined")
            await joining.ears.close()
            return
        self._room, self._name, self._ears = joining.room, joining.name, joining.ears
        self.follow(self._talk)  # it may have changed meanwhile

    def _give_up(self, joining: "Joining") -> None:
        """A join cannot be taken back: a room that is gone is tried for 20 s, and were nobody there
        when it comes about, the SDK would end the process 15 s later (rtc 1.1.21).
        """
        self._joining = None
        task = asyncio.create_task(joining.parted())
        self._given_up.add(task)
        task.add_done_callback(self._given_up.discard)

    async def _leave(self) -> None:
        room, ears = self._room, self._ears
        self._room = self._ears = None
        self._name = ""
        if self._reader is not None:
            await self._reader.close()
        if ears is not None:
            await ears.close()
        if room is not None:
            await room.disconnect()

    def _key(self, key: rtc.SipDTMF) -> None:
        """Only a phone's own keys count, and only while they are asked for."""
        who = key.participant.identity if key.participant else None
        if who is not None and self._talk is not None and who == self._talk.keys_of:
            self._on_key(Pressed(who, key.digit))

    def _disconnected(self, *_: object) -> None:
        self._changed.set()


def _nobody_asks(_: Heard) -> None:
    """First sounds count in the customer room alone."""
