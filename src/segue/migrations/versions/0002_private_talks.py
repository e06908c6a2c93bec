"""Private talks belong to the two who had them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    op.add_column("segments", sa.Column("from_agent_id", sa.String(length=40), nullable=True))
    op.add_column("segments", sa.Column("to_agent_id", sa.String(length=40), nullable=True))
    for side in ("from", "to"):
        op.execute(
            f"UPDATE segments SET {side}_agent_id = (SELECT {side}_agent_id FROM transfers "  # noqa: S608
            "WHERE transfers.id = segments.transfer_id) WHERE transfer_id IS NOT NULL"
        )
    op.add_column(
        "transfers", sa.Column("consults", sa.JSON(), nullable=False, server_default="[]")
    )
    op.create_index("ix_events_call_id", "events", ["call_id"])


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_index("ix_events_call_id", "events")
    with op.batch_alter_table("transfers") as transfers:
        transfers.drop_column("consults")
    with op.batch_alter_table("segments") as segments:
        segments.drop_column("from_agent_id")
        segments.drop_column("to_agent_id")
