"""Calls on the stage: the customer is in this process, the agents are in the crew's."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from livekit.protocol.room import ListParticipantsRequest
from tests.media.party import Api, Party
from tests.media.sound import ALICE, BOB, CUSTOMER

from bench.stage import Stage, until

QUIET_SECONDS = 0.3


@dataclass
class Talk:
    """A call on which Alice and the customer talk; Bob is there, ready to be offered it."""

    stage: Stage
    id: str
    room: str
    customer: Party
    alice: Api
    bob: Api

    @classmethod
    @asynccontextmanager
    async def begun(cls, stage: Stage) -> AsyncGenerator["Talk"]:
        """A call from its first hello to its end."""
        async with (
            stage.api("alice") as alice,
            stage.api("bob") as bob,
            Party(CUSTOMER) as customer,
        ):
            await stage.crew.come("alice", ALICE)
            await stage.crew.come("bob", BOB)
            try:
                body = {"customer": {"name": "Casey"}, "skill": "general", "agent": "alice"}
                made = await stage.root.post("/api/calls", body)
                talk = cls(stage, made["call"]["id"], made["call"]["room"], customer, alice, bob)
                try:
                    await talk._begin(made["connect"])
                    yield talk
                finally:
                    await talk._end()
            finally:
                await stage.crew.go("alice", "bob")

    async def _begin(self, lines: list[dict[str, Any]]) -> None:
        await self.customer.join(lines)
        await self.until_call("offered")
        answer = await self.alice.post(f"/api/calls/{self.id}/answer")
        heard = asyncio.create_task(self.customer.ear.until_tone(ALICE))
        await self.stage.crew.join("alice", answer["connect"])
        await heard
        await self.until_call("active")
        line = {"line": "customer", "speaker": "customer", "started_at": "2026-01-01T00:00:00Z"}
        segment = {"id": f"s-{self.id}", "text": "My order 12345 is missing.", **line}
        await self.stage.root.post(f"/api/calls/{self.id}/transcript", {"segments": [segment]})

    async def _end(self) -> None:
        call = await self.stage.root.get(f"/api/calls/{self.id}")
        if call["agent_id"] is not None:
            async with self.stage.api(call["agent_id"]) as agent:
                await agent.post(f"/api/calls/{self.id}/end")

    async def until_call(self, state: str) -> None:
        """Wait until the call is in a state."""
        await until(
            lambda: self.stage.root.get(f"/api/calls/{self.id}"),
            lambda call: call["state"] == state,
            f"the call is {state}",
        )

    async def until_transfer(self, transfer_id: str, *states: str) -> dict[str, Any]:
        """Wait until a transfer is in one of these states; how it stands then."""
        answer = await until(
            lambda: self.alice.get(f"/api/transfer/status/{transfer_id}"),
            lambda answer: answer["transfer"]["state"] in states,
            f"the transfer is {' or '.join(states)}",
        )
        return answer["transfer"]

    async def until_no_music(self) -> None:
        """Wait until the customer has heard no music for a while."""
        ear = self.customer.ear

        async def music() -> dict[str, Any]:
            return {"music": ear.music_since(time.perf_counter() - QUIET_SECONDS)}

        await until(music, lambda heard: not heard["music"], "the music has ended")

    async def initiate(self, **more: Any) -> str:
        """Alice asks Bob, and waits in the consult room; the transfer's id once it rings."""
        body = {"call_id": self.id, "to": {"agent": "bob"}, **more}
        answer = await self.alice.post("/api/transfer/initiate-v2", body)
        music = asyncio.create_task(self.customer.ear.until_music())
        await self.stage.crew.join("alice", answer["connect"])
        transfer_id: str = answer["transfer"]["id"]
        await self.until_transfer(transfer_id, "ringing")
        await music
        return transfer_id

    async def consult(self, **more: Any) -> str:
        """Alice and Bob talk in private; the transfer's id."""
        transfer_id = await self.initiate(**more)
        answer = await self.bob.post(f"/api/transfer/accept/{transfer_id}")
        await self.stage.crew.join("bob", answer["connect"])
        await until(
            lambda: self.alice.get(f"/api/transfer/status/{transfer_id}"),
            lambda answer: answer["transfer"]["to"]["present"],
            "Bob is in the consult",
        )
        return transfer_id

    async def customers_ids(self) -> tuple[str, ...]:
        """The customer's participant id and track ids, as LiveKit has them."""
        room = ListParticipantsRequest(room=self.room)
        found = await self.stage.livekit.room.list_participants(room)
        (customer,) = [one for one in found.participants if one.identity == "customer"]
        return (customer.sid, *(track.sid for track in customer.tracks))
