"""Keep what the files of a message say: an embargo is asked about it while its letters wait.

What waits already was asked about its own words alone: its files are those of its own text.
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty for the messages that are there."""
    words = sa.Column("words_of_files", sa.String(), nullable=False, server_default="")
    op.add_column("messages", words)
