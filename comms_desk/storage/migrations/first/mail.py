"""The first tables of embargoes, the worker's lease, accounts, letters."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT


def make() -> None:
    """Make them, and their indexes."""
    op.create_table(
        "accounts",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sender_name", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("letters_a_minute", BIG, nullable=False),
        sa.Column("lines", BIG, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("rests", BIG, nullable=False),
        sa.Column("resting_until", MOMENT, nullable=True),
        sa.Column("trouble", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("name", name="uq_accounts_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "commands",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("ref", sa.String(), nullable=True),
        sa.Column("asked_by", BIG, nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_commands"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_commands_done_at", "commands", ["done_at"], unique=False)
    op.create_table(
        "embargoes",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("row_id", BIG, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("ends_when", sa.String(), nullable=False),
        sa.Column("set_by", BIG, nullable=True),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("lifted_by", BIG, nullable=True),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_embargoes"),
        sa.UniqueConstraint("kind", "row_id", name="uq_embargoes_kind_row_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_embargoes_until", "embargoes", ["until"], unique=False)
    op.create_table(
        "leases",
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("token", BIG, nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("work", name="pk_leases"),
    )
    op.create_table(
        "suppressions",
        sa.Column("address_key", sa.String(), nullable=False),
        sa.Column("because", CHOICE, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by", BIG, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("address_key", name="pk_suppressions"),
    )
    op.create_table(
        "embargo_exceptions",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("embargo_id", BIG, nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("granted_by", BIG, nullable=True),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["embargo_id"],
            ["embargoes.id"],
            name="fk_embargo_exceptions_embargo_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_embargo_exceptions"),
        sa.UniqueConstraint(
            "embargo_id", "recipient", name="uq_embargo_exceptions_embargo_id_recipient"
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "messages",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("purpose", CHOICE, nullable=False),
        sa.Column("reply_to_name", sa.String(), nullable=False),
        sa.Column("reply_to", sa.String(), nullable=False),
        sa.Column("list_id", sa.String(), nullable=False),
        sa.Column("unsubscribe", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("created_by", BIG, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_messages_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_messages_about", "messages", ["about"], unique=False)
    op.create_index("ix_messages_account_id", "messages", ["account_id"], unique=False)
    op.create_table(
        "letters",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("address_name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("address_key", sa.String(), nullable=False),
        sa.Column("pieces", sa.JSON(), nullable=False),
        sa.Column("state", CHOICE, nullable=False),
        sa.Column("urgency", BIG, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("embargo", sa.String(), nullable=True),
        sa.Column("attempts", BIG, nullable=False),
        sa.Column("deferrals", BIG, nullable=False),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("claim_token", BIG, nullable=True),
        sa.Column("queued_by", BIG, nullable=True),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("trouble", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_letters_account_id"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_letters_message_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("message_id", "address_key", name="uq_letters_message_id_address_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_letters_account_id_claimed_at", "letters", ["account_id", "claimed_at"], unique=False
    )
    op.create_index("ix_letters_address_key", "letters", ["address_key"], unique=False)
    op.create_index(
        "ix_letters_queue", "letters", ["account_id", "state", "urgency", "due_at"], unique=False
    )
    op.create_index("ix_letters_state_id", "letters", ["state", "id"], unique=False)
    op.create_table(
        "message_parts",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("content_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("blob_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["blob_id"], ["blobs.id"], name="fk_message_parts_blob_id"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name="fk_message_parts_message_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_message_parts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_message_parts_blob_id", "message_parts", ["blob_id"], unique=False)
    op.create_index("ix_message_parts_message_id", "message_parts", ["message_id"], unique=False)
