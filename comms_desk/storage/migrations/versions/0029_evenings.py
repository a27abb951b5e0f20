"""Know for whom the end of a day has left."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; none is known of before."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "inquiry_evenings",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("address_key", sa.String(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("message_id", number, nullable=False),
        sa.PrimaryKeyConstraint("day", "address_key", name=op.f("pk_inquiry_evenings")),
    )
