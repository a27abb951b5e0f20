"""Keep the forms that somebody began to fill in."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make their table; what the version before kept in files is taken up as the desk opens."""
    op.create_table(
        "unfinished_forms",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("changes", BIG, nullable=True),
        sa.Column("fields", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("in_front", sa.Boolean(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unfinished_forms"),
        sa.UniqueConstraint("person", "key", name="uq_unfinished_forms_person_key"),
        sqlite_autoincrement=True,
    )
