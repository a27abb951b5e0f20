"""Keep what was sent of a text, to whom, and that nobody has one edition of it twice."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
CHOICE = sa.String(40)


def upgrade() -> None:
    """Make the tables; a message says until when it is under embargo, where its words do."""
    op.add_column("messages", sa.Column("embargoed_until", MOMENT, nullable=True))
    op.create_table(
        "dispatches",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("edition", BIG, nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("leaves", CHOICE, nullable=False),
        sa.Column("at", MOMENT, nullable=True),
        sa.Column("revision_id", BIG, nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("subtitle", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("forms", sa.Text(), nullable=False),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("photos", sa.String(), nullable=False),
        sa.Column("interviews", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.Column("by", BIG, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dispatches"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_dispatches_draft_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_dispatches_draft_id", "dispatches", ["draft_id"])
    op.create_table(
        "dispatch_messages",
        sa.Column("message_id", BIG, nullable=False, autoincrement=False),
        sa.Column("dispatch_id", BIG, nullable=False),
        sa.Column("is_notice", sa.Boolean(), nullable=False),
        sa.Column("under_embargo", sa.Boolean(), nullable=False),
        sa.Column("written_for", MOMENT, nullable=True),
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
    for table, whom in (("addressees", "address_key"), ("dispatch_persons", "ref")):
        op.create_table(
            table,
            sa.Column("draft_id", BIG, nullable=False, autoincrement=False),
            sa.Column("edition", BIG, nullable=False, autoincrement=False),
            sa.Column(whom, sa.String(), nullable=False),
            sa.Column("letter_id", BIG, nullable=False),
            sa.PrimaryKeyConstraint("draft_id", "edition", whom, name=f"pk_{table}"),
            sa.ForeignKeyConstraint(
                ["draft_id"], ["drafts.id"], name=f"fk_{table}_draft_id", ondelete="CASCADE"
            ),
            sa.ForeignKeyConstraint(
                ["letter_id"], ["letters.id"], name=f"fk_{table}_letter_id", ondelete="CASCADE"
            ),
        )
        op.create_index(f"ix_{table}_letter_id", table, ["letter_id"])
    op.create_table(
        "english_versions",
        sa.Column("draft_id", BIG, nullable=False, autoincrement=False),
        sa.Column("english_id", BIG, nullable=False),
        sa.Column("ground", CHOICE, nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("french", sa.String(), nullable=False),
        sa.Column("by", BIG, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name="pk_english_versions"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_english_versions_draft_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["english_id"],
            ["drafts.id"],
            name="fk_english_versions_english_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_english_versions_english_id", "english_versions", ["english_id"])
    op.create_table(
        "dispatch_steps",
        sa.Column("draft_id", BIG, nullable=False, autoincrement=False),
        sa.Column("edition", BIG, nullable=False, autoincrement=False),
        sa.Column("step", CHOICE, nullable=False),
        sa.Column("done_by", BIG, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("draft_id", "edition", "step", name="pk_dispatch_steps"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_dispatch_steps_draft_id", ondelete="CASCADE"
        ),
    )
