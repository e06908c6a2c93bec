"""SQLite on the event loop's own thread.

A statement takes microseconds. To hand it to a thread and back takes a hundred times as long, ten
times that on a busy machine, and a handoff makes a hundred of them (docs/decisions/0006).
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import aiosqlite
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import await_only

WRITES = "segue_writes"
LOCKED_FOR_SECONDS = 10.0
LOCKED_LOOK_SECONDS = 0.01


class _AtOnce:
    """In the place of aiosqlite's thread and its queue: what is put in is done at once."""

    def start(self) -> None:
        """There is nothing to start."""

    def put_nowait(self, work: tuple[asyncio.Future[object] | None, Callable[[], object]]) -> None:
        """Do the work, and resolve its future."""
        future, function = work
        try:
            result = function()
        except Exception as error:
            if future is None:
                raise
            future.set_exception(error)
        else:
            if future is not None:
                future.set_result(result)


def connect(*args: Any, **options: Any) -> aiosqlite.Connection:
    """A connection for SQLAlchemy (its `async_creator_fn`) that works where it is called."""
    connection = aiosqlite.connect(*args, **options)
    for part in ("_tx", "_thread"):  # no public way; the lock file pins the version
        setattr(connection, part, _AtOnce())
    return connection


def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Let SQLAlchemy, not the driver, begin transactions, so that BEGIN IMMEDIATE is ours."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=20"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin(connection: Connection) -> None:
    """A writer takes its lock at once: upgrading a reader's fails at once under contention.

    While another process has the lock (a backup, `segue account`), the loop goes on.
    """
    if not connection.get_execution_options().get(WRITES):
        connection.exec_driver_sql("BEGIN")
        return
    give_up = time.monotonic() + LOCKED_FOR_SECONDS
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if "locked" not in str(error.orig) or time.monotonic() > give_up:
                raise
            await_only(asyncio.sleep(LOCKED_LOOK_SECONDS))
        else:
            return
