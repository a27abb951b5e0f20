"""Contacts from the command line: bring a file in, look, take the list out."""

from dataclasses import fields
from pathlib import Path

import click

from comms_desk.across.contact_status import edit_contact
from comms_desk.across.office import Office
from comms_desk.across.timeline import Event, Happening, timeline
from comms_desk.changes import Ref, Subject
from comms_desk.cli.bylines import bylines
from comms_desk.cli.context import office
from comms_desk.cli.facts import FactName, columns, show_and_set
from comms_desk.cli.files import import_command, table_option, write_out, xlsx_option
from comms_desk.cli.output import OutputColumn, emit, in_one_line, json_option
from comms_desk.cli.parameters import ID, listing
from comms_desk.facts import OneOf
from comms_desk.i18n import CITY_ZONE, N_, _
from comms_desk.mail.model import Letter
from comms_desk.media.articles.model import Article
from comms_desk.media.contacts.exporting import in_table
from comms_desk.media.contacts.facts import FACTS, LISTED, POSITION_FACTS
from comms_desk.media.contacts.headings import COLUMNS as HEADINGS
from comms_desk.media.contacts.model import Contact, ContactId, ContactRow, Position
from comms_desk.media.inquiries.model import Inquiry
from comms_desk.storage.model import FieldChange
from comms_desk.storage.paging import PageOfRows
from comms_desk.wording import timeline as words
from comms_desk.wording.origins import come_from

COLUMNS = (
    OutputColumn[ContactRow](N_("Id"), lambda row: row.id),
    OutputColumn[ContactRow](N_("Name"), lambda row: row.sorted_name),
    *columns(LISTED),
    OutputColumn[ContactRow](
        N_("Do not contact"), lambda row: _("yes") if row.do_not_contact else ""
    ),
)


@click.group()
def contacts() -> None:
    """Import, list, change and export contacts."""


contacts.add_command(bylines)
import_command(contacts, Subject.CONTACT, HEADINGS)


@listing(contacts)
def show_all(words: str, limit: int, *, as_json: bool) -> None:
    """List the contacts that have all the given words: name, outlet, beat, address, phone."""
    found = office().contacts.search(words, limit=limit)
    emit(found, as_json=as_json, columns=COLUMNS, begin="" if words else "contacts import")


@contacts.command()
@table_option
@xlsx_option
@json_option
def export(out: Path | None, *, xlsx: bool, as_json: bool) -> None:
    """Export every contact as CSV or XLSX, one line a position; it is noted in the audit."""
    exported = office().contacts.export()
    if as_json:
        emit(exported, as_json=True)
    if as_json and out is None:
        return
    write_out(out, *in_table(exported), count=len(exported), as_workbook=xlsx)


def _positions() -> tuple[OutputColumn[Contact], ...]:
    return (OutputColumn(N_("Positions"), lambda contact: list(map(_said, contact.positions))),)


def _more() -> tuple[OutputColumn[Contact], ...]:
    return (
        *_positions(),
        OutputColumn(
            N_("Where addresses come from"), lambda contact: list(map(come_from, contact.origins))
        ),
        OutputColumn(N_("Timeline"), lambda contact: list(map(_happened, _timeline(contact).rows))),
    )


def _timeline(contact: Contact) -> PageOfRows[Event]:
    return timeline(office(), contact.id)


def _happened(event: Event) -> str:
    title, said = _words(event)
    return " · ".join(filter(None, (title, *said)))


def _words(event: Event) -> tuple[str, tuple[str, ...]]:
    of = event.of
    if isinstance(of, Letter):
        return words.of_letter(of, event.at)
    if isinstance(of, Article):
        return words.of_article(of)
    if isinstance(of, Inquiry):
        return words.of_inquiry(of)
    if isinstance(of, Position):
        return words.of_position(of, began=event.kind is Happening.BEGAN)
    return words.of_edit(of.edit, of.before, of.after, of.who)


def _plainly(contact: Contact) -> dict[str, object]:
    """Return what JSON has of a contact: their fields, and the last that happened."""
    found = _timeline(contact)
    events = [
        {"kind": event.kind, "at": event.at, "ref": str(event.opens), "title": _words(event)[0]}
        for event in found.rows
    ]
    fields_of = {each.name: getattr(contact, each.name) for each in fields(contact)}
    return {**fields_of, "timeline": events, "timeline_total": found.total}


@contacts.command()
@click.argument("contact", type=ID)
@json_option
def verify(contact: int, *, as_json: bool) -> None:
    """Note that all that the card says holds today."""
    desk = office()
    desk.contacts.verify(ContactId(contact))
    shown = (COLUMNS[0], *columns(FACTS), *_positions())
    emit(desk.contacts.get(ContactId(contact)), as_json=as_json, columns=shown)


def _said(position: Position) -> str:
    facts = in_one_line((fact.called, fact.said(position)) for fact in POSITION_FACTS)
    return f"{position.outlet_name or _('Freelance')} ({facts})"


@contacts.command("set")
@click.argument("contact", type=ID)
@click.argument("field", type=FactName((*FACTS, *POSITION_FACTS)))
@click.argument("value")
@click.option("--at", default="", help="At which outlet, for a fact of a position.")
@json_option
def set_field(contact: int, field: str, value: str, *, at: str, as_json: bool) -> None:
    """Give FIELD of one of them, or of their position, another VALUE, written as on their card."""
    desk = office()
    whole = desk.contacts.get(ContactId(contact))
    (fact,) = (fact for fact in (*FACTS, *POSITION_FACTS) if fact.field == field)
    held = _position(desk, whole, at) if fact in POSITION_FACTS else None
    before = getattr(whole if held is None else held, field)
    wanted = FieldChange(field, before, fact.notation.read(value))
    if held is None:
        edit_contact(desk, Ref(Subject.CONTACT, whole.id), wanted)
    else:
        desk.contacts.edit_position(held.id, wanted)
    shown = (COLUMNS[0], *columns(FACTS), *_positions())
    emit(desk.contacts.get(whole.id), as_json=as_json, columns=shown)


def _position(desk: Office, contact: Contact, at: str) -> Position:
    """Return the position of *contact* at the outlet called so; the one held today without it.

    Raises:
        NotOneOf: They have none there.
        UsageError: They have none, or several, and nothing says which.
    """
    today = desk.database.clock.now().astimezone(CITY_ZONE).date()
    held = contact.positions if at else contact.current(today) or contact.positions
    if not held:
        no_position = _("{name} has no position yet: add one on their card.")
        raise click.UsageError(no_position.format(name=contact.name))
    places = {each: each.outlet_name or _("Freelance") for each in held}
    if at:
        return OneOf(places, are_names=True).read(at)
    if len(held) > 1:
        which = _("{name} has several positions; say which with --at: {outlets}.")
        outlets = ", ".join(places.values())
        raise click.UsageError(which.format(name=contact.name, outlets=outlets))
    return held[0]


show_and_set(
    contacts,
    Subject.CONTACT,
    FACTS,
    asked_by="CONTACT",
    more=_more,
    plainly=_plainly,
)
