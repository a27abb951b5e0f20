"""Have the index of the bin know what is in the bin alone.

It had every row, under nothing: SQLite took it for the way to what is on the desk, and read and
sorted all of it for one page, and again for each five hundred rows asked by their ids.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    *("contacts", "outlets", "drafts", "bulletins", "employees"),
    *("dossiers", "watches", "feeds"),
)


def upgrade() -> None:
    """Make each again, of what is in the bin."""
    inside = sa.text("binned_at IS NOT NULL")
    for table in TABLES:
        name = f"ix_{table}_binned_at"
        op.drop_index(name, table_name=table)
        op.create_index(name, table, ["binned_at"], sqlite_where=inside, postgresql_where=inside)
