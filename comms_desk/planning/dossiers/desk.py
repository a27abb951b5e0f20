"""The dossiers of the desk: what ties a contact, an article, a text and a bulletin together."""

from dataclasses import replace

from comms_desk.changes import Ref, Subject
from comms_desk.planning.dossiers import store, within
from comms_desk.planning.dossiers.model import (
    Dossier,
    DossierId,
    DossierStatus,
    NewDossier,
    check_code,
    check_name,
)
from comms_desk.storage import bin as the_bin
from comms_desk.storage import edits, fulltext, links
from comms_desk.storage.database import Database
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.storage.paging import Page

PAGE_ROWS = 100

EDITABLE = frozenset({"code", "name", "scope", "lead", "status", "about"})


class DossierDesk:
    """The dossiers of the desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, new: NewDossier) -> Dossier:
        """Open a dossier.

        Raises:
            CodeTaken: Another has its code.
        """
        with self._database.transaction() as transaction:
            return store.add(transaction, new)

    def add_next(self, new: NewDossier) -> Dossier:
        """Open a dossier whose code is *new*'s with the next free number: D26-1, then D26-2."""
        with self._database.transaction() as transaction:
            code = store.next_code(transaction, new.code)
            return store.add(transaction, replace(new, code=code))

    def get(self, dossier: DossierId) -> Dossier:
        """Return *dossier*.

        Raises:
            NotFound: There is none, or it is in the bin.
        """
        with self._database.snapshot() as snapshot:
            return store.get(snapshot, dossier)

    def by_code(self, code: str) -> Dossier:
        """Return the dossier of that *code*, whatever its case.

        Raises:
            NoSuchDossier: There is none.
        """
        with self._database.snapshot() as snapshot:
            return store.by_code(snapshot, code)

    def search(
        self,
        words: str = "",
        *,
        status: DossierStatus | None = None,
        after: object | None = None,
        limit: int = PAGE_ROWS,
    ) -> Page[Dossier]:
        """Return a page of dossiers by code: those with a word beginning by each of *words*.

        Args:
            words: What was typed; blank finds all.
            status: Only those.
            after: The last page's *next_key*.
            limit: Rows in the page.
        """
        with self._database.snapshot() as snapshot:
            return store.search(snapshot, words, status=status, after=after, limit=limit)

    def edit(self, dossier: DossierId, change: FieldChange) -> Edit:
        """Change one field of *dossier*; one put in the bin meanwhile takes it too.

        Raises:
            NotFound: There is none.
            EditConflict: The field was changed meanwhile.
            CodeNotAllowed: The code could not be said.
            CodeTaken: Another has the code.
            DossierNameMissing: The name would be blank.
        """
        if change.field not in EDITABLE:
            raise ValueError(f"{change.field} of a dossier is not edited")
        if change.field == "code":
            check_code(str(change.after))
        if change.field == "name":
            check_name(str(change.after))
        with self._database.transaction() as transaction:
            row = store.get_row(transaction, dossier, binned=True)
            if change.field == "code":
                store.refuse_taken(transaction, str(change.after), but=dossier)
            edit = edits.apply(transaction, store.ref(dossier), row, change)
            store.index(transaction, row)
        return edit

    def history(self, dossier: DossierId) -> tuple[Edit, ...]:
        """Return all that was done to *dossier*, the latest first."""
        with self._database.snapshot() as snapshot:
            return edits.history(snapshot, store.ref(dossier))

    def link(self, dossier: DossierId, thing: Ref) -> bool:
        """Tie *thing* to *dossier*; whether it was not yet.

        Raises:
            NotFound: There is no such dossier.
        """
        with self._database.transaction() as transaction:
            return within.link(transaction, dossier, thing)

    def unlink(self, dossier: DossierId, thing: Ref) -> bool:
        """Untie *thing* from *dossier*; whether it was tied."""
        with self._database.transaction() as transaction:
            return within.unlink(transaction, dossier, thing)

    def linked(self, dossier: DossierId, kind: Subject | None = None) -> tuple[Ref, ...]:
        """Return what is tied to *dossier*, the latest first."""
        with self._database.snapshot() as snapshot:
            return links.linked(snapshot, store.ref(dossier), kind)

    def of(self, thing: Ref) -> tuple[Dossier, ...]:
        """Return the dossiers to which *thing* is tied."""
        with self._database.snapshot() as snapshot:
            return within.of(snapshot, thing)

    def put_in_bin(self, dossier: DossierId) -> None:
        """Remove *dossier*; it can be taken out of the bin for 30 days.

        Raises:
            NotFound: There is none, or it is already there.
        """
        with self._database.transaction() as transaction:
            row = store.get_row(transaction, dossier)
            the_bin.put_in(transaction, store.ref(dossier), row)
            fulltext.remove(transaction, Subject.DOSSIER, [dossier])

    def take_out_of_bin(self, dossier: DossierId) -> Dossier:
        """Put *dossier* back where it was.

        Raises:
            NotFound: It has left the bin for good.
            TakenSince: Another has its code by now.
        """
        with self._database.transaction() as transaction:
            row = store.get_row(transaction, dossier, binned=True)
            the_bin.take_out(transaction, store.ref(dossier), row)
            store.index(transaction, row)
            return store.as_dossier(row)

    def in_bin(self) -> tuple[Dossier, ...]:
        """Return the dossiers of the bin, the latest first."""
        with self._database.snapshot() as snapshot:
            return store.in_bin(snapshot)
