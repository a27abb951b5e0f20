"""Keep the addresses and telephones of an outlet's newsroom."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; the outlets of before have none."""
    for name in ("emails", "phones"):
        op.add_column("outlets", sa.Column(name, sa.Text(), nullable=False, server_default="[]"))
