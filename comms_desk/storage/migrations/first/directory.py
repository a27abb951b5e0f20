"""The first tables of outlets, contacts and positions."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT


def make() -> None:
    """Make them, and their indexes."""
    op.create_table(
        "contacts",
        sa.Column(
            "sort_key",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("language", CHOICE, nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("do_not_contact", sa.Boolean(), nullable=False),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("binned_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_contacts_binned_at", "contacts", ["binned_at"], unique=False)
    op.create_index("ix_contacts_sort_key_id", "contacts", ["sort_key", "id"], unique=False)
    op.create_table(
        "outlets",
        sa.Column(
            "sort_key",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("language", CHOICE, nullable=False),
        sa.Column("reach", CHOICE, nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("owner_group", sa.String(), nullable=False),
        sa.Column("deadlines", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("review_licence", CHOICE, nullable=False),
        sa.Column("licence_until", sa.Date(), nullable=True),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("binned_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outlets"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outlets_binned_at", "outlets", ["binned_at"], unique=False)
    op.create_index(
        "uq_outlets_sort_key",
        "outlets",
        ["sort_key"],
        unique=True,
        sqlite_where=sa.text("binned_at IS NULL"),
        postgresql_where=sa.text("binned_at IS NULL"),
    )
    op.create_table(
        "contact_addresses",
        sa.Column("contact", BIG, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact"], ["contacts.id"], name="fk_contact_addresses_contact", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contact", "key", name="pk_contact_addresses"),
    )
    op.create_index("ix_contact_addresses_key", "contact_addresses", ["key"], unique=False)
    op.create_table(
        "positions",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("contact", BIG, nullable=False),
        sa.Column("outlet", BIG, nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("beats", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("emails", sa.Text(), nullable=False),
        sa.Column("phones", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact"], ["contacts.id"], name="fk_positions_contact", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["outlet"], ["outlets.id"], name="fk_positions_outlet"),
        sa.PrimaryKeyConstraint("id", name="pk_positions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_positions_contact", "positions", ["contact"], unique=False)
    op.create_index("ix_positions_outlet", "positions", ["outlet"], unique=False)
