"""Articles and the index of their words; what became of suggestions."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    op.create_table(
        "articles",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
    )
    _article_words()
    op.create_table(
        "suggestion_feedback",
        sa.Column("call_id", sa.String(length=40), nullable=False),
        sa.Column("suggestion_id", sa.String(length=40), nullable=False),
        sa.Column("agent_id", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("feedback", sa.String(length=12), nullable=False),
        sa.Column("article_id", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name="fk_suggestion_feedback_call_id_calls"
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name="fk_suggestion_feedback_agent_id_agents"
        ),
        sa.PrimaryKeyConstraint("call_id", "suggestion_id", name="pk_suggestion_feedback"),
    )


def _article_words() -> None:
    """The index: a row for each passage, in each database's own form of full-text search."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE article_words USING fts5("
            "article_id UNINDEXED, place UNINDEXED, words, tokenize='porter unicode61')"
        )
        return
    op.execute(
        "CREATE TABLE article_words (article_id varchar(40) NOT NULL, place integer NOT NULL, "
        "words tsvector NOT NULL, PRIMARY KEY (article_id, place))"
    )
    op.execute("CREATE INDEX ix_article_words_words ON article_words USING gin (words)")


def downgrade() -> None:
    """Go back to the revision before."""
    for table in ("suggestion_feedback", "article_words", "articles"):
        op.drop_table(table)
