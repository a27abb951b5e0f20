"""Know how an article came; keep the clips that people note, and the watch that shows them."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

IN_BIN = sa.text("binned_at IS NOT NULL")


def upgrade() -> None:
    """Add columns and the table; all that is there came by a feed."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    for column in (
        sa.Column("origin", sa.String(length=40), nullable=False, server_default="feed"),
        sa.Column("via", sa.String(), nullable=False, server_default=""),
        sa.Column("binned_at", moment, nullable=True),
    ):
        op.add_column("articles", column)
    op.add_column(
        "watches",
        sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "clips",
        sa.Column("article_id", number, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("outlet_id", number, nullable=True),
        sa.Column("aired_at", moment, nullable=True),
        sa.Column("lasts_s", number, nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("binned_at", moment, nullable=True),
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_clips_article_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlets.id"], name=op.f("fk_clips_outlet_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clips")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_clips_article_id"), "clips", ["article_id"], unique=False)
    op.create_index(op.f("ix_clips_outlet_id"), "clips", ["outlet_id"], unique=False)
    for table in ("articles", "clips"):
        op.create_index(
            op.f(f"ix_{table}_binned_at"),
            table,
            ["binned_at"],
            unique=False,
            sqlite_where=IN_BIN,
            postgresql_where=IN_BIN,
        )
