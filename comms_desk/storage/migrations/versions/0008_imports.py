"""Keep what was brought in, and which columns a person says are which."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables; what was brought in before has no row."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "imports",
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("by", number, nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("written", sa.JSON(), nullable=False),
        sa.Column("undone_at", moment, nullable=True),
        sa.Column("undone_by", number, nullable=True),
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "import_columns",
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("headings", sa.String(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("by", number, nullable=True),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("subject", "headings", name=op.f("pk_import_columns")),
    )
