"""Passwords: argon2id, off the event loop, and never so many at once that memory runs out."""

import asyncio
from functools import lru_cache

from pwdlib.hashers.argon2 import Argon2Hasher

AT_ONCE = 2  # each takes 64 MiB and most of a core for about 50 ms


class Passwords:
    """Hashes and verifies; one per application."""

    def __init__(self, hasher: Argon2Hasher | None = None) -> None:
        self._hasher = hasher or Argon2Hasher()
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def hash(self, password: str) -> str:
        """The hash to keep."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, password: str, kept: str | None) -> bool:
        """Whether the password is right.

        Without a kept hash it is verified against one of nothing, so that the time of the answer
        does not tell which addresses have an account.
        """
        async with self._turns:
            right = await asyncio.to_thread(self._verify, password, kept)
        return right and kept is not None

    def _verify(self, password: str, kept: str | None) -> bool:
        return self._hasher.verify(password, kept or _nobodys_hash(self._hasher))


@lru_cache
def _nobodys_hash(hasher: Argon2Hasher) -> str:
    return hasher.hash("nobody's")
