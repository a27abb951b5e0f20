"""Have lists of whom texts are sent to: fixed ones with their people, and saved filters."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables; there was none before."""
    by_bytes = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "lists",
        sa.Column("sort_key", by_bytes, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("rank", BIG, nullable=False),
        sa.Column("early_minutes", BIG, nullable=False),
        sa.Column("filter", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("binned_at", MOMENT, nullable=True),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lists"),
        sqlite_autoincrement=True,
    )
    outside = sa.text("binned_at IS NULL")
    inside = sa.text("binned_at IS NOT NULL")
    op.create_index(
        "uq_lists_sort_key",
        "lists",
        ["sort_key"],
        unique=True,
        sqlite_where=outside,
        postgresql_where=outside,
    )
    op.create_index(
        "ix_lists_binned_at",
        "lists",
        ["binned_at"],
        sqlite_where=inside,
        postgresql_where=inside,
    )
    op.create_table(
        "list_members",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("list_id", BIG, nullable=False),
        sa.Column("contact", BIG, nullable=True),
        sa.Column("outlet", BIG, nullable=True),
        sa.Column("address_key", sa.String(), nullable=True),
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
    for column in ("contact", "outlet", "address_key"):
        op.create_index(
            f"uq_list_members_list_id_{column}", "list_members", ["list_id", column], unique=True
        )
    for column in ("contact", "outlet"):
        op.create_index(f"ix_list_members_{column}", "list_members", [column])
