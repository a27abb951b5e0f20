"""Employees from the command line: bring a file in, look, set a field, remove who has left."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from comms_desk.changes import Subject
from comms_desk.cli.columns import column_option
from comms_desk.cli.context import office
from comms_desk.cli.facts import list_columns, show_and_set
from comms_desk.cli.output import Column, emit, json_option, note, nothing_done, plain
from comms_desk.cli.parameters import COUNT, ID
from comms_desk.i18n import _
from comms_desk.imports.model import Fate, ImportPlan, PlannedRow
from comms_desk.imports.reading import bytes_of
from comms_desk.internal.audience.facts import FACTS
from comms_desk.internal.audience.importing import COLUMNS as HEADINGS
from comms_desk.internal.audience.model import EmployeeId
from comms_desk.wording import say
from comms_desk.wording.imports import misread, of_employees

REFUSED_COLUMNS = (
    Column[PlannedRow](_("Line"), lambda row: row.line),
    Column[PlannedRow](_("Name"), lambda row: row.name),
    Column[PlannedRow](
        _("Refused because"), lambda row: say(row.reason).what if row.reason else ""
    ),
)


@click.group()
def employees() -> None:
    """Import, change and remove employees."""


@employees.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
@column_option(HEADINGS)
@json_option
def bring_in(
    file: Path, *, dry_run: bool, columns: Mapping[str, str] | None, as_json: bool
) -> None:
    """Import the employees of a CSV FILE; its refused rows are listed."""
    desk = office().imports
    plan = desk.plan(Subject.EMPLOYEE, bytes_of(file), file_name=file.name, chosen=columns)
    if not dry_run and plan.does_something:
        plan = desk.apply(plan).plan
    if as_json:
        emit(_report(plan, dry_run=dry_run), as_json=True)
    else:
        if plan.refused:
            emit(plan.refused, as_json=False, columns=REFUSED_COLUMNS)
        note(of_employees(plan.rows, absent=plan.absent))
        if said := misread(plan.sheet.mended, plan.sheet.doubtful):
            note(said)
        if plan.sheet.unknown:
            note(_("Columns not read: {columns}").format(columns=", ".join(plan.sheet.unknown)))
    if plan.rows and len(plan.refused) == len(plan.rows):
        nothing_done(_("Every row was refused: nothing was imported."))
    if not dry_run and not plan.does_something:
        nothing_done(_("Nothing was imported: what the file says is already there."))


@employees.command("list")
@click.argument("words", nargs=-1)
@click.option("--limit", type=COUNT, default=100, show_default=True)
@json_option
def show_all(words: tuple[str, ...], limit: int, *, as_json: bool) -> None:
    """List the employees who have all the given words: name, address, service, workplace."""
    found = office().audience.search(" ".join(words), limit=limit)
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


def _columns() -> tuple[Column[Any], ...]:
    (number, *others) = list_columns(FACTS)
    return (number, Column(_("Name"), lambda employee: employee.name), *others)


show_and_set(employees, Subject.EMPLOYEE, FACTS, asked_by="EMPLOYEE")


def _report(plan: ImportPlan, *, dry_run: bool) -> dict[str, Any]:
    return {
        "applied": not dry_run and plan.does_something,
        "counts": {**plan.counts, "absent": plan.absent},
        "columns": plain(plan.sheet.columns),
        "unknown": list(plan.sheet.unknown),
        "encoding": plan.sheet.encoding,
        "mended_lines": list(plan.sheet.mended),
        "doubtful_lines": list(plan.sheet.doubtful),
        "delimiter": plan.sheet.delimiter,
        "changed": [
            {
                "line": row.line,
                "name": row.name,
                "before": {each.field: each.before for each in row.changes},
                "after": {each.field: each.after for each in row.changes},
            }
            for row in plan.rows
            if row.fate is Fate.CHANGED
        ],
        "refused": [
            {"line": row.line, "name": row.name, "reason": say(row.reason).what}
            for row in plan.refused
            if row.reason is not None
        ],
    }
