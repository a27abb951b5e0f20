"""The columns that the files of a kind have: those of its facts, by the headings declared there."""

from collections.abc import Iterable, Iterator

from comms_desk.facts import Fact
from comms_desk.text.columns import FileRow, ImportColumn


def heard(facts: Iterable[Fact]) -> dict[str, ImportColumn]:
    """Return by its field the column that files have of each of *facts*.

    Raises:
        LookupError: One has no headings, and no file could say it: a fault of the program.
    """
    columns = {each.field: ImportColumn(key=each.field, names=each.headings) for each in facts}
    for column in columns.values():
        if not column.names:
            raise LookupError(f"the fact {column.key!r} has no headings in its facts.py")
    return columns


def cells_of(row: FileRow, facts: Iterable[Fact]) -> Iterator[tuple[Fact, str]]:
    """Yield those of *facts* that *row* says something of, and what: an empty cell says nothing.

    A cell is on one line where the fact is.
    """
    for fact in facts:
        if cell := row.get(fact.field) if fact.lines == 1 else row.text(fact.field):
            yield fact, cell
