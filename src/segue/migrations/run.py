"""Brings the database up to date; safe to run from several replicas at once."""

from importlib import import_module
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, select, text
from sqlalchemy.dialects.postgresql.base import PGDialect

from segue.database import Base, Database

# Any number will do, as long as every replica takes the same one.
LOCK = 7_346_118
PACKAGES = (
    "access",
    "briefing",
    "calls",
    "feedback",
    "insights",
    "knowledge",
    "live",
    "roster",
    "telephony",
    "transfers",
    "webhooks",
)
FULL_TEXT = "article_words"


def metadata() -> MetaData:
    """All tables, whichever package they live in."""
    for package in PACKAGES:
        import_module(f"segue.{package}.models")
    return Base.metadata


def is_in_metadata(name: str | None, kind: str, _: object) -> bool:
    """False for the index of words, which each dialect has in its own form, with what it keeps
    beside it.
    """
    return not (kind == "table" and name is not None and name.startswith(FULL_TEXT))


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    if isinstance(connection.dialect, PGDialect):
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    command.upgrade(_config(connection), "head")


async def upgrade(database: Database) -> None:
    """Bring the database to the newest revision."""
    async with database.engine.execution_options(segue_writes=True).begin() as connection:
        await connection.run_sync(_upgrade)


def newest() -> str | None:
    """The newest revision that this version of Segue knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


async def current(database: Database) -> str | None:
    """The revision that the database is at."""
    query = select(text("version_num")).select_from(text("alembic_version"))
    async with database.reading() as session:
        return (await session.execute(query)).scalar_one_or_none()
