"""Know again the mails by which inquiries came, and to whom one may have to be passed."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and add the column; no mail was taken in before."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    referral = sa.Column("referral", sa.String(), nullable=False, server_default="")
    op.add_column("inquiries", referral)
    op.create_table(
        "inquiry_mails",
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.Column("inquiry_id", number, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["inquiries.id"],
            name=op.f("fk_inquiry_mails_inquiry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_mails")),
        sa.UniqueConstraint("key", name=op.f("uq_inquiry_mails_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_inquiry_mails_inquiry_id"), "inquiry_mails", ["inquiry_id"], unique=False
    )
