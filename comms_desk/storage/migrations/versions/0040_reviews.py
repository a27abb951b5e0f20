"""Keep press reviews, what is kept for each, and what was issued word for word."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables, which are empty."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "reviews",
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("highlights", sa.Text(), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("sections", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_by", number, nullable=True),
        sa.Column("edition", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("message_id", number, nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name=op.f("fk_reviews_message_id_messages"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint(
            "day", "language", "number", name=op.f("uq_reviews_day_language_number")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reviews_message_id"), "reviews", ["message_id"])
    op.create_table(
        "review_items",
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.Column("review_id", number, nullable=False),
        sa.Column("article_id", number, nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("position", number, nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("wants_excerpt", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_review_items_review_id_reviews"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_review_items_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_items")),
        sa.UniqueConstraint(
            "review_id", "article_id", name=op.f("uq_review_items_review_id_article_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_review_items_article_id"), "review_items", ["article_id"])
