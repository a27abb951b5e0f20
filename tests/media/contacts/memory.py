"""A directory in memory, as an import would leave it: files are merged without a database."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from comms_desk.imports.model import PlannedRow, RowFate
from comms_desk.imports.reading import ReadFile, read
from comms_desk.media.contacts.applying import CONTACTS
from comms_desk.media.contacts.drafts import DraftContact, ImportedContact
from comms_desk.media.contacts.importing import Newsroom
from comms_desk.media.contacts.merging import Merger
from comms_desk.media.contacts.model import Contact, ContactId, Position, PositionId
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage.values import value_of
from comms_desk.text.columns import AS_RECOGNISED

TODAY = date(2026, 11, 24)


def as_contacts(drafts: Iterable[DraftContact]) -> list[Contact]:
    """Return the directory as an import would leave it."""
    return [
        value_of(
            Contact,
            draft.now,
            id=draft.before.id if draft.before else ContactId(number),
            positions=tuple(
                Position(
                    id=each.before.id if each.before else PositionId(number * 100 + place),
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


def read_contacts(
    content: bytes, *, chosen: Mapping[str, str] = AS_RECOGNISED
) -> ReadFile[ImportedContact | Newsroom]:
    """Read a file of contacts."""
    return read(content, CONTACTS, lambda _headings: chosen)


def people(found: ReadFile[ImportedContact | Newsroom]) -> list[ImportedContact]:
    """Return those of whom a file speaks."""
    return [each for each in found.said if isinstance(each, ImportedContact)]


def newsrooms(found: ReadFile[ImportedContact | Newsroom]) -> list[Newsroom]:
    """Return those that a file says how to reach."""
    return [each for each in found.said if isinstance(each, Newsroom)]


@dataclass(frozen=True, slots=True)
class Planned:
    """What a file would do to a directory in memory."""

    rows: tuple[PlannedRow, ...]
    new_outlets: tuple[str, ...]

    @property
    def counts(self) -> Counter[RowFate]:
        """How many rows have each fate."""
        return Counter(row.fate for row in self.rows)

    @property
    def does_something(self) -> bool:
        """Whether it would write anything."""
        return any(row.fate in {RowFate.NEW, RowFate.CHANGED} for row in self.rows)


def after(directory: list[Contact], content: bytes) -> tuple[list[Contact], Planned]:
    """Return the directory after an import, by name as it is read, and what was planned."""
    merger = Merger(directory, (), TODAY)
    found = read_contacts(content)
    plan = sorted([*merger.merge(found.said), *found.refused], key=lambda row: row.line)
    left = as_contacts(merger.drafts)
    by_name = sorted(left, key=lambda each: (each.family_name, each.given_name, each.id))
    return by_name, Planned(tuple(plan), tuple(merger.new_outlets))
