"""The first tables of drafts, what was sent of them, and verbatims."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT


def make() -> None:
    """Make them, and their indexes."""
    op.create_table(
        "draft_numbers",
        sa.Column("language", CHOICE, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("language", "key", name="pk_draft_numbers"),
    )
    op.create_index("ix_draft_numbers_draft_id", "draft_numbers", ["draft_id"])
    op.create_table(
        "drafts",
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("language", CHOICE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("subtitle", sa.String(), nullable=False),
        sa.Column("dossier_id", BIG),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("status", CHOICE, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("head_id", BIG),
        sa.Column("words", BIG, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("created_by", BIG),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("binned_at", MOMENT),
        sa.Column("archived_at", MOMENT),
        sa.Column("archived_by", BIG),
        sa.Column("secret", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name="fk_drafts_dossier_id", ondelete="SET NULL"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_drafts_archived_at",
        "drafts",
        ["archived_at"],
        sqlite_where=sa.text("archived_at IS NOT NULL"),
        postgresql_where=sa.text("archived_at IS NOT NULL"),
    )
    op.create_index(
        "ix_drafts_binned_at",
        "drafts",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index("ix_drafts_changed_at_id", "drafts", ["changed_at", "id"])
    op.create_index("ix_drafts_dossier_id", "drafts", ["dossier_id"])
    op.create_table(
        "verbatims",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date()),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("dossier_id", BIG),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("binned_at", MOMENT),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_verbatims"),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name="fk_verbatims_dossier_id", ondelete="SET NULL"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_verbatims_binned_at",
        "verbatims",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index("ix_verbatims_dossier_id", "verbatims", ["dossier_id"])
    op.create_table(
        "addressees",
        sa.Column("draft_id", BIG, autoincrement=False, nullable=False),
        sa.Column("edition", BIG, autoincrement=False, nullable=False),
        sa.Column("address_key", sa.String(), nullable=False),
        sa.Column("letter_id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "edition", "address_key", name="pk_addressees"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_addressees_draft_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name="fk_addressees_letter_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_addressees_letter_id", "addressees", ["letter_id"])
    op.create_table(
        "dispatch_persons",
        sa.Column("draft_id", BIG, autoincrement=False, nullable=False),
        sa.Column("edition", BIG, autoincrement=False, nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("letter_id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "edition", "ref", name="pk_dispatch_persons"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_dispatch_persons_draft_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name="fk_dispatch_persons_letter_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_dispatch_persons_letter_id", "dispatch_persons", ["letter_id"])
    op.create_table(
        "dispatch_steps",
        sa.Column("draft_id", BIG, autoincrement=False, nullable=False),
        sa.Column("edition", BIG, autoincrement=False, nullable=False),
        sa.Column("step", CHOICE, nullable=False),
        sa.Column("done_by", BIG),
        sa.Column("done_at", MOMENT),
        sa.PrimaryKeyConstraint("draft_id", "edition", "step", name="pk_dispatch_steps"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_dispatch_steps_draft_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "dispatches",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("edition", BIG, nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("leaves", CHOICE, nullable=False),
        sa.Column("at", MOMENT),
        sa.Column("revision_id", BIG),
        sa.Column("version", BIG, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("subtitle", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("forms", sa.Text(), nullable=False),
        sa.Column("account_id", BIG),
        sa.Column("photos", sa.String(), nullable=False),
        sa.Column("interviews", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("stopped_at", MOMENT),
        sa.Column("by", BIG),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("note_in_english", sa.Text(), nullable=False, server_default=""),
        sa.Column("is_said", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_dispatches"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_dispatches_draft_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_dispatches_draft_id", "dispatches", ["draft_id"])
    op.create_table(
        "draft_revisions",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("parent_id", BIG),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("subtitle", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("aside", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft_revisions"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_draft_revisions_draft_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_draft_revisions_draft_id", "draft_revisions", ["draft_id"])
    op.create_table(
        "draft_workings",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("sitting", sa.String(), nullable=False),
        sa.Column("base_id", BIG),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft_workings"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_draft_workings_draft_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("draft_id", "person", name="uq_draft_workings_draft_id_person"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "english_versions",
        sa.Column("draft_id", BIG, autoincrement=False, nullable=False),
        sa.Column("english_id", BIG, nullable=False),
        sa.Column("ground", CHOICE, nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("french", sa.String(), nullable=False),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name="pk_english_versions"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_english_versions_draft_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["english_id"], ["drafts.id"], name="fk_english_versions_english_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_english_versions_english_id", "english_versions", ["english_id"])
    op.create_table(
        "dispatch_messages",
        sa.Column("message_id", BIG, autoincrement=False, nullable=False),
        sa.Column("dispatch_id", BIG, nullable=False),
        sa.Column("is_notice", sa.Boolean(), nullable=False),
        sa.Column("under_embargo", sa.Boolean(), nullable=False),
        sa.Column("written_for", MOMENT),
        sa.PrimaryKeyConstraint("message_id", name="pk_dispatch_messages"),
        sa.ForeignKeyConstraint(
            ["dispatch_id"],
            ["dispatches.id"],
            name="fk_dispatch_messages_dispatch_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name="fk_dispatch_messages_message_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_dispatch_messages_dispatch_id", "dispatch_messages", ["dispatch_id"])
