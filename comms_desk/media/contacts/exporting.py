"""Contacts as a table: a line a position, under the fields that an import reads back."""

from collections.abc import Iterable, Sequence

from comms_desk.media.contacts.facts import FACTS, OUTLET, POSITION_FACTS
from comms_desk.media.contacts.model import Contact
from comms_desk.media.contacts.origins import written
from comms_desk.text.spreadsheet import Cell


def in_table(exported: Iterable[Contact]) -> tuple[Sequence[str], Sequence[Sequence[Cell]]]:
    """Return a line a position under its header: the fields, which `contacts import` reads."""
    return (
        ("id", *(fact.field for fact in (*FACTS, OUTLET, *POSITION_FACTS)), "origins"),
        [
            (
                contact.id,
                *(fact.in_table(contact) for fact in FACTS),
                position.outlet_name if position else "",
                *(fact.in_table(position) if position else "" for fact in POSITION_FACTS),
                written(contact.origins),
            )
            for contact in exported
            for position in contact.positions or (None,)
        ],
    )
