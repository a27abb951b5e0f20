"""Say for whom a letter is, what it answers, and who is not to be contacted.

Whoever is marked as not to be contacted is barred from now on.  Their addresses stay on the
exclusion list, where they were put: only a person takes an address off it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

BAR_THE_MARKED = """
INSERT INTO barred (ref, note, "by", "at")
SELECT 'contact:' || contacts.id, '', marked."by", COALESCE(marked."at", CURRENT_TIMESTAMP)
FROM contacts
LEFT JOIN edits AS marked ON marked.id = (
    SELECT max(edits.id) FROM edits
    WHERE edits.kind = 'contact' AND edits.row_id = contacts.id
    AND edits.field = 'do_not_contact'
)
WHERE contacts.do_not_contact
"""
"""Who marked them, and when, where an edit says so: not of those who came marked."""


def upgrade() -> None:
    """No letter of before says for whom it is."""
    op.create_table(
        "letter_persons",
        sa.Column("letter_id", BIG, autoincrement=False, nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["letters.id"],
            name="fk_letter_persons_letter_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("letter_id", "ref", name="pk_letter_persons"),
    )
    op.create_index("ix_letter_persons_ref_letter_id", "letter_persons", ["ref", "letter_id"])
    op.create_table(
        "barred",
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by", BIG, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("ref", name="pk_barred"),
    )
    op.add_column("letters", sa.Column("lead_s", BIG, nullable=True))
    op.add_column(
        "messages", sa.Column("in_reply_to", sa.String(), nullable=False, server_default="")
    )
    op.add_column(
        "messages", sa.Column("references", sa.Text(), nullable=False, server_default="[]")
    )
    op.add_column(
        "contacts",
        sa.Column("do_not_contact_reason", sa.String(), nullable=False, server_default=""),
    )
    op.execute(BAR_THE_MARKED)
