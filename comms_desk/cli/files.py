"""Files of a kind imported and exported at the command line, by the facts of the kind.

An import takes the kind of a column from the person where ``--column`` says it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, override

import click

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.output import (
    Headed,
    OutputColumn,
    emit,
    json_option,
    note,
    nothing_done,
    plain,
    telling,
    warn_of_words,
)
from comms_desk.cli.parameters import COUNT, FILE, dry_run_option, worksheet_option
from comms_desk.facts import Facts
from comms_desk.i18n import N_, _, format_number
from comms_desk.imports.model import ImportDone, ImportPlan, PlannedRow
from comms_desk.imports.reading import bytes_of
from comms_desk.text.columns import ImportColumn
from comms_desk.text.spreadsheet import (
    Cell,
    Flavour,
    words_of_table,
    write_table,
    write_workbook,
)
from comms_desk.wording import say
from comms_desk.wording.imports import (
    BETWEEN,
    called,
    column,
    fate,
    misread,
    nobody_reached,
    proposed,
    refused,
    remarks,
    rows_read,
    summary,
    worksheet_read,
)

WORKBOOK = ".xlsx"
OTHER_WORKBOOKS = frozenset({".xlsm", ".xls", ".ods"})
PLACES = {Subject.CONTACT: "outlet", Subject.EMPLOYEE: "service"}
"""The field that says where those of a kind work."""


def plan_columns(kind: Subject) -> tuple[OutputColumn[PlannedRow], ...]:
    """Return the columns in which the rows of a file of that *kind* are shown."""
    place = PLACES.get(kind)
    where = (Headed[PlannedRow](column(place, kind), lambda row: row.where),) if place else ()
    return (
        OutputColumn[PlannedRow](N_("Line"), lambda row: row.line),
        OutputColumn[PlannedRow](N_("Becomes"), lambda row: fate(row.fate)),
        OutputColumn[PlannedRow](N_("Name"), called),
        *where,
        OutputColumn[PlannedRow](N_("Why"), lambda row: BETWEEN.join(remarks(row, kind))),
    )


def import_command(group: click.Group, kind: Subject, headings: Sequence[ImportColumn]) -> None:
    """Give *group* the command that brings in a file of things of that *kind*."""

    @group.command("import")
    @click.argument("file", type=FILE)
    @dry_run_option
    @worksheet_option
    @click.option(
        "--headings-line",
        type=COUNT,
        help="On which line its headings are; they are looked for among the first ten otherwise.",
    )
    @column_option(headings)
    @json_option
    def bring_in(
        file: Path,
        *,
        dry_run: bool,
        worksheet: str | None,
        headings_line: int | None,
        columns: Mapping[str, str] | None,
        as_json: bool,
    ) -> None:
        """Import those of a CSV, XLSX, XLS or ODS FILE; its refused rows are listed.

        So are those of which something is left out.
        """
        desk = office().imports
        with telling(partial(rows_read, file.name)) as onlooker:
            plan = desk.plan(
                kind,
                bytes_of(file),
                file_name=file.name,
                worksheet=worksheet,
                header_line=headings_line,
                chosen=columns,
                onlooker=onlooker,
            )
        if plan.reaches_nobody:
            note(nobody_reached())
        done = None if dry_run or not plan.does_something else desk.apply(plan)
        plan = done.plan if done else plan
        if as_json:
            emit(_report(plan, done), as_json=True)
        else:
            shown = [row for row in plan.rows if dry_run or row.leaves_out]
            if shown:
                emit(shown, as_json=False, columns=plan_columns(kind))
            note(_summary(plan))
            if done and done.left_out:
                kept = _("What was left out is kept: “comms-desk imports left-out {id} --out FILE”")
                note(kept.format(id=done.id))
        if plan.rows and len(plan.refused) == len(plan.rows):
            nothing_done(_("Every row was refused: nothing was imported."))
        if not dry_run and not plan.does_something:
            nothing_done(_("Nothing was imported: what the file says is already there."))


class _TableFile(click.Path):
    """Where a table is written: as a workbook where its name says so, else as CSV."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False)

    @override
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        file = Path(str(super().convert(value, param, ctx)))
        if file.suffix.casefold() in OTHER_WORKBOOKS:
            said = _("A table is written as CSV or XLSX: have it end in .csv or .xlsx.")
            self.fail(said, param, ctx)
        return file


table_option = click.option(
    "--out",
    type=_TableFile(),
    help="The file to write, as CSV for Excel, or as XLSX where it ends so;"
    " standard output otherwise.",
)

xlsx_option = click.option("--xlsx", is_flag=True, help="As a workbook (XLSX) whatever its name.")


def write_out(
    out: Path | None,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    count: int,
    total: int | None = None,
    as_workbook: bool = False,
) -> None:
    """Write a table of *count* things, of a *total* of more, at *out* or on standard output.

    It is a workbook where *as_workbook* or the name of the file says so.

    Raises:
        WordsUnderEmbargo: It has words of a text that may not leave yet.
    """
    from comms_desk.documents.files import write_file

    rows = list(rows)
    office().embargoes.refuse_words(words_of_table(header, rows))
    if total not in (None, count):
        shown, of = format_number(count), format_number(total)
        note(_("{shown} of {total}").format(shown=shown, total=of))
    if as_workbook or (out is not None and out.suffix.casefold() == WORKBOOK):
        table = write_workbook(header, rows)
    else:
        flavour = Flavour.PLAIN if out is None else Flavour.EXCEL_FRENCH
        table = write_table(header, rows, flavour=flavour)
    if out is None:
        click.echo(table, nl=False)
        return
    write_file(out, table)
    note(_("{count} in {file}").format(count=format_number(count), file=out))


def export_command(
    group: click.Group, facts: Facts, every: Callable[[Office], Sequence[Any]]
) -> None:
    """Give *group* the command that writes *every* thing of its kind by its *facts*."""

    @group.command()
    @table_option
    @xlsx_option
    @json_option
    def export(out: Path | None, *, xlsx: bool, as_json: bool) -> None:
        """Export them all as CSV or XLSX, under headings that `import` reads back."""
        exported = every(office())
        if as_json:
            emit(exported, as_json=True)
            warn_of_words(office(), exported)
        if as_json and out is None:
            return
        rows = [[fact.in_table(each) for fact in facts] for each in exported]
        headings = [fact.field for fact in facts]
        write_out(out, headings, rows, count=len(exported), as_workbook=xlsx)


def _report(plan: ImportPlan, done: ImportDone | None) -> dict[str, Any]:
    return {
        "applied": done is not None,
        "import": done.id if done else None,
        "counts": {**plan.counts, "absent": plan.absent},
        "worksheet": plan.opened.worksheet,
        "worksheets": plan.opened.worksheets,
        "columns": plan.sheet.columns,
        "unknown_columns": plan.sheet.unknown,
        "proposed_columns": plan.sheet.proposed,
        "reaches_nobody": plan.reaches_nobody,
        "encoding": plan.sheet.encoding,
        "delimiter": plan.sheet.delimiter,
        "mended_lines": plan.sheet.mended,
        "doubtful_lines": plan.sheet.doubtful,
        "undotted_lines": plan.sheet.undotted,
        "new_outlets": plan.new_outlets,
        "rows": [
            {
                "line": row.line,
                "name": row.name,
                "where": row.where,
                "fate": row.fate,
                "changes": plain(row.changes),
                "namesake": row.namesake,
                "is_newsroom": row.is_newsroom,
                "disputed": row.disputed,
                "reason": refused(row.reason, plan.subject) if row.reason else "",
                "left_out": [say(reason).what for reason in row.left_out],
            }
            for row in plan.rows
        ],
    }


def _summary(plan: ImportPlan) -> str:
    parts = [
        summary(plan),
        worksheet_read(plan.opened),
        misread(plan.sheet),
    ]
    if plan.sheet.unknown:
        unread = _("columns not read: {columns}")
        parts.append(unread.format(columns=", ".join(plan.sheet.unknown)))
    if plan.sheet.proposed:
        parts.append(proposed(plan.sheet.proposed))
        heading, kind = next(iter(plan.sheet.proposed.items()))
        parts.append(_("to read it, add {option}").format(option=f'--column "{heading}={kind}"'))
    return BETWEEN.join(filter(None, parts))


class ColumnChoice(click.ParamType[tuple[str, str]]):
    """``HEADING=KIND``: a column that a person says is of a kind; of none where it is empty."""

    name = "column"

    def __init__(self, columns: Sequence[ImportColumn]) -> None:
        """Know the kinds, which are the keys of *columns*."""
        self._keys = [column.key for column in columns]

    @override
    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        heading, equals, key = str(value).rpartition("=")
        if not equals or key not in ("", *self._keys):
            how = _("Write it as HEADING=emails, with one of these kinds or with none: {kinds}.")
            self.fail(how.format(kinds=", ".join(self._keys)))
        return heading, key


def column_option[Command: Callable[..., Any]](
    columns: Sequence[ImportColumn],
) -> Callable[[Command], Command]:
    """Return the option by which the columns of a file are said; None: as they were last."""
    return click.option(
        "--column",
        "columns",
        multiple=True,
        metavar="HEADING=KIND",
        type=ColumnChoice(columns),
        callback=_chosen,
        help=(
            "Read the column of that heading as that kind, or not at all where KIND is empty; one"
            " that does not exist has them named. May be given several times, and holds for later"
            " files of the same headings."
        ),
    )


def _chosen(
    _ctx: click.Context, _param: click.Parameter, said: Sequence[tuple[str, str]]
) -> Mapping[str, str] | None:
    return dict(said) or None
