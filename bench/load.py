"""Requests, one after the other on each of a few kept connections, at the least cost to the client:
it shares the machine with the server that it measures.
"""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

CONNECTIONS = 8


@dataclass(frozen=True)
class Rate:
    """What one batch of requests came to."""

    per_second: float
    latencies_ms: list[float]


def request(method: str, url: str, key: str = "", body: dict[str, Any] | None = None) -> bytes:
    """A request as bytes."""
    parts = urlsplit(url)
    content = b"" if body is None else json.dumps(body).encode()
    lines = [
        f"{method} {parts.path} HTTP/1.1",
        f"Host: {parts.netloc}",
        *([f"Authorization: Bearer {key}"] if key else []),
        "Content-Type: application/json",
        f"Content-Length: {len(content)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + content


async def batch(url: str, wanted: bytes, requests: int) -> Rate:
    """Send a request so many times; asserts that each is answered with success."""
    parts = urlsplit(url)
    latencies: list[float] = []
    left = iter(range(requests))

    async def client() -> None:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        for _ in left:
            began = time.perf_counter()
            writer.write(wanted)
            await _answered(reader)
            latencies.append((time.perf_counter() - began) * 1000)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CONNECTIONS)))
    return Rate(requests / (time.perf_counter() - began), latencies)


async def _answered(reader: asyncio.StreamReader) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    assert head.startswith("http/1.1 2"), head
    length = head.split("content-length: ", 1)[1].split("\r\n", 1)[0]
    await reader.readexactly(int(length))
