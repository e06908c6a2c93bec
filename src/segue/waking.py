"""Waiting for whichever comes first: being woken, or the time to look without."""

import asyncio


async def woken(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event came within so many seconds.

    Not by `asyncio.wait_for`: before Python 3.12 that loses a cancellation which meets the event.
    """
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
