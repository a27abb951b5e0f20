"""The dossiers of the desk: what ties a contact, an article, a text and a bulletin together."""

from dataclasses import replace
from typing import override

from comms_desk.changes import Ref, Subject
from comms_desk.planning.dossiers import store, within
from comms_desk.planning.dossiers.facts import facts
from comms_desk.planning.dossiers.model import (
    Dossier,
    DossierId,
    DossierStatus,
    NewDossier,
    check_code,
    check_name,
)
from comms_desk.storage import fulltext, links
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.storage.paging import Page

PAGE_ROWS = 100


class DossierDesk(BinnedDesk[store.DossierRow, DossierId, Dossier]):
    """The dossiers of the desk."""

    ROW = store.DossierRow
    EDITABLE = frozenset(fact.field for fact in facts())

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

    @override
    def _value(self, snapshot: Snapshot, row: store.DossierRow) -> Dossier:
        return store.as_dossier(row)

    @override
    def _change(self, transaction: Transaction, row: store.DossierRow, change: FieldChange) -> Edit:
        """Change a field of *row*.

        Raises:
            CodeNotAllowed: The code could not be said.
            CodeTaken: Another has the code.
            DossierNameMissing: The name would be blank.
        """
        if change.field == "code":
            check_code(str(change.after))
            store.refuse_taken(transaction, str(change.after), but=DossierId(row.id))
        if change.field == "name":
            check_name(str(change.after))
        edit = super()._change(transaction, row, change)
        store.index(transaction, row)
        return edit

    @override
    def _put_in(self, transaction: Transaction, row: store.DossierRow) -> None:
        super()._put_in(transaction, row)
        fulltext.remove(transaction, Subject.DOSSIER, [row.id])

    @override
    def _take_out(self, transaction: Transaction, row: store.DossierRow) -> None:
        super()._take_out(transaction, row)
        store.index(transaction, row)
