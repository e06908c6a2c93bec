"""Plays hold music into a room: one track for the customer alone, there only while it is needed."""

import asyncio
from collections.abc import Callable

import numpy as np
import structlog
from livekit import rtc
from livekit.rtc.participant import PublishTrackError, UnpublishTrackError
from numpy.typing import NDArray

from segue.companion import music
from segue.companion.room_events import listen
from segue.waking import woken

log = structlog.get_logger(__name__)

LISTENER = "customer"
TRACK_NAME = "hold"
# The SDK wakes every room of the process for every frame that any room has taken (measured: with
# 100 ms frames ten playing rooms of twenty cost 40 % of a core in wake-ups alone).
FRAME = music.RATE // 2
QUEUE_MS = 500
FADE_IN = music.RATE // 20
RUN_ON_SECONDS = 0.2
"""Music goes on for so long after it is unwanted, so that the voice that follows it is there."""
RETRY_SECONDS = 0.5
LINGER_SECONDS = 20.0
"""A muted track stays for so long: unmuting is faster than publishing, but WebRTC encodes its
silence (2 % of a core, measured)."""


class HoldMusic:
    """The music of one room; the customer hears it and nobody else may.

    `on_change` is told whenever it became audible or silent.
    """

    def __init__(self, room: rtc.Room, on_change: Callable[[], None]) -> None:
        self.sounding = False
        self._room = room
        self._on_change = on_change
        self._wanted = asyncio.Event()
        self._unwanted = asyncio.Event()
        self._unwanted.set()
        self._loop = music.loop()
        self._position = 0

    def want(self, wanted: bool) -> None:
        """Start or stop; either takes effect without waiting for anything else."""
        if wanted:
            self._wanted.set()
            self._unwanted.clear()
        else:
            self._wanted.clear()
            self._unwanted.set()

    async def run(self) -> None:
        """Make the sound follow what is wanted, until cancelled."""
        self._for_the_customer_only()
        listen(self._room, "participant_connected", self._for_the_customer_only)
        while True:
            await self._wanted.wait()
            source = rtc.AudioSource(music.RATE, 1, queue_size_ms=QUEUE_MS)
            track = rtc.LocalAudioTrack.create_audio_track(TRACK_NAME, source)
            try:
                sid = await self._publish(track)
                await self._while_needed(source, track)
                # A cancelled job leaves the room, and its track with it.
                await self._room.local_participant.unpublish_track(sid)
            except (PublishTrackError, UnpublishTrackError):
                log.warning("the voice server did not take the music's track; trying again")
                await asyncio.sleep(RETRY_SECONDS)
            finally:
                await source.aclose()

    def _for_the_customer_only(self, *_: object) -> None:
        """Before any track is there: set after it, everybody could hear it for a moment.

        A phone in the customer room is the customer, under livekit-sip's own name.
        """
        phones = [
            one.identity
            for one in self._room.remote_participants.values()
            if one.kind == rtc.ParticipantKind.PARTICIPANT_KIND_SIP
        ]
        self._room.local_participant.set_track_subscription_permissions(
            allow_all_participants=False,
            participant_permissions=[
                rtc.ParticipantTrackPermission(participant_identity=one, allow_all=True)
                for one in (LISTENER, *phones)
            ],
        )

    async def _publish(self, track: rtc.LocalAudioTrack) -> str:
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_SCREENSHARE_AUDIO)
        publication = await self._room.local_participant.publish_track(track, options)
        return publication.sid

    async def _while_needed(self, source: rtc.AudioSource, track: rtc.LocalAudioTrack) -> None:
        while self._wanted.is_set():
            await self._sound(source, track)
            await woken(self._wanted, LINGER_SECONDS)

    async def _sound(self, source: rtc.AudioSource, track: rtc.LocalAudioTrack) -> None:
        """Play until it is unwanted, and a little on."""
        track.unmute()
        self._set_sounding(True)
        over = asyncio.Event()
        feeding = asyncio.create_task(self._feed(source, over))
        unwanted = asyncio.create_task(self._until_unwanted())
        try:
            await asyncio.wait({feeding, unwanted}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            # WebRTC fades a muted track out over 3 ms: what is left in the queue may go.
            track.mute()
            self._set_sounding(False)
            over.set()
            unwanted.cancel()
            source.clear_queue()
            await feeding

    async def _until_unwanted(self) -> None:
        while self._wanted.is_set():
            await self._unwanted.wait()
            await asyncio.sleep(RUN_ON_SECONDS)

    async def _feed(self, source: rtc.AudioSource, over: asyncio.Event) -> None:
        fade_in = np.clip(np.arange(FRAME) / FADE_IN, 0, 1)
        await self._push(source, (self._next() * fade_in).astype(np.int16))
        while not over.is_set():
            await self._push(source, self._next())

    def _next(self) -> NDArray[np.int16]:
        """The next frame of the loop, across its seam."""
        frame = np.take(self._loop, np.arange(self._position, self._position + FRAME), mode="wrap")
        self._position = (self._position + FRAME) % len(self._loop)
        return frame

    def _set_sounding(self, sounding: bool) -> None:
        self.sounding = sounding
        self._on_change()

    @staticmethod
    async def _push(source: rtc.AudioSource, samples: NDArray[np.int16]) -> None:
        frame = rtc.AudioFrame(samples.tobytes(), music.RATE, 1, len(samples))
        await source.capture_frame(frame)
