"""Know when nobody sent, and how many e-mails were late for it."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import MOMENT

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; of what was before nothing is known."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "sending_stops",
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("letters", number, nullable=False),
        sa.Column("account_id", number, nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sending_stops")),
        sqlite_autoincrement=True,
    )
