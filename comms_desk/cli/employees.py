"""Employees from the command line: bring a file in, look, remove who has left."""

from pathlib import Path
from typing import Any

import click

from comms_desk.cli.context import office
from comms_desk.cli.output import Column, emit, json_option, note, nothing_done, plain
from comms_desk.cli.typed import COUNT, ID
from comms_desk.i18n import _
from comms_desk.internal.audience.importing import bytes_of
from comms_desk.internal.audience.model import Employee, EmployeeId, ImportPlan, RefusedRow
from comms_desk.wording import say
from comms_desk.wording.imports import letters, of_employees

COLUMNS = (
    Column[Employee](_("Id"), lambda employee: employee.id),
    Column[Employee](_("Name"), lambda employee: employee.name),
    Column[Employee](_("E-mail"), lambda employee: employee.email),
    Column[Employee](_("Service"), lambda employee: employee.service),
    Column[Employee](_("Workplace"), lambda employee: employee.site),
    Column[Employee](_("Scope"), lambda employee: employee.scope),
)
REFUSED_COLUMNS = (
    Column[RefusedRow](_("Line"), lambda row: row.line),
    Column[RefusedRow](_("Name"), lambda row: row.name),
    Column[RefusedRow](_("Refused because"), lambda row: say(row.reason).what),
)


@click.group()
def employees() -> None:
    """Import, list and remove employees."""


@employees.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@json_option
def bring_in(file: Path, *, dry_run: bool, as_json: bool) -> None:
    """Import the employees of a CSV FILE; its refused rows are listed."""
    content = bytes_of(file)
    desk = office().audience
    plan = desk.plan_import(content) if dry_run else desk.apply_import(content)
    if as_json:
        emit(_report(plan, dry_run=dry_run), as_json=True)
    else:
        if plan.refused:
            emit(plan.refused, as_json=False, columns=REFUSED_COLUMNS)
        note(of_employees(plan))
        if said := letters(plan.mended, plan.doubtful):
            note(said)
        if plan.unknown:
            note(_("Columns not read: {columns}").format(columns=", ".join(plan.unknown)))
    if plan.refused and not (plan.new or plan.changed or plan.same):
        nothing_done(_("Every row was refused: nothing was imported."))
    if not dry_run and not (plan.new or plan.changed):
        nothing_done(_("Nothing was imported: what the file says is already there."))


@employees.command("list")
@click.argument("words", nargs=-1)
@click.option("--limit", type=COUNT, default=100, show_default=True)
@json_option
def show_all(words: tuple[str, ...], limit: int, *, as_json: bool) -> None:
    """List the employees that every one of WORDS finds: name, address, service, workplace."""
    found = office().audience.search(" ".join(words), limit=limit)
    emit(found, as_json=as_json, columns=COLUMNS, begin="" if words else "employees import")


@employees.command()
@click.argument("employee", type=ID)
@json_option
def remove(employee: int, *, as_json: bool) -> None:
    """Put an employee who has left in the bin: no bulletin goes to them from now on."""
    desk = office().audience
    removed = desk.get(EmployeeId(employee))
    desk.put_in_bin(removed.id)
    emit(removed, as_json=as_json, columns=COLUMNS)


def _report(plan: ImportPlan, *, dry_run: bool) -> dict[str, Any]:
    return {
        "applied": not dry_run and bool(plan.new or plan.changed),
        "counts": {
            "new": len(plan.new),
            "changed": len(plan.changed),
            "same": plan.same,
            "refused": len(plan.refused),
            "absent": plan.absent,
        },
        "columns": plain(plan.columns),
        "unknown": list(plan.unknown),
        "encoding": plan.encoding,
        "mended_lines": list(plan.mended),
        "doubtful_lines": list(plan.doubtful),
        "delimiter": plan.delimiter,
        "changed": plain(plan.changed),
        "refused": [
            {"line": row.line, "name": row.name, "reason": say(row.reason).what}
            for row in plan.refused
        ],
    }
