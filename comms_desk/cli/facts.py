"""Declared facts at the command line: the columns of an answer, and one fact set by its field."""

from typing import Any

from comms_desk.cli.output import Column
from comms_desk.facts import Facts
from comms_desk.storage.model import FieldChange


def columns(facts: Facts) -> tuple[Column[Any], ...]:
    """Return a column for each of *facts*."""
    return tuple(Column(fact.called, fact.said) for fact in facts)


def change(facts: Facts, thing: object, field: str, typed: str) -> FieldChange:
    """Return the change that gives *field* of *thing* what was *typed*.

    Raises:
        CommsDeskError: It cannot be read.
    """
    (fact,) = (fact for fact in facts if fact.field == field)
    return FieldChange(field, getattr(thing, field), fact.notation.read(typed))
