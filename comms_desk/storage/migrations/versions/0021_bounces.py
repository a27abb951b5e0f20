"""Keep what came back to the sender: which address was refused, how finally, in what words."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nothing was read before."""
    op.create_table(
        "bounces",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("letter_id", BIG, nullable=True),
        sa.Column("address_key", sa.String(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_bounces"),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name="fk_bounces_letter_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("digest", name="uq_bounces_digest"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_bounces_letter_id", "bounces", ["letter_id"])
    op.create_index("ix_bounces_address_key", "bounces", ["address_key"])
    op.create_index("ix_bounces_decided_at_kind", "bounces", ["decided_at", "kind"])
