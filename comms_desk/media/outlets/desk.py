"""The outlets of the desk: found, added, edited, put in the bin."""

from comms_desk.changes import Change, Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.media.outlets import store, within
from comms_desk.media.outlets.model import (
    NewOutlet,
    Outlet,
    OutletId,
    OutletNameMissing,
    outlet_key,
)
from comms_desk.storage import bin as storage_bin
from comms_desk.storage import edits
from comms_desk.storage.database import Database
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.storage.paging import Page, text_key

FIRST_PAGE_ROWS = 200

EDITABLE = frozenset(
    {
        "name",
        "kind",
        "language",
        "reach",
        "scope",
        "owner_group",
        "deadlines",
        "website",
        "review_licence",
        "licence_until",
        "emails",
        "phones",
    }
)


class OutletDesk:
    """Newspapers, stations and sites.  One public method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(
        self, words: str = "", *, after: object | None = None, limit: int = FIRST_PAGE_ROWS
    ) -> Page[Outlet]:
        """Return the outlets in whose names each of *words* begins a word, by name.

        Args:
            words: As typed; empty finds all.
            after: The `next_key` of the page before.
            limit: How many rows at most.
        """
        with self._database.snapshot() as snapshot:
            return store.search(snapshot, words, after=text_key(after), limit=limit)

    def get(self, outlet: OutletId) -> Outlet:
        """Return *outlet*.

        Raises:
            NotFound: There is none, or it is in the bin.
        """
        with self._database.snapshot() as snapshot:
            return store.value(store.row_of(snapshot, outlet))

    def add(self, new: NewOutlet) -> OutletId:
        """Add an outlet.

        Raises:
            OutletNameTaken: Another outlet has that name.
        """
        with self._database.transaction() as transaction:
            added = store.add(transaction, new)
            transaction.announce(Change.of(Subject.OUTLET, [added]))
        return added

    def find_or_add(self, new: NewOutlet) -> OutletId:
        """Return the outlet that has the name of *new*, whatever its spelling, or add it."""
        with self._database.transaction() as transaction:
            return within.find_or_add(transaction, new)

    def edit(self, outlet: OutletId, change: FieldChange) -> Edit:
        """Change one field of *outlet*; its inverse undoes it.

        An outlet that was put in the bin meanwhile takes it too: nothing typed is lost.

        Raises:
            NotFound: There is none.
            EditConflict: Somebody changed that field since it was read.
            OutletNameMissing: The new name has no letter or digit.
            OutletNameTaken: Another outlet has the new name.
            BadAddress: An address of the newsroom is none.
        """
        if change.field not in EDITABLE:
            raise ValueError(change.field)
        if change.field == "emails":
            typed = change.after if isinstance(change.after, (tuple, list)) else ()
            emails = tuple(Address.parse(str(each)).bare for each in typed)
            change = FieldChange("emails", change.before, emails)
        with self._database.transaction() as transaction:
            row = store.row_of(transaction, outlet, binned=None)
            if change.field == "name":
                name = str(change.after)
                if not outlet_key(name):
                    raise OutletNameMissing(name)
                store.refuse_taken(transaction, name, but=outlet)
                row.sort_key = outlet_key(name)
            return edits.apply(transaction, Ref(Subject.OUTLET, outlet), row, change)

    def put_in_bin(self, outlet: OutletId) -> None:
        """Put *outlet* in the bin; positions held there keep its name."""
        with self._database.transaction() as transaction:
            row = store.row_of(transaction, outlet)
            storage_bin.put_in(transaction, Ref(Subject.OUTLET, outlet), row)

    def take_out_of_bin(self, outlet: OutletId) -> None:
        """Take *outlet* out of the bin.

        Raises:
            TakenSince: Another outlet has taken its name meanwhile.
        """
        with self._database.transaction() as transaction:
            row = store.row_of(transaction, outlet, binned=True)
            storage_bin.take_out(transaction, Ref(Subject.OUTLET, outlet), row)
