"""The first tables of watches, clips and press reviews."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT


def make() -> None:
    """Make them, and their indexes."""
    op.create_table(
        "watch_cursor",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("text_id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_watch_cursor"),
    )
    op.create_table(
        "watches",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("ignored", sa.JSON(), nullable=False),
        sa.Column("grade", CHOICE, nullable=False),
        sa.Column("alert", sa.Boolean(), nullable=False),
        sa.Column("back_before", BIG),
        sa.Column("back_to", BIG),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("binned_at", MOMENT),
        sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_watches"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_watches_binned_at",
        "watches",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index(
        "uq_watches_name_key",
        "watches",
        ["name_key"],
        unique=True,
        sqlite_where=sa.text("binned_at IS NULL"),
        postgresql_where=sa.text("binned_at IS NULL"),
    )
    op.create_table(
        "word_lists",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("also_called", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("binned_at", MOMENT),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_word_lists"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_word_lists_binned_at",
        "word_lists",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index(
        "uq_word_lists_name_key",
        "word_lists",
        ["name_key"],
        unique=True,
        sqlite_where=sa.text("binned_at IS NULL"),
        postgresql_where=sa.text("binned_at IS NULL"),
    )
    op.create_table(
        "saved_views",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("which", sa.JSON(), nullable=False),
        sa.Column("person_id", BIG),
        sa.Column("binned_at", MOMENT),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_saved_views_person_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_saved_views_binned_at",
        "saved_views",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index("ix_saved_views_person_id", "saved_views", ["person_id"])
    op.create_table(
        "reviews",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("language", CHOICE, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("highlights", sa.Text(), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("sections", sa.Text(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("issued_at", MOMENT),
        sa.Column("issued_by", BIG),
        sa.Column("edition", sa.Text()),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("message_id", BIG),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name="fk_reviews_message_id_messages",
            ondelete="SET NULL",
        ),
        sa.UniqueConstraint("day", "language", "number", name="uq_reviews_day_language_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reviews_message_id", "reviews", ["message_id"])
    op.create_table(
        "clips",
        sa.Column("article_id", BIG, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("outlet_id", BIG),
        sa.Column("aired_at", MOMENT),
        sa.Column("lasts_s", BIG, nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("binned_at", MOMENT),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clips"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_clips_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlets.id"], name="fk_clips_outlet_id", ondelete="SET NULL"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_clips_article_id", "clips", ["article_id"])
    op.create_index(
        "ix_clips_binned_at",
        "clips",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index("ix_clips_outlet_id", "clips", ["outlet_id"])
    op.create_table(
        "codings",
        sa.Column("article_id", BIG, autoincrement=False, nullable=False),
        sa.Column("person_id", BIG, autoincrement=False, nullable=False),
        sa.Column("tone", CHOICE, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("subject", sa.String(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("article_id", "person_id", "subject", name="pk_codings"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_codings_person_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_codings_article_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_codings_person_id", "codings", ["person_id"])
    op.create_table(
        "examples",
        sa.Column("watch_id", BIG, nullable=False),
        sa.Column("article_id", BIG),
        sa.Column("wanted", CHOICE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("moment", MOMENT),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("binned_at", MOMENT),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_examples"),
        sa.ForeignKeyConstraint(
            ["watch_id"], ["watches.id"], name="fk_examples_watch_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_examples_article_id", ondelete="SET NULL"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_examples_article_id", "examples", ["article_id"])
    op.create_index(
        "ix_examples_binned_at",
        "examples",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index("ix_examples_watch_id", "examples", ["watch_id"])
    op.create_index(
        "uq_examples_article_id_watch_id",
        "examples",
        ["article_id", "watch_id"],
        unique=True,
        sqlite_where=sa.text("binned_at IS NULL"),
        postgresql_where=sa.text("binned_at IS NULL"),
    )
    op.create_table(
        "irrelevant",
        sa.Column("article_id", BIG, autoincrement=False, nullable=False),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_irrelevant"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_irrelevant_article_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "notes",
        sa.Column("article_id", BIG, autoincrement=False, nullable=False),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_notes"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_notes_article_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "review_items",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("review_id", BIG, nullable=False),
        sa.Column("article_id", BIG, nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("wants_excerpt", sa.Boolean(), nullable=False),
        sa.Column("state", CHOICE, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_review_items"),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name="fk_review_items_review_id_reviews",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_review_items_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("review_id", "article_id", name="uq_review_items_review_id_article_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_review_items_article_id", "review_items", ["article_id"])
    op.create_table(
        "stars",
        sa.Column("article_id", BIG, autoincrement=False, nullable=False),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_stars"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_stars_article_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "mentions",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("watch_id", BIG, nullable=False),
        sa.Column("article_id", BIG, nullable=False),
        sa.Column("text_id", BIG, nullable=False),
        sa.Column("title_marks", sa.JSON(), nullable=False),
        sa.Column("text_marks", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mentions"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_mentions_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["article_texts.id"], name="fk_mentions_text_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["watch_id"], ["watches.id"], name="fk_mentions_watch_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("watch_id", "article_id", name="uq_mentions_watch_id_article_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mentions_article_id_watch_id", "mentions", ["article_id", "watch_id"])
    op.create_index("ix_mentions_text_id", "mentions", ["text_id"])
