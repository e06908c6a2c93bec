"""Tokens admit, the state decides: whoever comes back with any token ever issued gets what the
state gives its identity in that room, and nothing more.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from livekit import rtc

from tests.media.party import Party, Token
from tests.media.scene import LOOK_SECONDS, Scene
from tests.media.sound import PATIENCE_SECONDS, STRANGER, Heard
from tests.media.stage import Stage
from tests.media.states import MUSIC, PRIVATE, WITH_BOB
from tests.media.stranger import party_to_be_killed

# How long a stranger stays; whoever is not cut by then is cut too late.
STAY_SECONDS = 1.0
CUT_SECONDS = 0.8
FRAME_MS = 20


@dataclass
class Trial:
    """What a stranger with somebody's token heard, and who heard the stranger."""

    began: float
    heard: list[Heard]
    was_heard: list[Heard]

    @property
    def frames(self) -> int:
        """Frames of people's voices, either way."""
        return len(self.heard) + len(self.was_heard)

    @property
    def cut_after(self) -> float:
        """Until when anything was heard either way, from the first try to come in (seconds)."""
        return max([one.at - self.began for one in (*self.heard, *self.was_heard)], default=0.0)


async def _come_in(scene: Scene, token: Token, identity: str) -> Trial:
    """A stranger joins with a token of somebody's, and tries to hear and to be heard."""
    began = time.perf_counter()
    async with Party(STRANGER, join_tries=1) as stranger:
        line = {"room": token.room, "url": token.url, "token": token.token}
        try:
            await stranger.join([line])
            await asyncio.sleep(STAY_SECONDS)
        except rtc.ConnectError:
            pass  # expired, or removed while joining: as good as cut
        heard = [one for one in stranger.ear.since(began) if one.sounds and not one.music]
        was_heard = [
            one
            for party in scene.parties.values()
            for one in party.ear.since(began)
            if one.has(STRANGER) and one.identity == identity
        ]
        return Trial(began, heard, was_heard)


@dataclass
class Tokens:
    """Tries every token of a kind, and keeps what came of it."""

    scene: Scene
    measured: Callable[[str], None]
    tried: int = 0
    kept: int = 0
    worst: float = 0.0
    frames: int = 0

    def of(self, name: str, room: str) -> list[Token]:
        """The first and the latest token of each kind that somebody has for a room."""
        mine = [one for one in self.scene.parties[name].tokens if one.room == room]
        chosen: list[Token] = []
        for refreshed in (False, True):
            kind = [one for one in mine if one.refreshed is refreshed]
            chosen += [kind[0], kind[-1]] if len(kind) > 1 else kind
        return chosen

    async def without_rights(self, state: str, *who: tuple[str, str]) -> None:
        """In this state these have no right in these rooms: their tokens are good for nothing."""
        async with asyncio.TaskGroup() as tasks:
            for name, room in who:
                tasks.create_task(self._try_all(state, name, room))

    async def _try_all(self, state: str, name: str, room: str) -> None:
        agent = self.scene.agents.get(name)
        for token in self.of(name, room):
            trial = await _come_in(self.scene, token, agent.identity if agent else "customer")
            self._judge(trial, token, f"{state}: {name} in the {room.partition('-')[0]} room")
            if agent is None:
                await self._back(name)  # before their absence ends the call
        await self._back(name)

    async def _back(self, name: str) -> None:
        """Whoever was thrown out by the stranger comes back, if there is a place for them."""
        scene = self.scene
        if name == "customer":
            body = {"call_id": scene.call_id}
            answer = await scene.root.client.post("/api/livekit/token", json=body)
        else:
            path = f"/api/calls/{scene.call_id}/connect"
            answer = await scene.agents[name].api.client.post(path)
        if answer.is_success:
            await scene.parties[name].join(answer.json()["connect"])

    async def of_rooms_that_are_gone(self, state: str, *who: tuple[str, str]) -> None:
        """A token makes its room anew, with nobody in it; the room is deleted at once.

        From another process: the SDK's join goes on for a minute when its room is deleted.
        """
        start = time.perf_counter()
        rooms = {room for _, room in who}
        deleted = await self._deleted()
        async with AsyncExitStack() as strangers:
            for name, room in who:
                token = self.of(name, room)[-1]
                line = {"room": room, "url": token.url, "token": token.token}
                await strangers.enter_async_context(party_to_be_killed(STRANGER, [line]))
                self.tried += 1
                self.kept += 1
            came = time.perf_counter()
            await self._until_gone(rooms, deleted + len(rooms))
        gone = time.perf_counter() - came
        self.measured(f"kept tokens of rooms that are gone, {state}: all gone {gone:.1f} s later")
        heard = [party.ear.count(STRANGER, start) for party in self.scene.parties.values()]
        assert sum(heard) == 0, state

    async def _deleted(self) -> float:
        """How many rooms serve has deleted; whoever polls for them would miss most."""
        answer = await self.scene.root.client.get("/metrics")
        return sum(
            float(line.rpartition(" ")[2])
            for line in answer.text.splitlines()
            if line.startswith("segue_apply_repairs_total") and "room_deleted" in line
        )

    async def _until_gone(self, rooms: set[str], deleted: float) -> None:
        """Wait until serve has deleted so many rooms, and none of these is there."""
        deadline = time.perf_counter() + PATIENCE_SECONDS
        while await self._deleted() < deleted or rooms & await self.scene.rooms():
            assert time.perf_counter() < deadline, f"{rooms & await self.scene.rooms()} stay"
            await asyncio.sleep(LOOK_SECONDS)

    def _judge(self, trial: Trial, token: Token, where: str) -> None:
        self.tried += 1
        if not token.refreshed:
            assert trial.frames == 0, where
            return
        # It carries rights that LiveKit gives at once, until serve hears of the join.
        self.kept += 1
        self.frames += trial.frames
        self.worst = max(self.worst, trial.cut_after)
        if trial.frames:
            self.measured(
                f"kept token, {where}: heard {len(trial.heard)} frames of {FRAME_MS} ms, was heard "
                f"{len(trial.was_heard)}, cut {trial.cut_after * 1000:.0f} ms after the first try"
            )
        assert trial.cut_after < CUT_SECONDS + 3 * self.scene.starved(), where


async def test_every_token_ever_issued_in_every_state(
    stage: Stage, measured: Callable[[str], None]
):
    async with Scene(stage, "alice", "bob", frame_ms=FRAME_MS) as scene:
        tokens = Tokens(scene, measured)
        await scene.meet()
        await scene.ring(ring_seconds=120)
        await tokens.without_rights("ringing", ("alice", scene.room))

        await scene.accept()
        await scene.hears(PRIVATE)
        consult = (await scene.transfer())["consult_room"]
        await tokens.without_rights("consulting", ("alice", scene.room), ("bob", scene.room))

        await scene.move("swap", {"focus": "customer"})
        await scene.until("consulting", focus="customer")
        await tokens.without_rights(
            "with the customer", ("bob", scene.room), ("alice", consult), ("bob", consult)
        )

        await scene.move("merge")
        await scene.until("conferencing")
        await tokens.without_rights("conferencing", ("alice", consult), ("bob", consult))

        await scene.complete()
        await tokens.without_rights("completed", ("alice", scene.room))
        await tokens.of_rooms_that_are_gone("completed", ("alice", consult), ("bob", consult))
        await scene.hears(WITH_BOB)

        await scene.bob.api.post(f"/api/calls/{scene.call_id}/hold")
        await scene.hears(MUSIC)
        # The customer's own token makes a second customer's page: it hears the music, and no more.
        await tokens.without_rights(
            "held", ("bob", scene.room), ("alice", scene.room), ("customer", scene.room)
        )

        await scene.bob.api.post(f"/api/calls/{scene.call_id}/end")
        await scene.until_no_room()
        everybody = [(name, scene.room) for name in scene.parties]
        await tokens.of_rooms_that_are_gone("ended", *everybody, ("bob", consult))
        measured(
            f"old tokens: {tokens.tried} tried; {tokens.tried - tokens.kept} of Segue's gave 0 "
            f"frames either way; {tokens.kept} kept ones of LiveKit's {tokens.frames} frames in "
            f"all, the last {tokens.worst * 1000:.0f} ms after the first try to come in"
        )
        assert tokens.tried > 25
