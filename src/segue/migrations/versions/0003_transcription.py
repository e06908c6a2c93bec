"""Who writes down what is said on a call, and whether the companion can."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    source = sa.Column("transcript", sa.String(length=12), nullable=False, server_default="heard")
    op.add_column("calls", source)
    op.add_column("call_media", sa.Column("transcription", sa.String(length=16), nullable=True))


def downgrade() -> None:
    """Go back to the revision before."""
    with op.batch_alter_table("call_media") as media:
        media.drop_column("transcription")
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("transcript")
