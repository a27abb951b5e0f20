"""Keep holds: what may not be destroyed, why, by whom, and until when that was so."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table; nothing is held yet."""
    op.create_table(
        "holds",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=True),
        sa.Column("row_id", BIG, nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("placed_by", BIG, nullable=True),
        sa.Column("placed_at", MOMENT, nullable=False),
        sa.Column("lifted_by", BIG, nullable=True),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.Column("lifted_because", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
        sqlite_autoincrement=True,
    )
