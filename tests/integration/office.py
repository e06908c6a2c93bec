"""The whole app in this process, on a real livekit-server, with agents, callers and their API.

Parties are in rooms and have microphones, but nobody listens: what is heard is the stories' part.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import httpx
from fastapi import FastAPI
from livekit import rtc
from livekit.rtc.participant import PublishTrackError, UnpublishTrackError
from pydantic import SecretStr

from segue.access.actor import Scope
from segue.app import create_app
from segue.calls.models import Call
from segue.calls.moves import CallState
from segue.calls.schemas import CallCreate
from segue.roster.models import Agent
from segue.roster.schemas import AgentStatus
from segue.services import Services
from tests.fakes.settings import BASE, FIRST_KEY, settings_for
from tests.servers import LiveKit

PATIENCE_SECONDS = 30.0
LOOK_SECONDS = 0.05
RETRY_SECONDS = 0.1
Json = dict[str, Any]


async def until(
    look: Callable[[], Awaitable[Any]], what: str, seconds: float = PATIENCE_SECONDS
) -> Any:
    """Look until something true is seen; it is returned."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not (found := await look()):
        assert loop.time() < end, f"not within {seconds:g} s: {what}"
        await asyncio.sleep(LOOK_SECONDS)
    return found


class Party:
    """Is in the rooms of its lines, with a silent microphone wherever it may speak."""

    def __init__(self) -> None:
        self.rooms: dict[str, rtc.Room] = {}
        self._taken: set[str] = set()
        self._publications: dict[str, rtc.LocalTrackPublication] = {}
        self._source = rtc.AudioSource(48_000, 1)
        self._todo: asyncio.Queue[str] = asyncio.Queue()
        self._following = asyncio.create_task(self._follow_rights())

    async def join(self, lines: Sequence[Json]) -> None:
        """Join the rooms of these lines."""
        for line in lines:
            name, room = line["room"], rtc.Room()
            self.rooms[name] = room

            def permitted(*_: object, name: str = name, room: rtc.Room = room) -> None:
                if not room.local_participant.permissions.can_publish:
                    self._taken.add(name)  # it may be given back before anybody looks
                self._todo.put_nowait(name)

            room.on("participant_permissions_changed", permitted)
            room.on("reconnected", permitted)
            options = rtc.RoomOptions(auto_subscribe=False, single_peer_connection=False)
            await room.connect(line["url"], line["token"], options)
            self._todo.put_nowait(name)

    async def _follow_rights(self) -> None:
        while True:
            name = await self._todo.get()
            room = self.rooms.get(name)
            if room is None or not room.isconnected():
                continue
            may = room.local_participant.permissions.can_publish
            published = self._publications.get(name)
            if published is not None and name in self._taken:
                del self._publications[name]
                with contextlib.suppress(UnpublishTrackError):
                    await room.local_participant.unpublish_track(published.sid)
                published = None
            self._taken.discard(name)
            if may and published is None:
                await self._publish(name, room)

    async def _publish(self, name: str, room: rtc.Room) -> None:
        track = rtc.LocalAudioTrack.create_audio_track("microphone", self._source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        try:
            publication = await room.local_participant.publish_track(track, options)
        except PublishTrackError:
            # The right was taken meanwhile, or the connection is being made anew.
            asyncio.get_running_loop().call_later(RETRY_SECONDS, self._todo.put_nowait, name)
        else:
            self._publications[name] = publication

    async def leave(self) -> None:
        """Disconnect from every room."""
        for room in self.rooms.values():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(room.disconnect(), 5)
        self.rooms.clear()
        self._publications.clear()

    async def close(self) -> None:
        """Leave, and end."""
        self._following.cancel()
        await asyncio.gather(self._following, return_exceptions=True)
        await self.leave()


class Api(httpx.AsyncClient):
    """The API as a program uses it; `ok` is a request that must succeed."""

    async def ok(self, method: str, path: str, body: Json | None = None, **more: Any) -> Json:
        """The answer of a request that must succeed."""
        answer = await self.request(method, path, json=body, **more)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else {}

    async def problem(
        self, method: str, path: str, body: Any = None, **more: Any
    ) -> tuple[int, str]:
        """Status and code of a request that must fail, as a problem that a person understands."""
        answer = await self.request(method, path, json=body, **more)
        assert answer.is_error, f"{method} {path}: {answer.status_code} {answer.text}"
        assert answer.headers["content-type"] == "application/problem+json"
        said = answer.json()
        assert said["detail"].endswith("."), said
        assert said["status"] == answer.status_code
        return answer.status_code, said["code"]


@dataclass
class Somebody:
    """An agent: their API and their party."""

    id: str
    handle: str
    api: Api
    party: Party

    @property
    def identity(self) -> str:
        """Theirs in every room."""
        return f"agent:{self.id}"


@dataclass
class OnCall:
    """A call and its customer."""

    id: str
    customer: Party
    connect: list[Json]


@dataclass
class Office:
    """The app and everybody in it."""

    app: FastAPI
    services: Services
    root: Api
    stack: contextlib.AsyncExitStack
    people: dict[str, Somebody] = field(default_factory=dict[str, Somebody])

    @classmethod
    @asynccontextmanager
    async def open(
        cls, database_url: str, livekit: LiveKit, **settings: object
    ) -> AsyncGenerator[Self]:
        """The app, running with all its background tasks."""
        quick: dict[str, object] = {
            "livekit_url": livekit.url,
            "livekit_public_url": None,
            "livekit_api_key": livekit.key,
            "livekit_api_secret": SecretStr(livekit.secret),
            "absence_seconds": 2.0,
            "wrap_up_seconds": 0.0,
        }
        app = create_app(settings_for(database_url, **(quick | settings)))
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(app.router.lifespan_context(app))
            root = await stack.enter_async_context(_api(app, FIRST_KEY))
            yield cls(app, app.state.segue, root, stack)

    def __getitem__(self, handle: str) -> Somebody:
        return self.people[handle]

    async def hire(self, *handles: str, skills: Sequence[str] = (), available: bool = True) -> None:
        """Add agents to the roster."""
        for handle in handles:
            body = {"handle": handle, "name": handle.title(), "skills": list(skills)}
            agent_id = (await self.root.ok("POST", "/api/agents", body))["agent"]["id"]
            api = await self.stack.enter_async_context(_api(self.app, FIRST_KEY, handle))
            self.people[handle] = Somebody(agent_id, handle, api, self._party())
            if available:
                await self.says(handle, "available")

    def _party(self) -> Party:
        party = Party()
        self.stack.push_async_callback(party.close)
        return party

    async def says(self, handle: str, status: str) -> None:
        """An agent chooses their status."""
        await self.root.ok("PATCH", f"/api/agents/{handle}", {"status": status})

    async def status(self, handle: str) -> str:
        """An agent's status as the roster shows it."""
        agents = (await self.root.ok("GET", "/api/agents"))["agents"]
        return next(agent["status"] for agent in agents if agent["handle"] == handle)

    async def a_key(self, *scopes: Scope) -> Api:
        """A program with these scopes."""
        body = {"name": "test", "scopes": [scope.value for scope in scopes]}
        made = await self.root.ok("POST", "/api/keys", body)
        return await self.stack.enter_async_context(_api(self.app, made["secret"]))

    # --- calls --------------------------------------------------------------------------------

    async def rings_in(self, *, joins: bool = True, **wanted: Any) -> OnCall:
        """A customer calls."""
        body = {"customer": {"name": "Casey Smith"}, **wanted}
        made = await self.root.ok("POST", "/api/calls", body)
        call = OnCall(made["call"]["id"], self._party(), made["connect"])
        if joins:
            await call.customer.join(call.connect)
        return call

    async def call(self, call_id: str) -> Json:
        """A call as it stands."""
        return await self.root.ok("GET", f"/api/calls/{call_id}")

    async def call_until(self, call_id: str, state: str, **more: Any) -> Json:
        """Wait until a call is in a state (and so on)."""
        wanted = {"state": state, **more}

        async def look() -> Json | None:
            call = await self.call(call_id)
            return call if wanted.items() <= call.items() else None

        return await until(look, f"{call_id} is {wanted}")

    async def talking(self, handle: str) -> OnCall:
        """A customer who talks with an agent, on real media."""
        call = await self.rings_in(agent=handle)
        await self.call_until(call.id, "offered", offered_to=self[handle].id)
        answered = await self[handle].api.ok("POST", f"/api/calls/{call.id}/answer")
        await self[handle].party.join(answered["connect"])
        await self.call_until(call.id, "active")
        return call

    async def served(self, handle: str, **more: Any) -> str:
        """The id of a call that an agent serves on paper: nobody is in its rooms.

        Enough for whatever is decided before media, and quick.
        """
        async with self.services.database.transaction() as session:
            body = CallCreate.model_validate({"customer": {"name": "Casey Smith"}} | more)
            call = await self.services.calls.create(session, body)
            call.state, call.agent_id = CallState.ACTIVE, self[handle].id
            agent = await session.get_one(Agent, self[handle].id)
            agent.engaged_with, agent.chosen_status = call.id, AgentStatus.AVAILABLE
            return call.id

    async def kept(self, call_id: str) -> Call:
        """A call's row."""
        async with self.services.database.reading() as session:
            return await session.get_one(Call, call_id)

    # --- transfers ----------------------------------------------------------------------------

    async def initiate(self, by: str, call_id: str, *to: Json, **more: Any) -> Json:
        """An agent begins a transfer; the transfer as they see it."""
        body = {"call_id": call_id, "to": list(to), **more}
        answer = await self[by].api.ok("POST", "/api/transfer/initiate-v2", body)
        await self[by].party.join(answer["connect"]) if self[by].party.rooms else None
        return answer["transfer"]

    async def transfer(self, transfer_id: str, api: Api | None = None) -> Json:
        """A transfer as it stands."""
        answer = await (api or self.root).ok("GET", f"/api/transfer/status/{transfer_id}")
        return answer["transfer"]

    async def transfer_until(self, transfer_id: str, state: str, **more: Any) -> Json:
        """Wait until a transfer is in a state (and so on)."""
        wanted = {"state": state, **more}

        async def look() -> Json | None:
            transfer = await self.transfer(transfer_id)
            return transfer if wanted.items() <= transfer.items() else None

        try:
            return await until(look, f"{transfer_id} is {wanted}")
        except AssertionError as error:
            raise AssertionError(f"{error}; {await self._described(transfer_id)}") from None

    async def speaks_nowhere_but(self, call_id: str, handle: str, kind: str) -> None:
        """Wait until an agent's microphone is in this kind of room alone.

        The SDK needs it: a right that comes back while it is still unpublishing is lost to it.
        """
        somebody = self[handle]

        async def settled() -> bool:
            speaking: set[str] = set()
            for name in somebody.party.rooms:
                there = (await self.services.livekit.participants(name)).get(somebody.identity)
                if there is not None and there.microphone is not None:
                    speaking.add(name.partition("-")[0])
            return speaking == {kind}

        await until(settled, f"{handle} speaks in the {kind} room of {call_id} alone")

    async def _described(self, transfer_id: str) -> str:
        """How a transfer stands, and who is where as LiveKit and they themselves have it."""
        transfer = await self.transfer(transfer_id)
        lines = [str(transfer["timeline"])]
        for handle, somebody in self.people.items():
            for name, room in somebody.party.rooms.items():
                me = room.local_participant
                there = (await self.services.livekit.participants(name)).get(me.identity)
                mine = list(me.track_publications)
                may = me.permissions.can_publish
                lines.append(f"{handle} in {name}: may speak {may}, publishes {mine}; {there}")
        return "\n".join(lines)

    async def rings_at(self, transfer_id: str, handle: str) -> Json:
        """Wait until a transfer rings at an agent's desk."""

        async def look() -> Json | None:
            transfer = await self.transfer(transfer_id)
            rings = transfer["state"] == "ringing" and transfer["to"]["agent_id"]
            return transfer if rings == self[handle].id else None

        return await until(look, f"{transfer_id} rings at {handle}")

    async def accept(self, handle: str, transfer_id: str) -> Json:
        """An agent takes an offer, and comes."""
        answer = await self[handle].api.ok("POST", f"/api/transfer/accept/{transfer_id}")
        await self[handle].party.join(answer["connect"])
        return answer["transfer"]


def _api(app: FastAPI, key: str, agent: str | None = None) -> Api:
    headers = {"authorization": f"Bearer {key}"}
    if agent is not None:
        headers["segue-agent"] = agent
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("192.0.2.7", 50000))
    return Api(transport=transport, base_url=BASE, headers=headers, timeout=PATIENCE_SECONDS)
