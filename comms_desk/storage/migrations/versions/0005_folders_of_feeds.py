"""Keep the folder in which a list of feeds had each of them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the folder; the feeds of before have none."""
    op.add_column("feeds", sa.Column("folder", sa.String(), nullable=False, server_default=""))
