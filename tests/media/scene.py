"""One call, played by SDK participants: its customer, and agents of its own."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import Awaitable, Mapping
from typing import Any, Self

import httpx
from livekit import api
from livekit.protocol.models import ParticipantInfo
from livekit.protocol.room import (
    ListParticipantsRequest,
    ListRoomsRequest,
    RoomParticipantIdentity,
)

from tests.media.party import Api, Party
from tests.media.sound import ALICE, BOB, CAROL, CUSTOMER, PATIENCE_SECONDS, STRANGER, Heard
from tests.media.stage import Stage

PITCHES = {"alice": ALICE, "bob": BOB, "carol": CAROL, "customer": CUSTOMER, "stranger": STRANGER}
LOOK_SECONDS = 0.1
Picture = Mapping[str, set[str]]
"""Who hears whom: listener to the names of those who are heard, `music` among them."""


class Agent:
    """An agent of the roster: their API, and their voice and ears."""

    def __init__(self, stage: Stage, name: str, frame_ms: int) -> None:
        self.name = name
        self.handle = f"{name}-{secrets.token_hex(4)}"
        self.api = Api(stage.serve.url, stage.serve.api_key, self.handle)
        self.party = Party(PITCHES[name], frame_ms)
        self.id = ""

    @property
    def identity(self) -> str:
        """Theirs in every room."""
        return f"agent:{self.id}"


class Scene:
    """A call of its own, with agents and a skill of its own, on a shared stage."""

    def __init__(self, stage: Stage, *names: str, frame_ms: int = 20) -> None:
        self.stage = stage
        self.skill = f"skill-{secrets.token_hex(4)}"
        self.agents = {
            name: Agent(stage, name, frame_ms) for name in names or ("alice", "bob", "carol")
        }
        self.customer = Party(CUSTOMER, frame_ms)
        self.root = Api(stage.serve.url, stage.serve.api_key)
        self.call_id = self.room = self.transfer_id = ""
        self.clicked: asyncio.Task[httpx.Response] | None = None
        """Alice's click on complete, while it is unanswered."""
        self._window = 0.2 + 3 * frame_ms / 1000
        self.lk: api.LiveKitAPI
        self._stack = contextlib.AsyncExitStack()

    @property
    def alice(self) -> Agent:
        """Who has the call first: `from`."""
        return self.agents["alice"]

    @property
    def bob(self) -> Agent:
        """Who is brought in: `to`."""
        return self.agents["bob"]

    @property
    def carol(self) -> Agent:
        """The next target."""
        return self.agents["carol"]

    @property
    def parties(self) -> dict[str, Party]:
        """Everybody, by name."""
        agents = {name: agent.party for name, agent in self.agents.items()}
        return {"customer": self.customer, **agents}

    async def __aenter__(self) -> Self:
        voice = self.stage.voice
        self.lk = api.LiveKitAPI(voice.http_url, voice.key, voice.secret)
        self._stack.push_async_callback(self.lk.aclose)
        await self._stack.enter_async_context(self.root)
        for agent in self.agents.values():
            await self._stack.enter_async_context(agent.api)
            await self._stack.enter_async_context(agent.party)
            body = {"handle": agent.handle, "name": agent.name.title(), "skills": [self.skill]}
            agent.id = (await self.root.post("/api/agents", body))["agent"]["id"]
        await self._stack.enter_async_context(self.customer)
        self._stack.push_async_callback(self._over)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _over(self) -> None:
        """Leave nothing that the next scene would have to wait for."""
        if self.clicked is not None:
            self.clicked.cancel()
            await asyncio.gather(self.clicked, return_exceptions=True)
        if self.call_id:
            call = await self.root.get(f"/api/calls/{self.call_id}")
            for agent in self.agents.values():
                if call["agent_id"] == agent.id:
                    await agent.api.client.post(f"/api/calls/{self.call_id}/end")

    # --- the way into a call ------------------------------------------------------------------

    async def available(self, *names: str) -> None:
        """These agents take calls from now on."""
        for name in names:
            await self.root.patch(f"/api/agents/{self.agents[name].id}", {"status": "available"})

    async def call(self) -> None:
        """The customer calls, and is in their room."""
        body = {"customer": {"name": "Casey"}, "skill": self.skill}
        created = await self.root.post("/api/calls", body)
        self.call_id, self.room = created["call"]["id"], created["call"]["room"]
        await self.customer.join(created["connect"])

    async def answer(self, name: str = "alice") -> None:
        """An agent takes the offered call; customer and agent hear each other."""
        agent = self.agents[name]
        await self.call_until("offered")
        answered = await agent.api.post(f"/api/calls/{self.call_id}/answer")
        heard = asyncio.gather(
            agent.party.ear.until_tone(CUSTOMER), self.customer.ear.until_tone(PITCHES[name])
        )
        await agent.party.join(answered["connect"])
        await self._told(heard)
        await self.call_until("active")

    async def meet(self) -> None:
        """The customer talks with Alice; everybody else is free."""
        await self.available("alice")
        await self.call()
        await self.answer()
        await self.available(*(name for name in self.agents if name != "alice"))

    # --- the way through a transfer -------------------------------------------------------------

    async def initiate(self, *targets: str, **more: Any) -> dict[str, Any]:
        """Alice begins a transfer, to Bob unless others are named."""
        to = [{"agent": self.agents[name].id} for name in targets or ("bob",)]
        body = {"call_id": self.call_id, "to": to, **more}
        answer = await self.alice.api.post("/api/transfer/initiate-v2", body)
        self.transfer_id = answer["transfer"]["id"]
        await self.alice.party.join(answer["connect"])
        return answer["transfer"]

    async def ring(self, *targets: str, **more: Any) -> None:
        """Begin a transfer, and wait until it rings."""
        await self.initiate(*targets, **more)
        await self.until("ringing")

    async def accept(self, name: str = "bob") -> None:
        """An agent takes the transfer's offer, and comes."""
        agent = self.agents[name]
        answer = await agent.api.post(f"/api/transfer/accept/{self.transfer_id}")
        await agent.party.join(answer["connect"])

    async def consult(self) -> None:
        """From an active call to Alice's private talk with Bob."""
        await self.ring()
        heard = asyncio.gather(
            self.bob.party.ear.until_tone(ALICE), self.alice.party.ear.until_tone(BOB)
        )
        await self.accept()
        await self._told(heard)
        await self.until("consulting", arrived=True)

    async def move(self, command: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Alice moves the transfer: swap, merge, split, cancel."""
        path = f"/api/transfer/{command}/{self.transfer_id}"
        return (await self.alice.api.post(path, body))["transfer"]

    async def complete(self) -> dict[str, Any]:
        """Alice hands the customer over; answers when that is done."""
        body = {"transfer_id": self.transfer_id}
        return (await self.alice.api.post("/api/transfer/complete-v2", body))["transfer"]

    async def completing(self) -> None:
        """Alice clicks complete; whoever is to be heard is still to speak."""
        body = {"transfer_id": self.transfer_id}
        self.clicked = asyncio.create_task(
            self.alice.api.client.post("/api/transfer/complete-v2", json=body)
        )
        await self.until("completing")

    async def back_on(self, name: str) -> None:
        """An agent's page comes back after a reload: fresh lines, as the state has them."""
        agent = self.agents[name]
        answer = await agent.api.post(f"/api/calls/{self.call_id}/connect")
        await agent.party.join(answer["connect"])

    # --- what is so -----------------------------------------------------------------------------

    async def transfer(self) -> dict[str, Any]:
        """The transfer as it stands."""
        return (await self.root.get(f"/api/transfer/status/{self.transfer_id}"))["transfer"]

    async def until(
        self,
        *states: str,
        focus: str | None = None,
        arrived: bool = False,
        seconds: float = PATIENCE_SECONDS,
    ) -> dict[str, Any]:
        """Wait until the transfer is in a state."""
        deadline = time.monotonic() + seconds
        while True:
            view = await self.transfer()
            there = view["state"] in states and focus in (None, view["focus"])
            if there and (not arrived or (view["to"] and view["to"]["present"])):
                return view
            if time.monotonic() > deadline:
                raise TimeoutError(f"{states} not within {seconds:g} s: {view['timeline']}")
            await asyncio.sleep(LOOK_SECONDS)

    async def call_until(self, state: str, seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """Wait until the call is in a state."""
        deadline = time.monotonic() + seconds
        while True:
            view = await self.root.get(f"/api/calls/{self.call_id}")
            if view["state"] == state:
                return view
            if time.monotonic() > deadline:
                raise TimeoutError(f"{state} not within {seconds:g} s, but {view['state']}")
            await asyncio.sleep(LOOK_SECONDS)

    async def rooms(self) -> set[str]:
        """Every room on the voice server."""
        return {room.name for room in (await self.lk.room.list_rooms(ListRoomsRequest())).rooms}

    async def listed(self, room: str | None = None) -> dict[str, ParticipantInfo]:
        """Who is in a room (the customer's unless named), as LiveKit says."""
        found = await self.lk.room.list_participants(
            ListParticipantsRequest(room=room or self.room)
        )
        return {one.identity: one for one in found.participants}

    async def until_listed(
        self, room: str, identity: str, seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Wait until LiveKit lists somebody in a room."""
        deadline = time.monotonic() + seconds
        while identity not in await self.listed(room):
            assert time.monotonic() < deadline, f"{identity} did not come back to {room}"
            await asyncio.sleep(LOOK_SECONDS)

    def hearing(self, listener: str, speaker: str) -> list[Heard]:
        """All that somebody has heard of somebody."""
        frames = self.parties[listener].ear.frames
        return [heard for heard in frames if heard.has(PITCHES[speaker])]

    async def until_no_room(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until LiveKit has no room of this call any more.

        The SDK is not asked: with many rooms closing at once it does not always notice.
        """
        deadline = time.monotonic() + seconds
        while True:
            rooms = (await self.root.get("/api/livekit/rooms"))["rooms"]
            if self.call_id not in {room["call_id"] for room in rooms}:
                return
            assert time.monotonic() < deadline, "a room of the call is still there"
            await asyncio.sleep(0.1)

    async def remove(self, room: str, identity: str) -> None:
        """Have LiveKit throw somebody out of a room."""
        await self.lk.room.remove_participant(RoomParticipantIdentity(room=room, identity=identity))

    def picture(self, start: float, end: float = float("inf")) -> dict[str, set[str]]:
        """Who heard whom in a span of time."""
        picture: dict[str, set[str]] = {}
        for listener, party in self.parties.items():
            heard = party.ear.tones_since(start, end)
            picture[listener] = {name for name, hz in PITCHES.items() if hz in heard}
            if party.ear.music_since(start, end):
                picture[listener].add("music")
        return picture

    async def hears(self, wanted: Picture, seconds: float = PATIENCE_SECONDS) -> float:
        """Wait until everybody hears exactly whom they should, and see that it stays so.

        Whoever is not named should hear nobody. Answers since when (perf_counter).
        """
        everybody = {name: set(wanted.get(name, set())) for name in self.parties}
        deadline = time.perf_counter() + seconds
        while True:
            start = time.perf_counter()
            await asyncio.sleep(self._window)
            if self.picture(start) == everybody:
                await asyncio.sleep(0.4)
                if self.picture(start) == everybody:
                    return start
            if time.perf_counter() > deadline:
                seen = await self._seen()
                raise AssertionError(f"{self.picture(start)}, not {everybody}; {seen}")

    async def _told(self, heard: Awaitable[object]) -> None:
        """Wait for a sound; if it never comes, say how far it got."""
        try:
            await heard
        except TimeoutError:
            raise AssertionError(f"not heard; {await self._seen()}") from None

    async def _seen(self) -> str:
        """Every room of the parties: as LiveKit has it, and as each client does."""
        names = {self.room, *(room for party in self.parties.values() for room in party.places)}
        lines = [
            f"{room} {identity}: speak {one.permission.can_publish}, "
            f"hear {one.permission.can_subscribe}, tracks {[track.sid for track in one.tracks]}"
            for room in sorted(names)
            for identity, one in (await self.listed(room)).items()
        ]
        lines += [
            f"{name} {line}" for name, party in self.parties.items() for line in party.described()
        ]
        return "\n".join(["what LiveKit and the clients have:", *lines])

    def starved(self) -> float:
        """For how long this process got no processor at worst (seconds)."""
        return max(party.tone.worst_late for party in self.parties.values())
