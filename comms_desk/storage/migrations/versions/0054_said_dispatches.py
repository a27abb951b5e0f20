"""Note which sendings « déjà dit » has: a later correction is said once it left, and then alone."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

SAID = """
    UPDATE dispatches SET is_said = :yes
    WHERE draft_id IN (SELECT id FROM drafts WHERE status = 'corrected')
"""
"""A corrected text says its last correction by now; of another none has left."""


def upgrade() -> None:
    """Add the column, true for what was said."""
    column: sa.Column[bool] = sa.Column(
        "is_said", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("dispatches", column)
    op.get_bind().execute(sa.text(SAID), {"yes": True})
