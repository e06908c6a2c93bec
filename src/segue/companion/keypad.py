"""Sends keys to the phone in a room, as if somebody had pressed them there (RFC 4733)."""

import asyncio
from collections.abc import Callable, Sequence

import structlog
from livekit import rtc
from livekit.rtc.participant import PublishDTMFError

from segue.companion.desired import KeysToPress

log = structlog.get_logger(__name__)

CODES = {key: code for code, key in enumerate("0123456789*#ABCD")}
BETWEEN_SECONDS = 0.3


class Keypad:
    """Sends what is asked for, in order and once; `on_change` is told when `sent` changes."""

    def __init__(self, room: rtc.Room, on_change: Callable[[], None]) -> None:
        self.sent = 0
        """The number of the last keys that were sent."""
        self._room = room
        self._on_change = on_change
        self._sending: asyncio.Task[None] | None = None

    def press(self, wanted: Sequence[KeysToPress]) -> None:
        """Send these, as far as they have not been; to be said again and again."""
        waiting = [one for one in wanted if one.number > self.sent]
        if waiting and (self._sending is None or self._sending.done()):
            self._sending = asyncio.create_task(self._send(waiting))

    async def close(self) -> None:
        """Send no more."""
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)

    async def _send(self, waiting: Sequence[KeysToPress]) -> None:
        for one in waiting:
            for key in one.keys:
                try:
                    await self._room.local_participant.publish_dtmf(code=CODES[key], digit=key)
                except PublishDTMFError:
                    log.warning("a key could not be sent")
                await asyncio.sleep(BETWEEN_SECONDS)
            self.sent = one.number
        self._on_change()
