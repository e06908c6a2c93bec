"""A party that speaks: a steady tone into a room, for as long as a test likes."""

import asyncio

import numpy as np
from livekit import rtc

RATE = 48_000
FRAME = RATE // 50


class Tone:
    """A sine, published as a microphone."""

    def __init__(self, hertz: float, level: float = 0.25) -> None:
        whole = np.arange(RATE) / RATE
        self._second = (np.sin(2 * np.pi * hertz * whole) * level * 32767).astype(np.int16)
        self._source = rtc.AudioSource(RATE, 1, queue_size_ms=100)
        self._track = rtc.LocalAudioTrack.create_audio_track("microphone", self._source)
        self._task: asyncio.Task[None] | None = None

    async def publish(self, room: rtc.Room) -> str:
        """Publish and start; the track's sid."""
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        publication = await room.local_participant.publish_track(self._track, options)
        self._task = asyncio.create_task(self._run())
        return publication.sid

    async def _run(self) -> None:
        at = 0
        while True:
            samples = self._second[at : at + FRAME]
            at = (at + FRAME) % RATE
            await self._source.capture_frame(rtc.AudioFrame(samples.tobytes(), RATE, 1, FRAME))

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
