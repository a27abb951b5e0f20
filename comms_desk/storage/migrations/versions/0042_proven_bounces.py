"""Tell what is proven of what came back, and ask once about those excluded without it."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.altering import altering

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Ask about each address that a report excluded, though somebody left it so.

    What such a report bore was not kept: none of them proves anything now.  Whom a person excluded
    bears no note, and is not asked about.
    """
    with altering("bounces") as batch:
        batch.add_column(
            sa.Column("is_proven", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(
        "UPDATE bounces SET decided_at = NULL, decided_by = NULL WHERE kind = 'hard' AND EXISTS ("
        "SELECT 1 FROM suppressions WHERE suppressions.address_key = bounces.address_key"
        " AND suppressions.because = 'bounced' AND suppressions.note <> '')"
    )
