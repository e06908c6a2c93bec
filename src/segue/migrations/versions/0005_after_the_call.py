"""What is made of a call once it has ended: insights and action items; holds are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    op.add_column("calls", sa.Column("holds", sa.Integer(), nullable=True))
    op.create_table(
        "call_insights",
        sa.Column("call_id", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("covers", sa.String(length=64), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("insights", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("sentiment", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("model", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name="fk_call_insights_call_id_calls"),
        sa.PrimaryKeyConstraint("call_id", name="pk_call_insights"),
    )
    op.create_index("ix_call_insights_due_at", "call_insights", ["due_at"])
    op.create_table(
        "action_items",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("call_id", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name="fk_action_items_call_id_calls"),
        sa.PrimaryKeyConstraint("id", name="pk_action_items"),
    )
    op.create_index("ix_action_items_call_id", "action_items", ["call_id"])


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("action_items")
    op.drop_table("call_insights")
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("holds")
