"""The first tables of blobs, the audit, holds, retention, settings and imports."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT


def make() -> None:
    """Make them, and their indexes."""
    op.create_table(
        "blobs",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_blobs"),
        sa.UniqueConstraint("sha256", name="uq_blobs_sha256"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "desk_settings",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_desk_settings"),
    )
    op.create_table(
        "edits",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("act", CHOICE, nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("row_id", BIG, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True)),
        sa.Column("after", sa.JSON(none_as_null=True)),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_edits"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_edits_kind_row_id", "edits", ["kind", "row_id"])
    op.create_table(
        "holds",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("kind", CHOICE),
        sa.Column("row_id", BIG),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date()),
        sa.Column("last_day", sa.Date()),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("placed_by", BIG),
        sa.Column("placed_at", MOMENT, nullable=False),
        sa.Column("lifted_by", BIG),
        sa.Column("lifted_at", MOMENT),
        sa.Column("lifted_because", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "import_columns",
        sa.Column("subject", CHOICE, nullable=False),
        sa.Column("headings", sa.String(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("subject", "headings", name="pk_import_columns"),
    )
    op.create_table(
        "imports",
        sa.Column("subject", CHOICE, nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", BIG),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("written", sa.JSON(), nullable=False),
        sa.Column("undone_at", MOMENT),
        sa.Column("undone_by", BIG),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "links",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("first_kind", CHOICE, nullable=False),
        sa.Column("first_id", BIG, nullable=False),
        sa.Column("second_kind", CHOICE, nullable=False),
        sa.Column("second_id", BIG, nullable=False),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_links_second", "links", ["second_kind", "second_id"])
    op.create_index(
        "uq_links_sides",
        "links",
        ["first_kind", "first_id", "second_kind", "second_id"],
        unique=True,
    )
    op.create_table(
        "retention_rules",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("years", BIG, nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("added_by", BIG),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("ended_by", BIG),
        sa.Column("ended_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_retention_rules"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_retention_rules_kind",
        "retention_rules",
        ["kind"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "sayings",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("thing", BIG, nullable=False),
        sa.Column("part", BIG, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("dossier", BIG),
        sa.PrimaryKeyConstraint("id", name="pk_sayings"),
        sa.UniqueConstraint("kind", "thing", "part", name="uq_sayings_kind_thing_part"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "unfinished_forms",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("changes", BIG),
        sa.Column("fields", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("in_front", sa.Boolean(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unfinished_forms"),
        sa.UniqueConstraint("person", "key", name="uq_unfinished_forms_person_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "attachments",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("row_id", BIG, nullable=False),
        sa.Column("blob_id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("alternative_text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sa.ForeignKeyConstraint(["blob_id"], ["blobs.id"], name="fk_attachments_blob_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attachments_blob_id", "attachments", ["blob_id"])
    op.create_index("ix_attachments_kind_row_id", "attachments", ["kind", "row_id"])
    op.create_table(
        "destructions",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("rule_id", BIG, nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("row_id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("archived_at", MOMENT, nullable=False),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_destructions"),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["retention_rules.id"], name="fk_destructions_rule_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_destructions_kind_row_id", "destructions", ["kind", "row_id"])
    op.create_index("ix_destructions_rule_id", "destructions", ["rule_id"])
