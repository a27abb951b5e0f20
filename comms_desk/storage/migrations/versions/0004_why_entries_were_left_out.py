"""Keep why entries of a feed's last document were left out, beside how many they are."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the reasons; those of documents read before are known at the next poll."""
    column = sa.Column("left_out_why", sa.String(), nullable=False, server_default="")
    op.add_column("feed_states", column)
