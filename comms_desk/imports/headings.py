"""The columns that the files of a kind have: those of its facts, by the headings declared there."""

from collections.abc import Iterable

from comms_desk.facts import Fact
from comms_desk.text.columns import ImportColumn


def heard(facts: Iterable[Fact]) -> dict[str, ImportColumn]:
    """Return by its field the column of each of *facts* that files have."""
    return {
        fact.field: ImportColumn(key=fact.field, names=fact.headings)
        for fact in facts
        if fact.headings
    }
