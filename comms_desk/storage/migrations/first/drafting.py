"""The first tables of drafts and their revisions."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT


def make() -> None:
    """Make them, and their indexes."""
    op.create_table(
        "drafts",
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("language", CHOICE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("subtitle", sa.String(), nullable=False),
        sa.Column("dossier_id", BIG, nullable=True),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("status", CHOICE, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("head_id", BIG, nullable=True),
        sa.Column("words", BIG, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("created_by", BIG, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("binned_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name="fk_drafts_dossier_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_binned_at", "drafts", ["binned_at"], unique=False)
    op.create_index("ix_drafts_changed_at_id", "drafts", ["changed_at", "id"], unique=False)
    op.create_index("ix_drafts_dossier_id", "drafts", ["dossier_id"], unique=False)
    op.create_table(
        "draft_revisions",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("parent_id", BIG, nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("subtitle", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("by", BIG, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("aside", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_draft_revisions_draft_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_draft_revisions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_draft_revisions_draft_id", "draft_revisions", ["draft_id"], unique=False)
    op.create_table(
        "draft_workings",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("sitting", sa.String(), nullable=False),
        sa.Column("base_id", BIG, nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_draft_workings_draft_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_draft_workings"),
        sa.UniqueConstraint("draft_id", "person", name="uq_draft_workings_draft_id_person"),
        sqlite_autoincrement=True,
    )
