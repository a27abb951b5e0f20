"""The directory: who the press office calls, found as one types, edited field by field.

Files are brought in by `ImportDesk`.  Every export is noted in the audit.
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import override

from comms_desk.changes import Change, Ref, Subject
from comms_desk.i18n import CITY_ZONE
from comms_desk.mail.address import Address
from comms_desk.media.contacts import bylines, do_not_contact, store
from comms_desk.media.contacts import search as searching
from comms_desk.media.contacts.facts import FACTS, POSITION_FACTS
from comms_desk.media.contacts.model import (
    AddressTaken,
    AddressTakenSince,
    Byline,
    Contact,
    ContactId,
    ContactRow,
    NewContact,
    NewPosition,
    Position,
    PositionId,
    check_contact,
    check_position,
    meant,
)
from comms_desk.media.contacts.rows import ContactTableRow
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import Outlet, OutletId
from comms_desk.storage import bin as storage_bin
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.errors import StorageReadOnly
from comms_desk.storage.finding import RowPlace, row_of
from comms_desk.storage.model import Act, Edit, FieldChange
from comms_desk.storage.paging import PAGE_ROWS, PageOfRows
from comms_desk.text.approximate import Ago

POSITION_EDITABLE = frozenset({"outlet", *(fact.field for fact in POSITION_FACTS)})
WHOLE_DIRECTORY = Ref(Subject.CONTACT, 0)
"""What the audit of an export points at."""


class ContactDesk(BinnedDesk[ContactTableRow, ContactId, Contact]):
    """Journalists and bookers, and where they work.

    What can bar somebody is durable: were it undone by a power cut, a letter that it withheld
    would leave after all.
    """

    ROW = ContactTableRow
    EDITABLE = frozenset(fact.field for fact in FACTS)
    DURABLE = True

    def search(
        self,
        words: str = "",
        *,
        among: range | None = None,
        at: OutletId | None = None,
        after: object | None = None,
        limit: int = PAGE_ROWS,
    ) -> PageOfRows[ContactRow]:
        """Return the contacts that every word of *words* finds, by name.

        A word finds a contact when a word of their name, outlet, title, beats, addresses or
        telephones begins with it, whatever its case and accents.

        Args:
            words: As typed; empty finds all.
            among: Their ids; None: all of them.
            at: The outlet where they have a position today, which is then all that is said of what
                they do; None: any, or none.
            after: The `next_key` of the page before.
            limit: How many rows at most.
        """
        with self._database.snapshot() as snapshot:
            return searching.search(snapshot, words, among=among, at=at, after=after, limit=limit)

    def signed_by(self, byline: str, *, at: OutletId | None = None) -> tuple[Byline, ...]:
        """Return the names in *byline* that somebody in the directory bears, and who.

        Args:
            byline: As an article has it: « Par Luc Tremblay et Zoé Roy, La Presse canadienne ».
            at: Where it was published: of several who bear a name, those who work or worked there
                alone, if any does.
        """
        with self._database.snapshot() as snapshot:
            return bylines.by_names(snapshot, [byline], at=at)[byline]

    def add(self, new: NewContact) -> Contact:
        """Add a contact and the positions that come with it.

        Raises:
            AddressTaken: Another contact has one of the addresses.
        """
        with self._writing() as transaction:
            for position in new.positions:
                _refuse_taken(transaction, position.emails, but=None)
            added = store.add(transaction, new)
            transaction.announce(Change.of(Subject.CONTACT, [added]))
            return store.get(transaction, added)

    def add_position(self, contact: ContactId, new: NewPosition) -> PositionId:
        """Add a position to *contact*.

        Raises:
            NotFound: There is no such contact or outlet.
            AddressTaken: Another contact has one of the addresses.
        """
        with self._writing() as transaction:
            _refuse_taken(transaction, new.emails, but=contact)
            if new.outlet is not None:
                outlets.get(transaction, new.outlet)
            added = store.add_position(transaction, contact, new)
            transaction.announce(Change.of(Subject.CONTACT, [contact]))
        return added

    def edit_position(self, position: PositionId, change: FieldChange) -> Edit:
        """Change one field of *position*; the inverse of the answer's change undoes it.

        That of a contact who was put in the bin meanwhile takes it too.

        Raises:
            NotFound: There is no such position or outlet.
            EditConflict: Somebody changed that field since it was read.
            AddressTaken: Another contact has one of the new addresses.
            BadAddress: A new address is none.
            BadPhone: A new telephone number is none.
            PositionEndsBeforeStart: The dates would be the wrong way round.
        """
        if change.field not in POSITION_EDITABLE:
            raise ValueError(change.field)
        with self._writing() as transaction:
            if change.field == "emails":
                change = _read(change)
            change = _dated(change, transaction)
            if change.field == "outlet" and isinstance(change.after, int):
                outlets.get(transaction, OutletId(change.after))
            row = store.position_row(transaction, position, RowPlace.ANYWHERE)
            contact = row_of(transaction, ContactTableRow, row.contact, RowPlace.ANYWHERE)
            edit = edits.apply(transaction, row.ref, row, change)
            check_position(row)
            if change.field == "emails":
                emails = map(Address.stored, row.emails)
                _refuse_taken(transaction, emails, but=ContactId(contact.id))
            store.refresh(transaction, contact)
            transaction.announce(Change.of(Subject.CONTACT, [contact.id]))
        return edit

    def verify(self, contact: ContactId) -> Edit:
        """Note that all that is said of *contact* holds today: somebody made sure of it.

        Raises:
            NotFound: There is no such contact, or it is in the bin.
        """
        with self._writing() as transaction:
            row = row_of(transaction, ContactTableRow, contact)
            today = transaction.now.astimezone(CITY_ZONE).date()
            return self._change(
                transaction, row, FieldChange("verified_on", row.verified_on, today)
            )

    def remove_position(self, position: PositionId) -> NewPosition:
        """Remove a position that was a mistake; return what `add_position` would put back."""
        with self._database.transaction() as transaction:
            row = store.position_row(transaction, position)
            removed = store.as_new(row)
            whose = Ref(Subject.CONTACT, row.contact)
            store.remove_position(transaction, row)
            transaction.announce(Change.of(Subject.CONTACT, [whose.id]))
        return removed

    def take_out_with_outlets(self, contact: ContactId) -> tuple[Outlet, ...]:
        """Do what `take_out_of_bin` does, and return the outlets that came out with *contact*.

        Raises:
            NotFound: They are not in the bin.
            AddressTaken: Another contact has one of their addresses meanwhile.
        """
        with self._writing() as transaction:
            row = row_of(transaction, ContactTableRow, contact, RowPlace.IN_BIN)
            return _take_out(transaction, row)

    def export(self, *, only: frozenset[ContactId] | None = None) -> tuple[Contact, ...]:
        """Return every contact, by name, and note in the audit that so many were exported.

        Of a desk that can only be read it is exported all the same: nothing can be noted there.

        Args:
            only: These alone; None: all of them.
        """
        with self._database.snapshot() as snapshot:
            every = store.everyone(snapshot)
        exported = tuple(each for each in every if only is None or each.id in only)
        with suppress(StorageReadOnly), self._database.transaction() as transaction:
            noted = len(exported)
            edits.note(transaction, WHOLE_DIRECTORY, Act.EXPORTED, "directory", after=noted)
        return exported

    @override
    def _value(self, snapshot: Snapshot, row: ContactTableRow) -> Contact:
        return store.get(snapshot, ContactId(row.id))

    @override
    def _change(self, transaction: Transaction, row: ContactTableRow, change: FieldChange) -> Edit:
        """Change a field of *row*.

        "Do not contact" bars them, and taking it back lifts the bar.  What it withheld stays
        withheld until it is named again, so that an undo never lets a letter leave.

        Raises:
            ContactNameMissing: No name would be left.
            TextTooLong: A text on one line is longer than any real one.
        """
        edit = super()._change(transaction, row, change)
        if change.field in {"do_not_contact", "do_not_contact_reason"}:
            do_not_contact.keep_bars(transaction, [row])
        return edit

    @override
    def _derive(self, transaction: Transaction, row: ContactTableRow) -> None:
        check_contact(row)
        store.refresh(transaction, row)

    @override
    def _put_in(self, transaction: Transaction, row: ContactTableRow) -> None:
        super()._put_in(transaction, row)
        store.take_out_of_index(transaction, [row.id])

    @override
    def _take_out(self, transaction: Transaction, row: ContactTableRow) -> None:
        _take_out(transaction, row)


def _take_out(transaction: Transaction, row: ContactTableRow) -> tuple[Outlet, ...]:
    """Take a contact out of the bin, with the outlets where they work or worked.

    Where another outlet has taken the name of one meanwhile, they work at that one: no
    position names an outlet that cannot be opened.

    Returns:
        The outlets that came out of the bin with them.

    Raises:
        AddressTakenSince: Another contact has one of their addresses meanwhile.
    """
    storage_bin.take_out(transaction, row)
    contact = ContactId(row.id)
    positions = store.get(transaction, contact).positions
    try:
        for position in positions:
            _refuse_taken(transaction, map(Address.stored, position.emails), but=contact)
    except AddressTaken as taken:
        raise AddressTakenSince(taken.address, taken.holder) from taken
    wanted = dict.fromkeys(each.outlet for each in positions if each.outlet is not None)
    came, replaced = outlets.take_out_of_bin(transaction, wanted)
    for position in positions:
        if position.outlet in replaced:
            _move(transaction, position, to=replaced[position.outlet])
    store.put_in_index(transaction, [contact])
    return came


def _read(change: FieldChange) -> FieldChange:
    """Read the addresses that were typed, which is their door; those before are as stored."""
    typed = change.after if isinstance(change.after, (tuple, list)) else ()
    emails = store.texts(Address.parse(str(each)) for each in typed)
    return FieldChange("emails", change.before, emails)


def _dated(change: FieldChange, transaction: Transaction) -> FieldChange:
    """Count what counts back from today, the day on which it is said."""
    if not (isinstance(change.before, Ago) or isinstance(change.after, Ago)):
        return change
    before, after = (meant(each, said_at=transaction.now) for each in (change.before, change.after))
    return FieldChange(change.field, before, after)


def _move(transaction: Transaction, position: Position, *, to: OutletId) -> None:
    row = store.position_row(transaction, position.id)
    edits.apply(transaction, row.ref, row, FieldChange("outlet", position.outlet, to))


def _refuse_taken(
    transaction: Transaction, emails: Iterable[Address], *, but: ContactId | None
) -> None:
    for email in emails:
        name = store.holder(transaction, email.key, but=but)
        if name is not None:
            raise AddressTaken(email.bare, name)
