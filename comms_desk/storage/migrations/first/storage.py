"""The first tables of what every slice stands on: edits, links, files, settings."""

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
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_blobs"),
        sa.UniqueConstraint("sha256", name="uq_blobs_sha256"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "desk_settings",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("by", BIG, nullable=True),
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
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("by", BIG, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_edits"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_edits_kind_row_id", "edits", ["kind", "row_id"], unique=False)
    op.create_table(
        "links",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("first_kind", CHOICE, nullable=False),
        sa.Column("first_id", BIG, nullable=False),
        sa.Column("second_kind", CHOICE, nullable=False),
        sa.Column("second_id", BIG, nullable=False),
        sa.Column("by", BIG, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_links_second", "links", ["second_kind", "second_id"], unique=False)
    op.create_index(
        "uq_links_sides",
        "links",
        ["first_kind", "first_id", "second_kind", "second_id"],
        unique=True,
    )
    op.create_table(
        "attachments",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("row_id", BIG, nullable=False),
        sa.Column("blob_id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("alternative_text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["blob_id"], ["blobs.id"], name="fk_attachments_blob_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attachments_blob_id", "attachments", ["blob_id"], unique=False)
    op.create_index("ix_attachments_kind_row_id", "attachments", ["kind", "row_id"], unique=False)
