"""Every table of the first desk, and its full-text index."""

from alembic import op

from comms_desk.storage.migrations.first import (
    directory,
    drafting,
    internal,
    mail,
    planning,
    storage,
    watch,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INDEXED = ("article", "draft", "dossier")


def upgrade() -> None:
    """Make the tables in the order in which they need each other."""
    for part in (storage, planning, mail, directory, watch, drafting, internal):
        part.make()
    for subject in INDEXED:
        full_text(f"fulltext_{subject}")


def full_text(table: str) -> None:
    """Make the index of one kind of thing, as `storage.fulltext` uses it."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5(title, body, "
            "content='', contentless_delete=1, tokenize='ascii')"
        )
    else:
        op.execute(f"CREATE TABLE {table} (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute(f"CREATE INDEX ix_{table}_words ON {table} USING GIN (words)")
