"""Keep what people call an outlet besides its name."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the names; those that are there have none yet."""
    new = sa.Column("also_called", sa.Text(), nullable=False, server_default="[]")
    op.add_column("outlets", new)
