"""Files that were brought in, from the command line: which, what came of them, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.files import table_option, write_out
from comms_desk.cli.output import OutputColumn, emit, json_option, note, nothing_done
from comms_desk.cli.parameters import ID, limit_option
from comms_desk.i18n import N_, _, format_moment, format_number
from comms_desk.imports.model import Import, ImportId, LeftOutRow, LeftOutRows, RowFate
from comms_desk.storage.paging import PageOfRows
from comms_desk.wording.imports import left_out_table, staying, why


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShown:
    """A row that was left out, whole or in part, and why."""

    line: int
    name: str
    refused: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportShown:
    """An import as the command line shows it.

    *left_out* counts the rows that did not come, or not whole; *rows* has the first of them,
    where one import is shown.
    """

    id: ImportId
    kind: Subject
    file: str
    at: datetime
    by: str
    counts: dict[RowFate, int]
    undone_at: datetime | None
    undone_by: str
    undoable_until: datetime
    left_out: int
    rows: tuple[RowShown, ...]


def _count(fate: RowFate) -> Callable[[ImportShown], int]:
    return lambda shown: shown.counts[fate]


COLUMNS = (
    OutputColumn[ImportShown](N_("Id"), lambda shown: shown.id),
    OutputColumn[ImportShown](N_("Kind"), lambda shown: shown.kind),
    OutputColumn[ImportShown](N_("When"), lambda shown: format_moment(shown.at)),
    OutputColumn[ImportShown](N_("By"), lambda shown: shown.by),
    OutputColumn[ImportShown](N_("New"), _count(RowFate.NEW)),
    OutputColumn[ImportShown](N_("Changed"), _count(RowFate.CHANGED)),
    OutputColumn[ImportShown](N_("Refused"), _count(RowFate.REFUSED)),
    OutputColumn[ImportShown](N_("Left out"), lambda shown: shown.left_out),
    OutputColumn[ImportShown](
        N_("Undone"), lambda shown: format_moment(shown.undone_at) if shown.undone_at else ""
    ),
    OutputColumn[ImportShown](N_("File"), lambda shown: shown.file),
)
ROW_COLUMNS = (
    OutputColumn[RowShown](N_("Line"), lambda row: row.line),
    OutputColumn[RowShown](N_("Refused"), lambda row: row.refused),
    OutputColumn[RowShown](N_("Name"), lambda row: row.name),
    OutputColumn[RowShown](N_("Left out because"), lambda row: row.reason),
)


@click.group()
def imports() -> None:
    """See what was brought in, and undo it."""


@imports.command("list")
@limit_option()
@json_option
def show_all(limit: int, *, as_json: bool) -> None:
    """List the files that were brought in, the last first."""
    page = office().imports.search(limit=limit)
    emit(page.showing(map(_shown, page.rows)), as_json=as_json, columns=COLUMNS)


@imports.command()
@click.argument("made", type=ID, metavar="ID")
@json_option
def show(made: int, *, as_json: bool) -> None:
    """Show what came of the file that has that id, and what was left out of it."""
    desk = office().imports
    shown = _shown(desk.get(ImportId(made)), desk.left_out(ImportId(made)))
    emit(shown, as_json=as_json, columns=COLUMNS)
    if shown.rows and not as_json:
        emit(PageOfRows(rows=shown.rows, total=shown.left_out), as_json=False, columns=ROW_COLUMNS)


@imports.command("left-out")
@click.argument("made", type=ID, metavar="ID")
@table_option
@json_option
def left_out(made: int, out: Path | None, *, as_json: bool) -> None:
    """Save what was left out of the file that has that id, to be mended and imported again.

    It is a CSV: why each row was left out, then its cells as they stood.
    """
    desk = office().imports
    left = desk.left_out(ImportId(made))
    if as_json:
        emit(left, as_json=True)
    if as_json and (out is None or not left.rows):
        return
    if not left.rows:
        gone = _("Left out, whole or in part: {total}; the rows are not kept any more")
        nothing = _("Nothing was left out of that file.")
        nothing_done(gone.format(total=format_number(left.total)) if left.total else nothing)
    header, rows = left_out_table(left, desk.get(ImportId(made)).subject)
    write_out(out, header, rows, count=len(rows), total=left.total)


@imports.command()
@click.argument("made", type=ID, metavar="ID")
@json_option
def undo(made: int, *, as_json: bool) -> None:
    """Undo the import that has that id: what was changed since stays, and is named."""
    desk = office().imports
    undone = desk.undo(ImportId(made))
    after = desk.get(ImportId(made))
    emit(undone if as_json else _shown(after), as_json=as_json, columns=COLUMNS)
    if said := staying(undone, after.subject):
        note(said)


def _shown(made: Import, left: LeftOutRows | None = None) -> ImportShown:
    people = {each for each in (made.by, made.undone_by) if each is not None}
    names = office().people.names(people)
    return ImportShown(
        id=made.id,
        kind=made.subject,
        file=made.file_name,
        at=made.at,
        by="" if made.by is None else names.get(made.by, ""),
        counts=dict(made.counts),
        undone_at=made.undone_at,
        undone_by="" if made.undone_by is None else names.get(made.undone_by, ""),
        undoable_until=made.undoable_until,
        left_out=made.left_out,
        rows=tuple(_row(row, made.subject) for row in left.rows) if left else (),
    )


def _row(row: LeftOutRow, of: Subject) -> RowShown:
    reason = why(row, of)
    return RowShown(line=row.line, name=row.name, refused=row.is_refused, reason=reason)
