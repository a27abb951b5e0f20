"""An import carried out inside one transaction, and taken back.

The plan is made again from the directory as it is inside the transaction, so that nothing
decided on yesterday's state is written today.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from comms_desk.changes import Change, Ref, Subject
from comms_desk.media.contacts import store
from comms_desk.media.contacts.drafts import DraftContact, DraftNewsroom, DraftPosition
from comms_desk.media.contacts.importing import FoundContacts
from comms_desk.media.contacts.merging import ImportPlan, Merger
from comms_desk.media.contacts.model import (
    Contact,
    ContactId,
    NewContact,
    NewPosition,
    Position,
    PositionId,
    spoken_name,
)
from comms_desk.media.contacts.rows import ContactTableRow, PositionTableRow
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import NewOutlet, Outlet, OutletId
from comms_desk.storage import bin as storage_bin
from comms_desk.storage import edits, uses
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.errors import NotFound
from comms_desk.storage.finding import row_of
from comms_desk.storage.model import Edit, FieldChange

CONTACT_FIELDS = ("language", "scope", "note", "do_not_contact")
NEWSROOM_FIELDS = ("emails", "phones")
POSITION_FIELDS = ("title", "beats", "emails", "phones")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDone:
    """What an import did: the plan that was carried out, and what undoes it."""

    plan: ImportPlan
    added: tuple[ContactId, ...]
    as_added: tuple[NewContact, ...]
    """What each contact of *added* was then, in the same order."""
    positions: Mapping[PositionId, NewPosition]
    """The positions that contacts who were there got, as they were then."""
    edits: tuple[Edit, ...]
    outlets: tuple[OutletId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportUndone:
    """What an import had written and its undo left, by name.

    *contacts* are those that somebody has changed since, or tied to something; *outlets*,
    those that something else needs, or that somebody has changed since.
    """

    contacts: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


def plan(snapshot: Snapshot, found: FoundContacts) -> ImportPlan:
    """Return what importing *found* would do; write nothing."""
    return _merger(snapshot).plan(found)


def carry_out(transaction: Transaction, dry_run: ImportPlan) -> ImportDone:
    """Do what the rows of *dry_run* say, and return what undoes it."""
    before = {contact.id: contact for contact in store.everyone(transaction)}
    merger = Merger(before.values(), outlets.every(transaction), transaction.now.date())
    fresh = merger.plan(dry_run.found)
    writer = _Writer(transaction)
    for newsroom in merger.newsrooms.values():
        writer.reach(newsroom)
    for draft in merger.drafts:
        if draft.id is None:
            writer.add(draft)
        else:
            writer.change(draft, before[draft.id])
    added = store.add_all(transaction, writer.fresh)
    transaction.announce(Change(Subject.CONTACT))
    return ImportDone(
        plan=fresh,
        added=added,
        as_added=tuple(writer.fresh),
        positions=writer.positions,
        edits=tuple(writer.edits),
        outlets=tuple(writer.outlets),
    )


def take_back(transaction: Transaction, done: ImportDone) -> ImportUndone:
    """Put in the bin what *done* added, and put back what it changed.

    Who or what was changed since stays, and is named in what is returned; what is in the bin
    or gone is passed over.

    Raises:
        EditConflict: Somebody has changed since one of the fields that it changed.
    """
    touched: set[ContactId] = set()
    for edit in reversed(done.edits):
        with suppress(NotFound):
            touched |= _put_back(transaction, edit)
    for contact in sorted(touched):
        store.refresh(transaction, row_of(transaction, ContactTableRow, contact))
    kept: dict[ContactId, str] = {}
    for each, as_added in done.positions.items():
        with suppress(NotFound):
            position = store.position_row(transaction, each)
            if store.as_new(position) == as_added:
                store.remove_position(transaction, position)
            else:
                _name(kept, row_of(transaction, ContactTableRow, position.contact))
    changed = _changed_since(transaction, done)
    for contact in done.added:
        with suppress(NotFound):
            row = row_of(transaction, ContactTableRow, contact)
            if contact in changed:
                _name(kept, row)
            else:
                storage_bin.put_in(transaction, row)
    transaction.announce(Change(Subject.CONTACT))
    staying = outlets.put_unneeded_in_bin(
        transaction,
        done.outlets,
        held=store.held(transaction, done.outlets, but=frozenset(done.added) - kept.keys()),
        holding=PositionTableRow.__table__.c.outlet,
    )
    return ImportUndone(contacts=tuple(kept.values()), outlets=staying)


def _put_back(transaction: Transaction, edit: Edit) -> set[ContactId]:
    """Undo *edit* of a contact, a position or an outlet, and return the contact, if any.

    Raises:
        NotFound: It is in the bin or gone.
        EditConflict: Somebody has changed that field since.
    """
    if edit.ref.kind is Subject.OUTLET:
        outlets.edit(transaction, OutletId(edit.ref.id), edit.change.inverse())
        return set()
    if edit.ref.kind is Subject.CONTACT:
        contact = ContactId(edit.ref.id)
        row: ContactTableRow | PositionTableRow = row_of(transaction, ContactTableRow, contact)
    else:
        row = position = store.position_row(transaction, PositionId(edit.ref.id))
        contact = ContactId(position.contact)
    edits.apply(transaction, edit.ref, row, edit.change.inverse())
    return {contact}


def _name(kept: dict[ContactId, str], row: ContactTableRow) -> None:
    kept[ContactId(row.id)] = spoken_name(row.given_name, row.family_name)


def _changed_since(transaction: Transaction, done: ImportDone) -> frozenset[ContactId]:
    """Return those that *done* added and somebody has changed since, or tied to something."""
    as_added = {
        contact: Counter(new.positions)
        for contact, new in zip(done.added, done.as_added, strict=True)
    }
    now = store.positions_as_new(transaction, done.added)
    needed = uses.needed(transaction, ContactTableRow, done.added)
    return frozenset(
        contact
        for contact in done.added
        if contact in needed or Counter(now[contact]) != as_added[contact]
    )


def _merger(snapshot: Snapshot) -> Merger:
    return Merger(store.everyone(snapshot), outlets.every(snapshot), snapshot.now.date())


class _Writer:
    """Writes drafts, and keeps what undoes it; *fresh* contacts are to be added all at once."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._outlets = outlets.keys(transaction)
        self.outlets: list[OutletId] = []
        self.fresh: list[NewContact] = []
        self.positions: dict[PositionId, NewPosition] = {}
        self.edits: list[Edit] = []

    def reach(self, draft: DraftNewsroom) -> None:
        if draft.before is None:
            new = NewOutlet(name=draft.outlet, emails=draft.emails, phones=draft.phones)
            added = outlets.find_or_add(self._transaction, new)
            self._outlets[new.key] = added
            self.outlets.append(added)
            return
        for change in _differences(draft, draft.before, NEWSROOM_FIELDS):
            self.edits.append(outlets.edit(self._transaction, draft.before.id, change))

    def add(self, draft: DraftContact) -> None:
        new = NewContact(
            family_name=draft.family_name,
            given_name=draft.given_name,
            language=draft.language,
            scope=draft.scope,
            note=draft.note,
            do_not_contact=draft.do_not_contact,
            positions=tuple(map(self._new_position, draft.positions)),
        )
        self.fresh.append(new)

    def change(self, draft: DraftContact, before: Contact) -> None:
        fields = _differences(draft, before, CONTACT_FIELDS)
        known = {position.id: position for position in before.positions}
        written = bool(fields)
        if fields:
            row = row_of(self._transaction, ContactTableRow, before.id)
            ref = Ref(Subject.CONTACT, before.id)
            self.edits += (edits.apply(self._transaction, ref, row, each) for each in fields)
        for position in draft.positions:
            if position.id is None:
                new = self._new_position(position)
                self.positions[store.add_position(self._transaction, before.id, new)] = new
                written = True
                continue
            changes = _differences(position, known[position.id], POSITION_FIELDS)
            if changes:
                held = store.position_row(self._transaction, position.id)
                ref = Ref(Subject.POSITION, position.id)
                self.edits += (edits.apply(self._transaction, ref, held, each) for each in changes)
                written = True
        if written:
            row = row_of(self._transaction, ContactTableRow, before.id)
            store.refresh(self._transaction, row)
            if row.do_not_contact and not before.do_not_contact:
                store.bar(self._transaction, row)

    def _new_position(self, draft: DraftPosition) -> NewPosition:
        return NewPosition(
            outlet=self._outlet(draft.outlet),
            title=draft.title,
            beats=draft.beats,
            emails=draft.emails,
            phones=draft.phones,
        )

    def _outlet(self, name: str) -> OutletId | None:
        if not name:
            return None
        new = NewOutlet(name=name)
        if new.key not in self._outlets:
            added = outlets.find_or_add(self._transaction, new)
            self._outlets[new.key] = added
            self.outlets.append(added)
        return self._outlets[new.key]


def _differences(
    draft: DraftContact | DraftNewsroom | DraftPosition,
    before: Contact | Outlet | Position,
    names: Iterable[str],
) -> list[FieldChange]:
    changes = (FieldChange(name, _held(before, name), _held(draft, name)) for name in names)
    return [change for change in changes if change.before != change.after]


def _held(thing: object, name: str) -> object:
    """Return a field of *thing* as a row holds it."""
    value = getattr(thing, name)
    is_draft = isinstance(thing, DraftPosition | DraftNewsroom)
    return store.texts(value) if is_draft and name == "emails" else value
