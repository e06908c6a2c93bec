"""Keeps the articles like the folder: looked at now and then, and read when a file has changed.

A replica writes only when its own folder changed, or at its start: replicas whose folders differ
for a while, as when one is updated after the other, do not undo each other all the time.
"""

import asyncio
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from segue.database import Database
from segue.knowledge.folder import Contents, mark_of, read_folder
from segue.knowledge.repository import drop, hashes, keep
from segue.waking import woken

log = structlog.get_logger()

LOOK_SECONDS: Final = 30.0


class Knowledge:
    """The knowledge folder, if there is one."""

    def __init__(self, database: Database, folder: Path | None) -> None:
        self._database = database
        self._folder = folder
        self._mark: object = None
        """Of the folder as it was kept last; None before that."""

    async def run(self) -> None:
        """Keep what the folder holds, for as long as the process lives."""
        never = asyncio.Event()
        while True:
            try:
                await self.look()
            except OSError:
                # What was read before still serves: a folder may be gone for a moment.
                log.warning("the knowledge folder cannot be read")
            except SQLAlchemyError:
                log.warning("articles cannot be kept now", exc_info=True)
            await woken(never, LOOK_SECONDS)

    async def look(self) -> None:
        """Read the folder if it has changed since. Raises OSError when it cannot be read."""
        folder = self._folder
        mark: object = await asyncio.to_thread(mark_of, folder) if folder else ()
        if mark == self._mark:
            return
        contents = await asyncio.to_thread(read_folder, folder) if folder else Contents(())
        await self._keep(contents)
        self._mark = mark
        refused = {why.name.lower(): n for why, n in contents.refused.items()}
        log.info("articles read", articles=len(contents.articles), refused=refused)

    async def _keep(self, contents: Contents) -> None:
        """Each article in a transaction of its own, so that no call waits for a whole folder."""
        async with self._database.reading() as session:
            before = await hashes(session)
        for article in contents.articles:
            if before.get(article.id) != article.content_hash:
                async with self._database.transaction() as session:
                    await keep(session, article)
        for gone in before.keys() - {article.id for article in contents.articles}:
            async with self._database.transaction() as session:
                await drop(session, gone)
