"""Keep when all sending was stopped, by whom and why, and what was let go meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables; nothing was frozen before."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "freezes",
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", number, nullable=True),
        sa.Column("at", moment, nullable=False),
        sa.Column("lifted_by", number, nullable=True),
        sa.Column("lifted_at", moment, nullable=True),
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freezes")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "freeze_lifts",
        sa.Column("freeze_id", number, nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("by", number, nullable=True),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["freeze_id"],
            ["freezes.id"],
            name=op.f("fk_freeze_lifts_freeze_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("freeze_id", "about", name=op.f("pk_freeze_lifts")),
    )
