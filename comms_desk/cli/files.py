"""Files of a kind brought in and taken out at the command line, by the facts of the kind."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.cli.columns import column_option
from comms_desk.cli.context import office
from comms_desk.cli.output import Column, emit, json_option, note, nothing_done, plain
from comms_desk.facts import Facts
from comms_desk.i18n import _, format_number
from comms_desk.imports.model import Fate, ImportPlan, PlannedRow
from comms_desk.imports.reading import bytes_of
from comms_desk.text.columns import Column as Heading
from comms_desk.text.spreadsheet import Flavour, write_table
from comms_desk.wording import say
from comms_desk.wording.imports import misread, summary

REFUSED_COLUMNS = (
    Column[PlannedRow](_("Line"), lambda row: row.line),
    Column[PlannedRow](_("Name"), lambda row: row.name),
    Column[PlannedRow](
        _("Refused because"), lambda row: say(row.reason).what if row.reason else ""
    ),
)


def import_command(group: click.Group, kind: Subject, headings: Sequence[Heading]) -> None:
    """Give *group* the command that brings in a file of things of that *kind*."""

    @group.command("import")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
    @column_option(headings)
    @json_option
    def bring_in(
        file: Path, *, dry_run: bool, columns: Mapping[str, str] | None, as_json: bool
    ) -> None:
        """Import those of a CSV FILE; its refused rows are listed."""
        desk = office().imports
        plan = desk.plan(kind, bytes_of(file), file_name=file.name, chosen=columns)
        if not dry_run and plan.does_something:
            plan = desk.apply(plan).plan
        if as_json:
            emit(_report(plan, dry_run=dry_run), as_json=True)
        else:
            if plan.refused:
                emit(plan.refused, as_json=False, columns=REFUSED_COLUMNS)
            note(summary(plan))
            if said := misread(plan.sheet.mended, plan.sheet.doubtful):
                note(said)
            if plan.sheet.unknown:
                unread = ", ".join(plan.sheet.unknown)
                note(_("Columns not read: {columns}").format(columns=unread))
        if plan.rows and len(plan.refused) == len(plan.rows):
            nothing_done(_("Every row was refused: nothing was imported."))
        if not dry_run and not plan.does_something:
            nothing_done(_("Nothing was imported: what the file says is already there."))


def export_command(
    group: click.Group, facts: Facts, every: Callable[[Office], Sequence[Any]]
) -> None:
    """Give *group* the command that writes *every* thing of its kind by its *facts*."""

    @group.command()
    @click.option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The CSV file to write, for Excel; standard output otherwise.",
    )
    @json_option
    def export(out: Path | None, *, as_json: bool) -> None:
        """Export them all as CSV, under headings that `import` reads back."""
        from comms_desk.documents.files import write_file

        exported = every(office())
        if as_json:
            emit(exported, as_json=True)
            return

        def table(flavour: Flavour) -> bytes:
            rows = [[fact.in_table(each) for fact in facts] for each in exported]
            return write_table([fact.field for fact in facts], rows, flavour=flavour)

        if out is None:
            click.echo(table(Flavour.PLAIN), nl=False)
            return
        write_file(out, table(Flavour.EXCEL_FRENCH))
        count = format_number(len(exported))
        note(_("{count} in {file}").format(count=count, file=out))


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
