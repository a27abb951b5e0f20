"""Have an index know the words of contacts, in the order of their names.

Every letter typed in the Directory read all of their words.
"""

# ruff: noqa: S608 - the name of the table is ours, every value is bound

from collections import defaultdict
from collections.abc import Iterator
from itertools import batched

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLE = "fulltext_contact"
ROWS_AT_ONCE = 5_000
LETTERS, BASE, ID_BITS = 7, 29, 28


def upgrade() -> None:
    """Make it, of all contacts that are not in the bin."""
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        op.execute(
            f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, detail=none, columnsize=0, "
            "tokenize='ascii', prefix='1 2 3 4')"
        )
        op.execute(f"CREATE VIRTUAL TABLE {TABLE}_terms USING fts5vocab({TABLE}, instance)")
        put = f"INSERT INTO {TABLE} (rowid, words) VALUES (:place, :words)"
    else:
        op.execute(f"CREATE TABLE {TABLE} (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute(f"CREATE INDEX ix_{TABLE}_words ON {TABLE} USING GIN (words)")
        put = (
            f"INSERT INTO {TABLE} (id, words) "
            "VALUES (:place, array_to_tsvector(CAST(:words AS text[])))"
        )
    for some in batched(entries(connection), ROWS_AT_ONCE):
        rows = [
            {"place": place, "words": " ".join(words) if is_sqlite else words}
            for place, words in some
        ]
        connection.execute(sa.text(put), rows)


def entries(connection: sa.Connection) -> Iterator[tuple[int, list[str]]]:
    """Yield where each contact stands in the index, and its words, by name."""
    held = "SELECT contact, sort_key FROM positions JOIN outlets ON outlets.id = outlet"
    at: dict[int, set[str]] = defaultdict(set)
    for contact, named in connection.execute(sa.text(held)):
        at[contact].update(named.split())
    said = "SELECT id, sort_key, search_text FROM contacts WHERE binned_at IS NULL"
    rows = connection.execute(sa.text(said))
    stand = sorted((place(sort_key, number), number, words) for number, sort_key, words in rows)
    for stands, number, words in stand:
        yield stands, sorted({word[:200] for word in (*words.split(), *at[number])})


def place(sort_key: str, number: int) -> int:
    """Return where a contact stands: by the first letters of its name."""
    letters, is_told = 0, True
    for each in sort_key[:LETTERS].ljust(LETTERS):
        code = 0
        if is_told and each != " ":
            is_told = "a" <= each <= "z"
            code = ord(each) - ord("a") + 2 if is_told else 1 if each < "a" else BASE - 1
        letters = letters * BASE + code
    return letters << ID_BITS | number
