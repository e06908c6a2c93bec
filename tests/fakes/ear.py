"""Ears for tests: whom a LiveKit participant hears, how loud, and when."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from livekit import api, rtc

from segue.companion.room_events import listen
from tests.servers import LiveKit

SILENCE_DBFS = -50.0
RATE = 48_000


@dataclass(frozen=True, slots=True)
class Frame:
    """10 ms of what somebody sent, as it arrived."""

    at: float
    identity: str
    sid: str
    dbfs: float


class Ear:
    """Listens to everything that its room gives it."""

    def __init__(self, room: rtc.Room) -> None:
        self.frames: list[Frame] = []
        self._tasks: set[asyncio.Task[None]] = set()
        listen(room, "track_subscribed", self._on_track)

    def _on_track(
        self, track: rtc.Track, _: rtc.RemoteTrackPublication, who: rtc.RemoteParticipant
    ) -> None:
        if track.kind == rtc.TrackKind.KIND_AUDIO:
            task = asyncio.create_task(self._hear(track, who.identity))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _hear(self, track: rtc.Track, identity: str) -> None:
        stream = rtc.AudioStream(track, sample_rate=RATE, num_channels=1, frame_size_ms=10)
        async for event in stream:
            samples = np.frombuffer(event.frame.data, dtype=np.int16).astype(np.float64)
            power = float(np.mean(samples**2)) / 32768**2
            dbfs = 10 * np.log10(power) if power else -120.0
            self.frames.append(Frame(time.monotonic(), identity, track.sid, dbfs))

    def sounding(self, since: float = 0, until: float = float("inf")) -> list[Frame]:
        """The frames that are not dead air, in a span of monotonic time."""
        return [f for f in self.frames if since <= f.at <= until and f.dbfs > SILENCE_DBFS]

    async def hears(self, since: float, seconds: float = 5) -> Frame:
        """The first sound after a moment."""
        await until(lambda: bool(self.sounding(since)), seconds, "nothing was heard")
        return self.sounding(since)[0]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def until(condition: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, otherwise
        await asyncio.sleep(0.005)


def token(voice: LiveKit, room: str, identity: str) -> str:
    """A free token, for parties of a test that Segue does not know."""
    grants = api.VideoGrants(room_join=True, room=room)
    return (
        api.AccessToken(voice.key, voice.secret)
        .with_identity(identity)
        .with_grants(grants)
        .to_jwt()
    )


async def join(voice: LiveKit, room_name: str, identity: str) -> tuple[rtc.Room, Ear]:
    """A party who is in a room and hears what it may."""
    room = rtc.Room()
    ear = Ear(room)
    options = rtc.RoomOptions(single_peer_connection=False)
    await room.connect(voice.url, token(voice, room_name, identity), options)
    return room, ear
