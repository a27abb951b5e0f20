"""Know the figures of texts, and names by their own capitals; have room for signed passages.

The table of words says nothing that the texts do not: it is made anew.
"""

from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import MOMENT
from comms_desk.text.fingerprints import (
    as_bytes,
    figures_with_nouns,
    fingerprints,
    without_names,
)
from comms_desk.text.markdown import read_markdown, write_plain

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

TEXTS = """
    SELECT drafts.id, drafts.title, drafts.subtitle, source, contact, speaker, text
    FROM drafts JOIN draft_revisions ON draft_revisions.id = head_id
"""
KEEP = """
    INSERT INTO embargo_words (kind, row_id, title, numbers, figures)
    VALUES ('draft', :id, :title, :numbers, :figures)
"""


def upgrade() -> None:
    """Make the tables; know the words and figures of every text that is there."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.drop_table("embargo_words")
    op.create_table(
        "embargo_words",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("row_id", number, autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.Column("figures", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "row_id", name=op.f("pk_embargo_words")),
    )
    op.create_table(
        "embargo_passages",
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("row_id", number, nullable=False),
        sa.Column("inside", sa.String(), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("granted_by", number, nullable=True),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embargo_passages")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_embargo_passages_of", "embargo_passages", ["kind", "row_id"])
    connection = op.get_bind()
    for each in list(_words(connection)):
        connection.execute(sa.text(KEEP), each)


def _words(connection: sa.Connection) -> Iterator[Mapping[str, object]]:
    for row in connection.execute(sa.text(TEXTS)):
        text = write_plain(read_markdown(row.text))
        names = f"{row.title}\n{row.subtitle}\n{row.source}\n{row.contact}\n{row.speaker}"
        numbers = without_names(text) - fingerprints(names)
        figures = figures_with_nouns(text).keys()
        kept = {"numbers": as_bytes(numbers), "figures": as_bytes(figures)}
        yield {"id": row.id, "title": row.title, **kept}
