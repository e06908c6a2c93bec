"""Hears people: notices when a party becomes audible, and has what they say written down.

It reads a microphone only while serve asks for it: for the first sound, which ends the music, until
that has come; for words, as long as the line-up lets them be heard. Each track has one reader for
each of the two.
"""

import asyncio
from collections.abc import Callable, Iterable

import numpy as np
from livekit import rtc

from segue.companion.desired import Heard
from segue.companion.outbox import Line
from segue.companion.room_events import listen
from segue.companion.transcriber import Microphone, Transcriber
from segue.companion.utterances import Utterances

FRAME_MS = 10
# A stream gives digital silence before the first packet; a microphone is never exactly silent.
# A muted or silent sender would never be heard: after this many frames the track counts as flowing.
PATIENCE_FRAMES = 30


class Ears:
    """The ears in one room. `on_heard` is told of a first sound once per track; without a
    transcriber nothing is written down.
    """

    def __init__(
        self,
        room: rtc.Room,
        on_heard: Callable[[Heard], None],
        transcriber: Transcriber | None = None,
        line: Line = "customer",
    ) -> None:
        self._room = room
        self._on_heard = on_heard
        self._transcriber = transcriber
        self._line: Line = line
        self._wanted: frozenset[str] = frozenset()
        self._written_down: frozenset[str] = frozenset()
        self._heard: set[str] = set()
        self._asked: dict[str, rtc.RemoteTrackPublication | None] = {}
        self._tracks: dict[str, rtc.Track] = {}
        self._listening: dict[str, asyncio.Task[None]] = {}
        self._following: dict[str, Utterances] = {}
        listen(room, "track_published", self._look)
        listen(room, "track_subscribed", self._subscribed)
        listen(room, "track_unsubscribed", self._unsubscribed)
        listen(room, "participant_connected", self._look)

    def listen_for(self, identities: Iterable[str]) -> None:
        """From now on listen for the first sound of these, and of nobody else."""
        self._wanted = frozenset(identities)
        self._look()

    def write_down(self, identities: Iterable[str]) -> None:
        """From now on have the words of these written down, and of nobody else."""
        self._written_down = frozenset(identities if self._transcriber else ())
        self._look()

    async def close(self) -> None:
        """Stop listening."""
        self._wanted = self._written_down = frozenset()
        for sid in [*self._following]:
            self._following.pop(sid).stop()
        tasks = list(self._listening.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _look(self, *_: object) -> None:
        """Make the subscriptions, and who reads them, match what is wanted."""
        for identity, participant in self._room.remote_participants.items():
            for publication in participant.track_publications.values():
                if publication.source == rtc.TrackSource.SOURCE_MICROPHONE:
                    self._tend(identity, publication)

    def _tend(self, identity: str, publication: rtc.RemoteTrackPublication) -> None:
        sid = publication.sid
        sound = identity in self._wanted and sid not in self._heard
        words = identity in self._written_down
        # After a full reconnect the same track is published anew, and is to be asked for anew.
        asked = self._asked.get(sid) is publication
        # What is written down may be wanted again after a hold, and a track that was given up does
        # not come back (rtc 1.1.21, two peer connections: 0 of 4). It is kept, and nobody reads it.
        wanted = sound or words or (asked and self._transcriber is not None)
        if wanted != asked:
            publication.set_subscribed(wanted)
            self._asked[sid] = publication if wanted else None
        self._stop_unwanted(sid, sound=sound, words=words)
        if (track := self._tracks.get(sid)) is None:
            return
        if sound and sid not in self._listening:
            waiting = self._wait_for_sound(track, Heard(identity, sid))
            self._listening[sid] = asyncio.create_task(waiting)
        if words and sid not in self._following and self._transcriber:
            microphone = Microphone(sid, identity, self._line)
            self._following[sid] = self._transcriber.follow(track, microphone)

    def _subscribed(
        self, track: rtc.Track, publication: rtc.RemoteTrackPublication, who: rtc.RemoteParticipant
    ) -> None:
        if publication.source != rtc.TrackSource.SOURCE_MICROPHONE:
            return
        self._stop(publication.sid)
        self._tracks[publication.sid] = track
        self._tend(who.identity, publication)

    def _unsubscribed(
        self, _track: rtc.Track, publication: rtc.RemoteTrackPublication, _: rtc.RemoteParticipant
    ) -> None:
        self._stop(publication.sid)
        self._tracks.pop(publication.sid, None)

    def _stop_unwanted(self, sid: str, *, sound: bool, words: bool) -> None:
        if not words and sid in self._following:
            self._following.pop(sid).stop()
        if not sound and sid not in self._heard and sid in self._listening:
            self._listening.pop(sid).cancel()

    def _stop(self, sid: str) -> None:
        """Stop hearing a track: after a reconnect an old stream delivers beside the new one."""
        if task := self._listening.pop(sid, None):
            task.cancel()
        if utterances := self._following.pop(sid, None):
            utterances.stop()

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
