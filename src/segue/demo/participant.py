"""A participant of a call that behaves as our pages do, without a browser.

It joins by a line, whose token gives no rights; it publishes its microphone when the call's state
gives it the right to, and takes the microphone back when the right is taken.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import numpy as np
from livekit import rtc
from livekit.rtc.participant import PublishTrackError, UnpublishTrackError

from segue.calls.schemas import FirstSound
from segue.companion.room_events import listen
from segue.demo.speech import RATE, Samples
from segue.lineup.lineup import COMPANION
from segue.media.schemas import Line

FRAME = RATE // 20
QUEUE_MS = 100
RETRY_SECONDS = 0.1
AUDIBLE = 100
"""A 16-bit sample this far from zero is sound, -50 dBFS."""


class Place:
    """One line into one room, as a context manager."""

    def __init__(
        self,
        line: Line,
        on_first_sound: Callable[[FirstSound], None] | None = None,
        on_rights: Callable[[], None] | None = None,
    ) -> None:
        self.line = line
        self.room = rtc.Room()
        self.elsewhere = False
        """The same party came in from a newer device; this one must not come back by itself."""
        self.may_speak = asyncio.Event()
        self.heard_at = 0.0
        """When anybody but the companion was last audible (monotonic seconds)."""
        self._on_first_sound = on_first_sound
        self._on_rights = on_rights
        self._changed = asyncio.Event()
        self._taken = False
        self._publication: rtc.LocalTrackPublication | None = None
        self._source = rtc.AudioSource(RATE, 1, queue_size_ms=QUEUE_MS)
        self._microphone = rtc.LocalAudioTrack.create_audio_track("microphone", self._source)
        self._follower: asyncio.Task[None] | None = None
        self._listeners: dict[str, asyncio.Task[None]] = {}
        listen(self.room, "participant_permissions_changed", self._on_permissions)
        listen(self.room, "reconnected", self._changed.set)
        listen(self.room, "disconnected", self._on_disconnected)
        listen(self.room, "track_subscribed", self._on_track)
        listen(self.room, "track_unsubscribed", self._on_track_gone)

    async def __aenter__(self) -> Self:
        # One peer connection for both ways now and then loses what is published; see the companion.
        options = rtc.RoomOptions(single_peer_connection=False)
        await self.room.connect(self.line.url, self.line.token, options)
        self._follower = asyncio.create_task(self._follow_rights())
        self._changed.set()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        tasks = [task for task in (self._follower, *self._listeners.values()) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.room.disconnect()
        await self._source.aclose()

    @property
    def connected(self) -> bool:
        """Whether it is in the room, or coming back to it."""
        return self.room.isconnected()

    async def say(self, samples: Samples) -> bool:
        """Speak; False when the right to was missing, or was taken before the end."""
        for start in range(0, len(samples), FRAME):
            if not (self.may_speak.is_set() and self.connected):
                self._source.clear_queue()
                return False
            part = samples[start : start + FRAME]
            await self._source.capture_frame(rtc.AudioFrame(part.tobytes(), RATE, 1, len(part)))
        await self._source.wait_for_playout()
        return self.may_speak.is_set()

    async def _follow_rights(self) -> None:
        """Publish and unpublish, one after the other, as the rights have it in the end."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._taken:
                self._taken = False
                await self._unpublish()
            if self.room.local_participant.permissions.can_publish and self._publication is None:
                await self._publish()
            if self._on_rights:
                self._on_rights()

    async def _publish(self) -> None:
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        try:
            self._publication = await self.room.local_participant.publish_track(
                self._microphone, options
            )
        except PublishTrackError:
            # The right was taken meanwhile, or the connection is being made anew.
            asyncio.get_running_loop().call_later(RETRY_SECONDS, self._changed.set)
        else:
            self.may_speak.set()

    async def _unpublish(self) -> None:
        """LiveKit's Rust SDK keeps a publication that the server took; kept, it would come back
        beside the new one after a reconnect.
        """
        self.may_speak.clear()
        gone, self._publication = self._publication, None
        if gone is not None:
            with contextlib.suppress(UnpublishTrackError):
                await self.room.local_participant.unpublish_track(gone.sid)

    def _on_permissions(self, participant: rtc.Participant, _permission: object) -> None:
        if participant.identity == self.room.local_participant.identity:
            if not participant.permissions.can_publish:
                self._taken = True  # it may be given back before anybody looks
                self.may_speak.clear()
            self._changed.set()

    def _on_disconnected(self, reason: rtc.DisconnectReason.ValueType) -> None:
        self.elsewhere = reason == rtc.DisconnectReason.DUPLICATE_IDENTITY
        self.may_speak.clear()
        if self._on_rights:
            self._on_rights()

    def _on_track(
        self, track: rtc.Track, _: rtc.RemoteTrackPublication, who: rtc.RemoteParticipant
    ) -> None:
        if track.kind == rtc.TrackKind.KIND_AUDIO:
            self._end_listening(track.sid)
            self._listeners[track.sid] = asyncio.create_task(self._hear(track, who.identity))

    def _on_track_gone(
        self, track: rtc.Track, _: rtc.RemoteTrackPublication, _who: rtc.RemoteParticipant
    ) -> None:
        self._end_listening(track.sid)

    def _end_listening(self, sid: str) -> None:
        if task := self._listeners.pop(sid, None):
            task.cancel()

    async def _hear(self, track: rtc.Track, identity: str) -> None:
        stream = rtc.AudioStream(track, sample_rate=16_000, num_channels=1, frame_size_ms=50)
        first = True
        try:
            async for event in stream:
                samples = np.frombuffer(event.frame.data, dtype=np.int16)
                if identity == COMPANION:
                    continue
                if first and self._on_first_sound:
                    self._on_first_sound(FirstSound(identity=identity, track_sid=track.sid))
                first = False
                if int(np.abs(samples.astype(np.int32)).max(initial=0)) > AUDIBLE:
                    self.heard_at = time.monotonic()
        finally:
            await stream.aclose()
