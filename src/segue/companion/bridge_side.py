"""One room of a bridge: whose voices are taken from it, and whether it may be spoken in now.

The voice server gives and takes rights after the join; both are followed.
"""

import time
from collections.abc import Callable

from livekit import rtc

from segue.companion.room_events import listen

# What is asked for while the SDK reconnects is lost (rtc 1.1.21).
ASK_AGAIN_SECONDS = 1.0
# One peer connection for both ways loses a publication now and then (rtc 1.1.21).
OPTIONS = rtc.RoomOptions(auto_subscribe=False, single_peer_connection=False)


class Side:
    """`takes` says of an identity whether its voice is carried over; `on_change` is told whenever
    anything here may have changed.
    """

    def __init__(self, takes: Callable[[str], bool], on_change: Callable[[], None]) -> None:
        self.room = rtc.Room()
        self.voices: dict[str, rtc.Track] = {}
        """What is heard here, by the sid of its publication."""
        self.era = 0
        """How often the right to speak was taken: what was published before is void."""
        self.over: int | None = None
        """Why the connection ended for good (LiveKit's DisconnectReason)."""
        self._takes = takes
        self._on_change = on_change
        self._asked: dict[str, float] = {}
        listen(self.room, "track_published", self._change)
        listen(self.room, "participant_connected", self._change)
        listen(self.room, "reconnected", self._rights_changed)
        listen(self.room, "participant_permissions_changed", self._rights_changed)
        listen(self.room, "track_subscribed", self._subscribed)
        listen(self.room, "track_unsubscribed", self._unsubscribed)
        listen(self.room, "disconnected", self._disconnected)

    async def join(self, url: str, token: str) -> None:
        """Be in the room. Raises rtc.ConnectError."""
        await self.room.connect(url, token, OPTIONS)

    @property
    def here(self) -> bool:
        """Whether it is in the room, or on its way back."""
        return self.over is None and self.room.isconnected()

    @property
    def connected(self) -> bool:
        """Whether it is in the room now."""
        return self.room.connection_state == rtc.ConnectionState.CONN_CONNECTED

    @property
    def may_speak(self) -> bool:
        """Whether it may publish now."""
        return self.room.local_participant.permissions.can_publish

    def ask(self) -> None:
        """Ask for every microphone that is to be carried, once it may be heard. To be said at every
        change, and now and then without one.
        """
        if not self.room.local_participant.permissions.can_subscribe:
            return
        for participant in self.room.remote_participants.values():
            if self._takes(participant.identity):
                for publication in participant.track_publications.values():
                    self._ask_for(publication)

    def _ask_for(self, publication: rtc.RemoteTrackPublication) -> None:
        if publication.source != rtc.TrackSource.SOURCE_MICROPHONE:
            return
        now = time.monotonic()
        asked_at = self._asked.get(publication.sid, -ASK_AGAIN_SECONDS)
        if publication.sid not in self.voices and now - asked_at >= ASK_AGAIN_SECONDS:
            publication.set_subscribed(True)
            self._asked[publication.sid] = now

    def _rights_changed(self, *_: object) -> None:
        if not self.room.local_participant.permissions.can_publish:
            self.era += 1
        self._asked.clear()
        self._on_change()

    def _change(self, *_: object) -> None:
        self._on_change()

    def _subscribed(
        self, track: rtc.Track, publication: rtc.RemoteTrackPublication, who: rtc.RemoteParticipant
    ) -> None:
        if self._takes(who.identity) and publication.source == rtc.TrackSource.SOURCE_MICROPHONE:
            self.voices[publication.sid] = track
            self._on_change()

    def _unsubscribed(
        self, track: rtc.Track, publication: rtc.RemoteTrackPublication, _: rtc.RemoteParticipant
    ) -> None:
        if self.voices.get(publication.sid) is track:
            del self.voices[publication.sid]
        self._on_change()

    def _disconnected(self, reason: int) -> None:
        self.over = reason
        self._on_change()
