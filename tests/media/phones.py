"""Calls with phones in them: what a stage and a scene have besides."""

import asyncio
import json
import secrets
from dataclasses import dataclass
from typing import Any

import psutil

from tests.fakes.phone import Phone, Script
from tests.media.scene import Scene
from tests.media.sound import ALICE
from tests.media.stage import ABSENCE_SECONDS, Stage
from tests.servers import Servers, Sip, free_port
from tests.worker import companion as start_companion

OUR_NUMBER = "+442079460018"
LOOK_SECONDS = 0.1
BRIDGES = "bridge_process"


@dataclass
class PhoneStage(Stage):
    """A stage with livekit-sip, and a place where the carrier's phones are."""

    sip: Sip
    carrier_port: int

    @classmethod
    def with_phones(cls, servers: Servers) -> "PhoneStage":
        """Start everything; all numbers lead to the phone at the carrier's port."""
        port, carrier = free_port(), free_port()
        redis = servers.redis()
        voice = servers.livekit(f"http://127.0.0.1:{port}/api/livekit/webhook", redis=redis)
        sip = servers.sip(voice, redis)
        serve = servers.serve(
            voice,
            None,
            port,
            SEGUE_ABSENCE_SECONDS=str(ABSENCE_SECONDS),
            SEGUE_WRAP_UP_SECONDS="0",
            SEGUE_SIP_TRUNK=f"127.0.0.1:{carrier}",
            SEGUE_SIP_ALLOWED_ADDRESSES="127.0.0.1/32",
            SEGUE_PHONE_NUMBERS=OUR_NUMBER,
            SEGUE_DIAL_COUNTRIES="US,GB",
            SEGUE_DIAL_SIP_HOSTS=f"127.0.0.1:{carrier}",
            SEGUE_NUMBER_RULES=json.dumps({OUR_NUMBER: {"notice": "This call is written down."}}),
        )
        worker = start_companion(servers, voice, serve, servers._place("companion"))
        worker.start()
        return cls(voice, serve, worker, sip, carrier)

    def kill_bridge(self) -> None:
        """`kill -9` of the process that bridges; the one that waits was started after it."""
        assert self.companion is not None
        ours = psutil.Process(self.companion.pid).children(recursive=True)
        bridges = [one for one in ours if any(BRIDGES in word for word in one.cmdline())]
        min(bridges, key=lambda one: one.create_time()).kill()


class PhoneScene(Scene):
    """A call with phones in it."""

    def __init__(self, stage: PhoneStage, *names: str) -> None:
        super().__init__(stage, *names)
        self._phones = stage
        self.number = f"+1202555{secrets.randbelow(100) + 100:04d}"
        """What Alice dials."""

    async def _over(self) -> None:
        await super()._over()
        for agent in self.agents.values():  # our number has no skill: anybody's phone would ring
            await self.root.patch(f"/api/agents/{agent.id}", {"status": "offline"})

    def phone(self, hz: float, script: Script | None = None) -> Phone:
        """The phone that is rung, whatever number is dialled."""
        return Phone(hz, script, port=self._phones.carrier_port)

    async def call_phone(
        self, *, ring_seconds: float = 20, then: list[str] | None = None, sip: bool = False
    ) -> None:
        """Alice begins a transfer to a phone, with other agents after it."""
        uri = f"sip:bob@127.0.0.1:{self._phones.carrier_port}"
        first = {"sip_uri": uri} if sip else {"phone": self.number}
        to = [first, *({"agent": self.agents[name].id} for name in then or ())]
        body = {"call_id": self.call_id, "to": to, "ring_seconds": ring_seconds}
        answer = await self.alice.api.post("/api/transfer/initiate-v2", body)
        self.transfer_id = answer["transfer"]["id"]
        await self.alice.party.join(answer["connect"])

    async def _phone_is(self, **wanted: Any) -> dict[str, Any]:
        async with asyncio.timeout(30):
            while True:
                view = await self.transfer()
                phone = (view["to"] or {}).get("phone") or {}
                if all(phone.get(name) == value for name, value in wanted.items()):
                    return view
                await asyncio.sleep(LOOK_SECONDS)

    async def picked_up(self) -> dict[str, Any]:
        """Wait until Segue knows that the phone was answered."""
        return await self._phone_is(state="answered")

    async def pressed(self, key: str) -> dict[str, Any]:
        """Wait until Segue knows of a key."""
        return await self._phone_is(pressed=key)

    async def private_talk(self, phone: Phone, *, met: bool = False, sip: bool = False) -> None:
        """Alice and whoever has the phone talk in private."""
        if not met:
            await self.meet()
        await self.call_phone(sip=sip)
        call = await phone.rung()
        await self.picked_up()
        await phone.ear.until_music()  # and whatever else is no tone: the offer
        call.press("1")
        await self.until("consulting", arrived=True)
        await phone.ear.until_tone(ALICE)
        await self.alice.party.ear.until_tone(phone.hz)

    async def bridge_sid(self) -> str | None:
        """LiveKit's id of the bridge in the customer room; another one means that it came anew."""
        there = await self.listed()
        return next((one.sid for who, one in there.items() if who.startswith("bridge:")), None)

    async def nobody_is_left_in(self, room: str) -> None:
        """Wait until a room is gone, and with it whoever was called into it."""
        async with asyncio.timeout(30):
            while room in await self.rooms():  # noqa: ASYNC110 - LiveKit is asked
                await asyncio.sleep(LOOK_SECONDS)

    async def call_in(self, phone: Phone) -> str:
        """A phone calls our number; its number. The call is known as soon as Segue knows it."""
        number = f"+1202555{secrets.randbelow(100) + 100:04d}"
        seen = await self._calls()
        await phone.dial(OUR_NUMBER, self._phones.sip.address, number)
        async with asyncio.timeout(30):
            while not (new := await self._calls() - seen):  # noqa: ASYNC110 - serve is asked
                await asyncio.sleep(LOOK_SECONDS)
        self.call_id = new.pop()
        self.room = (await self.root.get(f"/api/calls/{self.call_id}"))["room"]
        return number

    async def _calls(self) -> set[str]:
        calls = (await self.root.get("/api/calls?limit=200"))["calls"]
        return {call["id"] for call in calls}

    async def answer_phone(self, phone: Phone) -> None:
        """Alice takes the call of a phone; both hear each other."""
        await self.call_until("offered")
        answered = await self.alice.api.post(f"/api/calls/{self.call_id}/answer")
        await self.alice.party.join(answered["connect"])
        await phone.ear.until_tone(ALICE)
        await self.alice.party.ear.until_tone(phone.hz)
        await self.call_until("active")
