"""Say how many recipients an account may write to in 24 hours; none of before has a limit."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the limit, which no account has yet."""
    op.add_column("accounts", sa.Column("recipients_a_day", BIG, nullable=True))
