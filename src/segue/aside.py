"""Reading what was said, without keeping calls waiting."""

import asyncio
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

FEW_LINES: Final = 24
"""So many are read in a few milliseconds."""


async def aside(lines: int, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work` makes of so many lines: in a thread where it would hold up the loop for long.

    Of few lines not: on a busy machine a thread waits for the interpreter, up to its 5 ms of
    sys.getswitchinterval, for longer than the work takes.
    """
    if lines <= FEW_LINES:
        return work(*args, **kwargs)
    return await asyncio.to_thread(work, *args, **kwargs)
