"""The first tables of outlets, contacts and lists."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT, SORTED


def make() -> None:
    """Make them, and their indexes."""
    op.create_table(
        "bylines",
        sa.Column("name", SORTED, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_bylines"),
    )
    op.create_index("ix_bylines_last_at", "bylines", ["last_at"])
    op.create_table(
        "contacts",
        sa.Column("sort_key", SORTED, nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("language", CHOICE, nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("do_not_contact", sa.Boolean(), nullable=False),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("binned_at", MOMENT),
        sa.Column("do_not_contact_reason", sa.String(), nullable=False, server_default=""),
        sa.Column("signs_as", SORTED, nullable=False, server_default=""),
        sa.Column("form_of_address", sa.String(), nullable=False, server_default=""),
        sa.Column("verified_on", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_contacts_binned_at",
        "contacts",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index("ix_contacts_signs_as", "contacts", ["signs_as"])
    op.create_index("ix_contacts_sort_key_id", "contacts", ["sort_key", "id"])
    op.create_table(
        "lists",
        sa.Column("sort_key", SORTED, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("rank", BIG, nullable=False),
        sa.Column("early_minutes", BIG, nullable=False),
        sa.Column("filter", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("binned_at", MOMENT),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lists"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_lists_binned_at",
        "lists",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index(
        "uq_lists_sort_key",
        "lists",
        ["sort_key"],
        unique=True,
        sqlite_where=sa.text("binned_at IS NULL"),
        postgresql_where=sa.text("binned_at IS NULL"),
    )
    op.create_table(
        "outlets",
        sa.Column("sort_key", SORTED, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("language", CHOICE, nullable=False),
        sa.Column("reach", CHOICE, nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("owner_group", sa.String(), nullable=False),
        sa.Column("deadlines", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("review_licence", CHOICE, nullable=False),
        sa.Column("licence_until", sa.Date()),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("binned_at", MOMENT),
        sa.Column("emails", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("phones", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("note", sa.String(), nullable=False, server_default=""),
        sa.Column("also_called", sa.Text(), nullable=False, server_default="[]"),
        sa.PrimaryKeyConstraint("id", name="pk_outlets"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outlets_binned_at",
        "outlets",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index(
        "uq_outlets_sort_key",
        "outlets",
        ["sort_key"],
        unique=True,
        sqlite_where=sa.text("binned_at IS NULL"),
        postgresql_where=sa.text("binned_at IS NULL"),
    )
    op.create_table(
        "byline_answers",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("outlet_id", BIG),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("by", BIG),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_byline_answers"),
        sa.ForeignKeyConstraint(
            ["outlet_id"],
            ["outlets.id"],
            name="fk_byline_answers_outlet_id_outlets",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by"], ["people.id"], name="fk_byline_answers_by_people", ondelete="SET NULL"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_byline_answers_key", "byline_answers", ["key"])
    op.create_table(
        "contact_addresses",
        sa.Column("contact", BIG, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("how", CHOICE),
        sa.Column("source", sa.String(), nullable=False, server_default=""),
        sa.Column("since", sa.Date()),
        sa.PrimaryKeyConstraint("contact", "key", name="pk_contact_addresses"),
        sa.ForeignKeyConstraint(
            ["contact"], ["contacts.id"], name="fk_contact_addresses_contact", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_contact_addresses_key", "contact_addresses", ["key"])
    op.create_table(
        "list_members",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("list_id", BIG, nullable=False),
        sa.Column("contact", BIG),
        sa.Column("outlet", BIG),
        sa.Column("address_key", sa.String()),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_list_members"),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lists.id"], name="fk_list_members_list_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact"], ["contacts.id"], name="fk_list_members_contact", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["outlet"], ["outlets.id"], name="fk_list_members_outlet", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_list_members_contact", "list_members", ["contact"])
    op.create_index("ix_list_members_outlet", "list_members", ["outlet"])
    op.create_index(
        "uq_list_members_list_id_address_key",
        "list_members",
        ["list_id", "address_key"],
        unique=True,
    )
    op.create_index(
        "uq_list_members_list_id_contact", "list_members", ["list_id", "contact"], unique=True
    )
    op.create_index(
        "uq_list_members_list_id_outlet", "list_members", ["list_id", "outlet"], unique=True
    )
    op.create_table(
        "positions",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("contact", BIG, nullable=False),
        sa.Column("outlet", BIG),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("beats", sa.Text(), nullable=False),
        sa.Column("started_on", sa.String()),
        sa.Column("ended_on", sa.String()),
        sa.Column("emails", sa.Text(), nullable=False),
        sa.Column("phones", sa.Text(), nullable=False),
        sa.Column("held_from", sa.Date()),
        sa.Column("held_until", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_positions"),
        sa.ForeignKeyConstraint(["outlet"], ["outlets.id"], name="fk_positions_outlet"),
        sa.ForeignKeyConstraint(
            ["contact"], ["contacts.id"], name="fk_positions_contact", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_positions_contact", "positions", ["contact"])
    op.create_index("ix_positions_outlet", "positions", ["outlet"])
