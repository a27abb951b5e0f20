"""Files that were brought in, from the command line: which, what came of them, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import click

from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.output import Column, emit, json_option, note
from comms_desk.cli.parameters import COUNT, ID
from comms_desk.i18n import _, format_moment
from comms_desk.imports.model import Fate, Import, ImportId
from comms_desk.storage.paging import Page
from comms_desk.wording.imports import staying, why


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalShown:
    """A row that was refused, and why."""

    line: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportShown:
    """An import as the command line shows it; *refused* has the first of the refused rows."""

    id: ImportId
    kind: Subject
    file: str
    at: datetime
    by: str
    counts: dict[Fate, int]
    undone_at: datetime | None
    undone_by: str
    undoable_until: datetime
    refused: tuple[RefusalShown, ...]


def _count(fate: Fate) -> Callable[[ImportShown], int]:
    return lambda shown: shown.counts[fate]


COLUMNS = (
    Column[ImportShown](_("Id"), lambda shown: shown.id),
    Column[ImportShown](_("Kind"), lambda shown: shown.kind),
    Column[ImportShown](_("When"), lambda shown: format_moment(shown.at)),
    Column[ImportShown](_("By"), lambda shown: shown.by),
    Column[ImportShown](_("New"), _count(Fate.NEW)),
    Column[ImportShown](_("Changed"), _count(Fate.CHANGED)),
    Column[ImportShown](_("Refused"), _count(Fate.REFUSED)),
    Column[ImportShown](
        _("Undone"), lambda shown: format_moment(shown.undone_at) if shown.undone_at else ""
    ),
    Column[ImportShown](_("File"), lambda shown: shown.file),
)
REFUSED_COLUMNS = (
    Column[RefusalShown](_("Line"), lambda row: row.line),
    Column[RefusalShown](_("Name"), lambda row: row.name),
    Column[RefusalShown](_("Refused because"), lambda row: row.reason),
)


@click.group()
def imports() -> None:
    """See what was brought in, and undo it."""


@imports.command("list")
@click.option("--limit", type=COUNT, default=100, show_default=True)
@json_option
def show_all(limit: int, *, as_json: bool) -> None:
    """List the files that were brought in, the last first."""
    page = office().imports.search(limit=limit)
    emit(page.showing(map(_shown, page.rows)), as_json=as_json, columns=COLUMNS)


@imports.command()
@click.argument("made", type=ID, metavar="ID")
@json_option
def show(made: int, *, as_json: bool) -> None:
    """Show what came of the file that has that id, and the rows that were refused."""
    shown = _shown(office().imports.get(ImportId(made)))
    emit(shown, as_json=as_json, columns=COLUMNS)
    if shown.refused and not as_json:
        total = shown.counts[Fate.REFUSED]
        emit(Page(rows=shown.refused, total=total), as_json=False, columns=REFUSED_COLUMNS)


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


def _shown(made: Import) -> ImportShown:
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
        refused=tuple(
            RefusalShown(line=row.line, name=row.name, reason=why(row)) for row in made.refused
        ),
    )
