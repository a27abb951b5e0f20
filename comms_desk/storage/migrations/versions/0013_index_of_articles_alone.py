"""Have the full-text index know articles alone: nothing asked it of dossiers and texts."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop what was kept for nobody."""
    for subject in ("draft", "dossier"):
        op.execute(f"DROP TABLE fulltext_{subject}")
