"""Keep the rhythm of each feed, and which ones of a starter list are still tried."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; the rhythm is learnt from what comes next."""
    op.add_column("feed_states", sa.Column("rhythm", sa.LargeBinary(), nullable=True))
    trial: sa.Column[bool] = sa.Column(
        "on_trial", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("feed_states", trial)
