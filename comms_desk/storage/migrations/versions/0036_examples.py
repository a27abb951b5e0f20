"""Keep the examples of watches, and what was put aside as not pertinent."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "examples",
        sa.Column("watch_id", number, nullable=False),
        sa.Column("article_id", number, nullable=True),
        sa.Column("wanted", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("moment", moment, nullable=True),
        sa.Column("by", number, nullable=True),
        sa.Column("at", moment, nullable=False),
        sa.Column("binned_at", moment, nullable=True),
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["watch_id"], ["watches.id"], name=op.f("fk_examples_watch_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_examples_article_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_examples")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_examples_watch_id"), "examples", ["watch_id"], unique=False)
    op.create_index(op.f("ix_examples_article_id"), "examples", ["article_id"], unique=False)
    in_bin, on_desk = sa.text("binned_at IS NOT NULL"), sa.text("binned_at IS NULL")
    op.create_index(
        op.f("ix_examples_binned_at"),
        "examples",
        ["binned_at"],
        unique=False,
        sqlite_where=in_bin,
        postgresql_where=in_bin,
    )
    op.create_index(
        "uq_examples_article_id_watch_id",
        "examples",
        ["article_id", "watch_id"],
        unique=True,
        sqlite_where=on_desk,
        postgresql_where=on_desk,
    )
    op.create_table(
        "irrelevant",
        sa.Column("article_id", number, autoincrement=False, nullable=False),
        sa.Column("by", number, nullable=True),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_irrelevant_article_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_irrelevant")),
    )
