"""Know what the outlet of an article is called, where the directory has none of that name."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the name; those that are there came by feeds, which have theirs."""
    source = sa.Column("source", sa.String(), nullable=False, server_default="")
    op.add_column("articles", source)
