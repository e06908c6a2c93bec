"""A bridge: a phone in its consult room and the people in the customer room hear each other.

It is in both rooms under one identity. The phone's voice, and nobody else's, goes into the customer
room; the microphones of everybody there go into the consult room, each as a track of its own, which
the phone's side mixes. Nothing is carried without the right to hear it and the right to say it.
"""

import asyncio
import contextlib
from collections.abc import Callable

import structlog
from livekit import rtc
from livekit.rtc.participant import UnpublishTrackError

from segue.companion.bridge_side import Side
from segue.companion.bridge_wire import BridgeWanted
from segue.lineup.lineup import COMPANION
from segue.waking import woken

log = structlog.get_logger(__name__)

RATE = 48_000
# Without a queue of its own the source sends each frame as it comes, and wants frames of 10 ms.
# With frames of 20 ms and a queue of 40 a bridge adds 61 ms instead of 50, and costs the same.
FRAME_MS = 10
QUEUE_MS = 0
KEPT_FRAMES = 5
"""Of what waits to be sent more than this is dropped, the oldest first: late speech stays late."""
TRACK_NAME = "bridged"
RETRY_SECONDS = 0.2
LOOK_SECONDS = 1.0
PARTING_SECONDS = 1.0


class BridgeOver(Exception):
    """A bridge came to an end that was not asked for; `sent_away`: by somebody's decision."""

    def __init__(self, *, sent_away: bool) -> None:
        super().__init__()
        self.sent_away = sent_away


# The state has changed, or somebody newer has this place: whoever comes back by itself disturbs.
SENT_AWAY = (
    rtc.DisconnectReason.DUPLICATE_IDENTITY,
    rtc.DisconnectReason.PARTICIPANT_REMOVED,
    rtc.DisconnectReason.ROOM_DELETED,
)

Carried = tuple[Side, rtc.Track, int]
"""Which voice goes into which side, in which era of its rights."""


class Bridge:
    """One bridge; `on_open` is told once it is in both rooms."""

    def __init__(self, wanted: BridgeWanted, on_open: Callable[[], None]) -> None:
        self._wanted = wanted
        self._on_open = on_open
        self._changed = asyncio.Event()
        self._customer = Side(lambda who: who != COMPANION, self._changed.set)
        self._consult = Side(lambda who: who == wanted.phone, self._changed.set)
        self._lanes: dict[Carried, Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Bridge until cancelled. Raises BridgeOver when that is no longer possible."""
        try:
            await self._join()
            self._on_open()
            while self._customer.here and self._consult.here:
                self._changed.clear()
                # A room that is being joined anew says nothing about rights or voices.
                if self._customer.connected and self._consult.connected:
                    self._customer.ask()
                    self._consult.ask()
                    self._match()
                await woken(self._changed, LOOK_SECONDS)
        finally:
            await self._close()
        reasons = (self._customer.over, self._consult.over)
        raise BridgeOver(sent_away=any(reason in SENT_AWAY for reason in reasons))

    async def _join(self) -> None:
        wanted = self._wanted
        # Both to the end, also when one has failed: a join that is given up may come about later.
        joins = asyncio.gather(
            self._customer.join(wanted.url, wanted.customer_token),
            self._consult.join(wanted.url, wanted.consult_token),
            return_exceptions=True,
        )
        try:
            failed = await asyncio.shield(joins)
        except asyncio.CancelledError:
            # Were nobody there when a join comes about, the SDK would end the process (rtc 1.1.21).
            await joins
            raise
        for error in failed:
            if isinstance(error, rtc.ConnectError):
                raise BridgeOver(sent_away=False) from None
            if error is not None:
                raise error

    def _match(self) -> None:
        """Carry each voice that may be carried, and no other."""
        ways = ((self._customer, self._consult), (self._consult, self._customer))
        wanted: set[Carried] = {
            (into, voice, into.era)
            for source, into in ways
            if into.may_speak
            for voice in source.voices.values()
        }
        for carried in self._lanes.keys() - wanted:
            self._lanes.pop(carried).end()
        for carried in wanted - self._lanes.keys():
            self._open(carried)

    def _open(self, carried: Carried) -> None:
        into, voice, _ = carried
        lane = self._lanes[carried] = Lane(voice, into.room)
        task = asyncio.create_task(lane.run())
        self._tasks.add(task)

        def done(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            if not task.cancelled() and task.exception():
                log.warning("a voice was not carried; trying again", leg=self._wanted.leg)
            if self._lanes.get(carried) is lane:
                del self._lanes[carried]
                asyncio.get_running_loop().call_later(RETRY_SECONDS, self._changed.set)

        task.add_done_callback(done)

    async def _close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        rooms = (self._customer.room, self._consult.room)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PARTING_SECONDS):
                await asyncio.gather(*(room.disconnect() for room in rooms))


class Lane:
    """One voice on its way into a room."""

    def __init__(self, voice: rtc.Track, into: rtc.Room) -> None:
        self._voice = voice
        self._into = into
        self._over = asyncio.Event()

    def end(self) -> None:
        """Carry no more from now on, and unpublish."""
        self._over.set()

    async def run(self) -> None:
        """Publish and carry until the end; raises PublishTrackError. Cancelled, it leaves its track
        to the room's end.
        """
        source = rtc.AudioSource(RATE, 1, queue_size_ms=QUEUE_MS)
        try:
            publication = await self._publish(source)
            await self._while_wanted(source)
            # The SDK keeps a publication that the server has ended, and publishes it again later.
            with contextlib.suppress(UnpublishTrackError, TimeoutError):
                async with asyncio.timeout(PARTING_SECONDS):
                    await self._into.local_participant.unpublish_track(publication.sid)
        finally:
            await source.aclose()

    async def _publish(self, source: rtc.AudioSource) -> rtc.LocalTrackPublication:
        track = rtc.LocalAudioTrack.create_audio_track(TRACK_NAME, source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        return await self._into.local_participant.publish_track(track, options)

    async def _while_wanted(self, source: rtc.AudioSource) -> None:
        carrying = asyncio.create_task(self._carry(source))
        ending = asyncio.create_task(self._over.wait())
        try:
            await asyncio.wait({carrying, ending}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            carrying.cancel()
            ending.cancel()
            await asyncio.gather(carrying, ending, return_exceptions=True)

    async def _carry(self, source: rtc.AudioSource) -> None:
        stream = rtc.AudioStream(
            self._voice,
            sample_rate=RATE,
            num_channels=1,
            frame_size_ms=FRAME_MS,
            capacity=KEPT_FRAMES,
        )
        try:
            async for event in stream:
                await source.capture_frame(event.frame)
        finally:
            await stream.aclose()
