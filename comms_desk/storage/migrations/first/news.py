"""The first tables of feeds, articles and stories."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT, SORTED


def make() -> None:
    """Make them, and their indexes."""
    op.create_table(
        "article_sequence",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("next", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_article_sequence"),
    )
    op.create_table(
        "story_cursor",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("text_id", BIG, nullable=False),
        sa.Column("kept_from", BIG, nullable=False),
        sa.Column("changes", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_story_cursor"),
    )
    op.create_table(
        "feeds",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("outlet_id", BIG),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("binned_at", MOMENT),
        sa.Column("folder", sa.String(), nullable=False, server_default=""),
        sa.Column("full_text", CHOICE, nullable=False, server_default="never"),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlets.id"], name="fk_feeds_outlet_id", ondelete="SET NULL"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_feeds_binned_at",
        "feeds",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index("ix_feeds_outlet_id", "feeds", ["outlet_id"])
    op.create_index(
        "uq_feeds_address",
        "feeds",
        ["address"],
        unique=True,
        sqlite_where=sa.text("binned_at IS NULL"),
        postgresql_where=sa.text("binned_at IS NULL"),
    )
    op.create_table(
        "articles",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("link_key", sa.LargeBinary(), nullable=False),
        sa.Column("feed_id", BIG),
        sa.Column("outlet_id", BIG),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("published_at", MOMENT),
        sa.Column("version", BIG, nullable=False),
        sa.Column("origin", CHOICE, nullable=False, server_default="feed"),
        sa.Column("via", sa.String(), nullable=False, server_default=""),
        sa.Column("binned_at", MOMENT),
        sa.Column("source", sa.String(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name="fk_articles_feed_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlets.id"], name="fk_articles_outlet_id", ondelete="SET NULL"
        ),
    )
    op.create_index(
        "ix_articles_binned_at",
        "articles",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index("ix_articles_feed_id", "articles", ["feed_id"])
    op.create_index("ix_articles_link_key", "articles", ["link_key"])
    op.create_index("ix_articles_outlet_id", "articles", ["outlet_id"])
    op.create_table(
        "feed_gaps",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("feed_id", BIG, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feed_gaps"),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name="fk_feed_gaps_feed_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feed_gaps_feed_id", "feed_gaps", ["feed_id"])
    op.create_index("ix_feed_gaps_until", "feed_gaps", ["until"])
    op.create_table(
        "feed_states",
        sa.Column("feed_id", BIG, autoincrement=False, nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("last_modified", sa.String(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprints", sa.LargeBinary(), nullable=False),
        sa.Column("polled_at", MOMENT),
        sa.Column("answered_at", MOMENT),
        sa.Column("new_at", MOMENT),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("failures", BIG, nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("left_out", BIG, nullable=False),
        sa.Column("ttl_s", BIG, nullable=False),
        sa.Column("left_out_why", sa.String(), nullable=False, server_default=""),
        sa.Column("rhythm", sa.LargeBinary()),
        sa.Column("on_trial", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("feed_id", name="pk_feed_states"),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name="fk_feed_states_feed_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_feed_states_due_at", "feed_states", ["due_at"])
    op.create_table(
        "appearances",
        sa.Column("feed_id", BIG, autoincrement=False, nullable=False),
        sa.Column("entry_key", sa.LargeBinary(), nullable=False),
        sa.Column("article_id", BIG),
        sa.Column("text_hash", sa.LargeBinary(), nullable=False),
        sa.Column("link_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "entry_key", name="pk_appearances"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_appearances_article_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name="fk_appearances_feed_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_appearances_article_id", "appearances", ["article_id"])
    op.create_table(
        "article_bylines",
        sa.Column("name", SORTED, nullable=False),
        sa.Column("article_id", BIG, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("name", "article_id", name="pk_article_bylines"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_article_bylines_article_id_articles",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_article_bylines_article_id_name", "article_bylines", ["article_id", "name"])
    op.create_table(
        "article_texts",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("article_id", BIG, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_article_texts"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_article_texts_article_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("article_id", "version", name="uq_article_texts_article_id_version"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "full_texts",
        sa.Column("article_id", BIG, autoincrement=False, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("for_subscribers", sa.Boolean(), nullable=False),
        sa.Column("missing", CHOICE),
        sa.Column("tries", BIG, nullable=False),
        sa.Column("fetch_at", MOMENT),
        sa.Column("ask_at", MOMENT),
        sa.Column("fetched_at", MOMENT),
        sa.Column("expires_at", MOMENT),
        sa.PrimaryKeyConstraint("article_id", name="pk_full_texts"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_full_texts_article_id_articles",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_full_texts_ask_at", "full_texts", ["ask_at"])
    op.create_index("ix_full_texts_expires_at", "full_texts", ["expires_at"])
    op.create_index("ix_full_texts_fetch_at", "full_texts", ["fetch_at"])
    op.create_table(
        "readings",
        sa.Column("person_id", BIG, autoincrement=False, nullable=False),
        sa.Column("article_id", BIG, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "article_id", name="pk_readings"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_readings_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_readings_person_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_readings_article_id", "readings", ["article_id"])
    op.create_table(
        "stories",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("original_id", BIG),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
        sa.ForeignKeyConstraint(
            ["original_id"],
            ["articles.id"],
            name="fk_stories_original_id_articles",
            ondelete="SET NULL",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stories_original_id", "stories", ["original_id"])
    op.create_table(
        "story_splits",
        sa.Column("article_id", BIG, autoincrement=False, nullable=False),
        sa.Column("other_id", BIG, autoincrement=False, nullable=False),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("article_id", "other_id", name="pk_story_splits"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_story_splits_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["articles.id"],
            name="fk_story_splits_other_id_articles",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_story_splits_other_id", "story_splits", ["other_id"])
    op.create_table(
        "story_articles",
        sa.Column("article_id", BIG, autoincrement=False, nullable=False),
        sa.Column("story_id", BIG),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_story_articles"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_story_articles_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["story_id"],
            ["stories.id"],
            name="fk_story_articles_story_id_stories",
            ondelete="SET NULL",
        ),
    )
    op.create_index(
        "ix_story_articles_story_id",
        "story_articles",
        ["story_id", "article_id"],
        sqlite_where=sa.text("story_id IS NOT NULL"),
        postgresql_where=sa.text("story_id IS NOT NULL"),
    )
