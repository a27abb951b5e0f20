"""The columns that the files of a kind have: those of its facts, by the headings declared there."""

from collections.abc import Iterable

from comms_desk.facts import Fact
from comms_desk.text.columns import Column


def heard(facts: Iterable[Fact]) -> dict[str, Column]:
    """Return by its field the column of each of *facts* that files have."""
    return {
        fact.field: Column(key=fact.field, names=fact.headings) for fact in facts if fact.headings
    }
