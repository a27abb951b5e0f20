"""Have the old edits of a text's dossier name the field as it is called now."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

edits = sa.table("edits", sa.column("kind"), sa.column("field"))


def upgrade() -> None:
    """Rename it, so that the history of the text puts it back."""
    op.execute(
        edits.update()
        .where(edits.c.kind == "draft", edits.c.field == "dossier_id")
        .values(field="dossier")
    )
