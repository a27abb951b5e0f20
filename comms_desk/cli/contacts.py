"""Contacts from the command line: bring a file in, look, take the list out."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from comms_desk.across.contacting import edit_contact
from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import show_and_set
from comms_desk.cli.files import import_command, table_option, write_out
from comms_desk.cli.output import Column, emit, in_one_line, json_option
from comms_desk.cli.parameters import listing
from comms_desk.i18n import _
from comms_desk.media.contacts.facts import FACTS, OUTLET, POSITION_FACTS
from comms_desk.media.contacts.headings import COLUMNS as HEADINGS
from comms_desk.media.contacts.model import Contact, ContactRow, Position
from comms_desk.text.spreadsheet import Cell

COLUMNS = (
    Column[ContactRow](_("Id"), lambda row: row.id),
    Column[ContactRow](_("Name"), lambda row: row.sorted_name),
    Column[ContactRow](_("Outlet"), lambda row: row.outlets),
    Column[ContactRow](_("Job title"), lambda row: row.title),
    Column[ContactRow](_("Beats"), lambda row: row.beats),
    Column[ContactRow](_("Do not contact"), lambda row: _("yes") if row.do_not_contact else ""),
)


@click.group()
def contacts() -> None:
    """Import, list, change and export contacts."""


import_command(contacts, Subject.CONTACT, HEADINGS)


@listing(contacts)
def show_all(words: str, limit: int, *, as_json: bool) -> None:
    """List the contacts that have all the given words: name, outlet, beat, address, phone."""
    found = office().contacts.search(words, limit=limit)
    emit(found, as_json=as_json, columns=COLUMNS, begin="" if words else "contacts import")


@contacts.command()
@table_option
@json_option
def export(out: Path | None, *, as_json: bool) -> None:
    """Export every contact as CSV, one line a position; the export is noted in the audit."""
    exported = office().contacts.export()
    if as_json:
        emit(exported, as_json=True)
        return
    write_out(out, *in_table(exported), count=len(exported))


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


def in_table(exported: Iterable[Contact]) -> tuple[Sequence[str], Sequence[Sequence[Cell]]]:
    """Return a line a position under its header: the fields, which `contacts import` reads."""
    return (
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
    )
