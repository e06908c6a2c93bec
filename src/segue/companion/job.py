"""The companion on one call: it makes the room match what serve wants, and tells what it does.

Two sources say what is wanted: the room's metadata, which arrives in 2-3 ms and says only whether
there is music, and `GET /api/companion/calls/{id}`, which says everything. Both carry serve's
count `v`; the later statement stands. While serve is down the last one does.

What people say is written down by `transcriber`, in the customer room and, while there is a private
talk, in the consult room, where `reading` reads the briefing aloud.
"""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager

import structlog
from livekit import rtc

from segue.calls.transcription import Transcription
from segue.companion.bridge_wire import BridgeWanted
from segue.companion.desired import (
    Desired,
    Heard,
    Pressed,
    ReadAloud,
    Report,
    ServeClient,
    ServeUnreachable,
    read_note,
)
from segue.companion.ears import Ears
from segue.companion.keypad import Keypad
from segue.companion.outbox import Outbox
from segue.companion.player import HoldMusic
from segue.companion.private import PrivateRoom
from segue.companion.reading import Reader
from segue.companion.room_events import listen
from segue.companion.speech import Speech
from segue.transfers.reading import Reading
from segue.waking import woken

log = structlog.get_logger(__name__)

HEARTBEAT_SECONDS = 2.0
# serve writes the metadata after its commit, but another replica may answer the GET from before it.
STALE_RETRY_SECONDS = 0.05
STALE_RETRIES = 20
# Each round may wait for serve twice; a job that has not come around in this time hangs.
HUNG_SECONDS = 10.0
# livekit-agents gives a job 10 s to end.
LAST_WORDS_SECONDS = 5.0
LAST_LINES_SECONDS = 3.0


class CompanionJob:
    """One call, from the join to its end. `draining` is set when this worker is to go, `url` is
    where the consult room is, and `bridges` is told which phones are to be bridged.
    """

    def __init__(
        self,
        room: rtc.Room,
        serve: ServeClient,
        draining: threading.Event,
        speech: Speech,
        url: str,
        bridges: Callable[[Sequence[BridgeWanted]], None],
    ) -> None:
        self._room = room
        self._url = url
        self._bridges = bridges
        self._serve = serve
        self._draining = draining
        self._wake = asyncio.Event()
        self._failed = False
        self._last_round = time.monotonic()
        self._desired = Desired(v=-1)
        self._stale = 0
        self._unsent: list[Heard] = []
        self._acknowledged: Report | None = None
        self._reachable = True
        self._music = HoldMusic(room, self._wake.set)
        self._outbox = Outbox(serve.say)
        self._no_words = speech.trouble
        self._transcriber = speech.transcriber(self._outbox, self._wake.set)
        self._ears = Ears(room, self._on_heard, self._transcriber)
        self._voice = speech.voice()
        self._reader = Reader(self._voice, self._wake.set) if self._voice else None
        self._announcer = Reader(self._voice, self._wake.set) if self._voice else None
        self._keypad = Keypad(room, self._wake.set)
        self._pressed: list[Pressed] = []
        self._private = PrivateRoom(url, self._transcriber, self._reader, self._on_key)
        listen(room, "room_metadata_changed", self._on_metadata)
        listen(room, "connection_state_changed", self._on_connection_state)

    @property
    def alive(self) -> bool:
        """Whether the job still runs and comes around; may be asked from another thread."""
        return time.monotonic() - self._last_round < HUNG_SECONDS and not self._done()

    async def run(self) -> None:
        """Serve the call until it ends, the room is closed to us, or this worker goes."""
        async with self._writing_down(), self._playing():
            self._on_metadata("", self._room.metadata)
            while not self._done():
                self._last_round = time.monotonic()
                self._wake.clear()
                wait = await self._round()
                await woken(self._wake, wait)

    def _done(self) -> bool:
        # Asked of the room: with many rooms closing at once "disconnected" does not always come.
        if self._failed or self._desired.ended or not self._room.isconnected():
            return True
        return self._draining.is_set() and not self._music.sounding

    @asynccontextmanager
    async def _playing(self) -> AsyncGenerator[None]:
        player = asyncio.create_task(self._music.run())
        player.add_done_callback(self._on_player_done)
        try:
            yield
        finally:
            player.cancel()
            await asyncio.gather(player, return_exceptions=True)
            await self._ears.close()
            await self._keypad.close()
            if self._announcer is not None:
                await self._announcer.close()

    @asynccontextmanager
    async def _writing_down(self) -> AsyncGenerator[None]:
        """Whatever was said before the end is still written down, within reason."""
        tasks = [asyncio.create_task(one.run()) for one in (self._outbox, self._private)]
        try:
            yield
        finally:
            self._bridges([])
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if self._transcriber:
                await self._transcriber.close(LAST_WORDS_SECONDS)
            await self._outbox.empty(LAST_LINES_SECONDS)
            if self._voice:
                await self._voice.close()
            await self._private.parted()

    async def _round(self) -> float:
        """Ask, act, tell; returns how long to wait for the next round (seconds)."""
        if self._draining.is_set():
            # No more heartbeats: serve sends another companion, whose join ends this one. Until
            # then the room's metadata still tells when the music is to stop.
            return HEARTBEAT_SECONDS
        try:
            self._take(await self._serve.desired())
            await self._tell()
        except ServeUnreachable as error:
            self._note_reachable(False, str(error))
        else:
            self._note_reachable(True)
        return STALE_RETRY_SECONDS if self._stale else HEARTBEAT_SECONDS

    def _take(self, desired: Desired) -> None:
        """Follow serve's answer, unless the room already knows of a later change."""
        if desired.v < self._desired.v and not desired.ended and self._stale < STALE_RETRIES:
            self._stale += 1
            return
        self._stale = 0
        self._desired = desired
        self._announce(None if desired.ended else desired.say)
        self._keypad.press(desired.press)
        self._music.want(desired.music and not desired.ended and not self._speaks)
        self._ears.listen_for(desired.listen_for)
        self._ears.write_down([] if desired.ended else desired.transcribe)
        self._private.follow(None if desired.ended else desired.consult)
        bridge = None if desired.ended else desired.bridge
        self._bridges([BridgeWanted(url=self._url, **bridge.model_dump())] if bridge else [])

    def _announce(self, say: ReadAloud | None) -> None:
        """Tell a customer on a phone; the music is silent meanwhile."""
        if self._announcer is not None:
            self._announcer.follow(self._room if say else None, say)

    @property
    def _speaks(self) -> bool:
        said = self._announcer.report if self._announcer else None
        return said is not None and said.state is Reading.SPEAKING

    async def _tell(self) -> None:
        report = Report(
            music=self._music.sounding,
            heard=tuple(self._unsent),
            transcription=self._transcription(),
            voice=self._voice is not None,
            reading=self._reader.report if self._reader else None,
            said=self._announcer.report if self._announcer else None,
            pressed=tuple(self._pressed),
            keyed=self._keypad.sent,
        )
        if report == self._acknowledged and not (report.heard or report.pressed):
            return
        await self._serve.report(report)
        self._pressed = self._pressed[len(report.pressed) :]
        self._unsent = self._unsent[len(report.heard) :]
        self._acknowledged = report

    def _transcription(self) -> Transcription:
        if self._transcriber:
            return self._transcriber.state
        return self._no_words or Transcription.OFF

    def _on_metadata(self, _old: str, metadata: str) -> None:
        """Music at once, without asking, and ears off with it; then ask."""
        note = read_note(metadata)
        if note and note.v > self._desired.v:
            self._desired = self._desired.model_copy(update={"v": note.v, "music": note.hold})
            self._music.want(note.hold and not self._speaks)
            if note.hold:
                self._ears.write_down(())
        self._wake.set()

    def _on_heard(self, heard: Heard) -> None:
        self._unsent.append(heard)
        self._wake.set()

    def _on_key(self, pressed: Pressed) -> None:
        self._pressed.append(pressed)
        self._wake.set()

    def _on_connection_state(self, _state: object) -> None:
        self._wake.set()

    def _on_player_done(self, player: asyncio.Task[None]) -> None:
        if not player.cancelled() and (error := player.exception()):
            log.error("hold music failed", cause=repr(error))
            self._failed = True
            self._wake.set()

    def _note_reachable(self, reachable: bool, cause: str = "") -> None:
        if reachable != self._reachable:
            self._reachable = reachable
            if reachable:
                log.info("serve answers again")
            else:
                log.warning("serve does not answer; the last wish stands", cause=cause)
