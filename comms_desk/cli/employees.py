"""Employees from the command line: bring a file in, take it out, look, set a field, remove."""

from typing import Any

import click

from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import list_columns, show_and_set
from comms_desk.cli.files import export_command, import_command
from comms_desk.cli.output import OutputColumn, emit, json_option
from comms_desk.cli.parameters import ID, listing
from comms_desk.i18n import N_
from comms_desk.internal.audience.facts import FACTS
from comms_desk.internal.audience.importing import COLUMNS as HEADINGS
from comms_desk.internal.audience.model import EmployeeId


@click.group()
def employees() -> None:
    """Import, list, change, remove and export employees."""


import_command(employees, Subject.EMPLOYEE, HEADINGS)
export_command(employees, FACTS, lambda office: office.audience.export())


@listing(employees)
def show_all(words: str, limit: int, *, as_json: bool) -> None:
    """List the employees who have all the given words: name, address, service, workplace."""
    found = office().audience.search(words, limit=limit)
    emit(found, as_json=as_json, columns=_columns(), begin="" if words else "employees import")


@employees.command()
@click.argument("employee", type=ID)
@json_option
def remove(employee: int, *, as_json: bool) -> None:
    """Put an employee who has left in the bin: no bulletin goes to them from now on."""
    desk = office().audience
    removed = desk.get(EmployeeId(employee))
    desk.put_in_bin(removed.id)
    emit(removed, as_json=as_json, columns=_columns())


def _columns() -> tuple[OutputColumn[Any], ...]:
    (number, *others) = list_columns(FACTS)
    return (number, OutputColumn(N_("Name"), lambda employee: employee.name), *others)


show_and_set(employees, Subject.EMPLOYEE, FACTS, asked_by="EMPLOYEE")
