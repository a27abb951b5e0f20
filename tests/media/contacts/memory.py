"""A directory in memory, as an import would leave it: files are merged without a database."""

from collections.abc import Iterable
from datetime import date

from comms_desk.media.contacts.drafts import DraftContact
from comms_desk.media.contacts.importing import read_contacts
from comms_desk.media.contacts.merging import ImportPlan, Merger
from comms_desk.media.contacts.model import Contact, ContactId, Position, PositionId
from comms_desk.media.outlets.model import OutletId

TODAY = date(2026, 11, 24)


def as_contacts(drafts: Iterable[DraftContact]) -> list[Contact]:
    """Return the directory as an import would leave it."""
    return [
        Contact(
            id=draft.id or ContactId(number),
            family_name=draft.family_name,
            given_name=draft.given_name,
            language=draft.language,
            scope=draft.scope,
            note=draft.note,
            do_not_contact=draft.do_not_contact,
            positions=tuple(
                Position(
                    id=each.id or PositionId(number * 100 + place),
                    outlet=OutletId(1) if each.outlet else None,
                    outlet_name=each.outlet,
                    title=each.title,
                    beats=each.beats,
                    started_on=None,
                    ended_on=None,
                    emails=tuple(email.bare for email in each.emails),
                    phones=each.phones,
                )
                for place, each in enumerate(draft.positions)
            ),
        )
        for number, draft in enumerate(drafts, 1)
    ]


def after(directory: list[Contact], content: bytes) -> tuple[list[Contact], ImportPlan]:
    """Return the directory after an import, by name as it is read, and what was planned."""
    merger = Merger(directory, (), TODAY)
    plan = merger.plan(read_contacts(content))
    left = as_contacts(merger.drafts)
    return sorted(left, key=lambda each: (each.family_name, each.given_name, each.id)), plan
