"""A phone's sound: G.711 and keys over RTP (RFC 3550, 3551, 4733), spoken and heard."""

import asyncio
import secrets
import struct
import time
from collections import deque

import numpy as np
from numpy.typing import NDArray

from segue.up.ports import LOOPBACK
from tests.media.sound import AMPLITUDE, Ear, Samples

RATE = 8_000
FRAME = RATE // 50
FRAME_SECONDS = 0.02
PCMU = 0
KEYS = "0123456789*#ABCD"
KEY_FRAMES = 8
END_FRAMES = 3
"""How often the end of a key is told: a lost one would be a key held down."""
BETWEEN_KEYS_FRAMES = 3
VOLUME = 10
HEADER_BYTES = 12

_BIAS, _CLIP = 132, 32_635
_code = ~np.arange(256) & 0xFF
_magnitude = (((_code & 0x0F) << 3) + _BIAS << (_code >> 4 & 7)) - _BIAS
DECODED: Samples = np.where(_code & 0x80, -_magnitude, _magnitude) / 32768


def encode(samples: Samples) -> bytes:
    """G.711 mu-law of samples from -1 to 1."""
    whole = np.clip(samples * 32768, -_CLIP, _CLIP).astype(np.int32)
    sign = np.where(whole < 0, 0x80, 0)
    biased = np.abs(whole) + _BIAS
    exponent = np.floor(np.log2(biased)).astype(np.int32) - 7
    mantissa = biased >> exponent + 3 & 0x0F
    return (~(sign | exponent << 4 | mantissa) & 0xFF).astype(np.uint8).tobytes()


def decode(payload: bytes) -> Samples:
    """Samples from -1 to 1 of G.711 mu-law."""
    return DECODED[np.frombuffer(payload, np.uint8)]


class Line(asyncio.DatagramProtocol):
    """One call's sound: a steady tone out, everything that comes in to an ear."""

    def __init__(self, hz: float, ear: Ear, name: str) -> None:
        self.sounding = True
        self.keys_heard = ""
        self.port = 0
        self._ear = ear
        self._name = name
        wave = np.sin(2 * np.pi * hz * np.arange(RATE) / RATE) * AMPLITUDE
        self._second: NDArray[np.float64] = wave
        self._keys: deque[int] = deque()
        self._seen: set[tuple[int, int]] = set()
        self._peer = (LOOPBACK, 0)
        self._key_type = 101
        self._transport: asyncio.DatagramTransport | None = None
        self._speaking: asyncio.Task[None] | None = None
        self._sequence = secrets.randbelow(60_000)
        self._stamp = secrets.randbits(30)
        self._source = secrets.randbits(32)

    async def open(self) -> None:
        """Take a port."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=(LOOPBACK, 0)
        )
        self.port = self._transport.get_extra_info("sockname")[1]

    def speak_to(self, peer: tuple[str, int], key_type: int) -> None:
        """Speak from now on; `key_type` is the payload type that the other side takes keys in."""
        self._peer, self._key_type = peer, key_type
        if self._speaking is None:
            self._speaking = asyncio.create_task(self._speak())

    def press(self, keys: str) -> None:
        """Press keys, one after the other."""
        self._keys.extend(KEYS.index(key) for key in keys)

    async def close(self) -> None:
        if self._speaking is not None:
            self._speaking.cancel()
            await asyncio.gather(self._speaking, return_exceptions=True)
        if self._transport is not None:
            self._transport.close()

    async def _speak(self) -> None:
        due, at = time.perf_counter(), 0
        packets: deque[bytes] = deque()
        while True:
            if not packets and self._keys:
                packets.extend(self._key(self._keys.popleft()))
            if packets:
                self._send(packets.popleft())
            else:
                samples = self._second[at : at + FRAME] * self.sounding
                self._send(self._packet(PCMU, encode(samples)))
                self._stamp += FRAME
            at = (at + FRAME) % RATE
            due += FRAME_SECONDS
            await asyncio.sleep(max(0.0, due - time.perf_counter()))

    def _send(self, packet: bytes) -> None:
        if self._transport is not None and packet:
            self._transport.sendto(packet, self._peer)

    def _key(self, key: int) -> list[bytes]:
        """The packets of one key, frame by frame, and the pause after it."""
        packets: list[bytes] = []
        for number in range(KEY_FRAMES + END_FRAMES):
            end = 0x80 if number >= KEY_FRAMES else 0
            lasted = min(number + 1, KEY_FRAMES) * FRAME
            event = struct.pack("!BBH", key, end | VOLUME, lasted)
            packets.append(self._packet(self._key_type, event, marked=number == 0))
        self._stamp += (KEY_FRAMES + END_FRAMES + BETWEEN_KEYS_FRAMES) * FRAME
        return packets + [b""] * BETWEEN_KEYS_FRAMES

    def _packet(self, kind: int, payload: bytes, *, marked: bool = False) -> bytes:
        self._sequence += 1
        return (
            struct.pack(
                "!BBHII",
                0x80,
                kind | (0x80 if marked else 0),
                self._sequence & 0xFFFF,
                self._stamp & 0xFFFFFFFF,
                self._source,
            )
            + payload
        )

    def datagram_received(self, data: bytes, addr: object) -> None:
        if len(data) <= HEADER_BYTES:
            return
        kind, payload = data[1] & 0x7F, data[HEADER_BYTES + 4 * (data[0] & 0x0F) :]
        if kind == PCMU:
            self._ear.hear_mixture(decode(payload), RATE, self._name)
        elif kind == self._key_type and payload[1] & 0x80:
            event = (payload[0], int.from_bytes(data[4:8]))
            if event not in self._seen:
                self._seen.add(event)
                self.keys_heard += KEYS[payload[0]]
