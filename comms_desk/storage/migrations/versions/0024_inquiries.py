"""Keep the questions of journalists, who asks, what happened to each, and who works on it."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; nobody had asked anything before."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "inquiries",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("outlet_id", number, nullable=True),
        sa.Column("outlet_name", sa.String(), nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("received_by", number, nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("deadline_at", moment, nullable=True),
        sa.Column("deadline_basis", sa.String(length=40), nullable=False),
        sa.Column("on_air_at", moment, nullable=True),
        sa.Column("on_air_basis", sa.String(length=40), nullable=True),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("dossier_id", number, nullable=True),
        sa.Column("spokesperson", number, nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("joined_to", number, nullable=True),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("holder_person", number, nullable=True),
        sa.Column("holder_body", sa.String(), nullable=False),
        sa.Column("held_since", moment, nullable=False),
        sa.Column("due_at", moment, nullable=True),
        sa.Column("order_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("resolution", sa.String(length=40), nullable=True),
        sa.Column("answer_moment", number, nullable=True),
        sa.Column("owes_cause", sa.Boolean(), nullable=False),
        sa.Column("awaits_correction", sa.Boolean(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("archived_at", moment, nullable=True),
        sa.Column("archived_by", number, nullable=True),
        sa.Column("binned_at", moment, nullable=True),
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "(status = 'answered') = (answer_moment IS NOT NULL)",
            name=op.f("ck_inquiries_answer_has_moment"),
        ),
        sa.CheckConstraint(
            "(status IN ('answered', 'closed')) = (ended_at IS NOT NULL)",
            name=op.f("ck_inquiries_hour_of_end"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (resolution IS NULL)",
            name=op.f("ck_inquiries_resolution_of_end"),
        ),
        *_of_answer(),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
            name=op.f("fk_inquiries_dossier_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["joined_to"],
            ["inquiries.id"],
            name=op.f("fk_inquiries_joined_to"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlets.id"], name=op.f("fk_inquiries_outlet_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["spokesperson"],
            ["people.id"],
            name=op.f("fk_inquiries_spokesperson"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiries")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_inquiries_archived_at"),
        "inquiries",
        ["archived_at"],
        unique=False,
        sqlite_where=sa.text("archived_at IS NOT NULL"),
        postgresql_where=sa.text("archived_at IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_inquiries_binned_at"),
        "inquiries",
        ["binned_at"],
        unique=False,
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_inquiries_answer_moment"), "inquiries", ["answer_moment"])
    op.create_index(op.f("ix_inquiries_dossier_id"), "inquiries", ["dossier_id"], unique=False)
    op.create_index(
        op.f("ix_inquiries_holder_person"), "inquiries", ["holder_person"], unique=False
    )
    op.create_index(op.f("ix_inquiries_joined_to"), "inquiries", ["joined_to"], unique=False)
    op.create_index("ix_inquiries_message_id", "inquiries", ["message_id"], unique=False)
    op.create_index("ix_inquiries_order_at_id", "inquiries", ["order_at", "id"], unique=False)
    op.create_index(op.f("ix_inquiries_outlet_id"), "inquiries", ["outlet_id"], unique=False)
    op.create_index("ix_inquiries_received_at_id", "inquiries", ["received_at", "id"], unique=False)
    op.create_index(op.f("ix_inquiries_spokesperson"), "inquiries", ["spokesperson"], unique=False)
    op.create_table(
        "inquiry_moments",
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.Column("inquiry_id", number, nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("noted_at", moment, nullable=False),
        sa.Column("by", number, nullable=True),
        sa.Column("how", sa.String(length=40), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("holder_person", number, nullable=True),
        sa.Column("holder_body", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("part", number, nullable=True),
        sa.Column("letter_id", number, nullable=True),
        sa.Column("resolution", sa.String(length=40), nullable=True),
        sa.Column("attribution", sa.String(length=40), nullable=True),
        sa.Column("cause", sa.String(length=40), nullable=True),
        sa.Column("article_id", number, nullable=True),
        sa.Column("taken_back_at", moment, nullable=True),
        sa.Column("taken_back_by", number, nullable=True),
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
            name=op.f("fk_inquiry_moments_inquiry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_moments")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_inquiry_moments_inquiry_id_at",
        "inquiry_moments",
        ["inquiry_id", "at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_inquiry_moments_letter_id"), "inquiry_moments", ["letter_id"], unique=False
    )
    op.create_table(
        "inquiry_parts",
        sa.Column("inquiry_id", number, nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("due_at", moment, nullable=True),
        sa.Column("left_in", number, nullable=True),
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["inquiries.id"],
            name=op.f("fk_inquiry_parts_inquiry_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["left_in"],
            ["inquiry_moments.id"],
            name=op.f("fk_inquiry_parts_left_in"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_parts")),
        sa.UniqueConstraint(
            "inquiry_id", "number", name=op.f("uq_inquiry_parts_inquiry_id_number")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_inquiry_parts_left_in"), "inquiry_parts", ["left_in"])
    op.create_table(
        "inquiry_reporters",
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.Column("inquiry_id", number, nullable=False),
        sa.Column("contact_id", number, nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
            name=op.f("fk_inquiry_reporters_contact_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["inquiries.id"],
            name=op.f("fk_inquiry_reporters_inquiry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_reporters")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_inquiry_reporters_contact_id"), "inquiry_reporters", ["contact_id"], unique=False
    )
    op.create_index(
        op.f("ix_inquiry_reporters_inquiry_id"), "inquiry_reporters", ["inquiry_id"], unique=False
    )
    op.create_table(
        "inquiry_at_work",
        sa.Column("inquiry_id", number, autoincrement=False, nullable=False),
        sa.Column("person", number, autoincrement=False, nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("taken_over_by", number, nullable=True),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["inquiries.id"],
            name=op.f("fk_inquiry_at_work_inquiry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("inquiry_id", "person", name=op.f("pk_inquiry_at_work")),
    )
    if op.get_bind().dialect.name != "sqlite":
        op.create_foreign_key(
            op.f("fk_inquiries_answer_moment"),
            "inquiries",
            "inquiry_moments",
            ["answer_moment"],
            ["id"],
        )


def _of_answer() -> tuple[sa.ForeignKeyConstraint, ...]:
    """Return what ties an answer to its moment where it can be said of a table to come."""
    if op.get_bind().dialect.name != "sqlite":
        return ()
    return (
        sa.ForeignKeyConstraint(
            ["answer_moment"], ["inquiry_moments.id"], name=op.f("fk_inquiries_answer_moment")
        ),
    )
