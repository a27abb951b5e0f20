"""Keep whatever an import leaves out, and how many employees a sending did not choose.

Of an import that was its refused rows alone, without their cells.
"""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.altering import altering

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

imports = sa.table(
    "imports", sa.column("id"), sa.column("counts", sa.JSON()), sa.column("left_out", sa.JSON())
)


def upgrade() -> None:
    """Keep the refused rows of before, of which the cells are not known; all were chosen then."""
    op.add_column("issues", sa.Column("unchosen", BIG, nullable=False, server_default="0"))
    with altering("imports") as batch:
        batch.alter_column("refused", new_column_name="left_out")
    connection = op.get_bind()
    for row in connection.execute(sa.select(imports)).all():
        kept = {"headings": [], "rows": [_row(**each) for each in row.left_out]}
        counts = {**row.counts, "left_out": row.counts["refused"]}
        those = imports.update().where(imports.c.id == row.id)
        connection.execute(those.values(counts=counts, left_out=kept))


def _row(*, line: int, name: str, error: str, facts: dict[str, object]) -> dict[str, object]:
    return {
        "line": line,
        "name": name,
        "is_refused": True,
        "reasons": [{"error": error, "facts": facts}],
        "disputed": [],
        "cells": [],
    }
