"""The parties that speak, in a process of their own, so that measuring never holds up a tone.

It obeys one JSON object per line on stdin ({n, order, …}) and answers each with one on stdout.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any, Self

from livekit import rtc
from tests.media.party import Party
from tests.media.sound import RATE, Ear, Tone

from bench.conditions import Watch, hush

Order = Callable[[dict[str, Any]], Awaitable[Any]]


class Microphone(rtc.AudioSource):
    """A microphone into which a hole of an exact length can be planted."""

    silent_frames = 0

    async def capture_frame(self, frame: rtc.AudioFrame) -> None:
        if self.silent_frames > 0:
            self.silent_frames -= 1
            silence = bytes(2 * frame.samples_per_channel)
            frame = rtc.AudioFrame(silence, frame.sample_rate, 1, frame.samples_per_channel)
        await super().capture_frame(frame)


class Stillness(Tone):
    """A microphone that nobody speaks into: the SDK sends its silence by itself."""

    async def __aenter__(self) -> Self:
        return self


class Deaf(Ear):
    """Hears nothing: what the crew would hear is not measured, and costs CPU."""

    def listen(self, room: rtc.Room, name: str) -> None:
        pass


class Crew:
    """Parties by name, and what may be asked of them."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._parties: dict[str, Party] = {}
        self._microphones: dict[str, Microphone] = {}

    async def obey(self, order: dict[str, Any]) -> Any:
        known: dict[str, Order] = {
            "come": self._come,
            "join": self._join,
            "leave": self._leave,
            "go": self._go,
            "mute": self._mute,
            "hole": self._hole,
            "worst": self._worst,
        }
        return await known[order["order"]](order)

    async def _come(self, order: dict[str, Any]) -> None:
        party = Party(order["hz"])
        party.ear = Deaf()
        if not order["sounds"]:
            party.tone = Stillness(order["hz"])
        party.tone.source = self._microphones[order["who"]] = Microphone(RATE, 1, queue_size_ms=50)
        self._parties[order["who"]] = await party.__aenter__()

    async def _join(self, order: dict[str, Any]) -> None:
        await self._parties[order["who"]].join(order["lines"])

    async def _leave(self, order: dict[str, Any]) -> None:
        await self._parties[order["who"]].vanish()

    async def _go(self, order: dict[str, Any]) -> None:
        await self._parties.pop(order["who"]).__aexit__()

    async def _mute(self, order: dict[str, Any]) -> None:
        for place in self._parties[order["who"]].places.values():
            if place.publication is not None and isinstance(
                place.publication.track, rtc.LocalAudioTrack
            ):
                track = place.publication.track
                track.mute() if order["muted"] else track.unmute()

    async def _hole(self, order: dict[str, Any]) -> None:
        self._microphones[order["who"]].silent_frames = order["frames"]

    async def _worst(self, order: dict[str, Any]) -> float:
        return self._watch.worst(order["start"], order["end"])


async def main() -> None:
    reader = asyncio.StreamReader(limit=1 << 20)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async with Watch() as watch, asyncio.TaskGroup() as tasks:
        crew = Crew(watch)

        async def carry_out(order: dict[str, Any]) -> None:
            result = await crew.obey(order)
            print(json.dumps({"n": order["n"], "result": result}), flush=True)

        while line := await reader.readline():
            tasks.create_task(carry_out(json.loads(line)))


if __name__ == "__main__":
    hush()
    asyncio.run(main())
