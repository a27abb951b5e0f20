"""Keep what the English part of a correction said; those of before are written anew without."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the sentence, which no sending has yet."""
    new = sa.Column("note_in_english", sa.Text(), nullable=False, server_default="")
    op.add_column("dispatches", new)
