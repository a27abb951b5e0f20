"""Archive what was sent, and keep the rules by which it is destroyed.

What had been put in the bin though it was sent is archived since then, in the name of nobody:
the bin would have destroyed it.  A bulletin that was written again under its number meanwhile keeps it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
CHOICE = sa.String(40)

SENT = {
    "drafts": """
        (status = 'released'
        OR EXISTS (
            SELECT 1 FROM edits WHERE edits.kind = 'draft' AND edits.row_id = drafts.id
            AND edits.act = 'exported' AND edits.field = 'word')
        OR EXISTS (
            SELECT 1 FROM messages JOIN letters ON letters.message_id = messages.id
            WHERE messages.about = 'draft:' || CAST(drafts.id AS VARCHAR)
            AND letters.state IN ('sending', 'sent', 'uncertain')))""",
    "bulletins": """
        (EXISTS (
            SELECT 1 FROM edits WHERE edits.kind = 'bulletin' AND edits.row_id = bulletins.id
            AND edits.field = 'may have been sent')
        OR EXISTS (
            SELECT 1 FROM issues JOIN letters ON letters.message_id = issues.message_id
            WHERE issues.bulletin_id = bulletins.id AND letters.state IN ('sending', 'sent', 'uncertain')))""",
}


def upgrade() -> None:
    """Add the columns and the tables; empty the bin of what was sent."""
    archived = sa.text("archived_at IS NOT NULL")
    for table in SENT:
        op.add_column(table, sa.Column("archived_at", MOMENT, nullable=True))
        op.add_column(table, sa.Column("archived_by", BIG, nullable=True))
        op.create_index(
            f"ix_{table}_archived_at",
            table,
            ["archived_at"],
            sqlite_where=archived,
            postgresql_where=archived,
        )
    op.drop_index("uq_bulletins_name_key_number", table_name="bulletins")
    listed = sa.text("binned_at IS NULL AND archived_at IS NULL")
    op.create_index(
        "uq_bulletins_name_key_number",
        "bulletins",
        ["name_key", "number"],
        unique=True,
        sqlite_where=listed,
        postgresql_where=listed,
    )
    _make_rules()
    _make_destructions()
    for table in SENT:
        _take_out_of_bin(table)


def _make_rules() -> None:
    op.create_table(
        "retention_rules",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("years", BIG, nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("added_by", BIG, nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("ended_by", BIG, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_retention_rules"),
        sqlite_autoincrement=True,
    )
    runs = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_retention_rules_kind",
        "retention_rules",
        ["kind"],
        unique=True,
        sqlite_where=runs,
        postgresql_where=runs,
    )


def _make_destructions() -> None:
    op.create_table(
        "destructions",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("rule_id", BIG, nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("row_id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("archived_at", MOMENT, nullable=False),
        sa.Column("by", BIG, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["retention_rules.id"], name="fk_destructions_rule_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_destructions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_destructions_rule_id", "destructions", ["rule_id"], unique=False)
    op.create_index("ix_destructions_kind_row_id", "destructions", ["kind", "row_id"], unique=False)


def _take_out_of_bin(table: str) -> None:
    """Archive what was sent as of when it was put in the bin; note it."""
    rows = sa.table(
        table, sa.column("id"), sa.column("binned_at", MOMENT), sa.column("archived_at", MOMENT)
    )
    sent = sa.and_(rows.c.binned_at.is_not(None), sa.text(SENT[table]))
    names = ("act", "kind", "row_id", "field", "at")
    edits = sa.table("edits", *map(sa.column, names))
    kind = sa.literal(table.removesuffix("s"))
    noted = sa.select(
        sa.literal("archived"), kind, rows.c.id, sa.literal("archive"), rows.c.binned_at
    )
    op.execute(edits.insert().from_select(names, noted.where(sent)))
    op.execute(rows.update().where(sent).values(archived_at=rows.c.binned_at, binned_at=None))
