"""An old database becomes what the code expects on both dialects."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from segue.database import Database
from segue.migrations import run
from tests.fakes.settings import settings_for


def _upgrade(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "segue:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "include_name": run.is_in_metadata}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, run.metadata()))


async def test_a_database_of_the_first_revision_is_brought_up(database_url: str):
    database = Database(settings_for(database_url).database)
    async with database.engine.begin() as connection:
        await connection.run_sync(_upgrade, "0001")
    await run.upgrade(database)
    async with database.engine.begin() as connection:
        assert await connection.run_sync(_differences) == []
    await database.close()
