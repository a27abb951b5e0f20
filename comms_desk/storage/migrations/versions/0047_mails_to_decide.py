"""Keep what was not read of a mail, where its answer may go, and the mails that wait to be sorted.

Of the mails of before nothing kept says it: their inquiries are as they were.
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two lists to the inquiries, and make the table."""
    for name in ("reply_choices", "left_unread"):
        new = sa.Column(name, sa.Text(), nullable=False, server_default="[]")
        op.add_column("inquiries", new)
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "mails_to_sort",
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("begins", sa.String(), nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("left_at", moment, nullable=True),
        sa.Column("left_by", number, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails_to_sort")),
        sa.UniqueConstraint("digest", name=op.f("uq_mails_to_sort_digest")),
        sqlite_autoincrement=True,
    )
