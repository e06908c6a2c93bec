"""Alembic's entry: runs on a connection that `segue.migrations.run` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from segue.database import UtcDateTime
from segue.migrations.run import is_in_metadata, metadata


def render(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Migrations name plain types: they must run long after ours have changed."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata(),
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render,
    compare_type=True,
    include_name=is_in_metadata,
)
with context.begin_transaction():
    context.run_migrations()
