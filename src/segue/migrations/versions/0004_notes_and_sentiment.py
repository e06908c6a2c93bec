"""How the customer sounds, line by line; the notes that a model keeps of a call; what is erased."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    op.add_column("segments", sa.Column("sentiment", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("calls", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "call_notes",
        sa.Column("call_id", sa.String(length=40), nullable=False),
        sa.Column("covers", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name="fk_call_notes_call_id_calls"),
        sa.PrimaryKeyConstraint("call_id", name="pk_call_notes"),
    )


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("call_notes")
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("erased_at")
    with op.batch_alter_table("segments") as segments:
        segments.drop_column("sentiment")
