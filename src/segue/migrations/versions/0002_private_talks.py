"""Private talks belong to the two who had them; who declined a call, and why.

Of talks written down before, only those who oversee may read on: with whom they were is not known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    for name in ("transfer_id", "from_agent_id", "to_agent_id"):
        op.add_column("segments", sa.Column(name, sa.String(length=40), nullable=True))
    op.add_column("calls", sa.Column("declined", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("transfers") as transfers:
        transfers.add_column(sa.Column("consults", sa.JSON(), nullable=False, server_default="[]"))
        transfers.drop_column("came_from")
    op.create_index("ix_events_call_id", "events", ["call_id"])


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_index("ix_events_call_id", "events")
    with op.batch_alter_table("transfers") as transfers:
        transfers.drop_column("consults")
        transfers.add_column(sa.Column("came_from", sa.String(length=16), nullable=True))
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("declined")
    with op.batch_alter_table("segments") as segments:
        for name in ("transfer_id", "from_agent_id", "to_agent_id"):
            segments.drop_column(name)
