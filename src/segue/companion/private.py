"""The companion in the consult room, while people talk in private: it hears them, and reads the
briefing aloud when asked to.

It is a connection of its own beside the customer room's; what is heard here is written down as the
private talk, and never comes near the customer's line.
"""

import asyncio

import structlog
from livekit import rtc

from segue.companion.desired import Heard, PrivateTalk
from segue.companion.ears import Ears
from segue.companion.reading import Reader
from segue.companion.room_events import listen
from segue.companion.transcriber import Transcriber

log = structlog.get_logger(__name__)


class PrivateRoom:
    """Follows what serve says of the private talk; without a transcriber or a reader it does the
    other thing alone.
    """

    def __init__(self, url: str, transcriber: Transcriber | None, reader: Reader | None) -> None:
        self._url = url
        self._transcriber = transcriber
        self._reader = reader
        self._talk: PrivateTalk | None = None
        self._changed = asyncio.Event()
        self._room: rtc.Room | None = None
        self._name = ""
        self._ears: Ears | None = None

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
            await self._leave()

    def _wanted(self) -> PrivateTalk | None:
        talk = self._talk
        if talk is None or not (self._transcriber or (self._reader and talk.read)):
            return None
        return talk

    async def _match(self) -> None:
        talk = self._wanted()
        gone = self._room is not None and not self._room.isconnected()
        if gone or talk is None or talk.room != self._name:
            await self._leave()
        if talk is not None and self._room is None:
            await self._join(talk)

    async def _join(self, talk: PrivateTalk) -> None:
        room = rtc.Room()
        listen(room, "disconnected", self._disconnected)
        options = rtc.RoomOptions(auto_subscribe=False, single_peer_connection=False)
        ears = Ears(room, _nobody_asks, self._transcriber, "consult")
        try:
            await room.connect(self._url, talk.token, options)
        except rtc.ConnectError:
            # It may have just ended; the next time serve is asked brings a fresh token.
            log.warning("the private talk could not be joined")
            await room.disconnect()
            return
        self._room, self._name, self._ears = room, talk.room, ears
        self.follow(self._talk)  # it may have changed meanwhile

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

    def _disconnected(self, *_: object) -> None:
        self._changed.set()


def _nobody_asks(_: Heard) -> None:
    """First sounds count in the customer room alone."""
