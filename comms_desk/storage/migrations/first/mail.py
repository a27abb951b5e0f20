"""The first tables of embargoes, the worker, accounts and letters."""

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
        sa.Column("resting_until", MOMENT),
        sa.Column("trouble", sa.JSON(none_as_null=True)),
        sa.Column("retired_at", MOMENT),
        sa.Column("recipients_a_day", BIG),
        sa.Column("recipients_a_message", BIG, nullable=False, server_default="100"),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("name", name="uq_accounts_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "barred",
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("ref", name="pk_barred"),
    )
    op.create_table(
        "commands",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("ref", sa.String()),
        sa.Column("asked_by", BIG),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_commands"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_commands_done_at", "commands", ["done_at"])
    op.create_table(
        "embargo_passages",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("row_id", BIG, nullable=False),
        sa.Column("inside", sa.String(), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("granted_by", BIG),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_embargo_passages"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_embargo_passages_of", "embargo_passages", ["kind", "row_id"])
    op.create_table(
        "embargo_words",
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("row_id", BIG, autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.Column("figures", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "row_id", name="pk_embargo_words"),
    )
    op.create_table(
        "embargoes",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("row_id", BIG, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("ends_when", sa.String(), nullable=False),
        sa.Column("set_by", BIG),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("lifted_by", BIG),
        sa.Column("lifted_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_embargoes"),
        sa.UniqueConstraint("kind", "row_id", name="uq_embargoes_kind_row_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_embargoes_until", "embargoes", ["until"])
    op.create_table(
        "freezes",
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("lifted_by", BIG),
        sa.Column("lifted_at", MOMENT),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_freezes"),
        sqlite_autoincrement=True,
    )
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
        "sending_stops",
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("letters", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("about", sa.String()),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sending_stops"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "suppressions",
        sa.Column("address_key", sa.String(), nullable=False),
        sa.Column("because", CHOICE, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by", BIG),
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
        sa.Column("granted_by", BIG),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_embargo_exceptions"),
        sa.ForeignKeyConstraint(
            ["embargo_id"],
            ["embargoes.id"],
            name="fk_embargo_exceptions_embargo_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "embargo_id", "recipient", name="uq_embargo_exceptions_embargo_id_recipient"
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "freeze_lifts",
        sa.Column("freeze_id", BIG, autoincrement=False, nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("freeze_id", "about", name="pk_freeze_lifts"),
        sa.ForeignKeyConstraint(
            ["freeze_id"], ["freezes.id"], name="fk_freeze_lifts_freeze_id", ondelete="CASCADE"
        ),
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
        sa.Column("about", sa.String()),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("created_by", BIG),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("in_reply_to", sa.String(), nullable=False, server_default=""),
        sa.Column("references", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("embargoed_until", MOMENT),
        sa.Column("below", sa.String()),
        sa.Column("blind", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("words_of_files", sa.String(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_messages_account_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_messages_about", "messages", ["about"])
    op.create_index("ix_messages_account_id", "messages", ["account_id"])
    op.create_index("ix_messages_below", "messages", ["below"])
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
        sa.Column("embargo", sa.String()),
        sa.Column("attempts", BIG, nullable=False),
        sa.Column("deferrals", BIG, nullable=False),
        sa.Column("claimed_at", MOMENT),
        sa.Column("claim_token", BIG),
        sa.Column("queued_by", BIG),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("trouble", sa.JSON(none_as_null=True)),
        sa.Column("decided_by", BIG),
        sa.Column("decided_at", MOMENT),
        sa.Column("lead_s", BIG),
        sa.Column("left_with", BIG),
        sa.Column("envelope_named", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_letters_account_id"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_letters_message_id"),
        sa.UniqueConstraint("message_id", "address_key", name="uq_letters_message_id_address_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_letters_account_id_claimed_at", "letters", ["account_id", "claimed_at"])
    op.create_index("ix_letters_address_key", "letters", ["address_key"])
    op.create_index("ix_letters_queue", "letters", ["account_id", "state", "urgency", "due_at"])
    op.create_index("ix_letters_state_id", "letters", ["state", "id"])
    op.create_table(
        "message_parts",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("content_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("blob_id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message_parts"),
        sa.ForeignKeyConstraint(["blob_id"], ["blobs.id"], name="fk_message_parts_blob_id"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name="fk_message_parts_message_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_message_parts_blob_id", "message_parts", ["blob_id"])
    op.create_index("ix_message_parts_message_id", "message_parts", ["message_id"])
    op.create_table(
        "bounces",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("letter_id", BIG),
        sa.Column("address_key", sa.String(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("decided_by", BIG),
        sa.Column("decided_at", MOMENT),
        sa.Column("is_proven", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_bounces"),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name="fk_bounces_letter_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("digest", name="uq_bounces_digest"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_bounces_address_key", "bounces", ["address_key"])
    op.create_index("ix_bounces_decided_at_kind", "bounces", ["decided_at", "kind"])
    op.create_index("ix_bounces_letter_id", "bounces", ["letter_id"])
    op.create_table(
        "letter_persons",
        sa.Column("letter_id", BIG, autoincrement=False, nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("letter_id", "ref", name="pk_letter_persons"),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name="fk_letter_persons_letter_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_letter_persons_ref_letter_id", "letter_persons", ["ref", "letter_id"])
