"""Say which messages leave in blind copies, with whom, and to how many an account lets them.

No message did before; Microsoft 365 takes more readers than what every server has to.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add all three, with what each kind of account lets a message have."""
    blind: sa.Column[bool] = sa.Column(
        "blind", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("messages", blind)
    op.add_column("letters", sa.Column("left_with", BIG, nullable=True))
    readers = sa.Column("recipients_a_message", BIG, nullable=False, server_default="100")
    op.add_column("accounts", readers)
    op.execute("UPDATE accounts SET recipients_a_message = 500 WHERE kind = 'm365'")
