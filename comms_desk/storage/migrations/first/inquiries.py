"""The first tables of inquiries."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT


def make() -> None:
    """Make them, and their indexes."""
    op.create_table(
        "inquiry_evenings",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("address_key", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("day", "address_key", name="pk_inquiry_evenings"),
    )
    op.create_table(
        "mails_to_sort",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("begins", sa.String(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("left_at", MOMENT),
        sa.Column("left_by", BIG),
        sa.PrimaryKeyConstraint("id", name="pk_mails_to_sort"),
        sa.UniqueConstraint("digest", name="uq_mails_to_sort_digest"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "inquiries",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("outlet_id", BIG),
        sa.Column("outlet_name", sa.String(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("received_by", BIG),
        sa.Column("channel", CHOICE, nullable=False),
        sa.Column("form", CHOICE, nullable=False),
        sa.Column("language", CHOICE, nullable=False),
        sa.Column("deadline_at", MOMENT),
        sa.Column("deadline_basis", CHOICE, nullable=False),
        sa.Column("on_air_at", MOMENT),
        sa.Column("on_air_basis", CHOICE),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("dossier_id", BIG),
        sa.Column("spokesperson", BIG),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("joined_to", BIG),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.String(), nullable=False),
        sa.Column("status", CHOICE, nullable=False),
        sa.Column("holder_person", BIG),
        sa.Column("holder_body", sa.String(), nullable=False),
        sa.Column("held_since", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("order_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("resolution", CHOICE),
        sa.Column("answer_moment", BIG),
        sa.Column("owes_cause", sa.Boolean(), nullable=False),
        sa.Column("awaits_correction", sa.Boolean(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("archived_at", MOMENT),
        sa.Column("archived_by", BIG),
        sa.Column("binned_at", MOMENT),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("referral", sa.String(), nullable=False, server_default=""),
        sa.Column("reply_choices", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("left_unread", sa.Text(), nullable=False, server_default="[]"),
        sa.PrimaryKeyConstraint("id", name="pk_inquiries"),
        sa.CheckConstraint(
            "(status = 'answered') = (answer_moment IS NOT NULL)",
            name=op.f("ck_inquiries_answer_has_moment"),
        ),
        sa.CheckConstraint(
            "(status IN ('answered', 'closed')) = (ended_at IS NOT NULL)",
            name=op.f("ck_inquiries_hour_of_end"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (resolution IS NULL)", name=op.f("ck_inquiries_resolution_of_end")
        ),
        sa.ForeignKeyConstraint(
            ["answer_moment"],
            ["inquiry_moments.id"],
            name="fk_inquiries_answer_moment",
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name="fk_inquiries_dossier_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["joined_to"], ["inquiries.id"], name="fk_inquiries_joined_to", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlets.id"], name="fk_inquiries_outlet_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["spokesperson"], ["people.id"], name="fk_inquiries_spokesperson", ondelete="SET NULL"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inquiries_answer_moment", "inquiries", ["answer_moment"])
    op.create_index(
        "ix_inquiries_archived_at",
        "inquiries",
        ["archived_at"],
        sqlite_where=sa.text("archived_at IS NOT NULL"),
        postgresql_where=sa.text("archived_at IS NOT NULL"),
    )
    op.create_index(
        "ix_inquiries_binned_at",
        "inquiries",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index("ix_inquiries_dossier_id", "inquiries", ["dossier_id"])
    op.create_index("ix_inquiries_holder_person", "inquiries", ["holder_person"])
    op.create_index("ix_inquiries_joined_to", "inquiries", ["joined_to"])
    op.create_index("ix_inquiries_message_id", "inquiries", ["message_id"])
    op.create_index(
        "ix_inquiries_order_at_id",
        "inquiries",
        ["order_at", "id"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_inquiries_outlet_id", "inquiries", ["outlet_id"])
    op.create_index("ix_inquiries_received_at_id", "inquiries", ["received_at", "id"])
    op.create_index("ix_inquiries_spokesperson", "inquiries", ["spokesperson"])
    op.create_table(
        "inquiry_at_work",
        sa.Column("inquiry_id", BIG, autoincrement=False, nullable=False),
        sa.Column("person", BIG, autoincrement=False, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("taken_over_by", BIG),
        sa.PrimaryKeyConstraint("inquiry_id", "person", name="pk_inquiry_at_work"),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["inquiries.id"],
            name="fk_inquiry_at_work_inquiry_id",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "inquiry_mails",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("inquiry_id", BIG, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inquiry_mails"),
        sa.ForeignKeyConstraint(
            ["inquiry_id"], ["inquiries.id"], name="fk_inquiry_mails_inquiry_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("key", name="uq_inquiry_mails_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inquiry_mails_inquiry_id", "inquiry_mails", ["inquiry_id"])
    op.create_table(
        "inquiry_moments",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("inquiry_id", BIG, nullable=False),
        sa.Column("what", CHOICE, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("by", BIG),
        sa.Column("how", CHOICE),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("holder_person", BIG),
        sa.Column("holder_body", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("part", BIG),
        sa.Column("letter_id", BIG),
        sa.Column("resolution", CHOICE),
        sa.Column("attribution", CHOICE),
        sa.Column("cause", CHOICE),
        sa.Column("article_id", BIG),
        sa.Column("taken_back_at", MOMENT),
        sa.Column("taken_back_by", BIG),
        sa.PrimaryKeyConstraint("id", name="pk_inquiry_moments"),
        sa.CheckConstraint(
            "(what = 'answered') = (attribution IS NOT NULL)",
            name=op.f("ck_inquiry_moments_attribution_of_answer"),
        ),
        sa.CheckConstraint(
            "(what = 'late') = (cause IS NOT NULL)", name=op.f("ck_inquiry_moments_cause_of_late")
        ),
        sa.CheckConstraint(
            "(what IN ('answered', 'closed')) = (resolution IS NOT NULL)",
            name=op.f("ck_inquiry_moments_resolution_of_end"),
        ),
        sa.CheckConstraint(
            "what <> 'answered' OR (text <> '' AND how IS NOT NULL)",
            name=op.f("ck_inquiry_moments_answer_has_text"),
        ),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["inquiries.id"],
            name="fk_inquiry_moments_inquiry_id",
            ondelete="CASCADE",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_inquiry_moments_inquiry_id_at", "inquiry_moments", ["inquiry_id", "at", "id"]
    )
    op.create_index("ix_inquiry_moments_letter_id", "inquiry_moments", ["letter_id"])
    op.create_table(
        "inquiry_reporters",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("inquiry_id", BIG, nullable=False),
        sa.Column("contact_id", BIG),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inquiry_reporters"),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
            name="fk_inquiry_reporters_contact_id",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["inquiries.id"],
            name="fk_inquiry_reporters_inquiry_id",
            ondelete="CASCADE",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inquiry_reporters_contact_id", "inquiry_reporters", ["contact_id"])
    op.create_index("ix_inquiry_reporters_inquiry_id", "inquiry_reporters", ["inquiry_id"])
    op.create_table(
        "inquiry_parts",
        sa.Column("inquiry_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("left_in", BIG),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inquiry_parts"),
        sa.ForeignKeyConstraint(
            ["inquiry_id"], ["inquiries.id"], name="fk_inquiry_parts_inquiry_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["left_in"],
            ["inquiry_moments.id"],
            name="fk_inquiry_parts_left_in",
            ondelete="SET NULL",
        ),
        sa.UniqueConstraint("inquiry_id", "number", name="uq_inquiry_parts_inquiry_id_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inquiry_parts_left_in", "inquiry_parts", ["left_in"])

    if op.get_bind().dialect.name != "sqlite":
        # The two tables need each other: SQLite is told of one that is to come.
        op.create_foreign_key(
            "fk_inquiries_answer_moment", "inquiries", "inquiry_moments", ["answer_moment"], ["id"]
        )
