"""A briefing may be read aloud, where the companion has a voice."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    no = sa.Column("voice", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("call_media", no)
    op.add_column("transfers", sa.Column("reading", sa.String(length=12), nullable=True))
    none = sa.Column("readings", sa.Integer(), nullable=False, server_default="0")
    op.add_column("transfers", none)


def downgrade() -> None:
    """Go back to the revision before."""
    with op.batch_alter_table("transfers") as transfers:
        transfers.drop_column("readings")
        transfers.drop_column("reading")
    with op.batch_alter_table("call_media") as media:
        media.drop_column("voice")
