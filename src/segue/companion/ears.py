"""Notices when a party becomes audible, so that the music may end: evidence, not hope.

It subscribes to a microphone only while serve asks for it, and leaves with the first sound.
Transcription is to listen beside it: another reader of the same subscriptions.
"""

import asyncio
from collections.abc import Callable, Iterable

import numpy as np
from livekit import rtc

from segue.companion.desired import Heard
from segue.companion.room_events import listen

FRAME_MS = 10
# A stream gives digital silence before the first packet; a microphone is never exactly silent.
# A muted or silent sender would never be heard: after this many frames the track counts as flowing.
PATIENCE_FRAMES = 30


class Ears:
    """Waits for the first sound of those it is to listen for; tells `on_heard` once per track."""

    def __init__(self, room: rtc.Room, on_heard: Callable[[Heard], None]) -> None:
        self._room = room
        self._on_heard = on_heard
        self._wanted: frozenset[str] = frozenset()
        self._heard: set[str] = set()
        self._listening: dict[str, asyncio.Task[None]] = {}
        listen(room, "track_published", self._look)
        listen(room, "track_subscribed", self._subscribed)
        listen(room, "track_unsubscribed", self._unsubscribed)
        listen(room, "participant_connected", self._look)

    def listen_for(self, identities: Iterable[str]) -> None:
        """From now on listen for these, and for nobody else."""
        self._wanted = frozenset(identities)
        self._look()

    async def close(self) -> None:
        """Stop listening."""
        tasks = list(self._listening.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _look(self, *_: object) -> None:
        """Make the subscriptions match what is wanted."""
        for identity, participant in self._room.remote_participants.items():
            for publication in participant.track_publications.values():
                if publication.source != rtc.TrackSource.SOURCE_MICROPHONE:
                    continue
                wanted = identity in self._wanted and publication.sid not in self._heard
                if wanted != publication.subscribed:
                    publication.set_subscribed(wanted)

    def _subscribed(
        self, track: rtc.Track, publication: rtc.RemoteTrackPublication, who: rtc.RemoteParticipant
    ) -> None:
        if publication.source != rtc.TrackSource.SOURCE_MICROPHONE:
            return
        sid = publication.sid
        self._stop(sid)
        task = asyncio.create_task(self._wait_for_sound(track, Heard(who.identity, sid)))
        self._listening[sid] = task

    def _unsubscribed(
        self, _track: rtc.Track, publication: rtc.RemoteTrackPublication, _: rtc.RemoteParticipant
    ) -> None:
        self._stop(publication.sid)

    def _stop(self, sid: str) -> None:
        """Stop hearing a track: after a reconnect an old stream delivers beside the new one."""
        if task := self._listening.pop(sid, None):
            task.cancel()

    async def _wait_for_sound(self, track: rtc.Track, heard: Heard) -> None:
        stream = rtc.AudioStream(track, sample_rate=16_000, num_channels=1, frame_size_ms=FRAME_MS)
        frames = 0
        try:
            async for event in stream:
                frames += 1
                sound = np.frombuffer(event.frame.data, dtype=np.int16).any()
                if sound or frames >= PATIENCE_FRAMES:
                    self._heard.add(heard.track_sid)
                    self._on_heard(heard)
                    self._look()
                    break
        finally:
            await stream.aclose()
