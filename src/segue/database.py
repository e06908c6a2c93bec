"""The database: one transaction per request or event, on SQLite or PostgreSQL alike."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import uuid_utils
from sqlalchemy import JSON, DateTime, MetaData, event, func, select
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

WRITES = "segue_writes"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets time zones, so they are put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as UTC; a naive moment is a programming error."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime was to be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every table; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


def new_id(prefix: str) -> str:
    """A new id: a UUIDv7 with a prefix, such as `call_0198…`; sorts by time of birth."""
    return f"{prefix}_{uuid_utils.uuid7().hex}"


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Let SQLAlchemy, not the driver, begin transactions, so that BEGIN IMMEDIATE is ours."""
    connection.isolation_level = None
    cursor = connection.cursor()
    # What is erased leaves the file as well, whatever this SQLite was built to do.
    pragmas = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON")
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: upgrading a reader's fails at once under contention."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Database:
    """Opens short transactions; tells its listeners what was committed."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite and ":///" in url:
            Path(url.split(":///", 1)[1]).parent.mkdir(parents=True, exist_ok=True)
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_pre_ping=not self.is_sqlite,
            pool_size=10,
            max_overflow=20,
            hide_parameters=True,  # they are names, numbers and things said; errors are logged
        )
        self._writing = self.engine.execution_options(**{WRITES: True})
        # SQLite's own wait for a lock sleeps up to 100 ms at a time; queueing here does not.
        self._one_writer = asyncio.Lock() if self.is_sqlite else None
        self._before_commit: list[Callable[[AsyncSession], Any]] = []
        self._after_commit: list[Callable[[dict[Any, Any]], None]] = []
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            # An engine with options hears its parent's events; listening twice would begin twice.
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)

    def before_commit(self, hook: Callable[[AsyncSession], Any]) -> None:
        """Have an async hook run at the end of each writing transaction, inside it."""
        self._before_commit.append(hook)

    def after_commit(self, hook: Callable[[dict[Any, Any]], None]) -> None:
        """Have a hook run with the session's `info` after each commit."""
        self._after_commit.append(hook)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncSession]:
        """A writing transaction: all of it or nothing."""
        if self._one_writer is None:
            async with self._transaction() as session:
                yield session
        else:
            async with self._one_writer, self._transaction() as session:
                yield session

    @asynccontextmanager
    async def _transaction(self) -> AsyncGenerator[AsyncSession]:
        async with AsyncSession(self._writing, expire_on_commit=False) as session:
            async with session.begin():
                yield session
                await session.flush()
                for before in self._before_commit:
                    await before(session)
            for after in self._after_commit:
                after(session.info)

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession]:
        """A reading transaction; what it changed would be lost."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


async def database_now(session: AsyncSession) -> datetime:
    """The database's clock, which all deadlines and leases are compared with (UTC).

    SQLite is on this machine, so its clock is ours.
    """
    if session.get_bind().dialect.name == "sqlite":
        return datetime.now(UTC)
    moment: datetime = (await session.execute(select(func.clock_timestamp()))).scalar_one()
    return moment.astimezone(UTC)
