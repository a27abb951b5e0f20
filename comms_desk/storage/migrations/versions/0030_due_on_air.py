"""Have an open inquiry whose deadline nobody knows be due when it is published or on air."""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Write the hour where it is read and sorted by; what happens next derives it."""
    op.execute(
        "UPDATE inquiries SET due_at = on_air_at, order_at = on_air_at "
        "WHERE due_at IS NULL AND ended_at IS NULL AND on_air_at > received_at"
    )


def downgrade() -> None:
    """Take it out again."""
    op.execute(
        "UPDATE inquiries SET due_at = NULL "
        "WHERE ended_at IS NULL AND deadline_at IS NULL AND due_at = on_air_at"
    )
