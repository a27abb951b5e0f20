"""The first tables of feeds, articles, watches and mentions."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT


def make() -> None:
    """Make them, and their indexes."""
    op.create_table(
        "article_sequence",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("next", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_article_sequence"),
    )
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
        sa.Column("back_before", BIG, nullable=True),
        sa.Column("back_to", BIG, nullable=True),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("binned_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_watches"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_watches_binned_at", "watches", ["binned_at"], unique=False)
    op.create_index(
        "uq_watches_name_key",
        "watches",
        ["name_key"],
        unique=True,
        sqlite_where=sa.text("binned_at IS NULL"),
        postgresql_where=sa.text("binned_at IS NULL"),
    )
    op.create_table(
        "feeds",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("outlet_id", BIG, nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("binned_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlets.id"], name="fk_feeds_outlet_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feeds_binned_at", "feeds", ["binned_at"], unique=False)
    op.create_index("ix_feeds_outlet_id", "feeds", ["outlet_id"], unique=False)
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
        sa.Column("feed_id", BIG, nullable=True),
        sa.Column("outlet_id", BIG, nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name="fk_articles_feed_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlets.id"], name="fk_articles_outlet_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
    )
    op.create_index("ix_articles_feed_id", "articles", ["feed_id"], unique=False)
    op.create_index("ix_articles_link_key", "articles", ["link_key"], unique=False)
    op.create_index("ix_articles_outlet_id", "articles", ["outlet_id"], unique=False)
    op.create_table(
        "feed_gaps",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("feed_id", BIG, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name="fk_feed_gaps_feed_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feed_gaps"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feed_gaps_feed_id", "feed_gaps", ["feed_id"], unique=False)
    op.create_index("ix_feed_gaps_until", "feed_gaps", ["until"], unique=False)
    op.create_table(
        "feed_states",
        sa.Column("feed_id", BIG, autoincrement=False, nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("last_modified", sa.String(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprints", sa.LargeBinary(), nullable=False),
        sa.Column("polled_at", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("new_at", MOMENT, nullable=True),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("failures", BIG, nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("left_out", BIG, nullable=False),
        sa.Column("ttl_s", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name="fk_feed_states_feed_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", name="pk_feed_states"),
    )
    op.create_index("ix_feed_states_due_at", "feed_states", ["due_at"], unique=False)
    op.create_table(
        "appearances",
        sa.Column("feed_id", BIG, autoincrement=False, nullable=False),
        sa.Column("entry_key", sa.LargeBinary(), nullable=False),
        sa.Column("article_id", BIG, nullable=True),
        sa.Column("text_hash", sa.LargeBinary(), nullable=False),
        sa.Column("link_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_appearances_article_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name="fk_appearances_feed_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", "entry_key", name="pk_appearances"),
    )
    op.create_index("ix_appearances_article_id", "appearances", ["article_id"], unique=False)
    op.create_table(
        "article_texts",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("article_id", BIG, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_article_texts_article_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_article_texts"),
        sa.UniqueConstraint("article_id", "version", name="uq_article_texts_article_id_version"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "codings",
        sa.Column("article_id", BIG, autoincrement=False, nullable=False),
        sa.Column("person_id", BIG, autoincrement=False, nullable=False),
        sa.Column("tone", CHOICE, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_codings_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_codings_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "person_id", name="pk_codings"),
    )
    op.create_index("ix_codings_person_id", "codings", ["person_id"], unique=False)
    op.create_table(
        "readings",
        sa.Column("person_id", BIG, autoincrement=False, nullable=False),
        sa.Column("article_id", BIG, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_readings_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_readings_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "article_id", name="pk_readings"),
    )
    op.create_index("ix_readings_article_id", "readings", ["article_id"], unique=False)
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
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_mentions_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["article_texts.id"], name="fk_mentions_text_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["watch_id"], ["watches.id"], name="fk_mentions_watch_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mentions"),
        sa.UniqueConstraint("watch_id", "article_id", name="uq_mentions_watch_id_article_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mentions_article_id", "mentions", ["article_id"], unique=False)
    op.create_index("ix_mentions_text_id", "mentions", ["text_id"], unique=False)
