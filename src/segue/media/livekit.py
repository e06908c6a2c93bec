"""LiveKit, as Segue needs it: the one place that speaks to it, and where its errors become ours."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp
from google.protobuf.message import DecodeError
from livekit import api
from livekit.protocol.agent_dispatch import CreateAgentDispatchRequest
from livekit.protocol.models import (
    ParticipantInfo,
    ParticipantPermission,
    TrackInfo,
    TrackSource,
    TrackType,
)
from livekit.protocol.room import (
    CreateRoomRequest,
    DeleteRoomRequest,
    ListParticipantsRequest,
    ListRoomsRequest,
    RoomParticipantIdentity,
    UpdateParticipantRequest,
    UpdateRoomMetadataRequest,
)

from segue.errors import MediaUnavailable
from segue.lineup.lineup import COMPANION, CUSTOMER, Rights
from segue.settings import Settings

TOKEN_LIFE = timedelta(minutes=1)
ANSWER_SECONDS = 3.0
# Rooms outlive everybody's absence: a room that LiveKit deletes by itself throws people out.
ROOM_TIMEOUT_SECONDS = 3600
COMPANION_AGENT = "segue-companion"
CALLS_IN = "sip_"
"""What livekit-sip puts before the number of a phone that calls in, whatever its room is."""
MIN_DIGITS, MAX_DIGITS = 3, 15
SOURCES = (TrackSource.MICROPHONE, TrackSource.CAMERA)


@dataclass(frozen=True, slots=True)
class Seen:
    """A participant as LiveKit lists them."""

    identity: str
    sid: str
    name: str
    rights: Rights
    exact: bool
    """The whole permission is one that Segue gives; nothing wider hides in it."""
    microphone: str | None
    """The sid of their microphone's track, if published."""
    sounding: bool
    """Any of their audio tracks is not muted."""
    active: bool = True
    """Their connection stands; a ghost's never did."""
    phone: bool = False
    """A phone: livekit-sip needs its rights as they are, so they are never touched."""
    listed_as: str = ""
    """What LiveKit calls them."""


@dataclass(frozen=True, slots=True)
class SeenRoom:
    """A room as LiveKit lists it."""

    name: str
    sid: str
    metadata: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Caller:
    """A phone that has called in, as livekit-sip tells of it."""

    number: str | None
    dialled: str | None
    """The number of ours that it called."""

    @property
    def shown_name(self) -> str:
        """What everybody may see: never the whole number."""
        return f"Caller …{self.number[-4:]}" if self.number else "Unknown caller"


def metadata(version: int, hold: bool) -> str:
    """The only thing that a room tells its clients: something changed, and music or not."""
    return json.dumps({"v": version, "hold": hold})


def permission(rights: Rights) -> ParticipantPermission:
    """The whole permission set for some rights.

    LiveKit replaces the set as a whole; without the sources it would widen to all of them.
    """
    return ParticipantPermission(
        can_subscribe=rights.hear,
        can_publish=rights.speak,
        can_publish_sources=SOURCES if rights.speak else (),
        can_publish_data=False,
        can_update_metadata=False,
        hidden=False,
    )


def _is_ours(given: ParticipantPermission) -> bool:
    """Whether nothing but speaking and hearing was given."""
    return not (
        given.can_publish_data or given.can_update_metadata or given.hidden or given.recorder
    ) and (not given.can_publish or tuple(given.can_publish_sources) == SOURCES)


def _seen(info: ParticipantInfo) -> Seen:
    audio: list[TrackInfo] = [track for track in info.tracks if track.type == TrackType.AUDIO]
    microphones = [track for track in audio if track.source == TrackSource.MICROPHONE]
    phone = info.kind == ParticipantInfo.SIP
    return Seen(
        identity=CUSTOMER if phone and info.identity.startswith(CALLS_IN) else info.identity,
        sid=info.sid,
        name=info.name,
        rights=Rights(info.permission.can_publish, info.permission.can_subscribe),
        exact=_is_ours(info.permission),
        microphone=microphones[0].sid if microphones else None,
        sounding=any(not track.muted for track in audio),
        active=info.state == ParticipantInfo.ACTIVE,
        phone=phone,
        listed_as=info.identity,
    )


class LiveKit:
    """Rooms, rights, tokens and dispatches on the voice server.

    Every method raises `MediaUnavailable` when the server cannot be reached or fails.
    """

    def __init__(self, settings: Settings) -> None:
        self._key = settings.livekit_api_key
        self._secret = settings.livekit_api_secret.get_secret_value()
        self._public_url = settings.browser_livekit_url
        self._url = settings.server_livekit_url.replace("ws", "http", 1)
        self._opened: api.LiveKitAPI | None = None
        self._webhooks = api.WebhookReceiver(api.TokenVerifier(self._key, self._secret))

    async def close(self) -> None:
        """Close the connections."""
        if self._opened is not None:
            await self._opened.aclose()

    @property
    def _api(self) -> api.LiveKitAPI:
        """The client, opened at its first use, as that needs a running event loop."""
        if self._opened is None:
            self._opened = api.LiveKitAPI(self._url, self._key, self._secret)
        return self._opened

    async def rooms(self, *names: str) -> dict[str, SeenRoom]:
        """The rooms of these names that exist; all rooms when no name is given."""
        async with _ours():
            found = await self._api.room.list_rooms(ListRoomsRequest(names=names))
        return {
            room.name: SeenRoom(
                room.name,
                room.sid,
                room.metadata,
                datetime.fromtimestamp(room.creation_time, UTC),
            )
            for room in found.rooms
        }

    async def participants(self, room: str) -> dict[str, Seen]:
        """Who is in a room, by identity; nobody when there is no such room."""
        async with _ours():
            try:
                found = await self._api.room.list_participants(ListParticipantsRequest(room=room))
            except api.ServerError as error:
                if error.code == "not_found":
                    return {}
                raise
        seen = [_seen(info) for info in found.participants]
        return {one.identity: one for one in seen}

    async def caller(self, room: str) -> Caller | None:
        """The phone that has called into a room; None while there is none."""
        async with _ours(absent_is_fine=True):
            found = await self._api.room.list_participants(ListParticipantsRequest(room=room))
            for info in found.participants:
                if info.kind == ParticipantInfo.SIP and info.identity.startswith(CALLS_IN):
                    attributes = info.attributes
                    return Caller(
                        number=_e164(attributes.get("sip.phoneNumber", "")),
                        dialled=_e164(attributes.get("sip.trunkPhoneNumber", "")),
                    )
        return None

    async def create_room(self, name: str, metadata: str) -> SeenRoom:
        """Make a room, or find it."""
        async with _ours():
            room = await self._api.room.create_room(
                CreateRoomRequest(
                    name=name,
                    metadata=metadata,
                    empty_timeout=ROOM_TIMEOUT_SECONDS,
                    departure_timeout=ROOM_TIMEOUT_SECONDS,
                )
            )
        created = datetime.fromtimestamp(room.creation_time, UTC)
        return SeenRoom(room.name, room.sid, room.metadata, created)

    async def set_metadata(self, room: str, metadata: str) -> None:
        """Tell a room's clients that something changed (they know within 2-3 ms)."""
        async with _ours(absent_is_fine=True):
            await self._api.room.update_room_metadata(
                UpdateRoomMetadataRequest(room=room, metadata=metadata)
            )

    async def set_rights(self, room: str, identity: str, rights: Rights) -> None:
        """Give somebody exactly these rights in a room; nothing if they have just left."""
        async with _ours(absent_is_fine=True):
            await self._api.room.update_participant(
                UpdateParticipantRequest(
                    room=room, identity=identity, permission=permission(rights)
                )
            )

    async def remove(self, room: str, identity: str) -> None:
        """Remove somebody from a room; nothing if they have just left."""
        async with _ours(absent_is_fine=True):
            await self._api.room.remove_participant(
                RoomParticipantIdentity(room=room, identity=identity)
            )

    async def delete_room(self, name: str) -> None:
        """End a room for everybody in it; nothing if it is gone."""
        async with _ours(absent_is_fine=True):
            await self._api.room.delete_room(DeleteRoomRequest(room=name))

    async def dispatch_companion(self, room: str, call_id: str) -> None:
        """Have a companion join; an older dispatch is deleted, as CreateDispatch adds one more."""
        async with _ours(absent_is_fine=True):
            for old in await self._api.agent_dispatch.list_dispatch(room):
                await self._api.agent_dispatch.delete_dispatch(old.id, room)
            await self._api.agent_dispatch.create_dispatch(
                CreateAgentDispatchRequest(
                    agent_name=COMPANION_AGENT,
                    room=room,
                    metadata=json.dumps({"call_id": call_id}),
                )
            )

    def mint(self, room: str, identity: str, name: str = "") -> tuple[str, datetime]:
        """A token that admits to a room without any right, for a minute; and when it expires."""
        grants = api.VideoGrants(
            room_join=True,
            room=room,
            can_publish=False,
            can_subscribe=False,
            can_publish_data=False,
            can_update_own_metadata=False,
        )
        return self._token(identity, name, grants)

    def mint_private(self, room: str, identity: str = COMPANION) -> str:
        """A token with which the companion, or its bridge, may hear and speak in a consult room,
        and no more.
        """
        grants = api.VideoGrants(
            room_join=True,
            room=room,
            can_publish=True,
            can_publish_sources=["microphone"],
            can_subscribe=True,
            can_publish_data=False,
            can_update_own_metadata=False,
        )
        return self._token(identity, "", grants)[0]

    def mint_free(self, room: str, identity: str, name: str) -> tuple[str, datetime]:
        """An ordinary token for a room that is not Segue's."""
        return self._token(identity, name, api.VideoGrants(room_join=True, room=room))

    def _token(self, identity: str, name: str, grants: api.VideoGrants) -> tuple[str, datetime]:
        token = (
            api.AccessToken(self._key, self._secret)
            .with_identity(identity)
            .with_name(name)
            .with_grants(grants)
            .with_ttl(TOKEN_LIFE)
        )
        return token.to_jwt(), datetime.now(UTC) + TOKEN_LIFE

    def room_of_webhook(self, body: bytes, authorization: str) -> str | None:
        """The room that a webhook tells of (may be empty); None when it is not LiveKit's."""
        token = authorization.removeprefix("Bearer ")
        try:
            event = self._webhooks.receive(body.decode(), token)
        except Exception:  # noqa: BLE001  # the receiver raises plain Exception when it refuses
            return None
        return event.room.name

    @property
    def public_url(self) -> str:
        """Where browsers reach LiveKit."""
        return self._public_url


@asynccontextmanager
async def _ours(*, absent_is_fine: bool = False) -> AsyncGenerator[None]:
    """Turn LiveKit's errors into ours, and a server that hangs into one that is away.

    livekit-api 1.2.2 hands aiohttp an empty timeout with each request, which undoes its session's.
    """
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            yield
    except api.ServerError as error:
        if absent_is_fine and error.code == "not_found":
            return
        raise MediaUnavailable from error
    except (TimeoutError, aiohttp.ClientError, OSError, DecodeError) as error:
        raise MediaUnavailable from error  # DecodeError: something else than LiveKit answered


def _e164(number: str) -> str | None:
    """A number as the carrier tells it, if it is one: it comes from outside."""
    digits = number.removeprefix("+")
    plain = digits.isascii() and digits.isdigit() and MIN_DIGITS <= len(digits) <= MAX_DIGITS
    return f"+{digits}" if plain else None


def role_of(identity: str) -> str:
    """Whether an identity is the customer's, an agent's, the companion's, or another's."""
    if identity in (CUSTOMER, COMPANION):
        return identity
    role, separator, _ = identity.partition(":")
    return role if separator and role in ("agent", "phone", "bridge") else "other"
