"""Keep what else a message has the words of: an embargo on that holds its letters too."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

FILL = """
UPDATE messages SET below = (
    SELECT 'draft:' || english_id FROM english_versions
    WHERE 'draft:' || draft_id = messages.about AND at <= messages.created_at
)
WHERE about LIKE 'draft:%' AND html LIKE '%<td lang="en"%'
"""
"""English that was recorded before the message was made, in a message that has some."""


def upgrade() -> None:
    """Add it, and say it of what has an English version below its text."""
    op.add_column("messages", sa.Column("below", sa.String(), nullable=True))
    op.create_index("ix_messages_below", "messages", ["below"])
    op.execute(FILL)
