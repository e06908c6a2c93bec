"""Phones: dials, and calls and transfers whose other side is a phone."""

# sa.Double is generic without need.
# pyright: reportUnknownArgumentType=false
import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    op.create_table(
        "dials",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("call_id", sa.String(length=40), nullable=False),
        sa.Column("transfer_id", sa.String(length=40), nullable=True),
        sa.Column("leg_id", sa.String(length=40), nullable=False),
        sa.Column("agent_id", sa.String(length=40), nullable=True),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("address", sa.String(length=256), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("sip_status", sa.Integer(), nullable=True),
        sa.Column("pressed", sa.String(length=1), nullable=True),
        sa.Column("provider", sa.String(length=12), nullable=False),
        sa.Column("provider_call_id", sa.String(length=64), nullable=True),
        sa.Column("ring_seconds", sa.Double(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"]),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_dials_call_id", "dials", ["call_id"])
    op.create_index("ix_dials_leg_id", "dials", ["leg_id"])
    op.create_index("ix_dials_provider_call_id", "dials", ["provider_call_id"])
    op.create_index("ix_dials_state", "dials", ["state"])
    op.create_index("ix_dials_agent_id_created_at", "dials", ["agent_id", "created_at"])
    op.add_column("legs", sa.Column("address", sa.String(length=256), nullable=True))
    op.add_column("calls", sa.Column("phone_leg_id", sa.String(length=40), nullable=True))
    op.add_column("calls", sa.Column("room_name", sa.String(length=128), nullable=True))
    op.add_column("calls", sa.Column("dialled_number", sa.String(length=32), nullable=True))
    op.add_column("calls", sa.Column("turned_away", sa.String(length=16), nullable=True))
    none = sa.Column("said", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("call_media", none)
    none = sa.Column("keys", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("call_media", none)
    zero = sa.Column("keyed", sa.Integer(), nullable=False, server_default="0")
    op.add_column("call_media", zero)
    spoken = sa.Column("explanation", sa.String(length=8), nullable=False, server_default="spoken")
    op.add_column("transfers", spoken)
    op.create_index("ix_calls_room_name", "calls", ["room_name"], unique=True)
    op.add_column("transfers", sa.Column("to_leg_id", sa.String(length=40), nullable=True))
    no = sa.Column("picked_up", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("transfers", no)


def downgrade() -> None:
    """Go back to the revision before."""
    with op.batch_alter_table("transfers") as transfers:
        transfers.drop_column("explanation")
        transfers.drop_column("picked_up")
        transfers.drop_column("to_leg_id")
    with op.batch_alter_table("call_media") as media:
        media.drop_column("keyed")
        media.drop_column("keys")
        media.drop_column("said")
    op.drop_index("ix_calls_room_name", "calls")
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("turned_away")
        calls.drop_column("dialled_number")
        calls.drop_column("room_name")
        calls.drop_column("phone_leg_id")
    with op.batch_alter_table("legs") as legs:
        legs.drop_column("address")
    op.drop_table("dials")
