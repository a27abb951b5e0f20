"""Contacts from the command line: bring a file in, look, take the list out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from comms_desk.across.contacting import edit_contact
from comms_desk.changes import Subject
from comms_desk.cli.columns import column_option
from comms_desk.cli.context import office
from comms_desk.cli.facts import show_and_set
from comms_desk.cli.output import (
    Column,
    emit,
    in_one_line,
    json_option,
    note,
    nothing_done,
    plain,
)
from comms_desk.cli.parameters import listing
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.imports.model import Fate, ImportPlan, PlannedRow
from comms_desk.imports.reading import bytes_of
from comms_desk.media.contacts.facts import FACTS, OUTLET, POSITION_FACTS
from comms_desk.media.contacts.headings import COLUMNS as HEADINGS
from comms_desk.media.contacts.model import Contact, ContactRow, Position
from comms_desk.text.spreadsheet import Flavour, write_table
from comms_desk.wording import say
from comms_desk.wording.imports import (
    BETWEEN,
    left_out_of,
    misread,
    nobody_reached,
    of_contacts,
    proposed,
)

COLUMNS = (
    Column[ContactRow](_("Id"), lambda row: row.id),
    Column[ContactRow](_("Name"), lambda row: row.sorted_name),
    Column[ContactRow](_("Outlet"), lambda row: row.outlets),
    Column[ContactRow](_("Job title"), lambda row: row.title),
    Column[ContactRow](_("Beats"), lambda row: row.beats),
    Column[ContactRow](_("Do not contact"), lambda row: _("yes") if row.do_not_contact else ""),
)

FATES = {
    Fate.NEW: lambda: _("new"),
    Fate.CHANGED: lambda: _("changed"),
    Fate.SAME: lambda: _("same"),
    Fate.REFUSED: lambda: _("refused"),
}

PLAN_COLUMNS = (
    Column[PlannedRow](_("Line"), lambda row: row.line),
    Column[PlannedRow](_("Becomes"), lambda row: FATES[row.fate]()),
    Column[PlannedRow](_("Name"), lambda row: _("Newsroom") if row.is_newsroom else row.name),
    Column[PlannedRow](_("Outlet"), lambda row: row.where),
    Column[PlannedRow](_("Why"), lambda row: _reason(row) or _remark(row)),
)


@click.group()
def contacts() -> None:
    """Import, list, change and export contacts."""


@contacts.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
@column_option(HEADINGS)
@json_option
def bring_in(
    file: Path, *, dry_run: bool, columns: Mapping[str, str] | None, as_json: bool
) -> None:
    """Import the contacts of a CSV FILE; its refused rows are listed.

    So are those of which an address or a telephone is left out.
    """
    desk = office().imports
    plan = desk.plan(
        Subject.CONTACT,
        bytes_of(file),
        file_name=file.name,
        chosen=columns,
    )
    if plan.reaches_nobody:
        note(nobody_reached())
    if not dry_run and plan.does_something:
        plan = desk.apply(plan).plan
    if as_json:
        emit(_report(plan, dry_run=dry_run), as_json=True)
    else:
        shown = [row for row in plan.rows if dry_run or row.fate is Fate.REFUSED or row.left_out]
        if shown:
            emit(shown, as_json=False, columns=PLAN_COLUMNS)
        note(_summary(plan))
    refused = plan.counts[Fate.REFUSED]
    if refused and refused == len(plan.rows):
        nothing_done(_("Every row was refused: nothing was imported."))
    if not dry_run and not plan.does_something:
        nothing_done(_("Nothing was imported: what the file says is already there."))


@listing(contacts)
def show_all(words: str, limit: int, *, as_json: bool) -> None:
    """List the contacts that have all the given words: name, outlet, beat, address, phone."""
    found = office().contacts.search(words, limit=limit)
    emit(found, as_json=as_json, columns=COLUMNS, begin="" if words else "contacts import")


@contacts.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The CSV file to write, for Excel; standard output otherwise.",
)
@json_option
def export(out: Path | None, *, as_json: bool) -> None:
    """Export every contact as CSV, one line a position; the export is noted in the audit."""
    from comms_desk.documents.files import write_file

    exported = office().contacts.export()
    if as_json:
        emit(exported, as_json=True)
        return
    if out is None:
        click.echo(_table(exported, Flavour.PLAIN), nl=False)
        return
    write_file(out, _table(exported, Flavour.EXCEL_FRENCH))
    count = len(exported)
    note(
        ngettext("{count} contact in {file}", "{count} contacts in {file}", count).format(
            count=format_number(count), file=out
        )
    )


def _positions() -> tuple[Column[Contact], ...]:
    return (Column(_("Positions"), lambda contact: list(map(_said, contact.positions))),)


def _said(position: Position) -> str:
    facts = in_one_line((fact.called, fact.said(position)) for fact in POSITION_FACTS)
    return f"{position.outlet_name or _('Freelance')} ({facts})"


show_and_set(
    contacts,
    Subject.CONTACT,
    FACTS,
    asked_by="CONTACT",
    more=_positions,
    change=edit_contact,
)


def _table(exported: tuple[Contact, ...], flavour: Flavour) -> bytes:
    """Return a line a position; the headings are the fields, which `contacts import` reads."""
    return write_table(
        ("id", *(fact.field for fact in (*FACTS, OUTLET, *POSITION_FACTS))),
        [
            (
                contact.id,
                *(fact.in_table(contact) for fact in FACTS),
                position.outlet_name if position else "",
                *(fact.in_table(position) if position else "" for fact in POSITION_FACTS),
            )
            for contact in exported
            for position in contact.positions or (None,)
        ],
        flavour=flavour,
    )


def _report(plan: ImportPlan, *, dry_run: bool) -> dict[str, Any]:
    return {
        "applied": not dry_run and plan.does_something,
        "counts": plan.counts,
        "columns": plan.sheet.columns,
        "unknown_columns": plan.sheet.unknown,
        "proposed_columns": plan.sheet.proposed,
        "reaches_nobody": plan.reaches_nobody,
        "mended_lines": list(plan.sheet.mended),
        "doubtful_lines": list(plan.sheet.doubtful),
        "new_outlets": plan.new_outlets,
        "rows": [
            {
                "line": row.line,
                "name": row.name,
                "outlet": row.where,
                "fate": row.fate,
                "changes": plain(row.changes),
                "namesake": row.namesake,
                "is_newsroom": row.is_newsroom,
                "disputed": list(row.disputed),
                "reason": _reason(row),
                "left_out": [say(reason).what for reason in row.left_out],
            }
            for row in plan.rows
        ],
    }


def _summary(plan: ImportPlan) -> str:
    parts = [of_contacts(plan.rows), misread(plan.sheet.mended, plan.sheet.doubtful)]
    if plan.sheet.unknown:
        unread = _("columns not read: {columns}")
        parts.append(unread.format(columns=", ".join(plan.sheet.unknown)))
    if plan.sheet.proposed:
        parts.append(proposed(plan.sheet.proposed))
        heading, kind = next(iter(plan.sheet.proposed.items()))
        parts.append(_("to read it, add {option}").format(option=f'--column "{heading}={kind}"'))
    return BETWEEN.join(filter(None, parts))


def _remark(row: PlannedRow) -> str:
    said = [_("someone of that name is already there")] if row.namesake else []
    said += [f"{each.field}: {each.before} → {each.after}" for each in row.changes]
    if row.disputed:
        said.append(_("other rows say otherwise: {fields}").format(fields=", ".join(row.disputed)))
    return "; ".join(filter(None, [*said, left_out_of(row)]))


def _reason(row: PlannedRow) -> str:
    if row.reason is None:
        return ""
    return say(row.reason).what
