"""How the tables in code are compared with those of a database, and written in a revision."""

from typing import Any, Literal

from sqlalchemy import Enum, TypeDecorator

from comms_desk.storage.rows import ENUM_LENGTH

FULLTEXT = "fulltext_"
"""Of the index's own tables, which `storage.fulltext` makes; FTS5's shadow tables too."""


def our_tables(
    _thing: object, name: str | None, kind: str, _reflected: object, _other: object
) -> bool:
    """Leave the full-text index out: its tables are not in the metadata."""
    return not (kind == "table" and name is not None and name.startswith(FULLTEXT))


def rendered(kind: str, thing: Any, _context: object) -> str | Literal[False]:
    """Write our own types as what they are in the database: a revision is frozen."""
    if kind != "type":
        return False
    match thing:
        case TypeDecorator():
            return f"sa.{thing.impl_instance!r}"
        case Enum():
            return f"sa.String(length={ENUM_LENGTH})"
        case _:
            return False
