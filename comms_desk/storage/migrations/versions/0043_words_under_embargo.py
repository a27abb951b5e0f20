"""Know the words of texts, which an embargo holds."""

from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from alembic import op

from comms_desk.text.fingerprints import as_bytes, fingerprints
from comms_desk.text.markdown import read_markdown, write_plain

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

TEXTS = """
    SELECT drafts.id, drafts.title, drafts.subtitle, source, contact, speaker, text
    FROM drafts JOIN draft_revisions ON draft_revisions.id = head_id
"""
KEEP = """
    INSERT INTO embargo_words (kind, row_id, title, numbers)
    VALUES ('draft', :id, :title, :numbers)
"""


def upgrade() -> None:
    """Make the table; know the words of every text that is there."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "embargo_words",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("row_id", number, autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "row_id", name=op.f("pk_embargo_words")),
    )
    connection = op.get_bind()
    for each in list(_words(connection)):
        connection.execute(sa.text(KEEP), each)


def _words(connection: sa.Connection) -> Iterator[Mapping[str, object]]:
    for row in connection.execute(sa.text(TEXTS)):
        names = f"{row.title}\n{row.subtitle}\n{row.source}\n{row.contact}\n{row.speaker}"
        numbers = fingerprints(write_plain(read_markdown(row.text))) - fingerprints(names)
        yield {"id": row.id, "title": row.title, "numbers": as_bytes(numbers)}
