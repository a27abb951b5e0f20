"""Every table of the desk, and its full-text indexes.

It has the number of the last of the revisions that it stands for: the desks that went through them
have these very tables, and run nothing.
"""

from alembic import op

from comms_desk.storage.migrations.first import (
    directory,
    drafting,
    inquiries,
    internal,
    mail,
    news,
    planning,
    storage,
    watch,
)

revision = "0054"
down_revision = None
branch_labels = None
depends_on = None


INDEXES = {
    "fulltext_article": "title, body, content='', contentless_delete=1, tokenize='ascii'",
    "fulltext_contact": "words, detail=none, columnsize=0, tokenize='ascii', prefix='1 2 3 4'",
    "fulltext_said": "words, content='', contentless_delete=1, detail=none, tokenize='ascii'",
}
"""Of each index what FTS5 is told of it."""


def upgrade() -> None:
    """Make the tables in the order in which they need each other."""
    for part in (storage, planning, mail, directory, news, watch, drafting, inquiries, internal):
        part.make()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, columns in INDEXES.items():
        if is_sqlite:
            op.execute(f"CREATE VIRTUAL TABLE {table} USING fts5({columns})")
        else:
            op.execute(f"CREATE TABLE {table} (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
            op.execute(f"CREATE INDEX ix_{table}_words ON {table} USING GIN (words)")
    if is_sqlite:
        op.execute(
            "CREATE VIRTUAL TABLE fulltext_contact_terms USING fts5vocab(fulltext_contact, instance)"
        )
