"""Cuts what one person says into utterances: from the first sound of speech to a pause.

livekit-agents' StreamAdapter does nearly this, but waits for the recognizer before it listens on,
which makes every time late, and loses the speech that a recognizer has failed at once.
"""

import asyncio
from collections.abc import AsyncIterable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from livekit import rtc
from livekit.agents import vad

from segue.companion.recognizer import RATE

log = structlog.get_logger(__name__)

FRAME_MS = 50
PAUSE_SECONDS = 0.5
"""A pause of this length ends an utterance."""
BREATH_SECONDS = 0.2
LONG_SECONDS = 15.0
"""Whoever speaks for longer is cut at the next breath, so that text comes while they speak."""
LONGEST_SECONDS = 28.0
"""A speech model looks at 30 s at most."""
BYTES_PER_SECOND = 2 * RATE


@dataclass(frozen=True, slots=True)
class Utterance:
    """Some speech of one person, with when it began and ended."""

    samples: bytes
    started_at: datetime
    ended_at: datetime


class Utterances:
    """Follows one microphone; gives each utterance to `on_utterance` as soon as it is over."""

    def __init__(self, detector: vad.VAD, on_utterance: Callable[[Utterance], None]) -> None:
        self._detector = detector
        self._on_utterance = on_utterance
        self._stopped = asyncio.Event()
        self._speech = bytearray()
        self._started_at: datetime | None = None

    def stop(self) -> None:
        """Hear nothing more from now on; what was said before is still given."""
        self._stopped.set()

    async def run(self, frames: AsyncIterable[rtc.AudioFrame]) -> None:
        """Follow the frames (16 kHz, one channel) until they end or are no longer wanted."""
        stream = self._detector.stream()
        reading = asyncio.create_task(self._read(frames, stream))
        stopped = asyncio.create_task(self._stopped.wait())
        cutting = asyncio.create_task(self._cut(stream))
        tasks = (reading, stopped, cutting)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            if not cutting.done():
                stream.push_frame(_silence(2 * PAUSE_SECONDS))
                stream.end_input()
            await cutting
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await stream.aclose()

    @staticmethod
    async def _read(frames: AsyncIterable[rtc.AudioFrame], stream: vad.VADStream) -> None:
        async for frame in frames:
            stream.push_frame(frame)

    async def _cut(self, stream: vad.VADStream) -> None:
        async for event in stream:
            now = datetime.now(UTC)
            match event.type:
                case vad.VADEventType.START_OF_SPEECH:
                    # With what came just before, or the first consonant is lost.
                    self._begin(now - timedelta(seconds=event.speech_duration))
                    self._add(event.frames)
                case vad.VADEventType.INFERENCE_DONE if self._started_at is not None:
                    self._add(event.frames)
                    if self._long(event.raw_accumulated_silence):
                        self._give(now)
                        self._begin(now)
                case vad.VADEventType.END_OF_SPEECH:
                    self._give(now - timedelta(seconds=event.silence_duration))
                case _:
                    pass

    def _begin(self, at: datetime) -> None:
        self._speech.clear()
        self._started_at = at

    def _add(self, frames: list[rtc.AudioFrame]) -> None:
        for frame in frames:
            self._speech += frame.data

    def _long(self, silence_seconds: float) -> bool:
        seconds = len(self._speech) / BYTES_PER_SECOND
        breathes = seconds >= LONG_SECONDS and silence_seconds >= BREATH_SECONDS
        return breathes or seconds >= LONGEST_SECONDS

    def _give(self, ended_at: datetime) -> None:
        started_at = self._started_at
        if started_at is not None and self._speech:
            ended_at = max(ended_at, started_at)
            self._on_utterance(Utterance(bytes(self._speech), started_at, ended_at))
        self._started_at = None
        self._speech.clear()


def _silence(seconds: float) -> rtc.AudioFrame:
    return rtc.AudioFrame.create(RATE, 1, int(seconds * RATE))
