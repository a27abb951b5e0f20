"""Declared facts at the command line: the columns of an answer, and one fact set by its field."""

from typing import Any

import click

from comms_desk.cli.output import Column, in_one_line
from comms_desk.facts import Facts
from comms_desk.i18n import _
from comms_desk.storage.model import FieldChange


def columns(facts: Facts) -> tuple[Column[Any], ...]:
    """Return a column for each of *facts*."""
    return tuple(Column(fact.called, fact.said) for fact in facts)


def with_id(facts: Facts) -> tuple[Column[Any], ...]:
    """Return a column for each of *facts*, after that of the id by which a thing is asked for."""
    return (Column(_("Id"), lambda thing: thing.id), *columns(facts))


def on_one_line(facts: Facts, thing: object) -> str:
    """Return those of *facts* that *thing*, a part of another, has."""
    return in_one_line((fact.called, fact.said(thing)) for fact in facts)


def field_of(facts: Facts) -> click.Choice[str]:
    """Return the type of an argument that names one of *facts*."""
    return click.Choice([fact.field for fact in facts])


def change(facts: Facts, thing: object, field: str, typed: str) -> FieldChange:
    """Return the change that gives *field* of *thing* what was *typed*.

    Raises:
        CommsDeskError: It cannot be read.
    """
    (fact,) = (fact for fact in facts if fact.field == field)
    return FieldChange(field, getattr(thing, field), fact.notation.read(typed))
