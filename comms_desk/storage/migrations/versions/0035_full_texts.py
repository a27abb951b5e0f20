"""Keep the full text of articles for a while, read from their pages; of no feed so far."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add when a feed wants it, never for those that are there, and make the table."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.add_column(
        "feeds", sa.Column("full_text", sa.String(40), nullable=False, server_default="never")
    )
    op.create_table(
        "full_texts",
        sa.Column("article_id", number, nullable=False, autoincrement=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("for_subscribers", sa.Boolean(), nullable=False),
        sa.Column("missing", sa.String(40), nullable=True),
        sa.Column("tries", number, nullable=False),
        sa.Column("fetch_at", moment, nullable=True),
        sa.Column("ask_at", moment, nullable=True),
        sa.Column("fetched_at", moment, nullable=True),
        sa.Column("expires_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_full_texts_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_full_texts")),
    )
    for column in ("fetch_at", "ask_at", "expires_at"):
        op.create_index(op.f(f"ix_full_texts_{column}"), "full_texts", [column])
