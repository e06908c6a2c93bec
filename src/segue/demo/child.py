"""A demo party as a process of its own: its orders come as one JSON line on standard input.

When standard input ends, serve has ended or has enough of it: so does the party.
"""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import TypeVar

import structlog
from pydantic import BaseModel

from segue.settings import get_settings
from segue.telemetry.logs import configure_logging

log = structlog.get_logger(__name__)

Orders = TypeVar("Orders", bound=BaseModel)


def run_child(orders: type[Orders], party: Callable[[Orders], Coroutine[None, None, None]]) -> None:
    """Read the orders and be the party until it is done or told to go."""
    configure_logging(get_settings())
    asyncio.run(_run(orders, party))


async def _run(
    orders: type[Orders], party: Callable[[Orders], Coroutine[None, None, None]]
) -> None:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    job = asyncio.create_task(party(orders.model_validate_json(await reader.readline())))
    told_to_go = asyncio.create_task(reader.read())
    await asyncio.wait({job, told_to_go}, return_when=asyncio.FIRST_COMPLETED)
    told_to_go.cancel()
    job.cancel()
    results = await asyncio.gather(job, return_exceptions=True)
    for error in results:
        if isinstance(error, Exception):
            log.error("demo party failed", exc_info=error)
