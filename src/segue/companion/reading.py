"""Reads a briefing aloud in the consult room, where only `from` and `to` are."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final

import structlog
from livekit import rtc
from livekit.rtc.participant import PublishTrackError, UnpublishTrackError

from segue.companion.desired import ReadAloud, ReadingReport
from segue.companion.voice import RATE, NotSpoken, Voice
from segue.transfers.reading import Reading

log = structlog.get_logger(__name__)

TRACK_NAME = "briefing"
FRAME_BYTES: Final = RATE // 5
"""100 ms."""
QUEUE_MS = 1000


@dataclass
class Reader:
    """Reads one text aloud at a time; `on_change` is told whenever `report` changes."""

    voice: Voice
    on_change: Callable[[], None]
    report: ReadingReport | None = None
    _task: asyncio.Task[None] | None = None

    def follow(self, room: rtc.Room | None, wanted: ReadAloud | None) -> None:
        """Read this from now on, once; stop at once whatever else is being read.

        To be said again and again: what has been read is not begun anew.
        """
        if room is None or wanted is None:
            self._stop()
            self.report = None
        elif self.report is None or self.report.id != wanted.id:
            self._stop()
            self.report = ReadingReport(wanted.id, Reading.ASKED)
            self._task = asyncio.create_task(self._read(room, wanted))

    async def close(self) -> None:
        """Stop reading."""
        task, self.report = self._task, None
        self._stop()
        if task is not None:
            await asyncio.gather(task, return_exceptions=True)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = None

    async def _read(self, room: rtc.Room, wanted: ReadAloud) -> None:
        try:
            await self._aloud(room, wanted)
        except (NotSpoken, PublishTrackError, UnpublishTrackError) as error:
            log.warning("a briefing could not be read aloud", cause=type(error).__name__)
            self._tell(wanted, Reading.FAILED)
        else:
            self._tell(wanted, Reading.SPOKEN)

    async def _aloud(self, room: rtc.Room, wanted: ReadAloud) -> None:
        source = rtc.AudioSource(RATE, 1, queue_size_ms=QUEUE_MS)
        track = rtc.LocalAudioTrack.create_audio_track(TRACK_NAME, source)
        sid: str | None = None
        try:
            rest = b""
            async with aclosing(self.voice.speak(wanted.text, wanted.language)) as sound:
                async for chunk in sound:
                    if sid is None:
                        sid = await _publish(room, track)
                        self._tell(wanted, Reading.SPEAKING)
                    rest = await _push(source, rest + chunk)
            if sid is None:
                raise NotSpoken
            await _push(source, rest + bytes(-len(rest) % FRAME_BYTES))
            await source.wait_for_playout()
        finally:
            source.clear_queue()
            if sid is not None and room.isconnected():
                await room.local_participant.unpublish_track(sid)
            await source.aclose()

    def _tell(self, wanted: ReadAloud, how: Reading) -> None:
        if self.report is not None and self.report.id == wanted.id:
            self.report = ReadingReport(wanted.id, how)
            self.on_change()


async def _publish(room: rtc.Room, track: rtc.LocalAudioTrack) -> str:
    options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
    return (await room.local_participant.publish_track(track, options)).sid


async def _push(source: rtc.AudioSource, samples: bytes) -> bytes:
    """Play as many whole frames as there are; what is left over."""
    whole = len(samples) - len(samples) % FRAME_BYTES
    for start in range(0, whole, FRAME_BYTES):
        frame = samples[start : start + FRAME_BYTES]
        await source.capture_frame(rtc.AudioFrame(frame, RATE, 1, FRAME_BYTES // 2))
    return samples[whole:]
