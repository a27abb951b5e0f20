"""Know each number that a text was given, so that none is given again.

Of two texts that have the same the first keeps it: one that left before one that did not.  The
other keeps it as well, as it is: nothing is lost, and the text says with which it shares it.
"""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT
from comms_desk.text.fold import tokens

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

NAMES = frozenset(("n", "no", "nos", "num", "numero", "number"))
NUMBERED = (
    "SELECT id, language, number, status, created_by, created_at FROM drafts WHERE number <> ''"
)


def upgrade() -> None:
    """Note the numbers of the texts that are there, those in the bin and in the archive too."""
    given = op.create_table(
        "draft_numbers",
        sa.Column("language", CHOICE, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("by", BIG, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("language", "key", name=op.f("pk_draft_numbers")),
    )
    op.create_index(op.f("ix_draft_numbers_draft_id"), "draft_numbers", ["draft_id"])
    rows = op.get_bind().execute(sa.text(NUMBERED).columns(created_at=MOMENT)).all()
    found: dict[tuple[str, str], dict[str, object]] = {}
    for row in sorted(rows, key=lambda row: (row.status == "draft", row.id)):
        if key := _key(row.number):
            said = {"language": row.language, "key": key, "number": row.number.strip()}
            said |= {"draft_id": row.id, "by": row.created_by, "at": row.created_at}
            found.setdefault((row.language, key), said)
    if found:
        op.bulk_insert(given, list(found.values()))


def _key(number: str) -> str:
    parts = tokens(number)
    if parts and parts[0] in NAMES:
        parts = parts[1:]
    return "-".join(parts) if any(map(str.isdigit, number)) else ""
