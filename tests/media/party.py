"""SDK participants that behave as our pages do: they join by lines and follow their rights."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import httpx
from livekit import rtc
from livekit.rtc.participant import PublishTrackError, UnpublishTrackError

from tests.media.sound import PATIENCE_SECONDS, Ear, Tone

RETRY_SECONDS = 0.1
JOIN_TRIES = 3
"""As our pages do; once in a hundred joins or so the SDK's peer connection does not come about."""
TWO_WAYS = rtc.RoomOptions(single_peer_connection=False)
"""With one peer connection for both ways a publication of a busy SDK is lost now and then."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token that a party was ever given: by Segue with a line, or by LiveKit later."""

    url: str
    room: str
    token: str
    refreshed: bool
    """LiveKit's own, sent after a change of rights; it carries them for minutes."""


@dataclass
class Place:
    """A party's connection to one room."""

    room: rtc.Room
    name: str
    token: str
    url: str
    publication: rtc.LocalTrackPublication | None = None
    published: list[str] = field(default_factory=list[str])
    taken: bool = False
    """The right to speak was taken since somebody looked."""
    look: asyncio.Event = field(default_factory=asyncio.Event)
    """What it may may have changed."""
    follower: asyncio.Task[None] | None = None

    @property
    def sid(self) -> str:
        """The participant's sid; another one means that they joined again."""
        return self.room.local_participant.sid


class Party:
    """Joins rooms by lines; speaks its tone wherever it may, and hears whatever it may."""

    def __init__(self, hz: float, frame_ms: int = 10, join_tries: int = JOIN_TRIES) -> None:
        self.tone = Tone(hz, frame_ms)
        self._join_tries = join_tries
        self.ear = Ear(frame_ms)
        self.places: dict[str, Place] = {}
        self.tokens: list[Token] = []
        """Every token ever used or received."""
        self.disconnected: list[tuple[str, int]] = []
        """Rooms that ended it, with LiveKit's DisconnectReason."""
        self._withheld = False

    async def __aenter__(self) -> Self:
        await self.tone.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.vanish()
        await self.ear.close()
        await self.tone.__aexit__()

    async def vanish(self) -> None:
        """Be gone from every room without a word to Segue."""
        places, self.places = list(self.places.values()), {}
        for place in places:
            await _stop_following(place)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(place.room.disconnect(), 5)

    def withhold(self) -> None:
        """From now on publish nothing, whatever it may."""
        self._withheld = True

    def speak(self) -> None:
        """Publish again wherever it may."""
        self._withheld = False
        for place in self.places.values():
            place.look.set()

    async def may_no_longer_speak(self, room: str) -> None:
        """Wait until it has no right to publish in a room. Whoever begins to publish just then is
        lost to the SDK for ten seconds.
        """
        async with asyncio.timeout(PATIENCE_SECONDS):
            me = self.places[room].room.local_participant
            while me.permissions.can_publish:  # noqa: ASYNC110 - its event may be past
                await asyncio.sleep(RETRY_SECONDS)

    async def join(self, lines: Sequence[dict[str, Any]]) -> None:
        """Join the rooms of lines that it is not in yet."""
        await asyncio.gather(*(self._join(line) for line in lines))

    async def _join(self, line: dict[str, Any]) -> None:
        old = self.places.get(line["room"])
        if old is not None and old.room.isconnected():
            return
        if old is not None:
            await _stop_following(old)
        for tries_left in reversed(range(self._join_tries)):
            try:
                await self._connect(line)
            except rtc.ConnectError as error:
                if "timed out" not in str(error) or tries_left == 0:
                    raise
            else:
                return

    async def _connect(self, line: dict[str, Any]) -> None:
        room = rtc.Room()
        place = Place(room, line["room"], line["token"], line["url"])
        self.places[line["room"]] = place
        self._keep(place, line["token"], refreshed=False)
        self.ear.listen(room, place.name)

        def permitted(*_: object) -> None:
            if not room.local_participant.permissions.can_publish:
                place.taken = True  # it may be given back before anybody looks
            place.look.set()

        def gone(reason: int) -> None:
            self.disconnected.append((place.name, reason))

        def refreshed() -> None:
            self._keep(place, room._token or "", refreshed=True)

        room.on("participant_permissions_changed", permitted)
        room.on("reconnected", permitted)
        room.on("disconnected", gone)
        room.on("token_refreshed", refreshed)
        await room.connect(line["url"], line["token"], TWO_WAYS)
        place.look.set()
        place.follower = asyncio.create_task(self._follow_rights(place))

    def _keep(self, place: Place, token: str, *, refreshed: bool) -> None:
        self.tokens.append(Token(place.url, place.name, token, refreshed))

    async def _follow_rights(self, place: Place) -> None:
        """Publish while it may, take back when it may not; the rooms do not wait for each other."""
        while True:
            await place.look.wait()
            place.look.clear()
            if not place.room.isconnected():
                continue
            if place.taken and place.publication is not None:
                # The Rust SDK keeps a publication that the server has ended.
                with contextlib.suppress(UnpublishTrackError):
                    await place.room.local_participant.unpublish_track(place.publication.sid)
                place.publication = None
            place.taken = False
            may = place.room.local_participant.permissions.can_publish
            if may and place.publication is None and not self._withheld:
                await self._publish(place)

    async def _publish(self, place: Place) -> None:
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        try:
            place.publication = await place.room.local_participant.publish_track(
                self.tone.track(), options
            )
        except PublishTrackError:
            # The right was taken meanwhile, or the connection is being made anew.
            asyncio.get_running_loop().call_later(RETRY_SECONDS, place.look.set)
        else:
            place.published.append(place.publication.sid)

    def described(self) -> list[str]:
        """Each of its places, for a test that failed."""
        return [
            f"in {name}: connection {place.room.connection_state}, "
            f"may speak {place.room.local_participant.permissions.can_publish}, "
            f"publishes {place.publication and place.publication.sid}, sees "
            + ", ".join(
                f"{one.identity} {[(p.sid, p.subscribed, p.muted) for p in pubs]}"
                for one in place.room.remote_participants.values()
                for pubs in [list(one.track_publications.values())]
            )
            + f"; {self.ear.described(name)}"
            for name, place in self.places.items()
        ]

    async def leave(self, room: str) -> None:
        """Leave a room in good order."""
        place = self.places.pop(room)
        await _stop_following(place)
        await place.room.disconnect()


async def _stop_following(place: Place) -> None:
    if place.follower is not None:
        place.follower.cancel()
        await asyncio.gather(place.follower, return_exceptions=True)


class Api:
    """The API as a program that acts for an agent uses it."""

    def __init__(self, url: str, key: str, agent: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        if agent is not None:
            headers["Segue-Agent"] = agent
        self.client = httpx.AsyncClient(base_url=url, headers=headers, timeout=20, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.aclose()

    async def post(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """POST that must succeed."""
        response = await self.client.post(path, json=body or {})
        assert response.is_success, f"{path}: {response.status_code} {response.text}"
        return response.json() if response.content else {}

    async def refused(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """POST that must not succeed: the problem."""
        response = await self.client.post(path, json=body or {})
        assert response.is_client_error, f"{path}: {response.status_code} {response.text}"
        return response.json()

    async def get(self, path: str) -> dict[str, Any]:
        """GET that must succeed."""
        response = await self.client.get(path)
        assert response.is_success, f"{path}: {response.status_code} {response.text}"
        return response.json()

    async def patch(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """PATCH that must succeed."""
        response = await self.client.patch(path, json=body)
        assert response.is_success, f"{path}: {response.status_code} {response.text}"
        return response.json()
