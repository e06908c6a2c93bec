"""How long a customer was on hold is kept; what happened in a period is found quickly."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    op.add_column("calls", sa.Column("held_seconds", sa.Double(), nullable=True))
    op.execute("UPDATE calls SET held_seconds = 0 WHERE holds = 0")
    op.create_index("ix_calls_created_at", "calls", ["created_at"])
    op.create_index("ix_transfers_created_at", "transfers", ["created_at"])


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_index("ix_transfers_created_at", "transfers")
    op.drop_index("ix_calls_created_at", "calls")
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("held_seconds")
