"""Keep what people say of names in bylines; have the names of a time be read in their index."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, which is empty, and the index."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "byline_answers",
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("outlet_id", number, nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("by", number, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["outlet_id"],
            ["outlets.id"],
            name=op.f("fk_byline_answers_outlet_id_outlets"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by"], ["people.id"], name=op.f("fk_byline_answers_by_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_byline_answers")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_byline_answers_key"), "byline_answers", ["key"])
    op.create_index("ix_article_bylines_article_id_name", "article_bylines", ["article_id", "name"])
    op.drop_index("ix_article_bylines_article_id", "article_bylines")
