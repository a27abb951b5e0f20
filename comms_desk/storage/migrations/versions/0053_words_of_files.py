"""Keep what the files of a message say: an embargo is asked about it while its letters wait.

What waits already was asked about its own words alone: its files are those of its own text.  The
words of a text on both sides of an address are in a row by now: such texts are known anew.
"""

import sqlalchemy as sa
from alembic import op

from comms_desk.text.fingerprints import as_bytes, fingerprints, without_names
from comms_desk.text.markdown import read_markdown, write_plain

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

TEXTS = """
    SELECT drafts.id, drafts.title, drafts.subtitle, source, contact, speaker, text
    FROM drafts JOIN draft_revisions ON draft_revisions.id = head_id
    WHERE text LIKE '%](%' OR text LIKE '%www.%' OR text LIKE '%http%' OR text LIKE '%@%'
"""
KEEP = "UPDATE embargo_words SET numbers = :numbers WHERE kind = 'draft' AND row_id = :id"


def upgrade() -> None:
    """Add the column, empty for the messages that are there; know texts with addresses anew."""
    words = sa.Column("words_of_files", sa.String(), nullable=False, server_default="")
    op.add_column("messages", words)
    connection = op.get_bind()
    for row in connection.execute(sa.text(TEXTS)).all():
        names = f"{row.title}\n{row.subtitle}\n{row.source}\n{row.contact}\n{row.speaker}"
        numbers = without_names(write_plain(read_markdown(row.text))) - fingerprints(names)
        connection.execute(sa.text(KEEP), {"id": row.id, "numbers": as_bytes(numbers)})
