"""apply: the one function that makes LiveKit match the line-up.

It reads what LiveKit has, repairs what differs, and tells what it saw; it keeps nothing. It runs
after each move, on each webhook, every 2 s while a call is open, and at start, which is also the
recovery from every crash: running it twice, or from two replicas at once, does no harm.

The order of repairs is the privacy and the comfort of the customer:

1. music first: nobody falls silent for the customer before the music plays (who waits for it keeps
   their rights until a later look),
2. then rights are taken and strangers removed,
3. then rights are given: nobody speaks in the consult room while the customer still hears them.
"""

import asyncio
from collections.abc import Collection, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from segue.errors import MediaUnavailable
from segue.lineup.lineup import COMPANION, LineUp, Rights, Room
from segue.media.livekit import LiveKit, Seen, SeenRoom, metadata
from segue.telemetry import metrics

log = structlog.get_logger()

# How long the start of music may be waited for before agents fall silent all the same.
MUSIC_PATIENCE_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a call's rooms should be."""

    call_id: str
    customer_room: str
    consult_room: str | None
    """The name of the open transfer's consult room, whether or not it should exist."""
    line_up: LineUp
    version: int
    in_state_seconds: float
    companion_due: bool
    """No companion is alive, and none was asked for just now."""

    @property
    def rooms(self) -> tuple[str, ...]:
        """The names of the call's rooms."""
        return (self.customer_room, *([self.consult_room] if self.consult_room else []))


@dataclass(frozen=True, slots=True)
class World:
    """What LiveKit had when apply looked, and whether it matched when apply was done."""

    customer_room: Mapping[str, Seen]
    consult_room: Mapping[str, Seen]
    room_sid: str | None
    consult_exists: bool
    music_waits: bool
    """Agents keep their rights for a moment, as the music has not begun."""
    dispatched: bool
    repairs: int

    def present(self, identity: str) -> bool:
        """Whether a party is in any room of the call."""
        return identity in self.customer_room or identity in self.consult_room


@dataclass(frozen=True, slots=True)
class Reading:
    """What LiveKit has of some rooms, whether or not they exist."""

    rooms: Mapping[str, SeenRoom]
    people: Mapping[str, Mapping[str, Seen]]


class Apply:
    """Makes LiveKit match a line-up, once: `read`, then ask what is wanted, then `repair`.

    In this order: whoever was called in while LiveKit was read is no stranger, and nobody gets back
    a right that was taken meanwhile. Both raise MediaUnavailable when LiveKit does not answer.
    """

    def __init__(self, livekit: LiveKit) -> None:
        self._livekit = livekit

    async def read(self, names: Collection[str]) -> Reading:
        """What LiveKit has of these rooms."""
        rooms, people = await asyncio.gather(
            self._livekit.rooms(*names),
            asyncio.gather(*(self._livekit.participants(name) for name in names)),
        )
        return Reading(rooms, dict(zip(names, people, strict=True)))

    async def repair(self, wanted: Wanted, reading: Reading) -> World:
        """Repair what differs, and tell what was seen; the reading has all rooms of the call."""
        return await _Run(
            self._livekit,
            wanted,
            rooms=dict(reading.rooms),
            customer=reading.people[wanted.customer_room],
            consult=reading.people[wanted.consult_room] if wanted.consult_room else {},
        ).repair()


@dataclass
class _Run:
    livekit: LiveKit
    wanted: Wanted
    rooms: dict[str, SeenRoom]
    customer: Mapping[str, Seen]
    consult: Mapping[str, Seen]
    repairs: int = 0

    async def repair(self) -> World:
        """Make the rooms match, in the order that the module promises."""
        line_up, wanted = self.wanted.line_up, self.wanted
        if line_up.customer_room is None:
            await self._close()
            return self._world(music_waits=False, dispatched=False)
        await self._make(wanted.customer_room, line_up.music)
        waits = self._music_waits()
        await _together(
            self._tell(wanted.customer_room, line_up.music),
            self._take(wanted.customer_room, line_up.customer_room, self.customer, keep=waits),
            self._take_consult(),
        )
        await _together(
            self._give(wanted.customer_room, line_up.customer_room, self.customer),
            self._give_consult(waits),
        )
        return self._world(waits, await self._companion())

    async def _make(self, name: str, hold: bool) -> None:
        """The room exists."""
        if name not in self.rooms:
            says = metadata(self.wanted.version, hold)
            self.rooms[name] = await self.livekit.create_room(name, says)
            self._count("room")

    async def _tell(self, name: str, hold: bool) -> None:
        """The room says whether the customer hears music."""
        says = metadata(self.wanted.version, hold)
        if self.rooms[name].metadata != says:
            await self.livekit.set_metadata(name, says)

    async def _companion(self) -> bool:
        """Ask for a companion. Rights do not wait for one: without it the pages play the music."""
        if not self.wanted.companion_due:
            return False
        try:
            await self.livekit.dispatch_companion(self.wanted.customer_room, self.wanted.call_id)
        except MediaUnavailable:
            log.warning("no companion could be dispatched", call_id=self.wanted.call_id)
            return False
        self._count("companion")
        return True

    def _music_waits(self) -> bool:
        """Music should play, could play, and does not yet."""
        companion = self.customer.get(COMPANION)
        return (
            self.wanted.line_up.music
            and self.wanted.in_state_seconds < MUSIC_PATIENCE_SECONDS
            and companion is not None
            and not companion.sounding
        )

    async def _take(
        self, name: str, room: Room, seen: Mapping[str, Seen], *, keep: bool = False
    ) -> None:
        """Whoever does not belong here is removed; whoever may do too much may no more.

        With `keep`, agents who belong here keep speaking until the music has begun.
        """
        todo: list[Coroutine[Any, Any, None]] = []
        for identity, one in seen.items():
            if identity == COMPANION:
                continue
            rights = room.get(identity)
            if rights is None:
                todo.append(self.livekit.remove(name, one.listed_as or identity))
                self._count("removed")
            elif _exceeds(one, rights) and not keep and not one.phone:
                todo.append(self.livekit.set_rights(name, identity, _common(one.rights, rights)))
                self._count("taken")
        await _together(*todo)

    async def _give(self, name: str, room: Room, seen: Mapping[str, Seen]) -> None:
        todo: list[Coroutine[Any, Any, None]] = []
        for identity, rights in room.items():
            one = seen.get(identity)
            if one is not None and _lacks(one, rights) and not one.phone:
                todo.append(self.livekit.set_rights(name, identity, rights))
                self._count("given")
        await _together(*todo)

    async def _take_consult(self) -> None:
        name, room = self.wanted.consult_room, self.wanted.line_up.consult_room
        if name is None:
            return
        if room is None:
            if name in self.rooms:
                await self.livekit.delete_room(name)
                del self.rooms[name]
                self._count("room_deleted")
            return
        await self._make(name, hold=False)
        await _together(self._tell(name, hold=False), self._take(name, room, self.consult))

    async def _give_consult(self, waits: bool) -> None:
        name, room = self.wanted.consult_room, self.wanted.line_up.consult_room
        if name is not None and room is not None and not waits:
            await self._give(name, room, self.consult)

    async def _close(self) -> None:
        """The call is over: nothing of it stays."""
        for name in list(self.rooms):
            await self.livekit.delete_room(name)
            del self.rooms[name]
            self._count("room_deleted")

    def _count(self, kind: str) -> None:
        self.repairs += 1
        metrics.APPLY_REPAIRS.labels(kind=kind).inc()

    def _world(self, music_waits: bool, dispatched: bool) -> World:
        room = self.rooms.get(self.wanted.customer_room)
        return World(
            customer_room=self.customer,
            consult_room=self.consult,
            room_sid=room.sid if room else None,
            consult_exists=self.wanted.consult_room in self.rooms,
            music_waits=music_waits,
            dispatched=dispatched,
            repairs=self.repairs,
        )


async def _together(*repairs: Coroutine[Any, Any, None]) -> None:
    """All of them; when one fails none goes on, so that none can land after a later look's.

    Not a TaskGroup: one that is cancelled while a repair fails forgets that it was cancelled.
    """
    tasks = [asyncio.create_task(repair) for repair in repairs]
    try:
        await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise


def _exceeds(one: Seen, rights: Rights) -> bool:
    return (
        not one.exact
        or (one.rights.speak and not rights.speak)
        or (one.rights.hear and not rights.hear)
    )


def _lacks(one: Seen, rights: Rights) -> bool:
    return (rights.speak and not one.rights.speak) or (rights.hear and not one.rights.hear)


def _common(one: Rights, other: Rights) -> Rights:
    return Rights(speak=one.speak and other.speak, hear=one.hear and other.hear)
