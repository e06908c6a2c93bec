"""Tones and ears: who hears whom is proved by the frequency that arrives.

Every party speaks a steady tone of its own; an `Ear` measures, for every 10 ms that arrives, how
strong each of the tones is (joint least squares at 48 kHz, which separates them in 10 ms) and how
loud everything is.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from livekit import rtc
from numpy.typing import NDArray

RATE = 48_000
FRAME = RATE // 100
ALICE, BOB, CUSTOMER, STRANGER = 440.0, 880.0, 1250.0, 1730.0
TONES = (ALICE, BOB, CUSTOMER, STRANGER)
AMPLITUDE = 0.25
HEARD = 0.03
"""Amplitude (of 1) from which a tone counts as heard; an opus tone arrives at about 0.25."""

_t = np.arange(FRAME) / RATE
_BASIS = np.linalg.pinv(
    np.concatenate([[np.sin(2 * np.pi * hz * _t), np.cos(2 * np.pi * hz * _t)] for hz in TONES]).T
)
Samples = NDArray[np.float64]


def amplitudes(samples: Samples) -> Samples:
    """The amplitude of each of TONES in one 10 ms frame (samples from -1 to 1)."""
    parts = _BASIS @ samples
    strengths: Samples = np.sqrt(parts[0::2] ** 2 + parts[1::2] ** 2)
    return strengths


def dbfs(samples: Samples) -> float:
    """The RMS level of a frame in dBFS; -120 for digital silence."""
    rms = float(np.sqrt(np.mean(samples**2)))
    return 20 * float(np.log10(max(rms, 1e-6)))


class Tone:
    """A microphone that sounds one steady tone, in 10 ms frames at the pace of real time."""

    def __init__(self, hz: float) -> None:
        self.hz = hz
        self.sounding = True
        self._n = 0
        self._task: asyncio.Task[None] | None = None
        self.source = rtc.AudioSource(RATE, 1, queue_size_ms=50)

    def track(self) -> rtc.LocalAudioTrack:
        """A track of this microphone."""
        return rtc.LocalAudioTrack.create_audio_track(f"tone-{self.hz:g}", self.source)

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        due = time.perf_counter()
        while True:
            t = (self._n + np.arange(FRAME)) / RATE
            wave = np.sin(2 * np.pi * self.hz * t) * AMPLITUDE * self.sounding
            data = (wave * 32767).astype(np.int16).tobytes()
            self._n += FRAME
            await self.source.capture_frame(rtc.AudioFrame(data, RATE, 1, FRAME))
            due += 0.01
            late = time.perf_counter() - due
            if late < 0:
                await asyncio.sleep(-late)
            elif late > 0.5:
                due = time.perf_counter()


@dataclass(frozen=True, slots=True)
class Heard:
    """What arrived in 10 ms of one track."""

    at: float
    identity: str
    track: str
    level: float
    tones: tuple[float, ...]

    def has(self, hz: float) -> bool:
        """Whether a tone is in it."""
        return self.tones[TONES.index(hz)] > HEARD


@dataclass
class Ear:
    """Everything that a participant hears, frame by frame."""

    frames: list[Heard] = field(default_factory=list[Heard])
    _tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])
    _waits: list[tuple[Callable[[Heard], bool], asyncio.Future[float]]] = field(
        default_factory=list[tuple[Callable[[Heard], bool], asyncio.Future[float]]]
    )

    def listen(self, room: rtc.Room) -> None:
        """Hear whatever this room subscribes to."""

        def subscribed(
            track: rtc.Track, _: rtc.RemoteTrackPublication, who: rtc.RemoteParticipant
        ) -> None:
            if track.kind == rtc.TrackKind.KIND_AUDIO:
                task = asyncio.create_task(self._hear(track, who.identity))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

        room.on("track_subscribed", subscribed)

    async def _hear(self, track: rtc.Track, identity: str) -> None:
        stream = rtc.AudioStream(track, sample_rate=RATE, num_channels=1, frame_size_ms=10)
        try:
            async for event in stream:
                samples = np.frombuffer(event.frame.data, dtype=np.int16) / 32768.0
                tones = tuple(float(one) for one in amplitudes(samples))
                self._note(Heard(time.perf_counter(), identity, track.sid, dbfs(samples), tones))
        finally:
            await stream.aclose()

    def _note(self, heard: Heard) -> None:
        self.frames.append(heard)
        for wait in list(self._waits):
            wanted, future = wait
            if wanted(heard):
                self._waits.remove(wait)
                if not future.done():
                    future.set_result(heard.at)

    async def until(self, wanted: Callable[[Heard], bool], seconds: float = 15) -> float:
        """Wait until such a frame arrives; when it did (perf_counter)."""
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waits.append((wanted, future))
        return await asyncio.wait_for(future, seconds)

    async def until_tone(self, hz: float, seconds: float = 15) -> float:
        """Wait until a tone is heard."""
        return await self.until(lambda heard: heard.has(hz), seconds)

    async def until_music(self, seconds: float = 15) -> float:
        """Wait until the companion's music is heard."""
        return await self.until(
            lambda heard: heard.identity == "companion" and heard.level > -50, seconds
        )

    def since(self, start: float, end: float = float("inf")) -> list[Heard]:
        """What arrived in a span of time."""
        return [heard for heard in self.frames if start <= heard.at <= end]

    def tones_since(self, start: float, end: float = float("inf")) -> set[float]:
        """The tones heard in a span of time."""
        frames = self.since(start, end)
        return {hz for hz in TONES if sum(frame.has(hz) for frame in frames) >= 2}

    async def close(self) -> None:
        """Hear no more."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
