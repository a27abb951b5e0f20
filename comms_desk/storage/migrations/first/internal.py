"""The first tables of employees and bulletins."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT, SORTED


def make() -> None:
    """Make them, and their indexes."""
    op.create_table(
        "bulletins",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("preheader", sa.String(), nullable=False),
        sa.Column("language", CHOICE, nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("binned_at", MOMENT),
        sa.Column("archived_at", MOMENT),
        sa.Column("archived_by", BIG),
        sa.PrimaryKeyConstraint("id", name="pk_bulletins"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_bulletins_archived_at",
        "bulletins",
        ["archived_at"],
        sqlite_where=sa.text("archived_at IS NOT NULL"),
        postgresql_where=sa.text("archived_at IS NOT NULL"),
    )
    op.create_index(
        "ix_bulletins_binned_at",
        "bulletins",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index(
        "uq_bulletins_name_key_number",
        "bulletins",
        ["name_key", "number"],
        unique=True,
        sqlite_where=sa.text("binned_at IS NULL AND archived_at IS NULL"),
        postgresql_where=sa.text("binned_at IS NULL AND archived_at IS NULL"),
    )
    op.create_table(
        "employees",
        sa.Column("sort_key", SORTED, nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String()),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("number_key", sa.String()),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("binned_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_employees"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_employees_binned_at",
        "employees",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index("ix_employees_sort_key_id", "employees", ["sort_key", "id"])
    op.create_index(
        "uq_employees_email_key",
        "employees",
        ["email_key"],
        unique=True,
        sqlite_where=sa.text("binned_at IS NULL"),
        postgresql_where=sa.text("binned_at IS NULL"),
    )
    op.create_index(
        "uq_employees_number_key",
        "employees",
        ["number_key"],
        unique=True,
        sqlite_where=sa.text("binned_at IS NULL"),
        postgresql_where=sa.text("binned_at IS NULL"),
    )
    op.create_table(
        "bulletin_blocks",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("bulletin_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("alternative", sa.Text(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("blob_id", BIG),
        sa.Column("picture_name", sa.String(), nullable=False),
        sa.Column("picture_type", sa.String(), nullable=False),
        sa.Column("width_px", BIG, nullable=False),
        sa.Column("height_px", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bulletin_blocks"),
        sa.ForeignKeyConstraint(["blob_id"], ["blobs.id"], name="fk_bulletin_blocks_blob_id"),
        sa.ForeignKeyConstraint(
            ["bulletin_id"],
            ["bulletins.id"],
            name="fk_bulletin_blocks_bulletin_id",
            ondelete="CASCADE",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_bulletin_blocks_blob_id", "bulletin_blocks", ["blob_id"])
    op.create_index("ix_bulletin_blocks_bulletin_id", "bulletin_blocks", ["bulletin_id"])
    op.create_table(
        "issues",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("bulletin_id", BIG, nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("issued_by", BIG),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("unchosen", BIG, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_issues"),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletins.id"], name="fk_issues_bulletin_id"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_issues_message_id"),
        sa.UniqueConstraint("bulletin_id", name="uq_issues_bulletin_id"),
        sa.UniqueConstraint("message_id", name="uq_issues_message_id"),
        sqlite_autoincrement=True,
    )
