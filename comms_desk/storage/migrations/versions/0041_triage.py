"""Keep stars and notes of articles, tones of named subjects, and saved views."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.altering import altering

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; the tones that are there are those of the City."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    with altering("codings") as batch:
        batch.add_column(sa.Column("subject", sa.String(), nullable=False, server_default=""))
        batch.drop_constraint("pk_codings", type_="primary")
        batch.create_primary_key("pk_codings", ["article_id", "person_id", "subject"])
    for table, more in (
        ("stars", ()),
        ("notes", (sa.Column("text", sa.String(), nullable=False),)),
    ):
        op.create_table(
            table,
            sa.Column("article_id", number, autoincrement=False, nullable=False),
            sa.Column("by", number, nullable=True),
            sa.Column("at", moment, nullable=False),
            *more,
            sa.ForeignKeyConstraint(
                ["article_id"],
                ["articles.id"],
                name=op.f(f"fk_{table}_article_id"),
                ondelete="CASCADE",
            ),
            sa.PrimaryKeyConstraint("article_id", name=op.f(f"pk_{table}")),
        )
    op.create_table(
        "saved_views",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("which", sa.JSON(), nullable=False),
        sa.Column("person_id", number, nullable=True),
        sa.Column("binned_at", moment, nullable=True),
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_saved_views_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_saved_views_person_id"), "saved_views", ["person_id"], unique=False)
    in_bin = sa.text("binned_at IS NOT NULL")
    op.create_index(
        op.f("ix_saved_views_binned_at"),
        "saved_views",
        ["binned_at"],
        unique=False,
        sqlite_where=in_bin,
        postgresql_where=in_bin,
    )
