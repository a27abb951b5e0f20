"""Group the articles that tell the same news."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; what is there already is grouped by the worker, the newest of it."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "stories",
        sa.Column("id", number, sa.Identity(), nullable=False),
        sa.Column("original_id", number, nullable=True),
        sa.ForeignKeyConstraint(
            ["original_id"],
            ["articles.id"],
            name=op.f("fk_stories_original_id_articles"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_stories_original_id"), "stories", ["original_id"])
    op.create_table(
        "story_articles",
        sa.Column("article_id", number, autoincrement=False, nullable=False),
        sa.Column("story_id", number, nullable=True),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_story_articles_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["story_id"],
            ["stories.id"],
            name=op.f("fk_story_articles_story_id_stories"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_story_articles")),
    )
    op.create_index(
        "ix_story_articles_story_id",
        "story_articles",
        ["story_id", "article_id"],
        sqlite_where=sa.text("story_id IS NOT NULL"),
        postgresql_where=sa.text("story_id IS NOT NULL"),
    )
    op.create_table(
        "story_splits",
        sa.Column("article_id", number, autoincrement=False, nullable=False),
        sa.Column("other_id", number, autoincrement=False, nullable=False),
        sa.Column("by", number, nullable=True),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_story_splits_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["articles.id"],
            name=op.f("fk_story_splits_other_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "other_id", name=op.f("pk_story_splits")),
    )
    op.create_index(op.f("ix_story_splits_other_id"), "story_splits", ["other_id"])
    op.create_table(
        "story_cursor",
        sa.Column("id", number, autoincrement=False, nullable=False),
        sa.Column("text_id", number, nullable=False),
        sa.Column("kept_from", number, nullable=False),
        sa.Column("changes", number, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_cursor")),
    )
