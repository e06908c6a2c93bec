"""Tones and ears: who hears whom is proved by the frequency that arrives.

Every party speaks a steady tone of its own; an `Ear` measures, for every frame that arrives, how
strong each of the tones is (joint least squares at 48 kHz, which separates them in 10 ms) and how
loud everything is.
"""

import asyncio
import contextlib
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, pairwise
from typing import Self

import numpy as np
from livekit import rtc
from numpy.typing import NDArray

RATE = 48_000
FRAME = RATE // 100
ALICE, BOB, CUSTOMER, STRANGER, CAROL = 440.0, 880.0, 1250.0, 1730.0, 2290.0
TONES = (ALICE, BOB, CUSTOMER, STRANGER, CAROL)
AMPLITUDE = 0.25
HEARD = 0.03
"""Amplitude (of 1) from which a tone counts as heard; an opus tone arrives at about 0.25."""
SILENCE_DBFS = -50.0
COMPANION = "companion"
MIXTURE = "mixture"
"""Whom a phone hears: everybody of its room at once, without names."""
HEARD_IN_MIXTURE = 0.15
"""As HEARD; the music's notes come to 0.13 at 440 Hz, whole loop as a phone gets it."""
BESIDES = 0.03
"""RMS (of 1) of what no tone explains, from which a mixture has music, or speech, or ringing in
it. The loop of music has 0.048 at its softest, a tone in G.711 less than 0.01.
"""
PATIENCE_SECONDS = 30.0
"""How long a test waits for what should take a moment: the machine may be busy."""

Samples = NDArray[np.float64]


@cache
def _basis(frame: int, rate: int) -> tuple[Samples, Samples]:
    t = np.arange(frame) / rate
    pairs = [[np.sin(2 * np.pi * hz * t), np.cos(2 * np.pi * hz * t)] for hz in TONES]
    waves = np.concatenate(pairs).T
    return waves, np.linalg.pinv(waves)


def amplitudes(samples: Samples, rate: int = RATE) -> Samples:
    """The amplitude of each of TONES in one frame of at least 10 ms (samples from -1 to 1)."""
    parts = _basis(len(samples), rate)[1] @ samples
    strengths: Samples = np.sqrt(parts[0::2] ** 2 + parts[1::2] ** 2)
    return strengths


def besides(samples: Samples, rate: int = RATE) -> float:
    """The RMS of what none of TONES explains in one frame."""
    waves, fit = _basis(len(samples), rate)
    return float(np.sqrt(np.mean((samples - waves @ (fit @ samples)) ** 2)))


def dbfs(samples: Samples) -> float:
    """The RMS level of a frame in dBFS; -120 for digital silence."""
    rms = float(np.sqrt(np.mean(samples**2)))
    return 20 * float(np.log10(max(rms, 1e-6)))


class Tone:
    """A microphone that sounds one steady tone at the pace of real time.

    Longer frames cost less, for tests with many parties.
    """

    def __init__(self, hz: float, frame_ms: int = 10) -> None:
        self.hz = hz
        self.sounding = True
        self.worst_late = 0.0
        """By how many seconds a frame was late at worst: this process was starved for so long."""
        self._n = 0
        self._frame_seconds = frame_ms / 1000
        self._frame = RATE * frame_ms // 1000
        # A whole number of waves fits into a second, so that one second is the whole tone.
        wave = np.sin(2 * np.pi * hz * np.arange(RATE) / RATE) * AMPLITUDE
        self._second = (wave * 32767).astype(np.int16)
        self._words = np.zeros(0, dtype=np.int16)
        self._said = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.source = rtc.AudioSource(RATE, 1, queue_size_ms=5 * frame_ms)

    def track(self) -> rtc.LocalAudioTrack:
        """A track of this microphone."""
        return rtc.LocalAudioTrack.create_audio_track(f"tone-{self.hz:g}", self.source)

    async def say(self, words: NDArray[np.int16]) -> None:
        """Speak into this microphone, with the tone off from now on; over when it has been said."""
        self.sounding = False
        self._words = words
        self._said.clear()
        await self._said.wait()

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
            samples = self._second[self._n : self._n + self._frame] * self.sounding
            if len(self._words):
                samples = np.resize(self._words[: self._frame], self._frame)
                self._words = self._words[self._frame :]
            else:
                self._said.set()
            self._n = (self._n + self._frame) % RATE
            await self.source.capture_frame(rtc.AudioFrame(samples.tobytes(), RATE, 1, self._frame))
            due += self._frame_seconds
            late = time.perf_counter() - due
            self.worst_late = max(self.worst_late, late)
            if late < 0:
                await asyncio.sleep(-late)
            elif late > 0.5:
                due = time.perf_counter()


@dataclass(frozen=True, slots=True)
class Heard:
    """What arrived in one frame of one track."""

    at: float
    room: str
    identity: str
    track: str
    level: float
    tones: tuple[float, ...]
    besides: float = 0.0
    """Known of a mixture only."""

    def has(self, hz: float) -> bool:
        """Whether a tone is in it; the companion's music has notes of every pitch."""
        enough = HEARD_IN_MIXTURE if self.identity == MIXTURE else HEARD
        return self.identity != COMPANION and self.tones[TONES.index(hz)] > enough

    @property
    def sounds(self) -> bool:
        """Whether it is anything but silence."""
        return self.level > SILENCE_DBFS

    @property
    def music(self) -> bool:
        """Whether it is the companion's music, or in a mixture something else than tones."""
        if self.identity == MIXTURE:
            return self.besides > BESIDES
        return self.identity == COMPANION and self.sounds


def longest_gap(frames: list[Heard], start: float, end: float) -> float:
    """The longest time without sound between two moments (seconds)."""
    moments = [heard.at for heard in frames if heard.sounds and start <= heard.at <= end]
    return max(later - sooner for sooner, later in pairwise([start, *moments, end]))


@dataclass
class Ear:
    """Everything that a participant hears, frame by frame."""

    frame_ms: int = 10
    frames: list[Heard] = field(default_factory=list[Heard])
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict[str, asyncio.Task[None]])
    _waits: list[tuple[Callable[[Heard], bool], asyncio.Future[float]]] = field(
        default_factory=list[tuple[Callable[[Heard], bool], asyncio.Future[float]]]
    )

    def listen(self, room: rtc.Room, name: str) -> None:
        """Hear whatever this room subscribes to."""

        def subscribed(
            track: rtc.Track, _: rtc.RemoteTrackPublication, who: rtc.RemoteParticipant
        ) -> None:
            if track.kind == rtc.TrackKind.KIND_AUDIO:
                self._stop(track.sid)
                self._tasks[track.sid] = asyncio.create_task(self._hear(track, name, who.identity))

        def unsubscribed(track: rtc.Track, *_: object) -> None:
            # After a full reconnect an old stream delivers beside the new one.
            self._stop(track.sid)

        room.on("track_subscribed", subscribed)
        room.on("track_unsubscribed", unsubscribed)

    def _stop(self, track: str) -> None:
        if task := self._tasks.pop(track, None):
            task.cancel()

    async def _hear(self, track: rtc.Track, room: str, identity: str) -> None:
        stream = rtc.AudioStream(
            track, sample_rate=RATE, num_channels=1, frame_size_ms=self.frame_ms
        )
        try:
            async for event in stream:
                samples = np.frombuffer(event.frame.data, dtype=np.int16) / 32768.0
                tones = tuple(float(one) for one in amplitudes(samples))
                now = time.perf_counter()
                self._note(Heard(now, room, identity, track.sid, dbfs(samples), tones))
        finally:
            await stream.aclose()

    def hear_mixture(self, samples: Samples, rate: int, line: str) -> None:
        """Hear a frame that has just come from a phone's line."""
        tones = tuple(float(one) for one in amplitudes(samples, rate))
        now, rest = time.perf_counter(), besides(samples, rate)
        self._note(Heard(now, line, MIXTURE, line, dbfs(samples), tones, rest))

    def _note(self, heard: Heard) -> None:
        self.frames.append(heard)
        for wait in list(self._waits):
            wanted, future = wait
            if wanted(heard):
                self._waits.remove(wait)
                if not future.done():
                    future.set_result(heard.at)

    async def until(
        self, wanted: Callable[[Heard], bool], seconds: float = PATIENCE_SECONDS
    ) -> float:
        """Wait until such a frame arrives; when it did (perf_counter)."""
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waits.append((wanted, future))
        return await asyncio.wait_for(future, seconds)

    async def until_tone(self, hz: float, seconds: float = PATIENCE_SECONDS) -> float:
        """Wait until a tone is heard."""
        return await self.until(lambda heard: heard.has(hz), seconds)

    async def until_music(self, seconds: float = PATIENCE_SECONDS) -> float:
        """Wait until the companion's music is heard."""
        return await self.until(lambda heard: heard.music, seconds)

    def since(self, start: float, end: float = float("inf")) -> list[Heard]:
        """What arrived in a span of time."""
        first = bisect_left(self.frames, start, key=lambda heard: heard.at)
        last = bisect_right(self.frames, end, lo=first, key=lambda heard: heard.at)
        return self.frames[first:last]

    def tones_since(self, start: float, end: float = float("inf")) -> set[float]:
        """The tones heard in a span of time."""
        frames = self.since(start, end)
        return {hz for hz in TONES if sum(frame.has(hz) for frame in frames) >= 2}

    def count(self, hz: float, start: float = 0, end: float = float("inf")) -> int:
        """How many frames of a span of time had a tone."""
        return sum(frame.has(hz) for frame in self.since(start, end))

    def in_a_row(self, hz: float, start: float = 0, end: float = float("inf")) -> int:
        """How many frames of a span of time had a tone without a break; of one track's ear."""
        runs = groupby(self.since(start, end), lambda frame: frame.has(hz))
        return max((len(list(run)) for has, run in runs if has), default=0)

    def music_since(self, start: float, end: float = float("inf")) -> bool:
        """Whether music was heard in a span of time."""
        return sum(frame.music for frame in self.since(start, end)) >= 2

    def described(self, room: str) -> str:
        """What it listens to and last heard in a room, for a test that failed."""
        last = {heard.track: heard for heard in self.frames if heard.room == room}
        now = time.perf_counter()
        heard = [
            f"{one.track} {one.level:.0f} dBFS {now - one.at:.1f} s ago" for one in last.values()
        ]
        return f"streams {[(sid, task.done()) for sid, task in self._tasks.items()]}, heard {heard}"

    async def close(self) -> None:
        """Hear no more."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
