"""A party in a process of its own, which can be killed: `python -m tests.media.stranger <pitch>`.

It reads lines (one JSON list) from its standard input, joins, and speaks until it is killed.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from segue.up.children import die_with_parent
from tests.media.party import Party


@asynccontextmanager
async def party_to_be_killed(
    pitch: float, lines: list[dict[str, Any]]
) -> AsyncGenerator[asyncio.subprocess.Process]:
    """A party that speaks from another process; killed at the latest at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.media.stranger", str(pitch)),
        stdin=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        preexec_fn=die_with_parent(signal.SIGKILL),
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(lines).encode() + b"\n")
    await process.stdin.drain()
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _main() -> None:
    lines = json.loads(sys.stdin.readline())
    async with Party(float(sys.argv[1])) as party:
        await party.join(lines)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main())
