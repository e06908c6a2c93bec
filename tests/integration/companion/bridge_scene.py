"""A phone's line and a customer room on a real livekit-server, for tests of the bridge."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from livekit import api
from livekit.protocol.models import ParticipantInfo, ParticipantPermission, TrackSource
from livekit.protocol.room import (
    CreateRoomRequest,
    DeleteRoomRequest,
    ListParticipantsRequest,
    RoomParticipantIdentity,
    UpdateParticipantRequest,
)

from segue.companion.bridge_pool import BridgePool
from segue.companion.bridge_wire import BridgeState, BridgeWanted
from tests.media.party import Party
from tests.media.sound import PATIENCE_SECONDS
from tests.servers import LiveKit

LEG = "leg_1"
BRIDGE = f"bridge:{LEG}"
PHONE = f"phone:{LEG}"
RIGHTS_SECONDS = 0.05


@dataclass
class BridgeScene:
    """One call whose phone is bridged; rights in the customer room are given as serve gives them,
    after the join.
    """

    voice: LiveKit
    lk: api.LiveKitAPI
    pool: BridgePool
    stack: AsyncExitStack
    name: str = field(default_factory=lambda: secrets.token_hex(4))
    leg: str = LEG
    talks: bool = True
    """What the bridge may do in the customer room, whenever it is there."""

    @classmethod
    @asynccontextmanager
    async def open(
        cls, voice: LiveKit, pool: BridgePool, leg: str = LEG
    ) -> AsyncGenerator["BridgeScene"]:
        async with AsyncExitStack() as stack:
            lk = api.LiveKitAPI(voice.http_url, voice.key, voice.secret)
            scene = cls(voice, await stack.enter_async_context(lk), pool, stack, leg=leg)
            await scene.make_rooms()
            keeping = asyncio.create_task(scene._keep_rights())
            stack.callback(keeping.cancel)
            stack.callback(lambda: pool.follow(scene.name, ()))
            yield scene
        await asyncio.gather(keeping, return_exceptions=True)

    @property
    def customer_room(self) -> str:
        return f"customer-{self.name}"

    @property
    def consult_room(self) -> str:
        return f"consult-{self.name}"

    async def make_rooms(self) -> None:
        for room in (self.customer_room, self.consult_room):
            await self.lk.room.create_room(CreateRoomRequest(name=room))

    async def delete_room(self, room: str) -> None:
        await self.lk.room.delete_room(DeleteRoomRequest(room=room))

    def token(self, room: str, identity: str, *, rights: bool = True) -> str:
        grants = api.VideoGrants(
            room_join=True, room=room, can_publish=rights, can_subscribe=rights
        )
        token = api.AccessToken(self.voice.key, self.voice.secret)
        # Two tokens of one second would be the same otherwise.
        token = token.with_attributes({"n": secrets.token_hex(4)})
        return token.with_identity(identity).with_grants(grants).to_jwt()

    def line(self, room: str, identity: str) -> dict[str, Any]:
        """A line with every right."""
        return {"room": room, "url": self.voice.url, "token": self.token(room, identity)}

    async def person(self, room: str, identity: str, hz: float, *, speaks: bool = True) -> Party:
        """Somebody who speaks a tone and hears what there is."""
        party = await self.stack.enter_async_context(Party(hz))
        if not speaks:
            party.withhold()
        await party.join([self.line(room, identity)])
        return party

    def wanted(self) -> BridgeWanted:
        """What serve would say now, with fresh tokens."""
        identity = f"bridge:{self.leg}"
        return BridgeWanted(
            leg=self.leg,
            identity=identity,
            phone=f"phone:{self.leg}",
            url=self.voice.url,
            customer_room=self.customer_room,
            customer_token=self.token(self.customer_room, identity, rights=False),
            consult_room=self.consult_room,
            consult_token=self.token(self.consult_room, identity),
        )

    def follow(self) -> None:
        self.pool.follow(self.name, [self.wanted()])

    async def until(self, state: BridgeState) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self.pool.state(self.leg) is not state:  # noqa: ASYNC110 - another thread's
                await asyncio.sleep(0.02)

    async def seen(self, room: str) -> ParticipantInfo | None:
        """The bridge, as LiveKit lists it in a room."""
        there = await self.lk.room.list_participants(ListParticipantsRequest(room=room))
        mine = (one for one in there.participants if one.identity == f"bridge:{self.leg}")
        return next(mine, None)

    async def remove(self, room: str) -> None:
        who = RoomParticipantIdentity(room=room, identity=f"bridge:{self.leg}")
        await self.lk.room.remove_participant(who)

    async def _keep_rights(self) -> None:
        """As serve does, but by looking all the time instead of at webhooks."""
        while True:
            with contextlib.suppress(api.TwirpError, OSError):
                await self._give_rights()
            await asyncio.sleep(RIGHTS_SECONDS)

    async def _give_rights(self) -> None:
        seen = await self.seen(self.customer_room)
        if seen is None or seen.permission.can_publish == self.talks:
            return
        permission = ParticipantPermission(
            can_subscribe=self.talks,
            can_publish=self.talks,
            can_publish_sources=[TrackSource.MICROPHONE] if self.talks else [],
        )
        request = UpdateParticipantRequest(
            room=self.customer_room, identity=seen.identity, permission=permission
        )
        await self.lk.room.update_participant(request)
