"""Keep of which letters the server was told the name of the envelope, to give it back in a report.

Of those that left before nothing kept says it: their Message-ID proves them, as it did.  A report
that nothing proves marks no letter any more, unless somebody excluded its address for it: so it is
with those that somebody decided about.
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it to the letters, and say of which reports a person said that they are true."""
    new: sa.Column[bool] = sa.Column(
        "envelope_named", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("letters", new)
    op.execute(
        "UPDATE bounces SET is_proven = TRUE WHERE kind = 'hard' AND decided_at IS NOT NULL AND EXISTS"
        " (SELECT 1 FROM suppressions WHERE suppressions.address_key = bounces.address_key"
        " AND suppressions.because = 'bounced')"
    )
