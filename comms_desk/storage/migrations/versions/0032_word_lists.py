"""Keep lists of terms that queries name."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; a desk has no list until it adds its own, or the City's."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "word_lists",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("also_called", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("binned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_lists")),
        sqlite_autoincrement=True,
    )
    on_desk = sa.text("binned_at IS NULL")
    op.create_index(
        "uq_word_lists_name_key",
        "word_lists",
        ["name_key"],
        unique=True,
        sqlite_where=on_desk,
        postgresql_where=on_desk,
    )
    in_bin = sa.text("binned_at IS NOT NULL")
    op.create_index(
        op.f("ix_word_lists_binned_at"),
        "word_lists",
        ["binned_at"],
        unique=False,
        sqlite_where=in_bin,
        postgresql_where=in_bin,
    )
