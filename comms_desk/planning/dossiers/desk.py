"""The dossiers of the desk: what ties a contact, an article, a text and a bulletin together."""

from dataclasses import replace
from typing import override

from comms_desk.changes import Ref
from comms_desk.planning.dossiers import store, within
from comms_desk.planning.dossiers.facts import facts
from comms_desk.planning.dossiers.model import Dossier, DossierId, DossierStatus, NewDossier
from comms_desk.planning.people import within as people
from comms_desk.planning.people.model import PersonId
from comms_desk.storage import links
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.storage.paging import PAGE_ROWS, PageOfRows
from comms_desk.storage.values import value_of


class DossierDesk(BinnedDesk[store.DossierRow, DossierId, Dossier]):
    """The dossiers of the desk."""

    ROW = store.DossierRow
    EDITABLE = frozenset(fact.field for fact in facts())

    def add(self, new: NewDossier) -> Dossier:
        """Open a dossier; the person who opens it leads it, unless *new* says who does.

        Raises:
            CodeTaken: Another has its code.
        """
        with self._writing() as transaction:
            return store.add(transaction, new, lead=transaction.actor)

    def add_next(self, new: NewDossier) -> Dossier:
        """Do as `add` with the next free number after the code of *new*: D26-1, then D26-2."""
        with self._writing() as transaction:
            code = store.next_code(transaction, new.code)
            return store.add(transaction, replace(new, code=code), lead=transaction.actor)

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
    ) -> PageOfRows[Dossier]:
        """Return a page of dossiers by code: those with a word beginning by each of *words*."""
        with self._database.snapshot() as snapshot:
            wanted = store.having(words, status)
            return self._page(snapshot, wanted, *store.BY_CODE, after=after, limit=limit)

    def link(self, dossier: DossierId, thing: Ref) -> bool:
        """Tie *thing* to *dossier*; whether it was not yet.

        Raises:
            NotFound: There is no such dossier.
        """
        with self._writing() as transaction:
            return bool(within.link(transaction, dossier, thing))

    def unlink(self, dossier: DossierId, thing: Ref) -> bool:
        """Untie *thing* from *dossier*; whether it was tied."""
        with self._writing() as transaction:
            return bool(links.unlink(transaction, store.ref(dossier), thing))

    def linked(self, dossier: DossierId) -> tuple[Ref, ...]:
        """Return what is tied to *dossier*, the latest first."""
        with self._database.snapshot() as snapshot:
            return links.linked(snapshot, store.ref(dossier))

    @override
    def _value(self, snapshot: Snapshot, row: store.DossierRow) -> Dossier:
        return value_of(Dossier, row)

    @override
    def _change(self, transaction: Transaction, row: store.DossierRow, change: FieldChange) -> Edit:
        """Change a field of *row*.

        Raises:
            NotFound: Nobody is who would lead it.
        """
        if change.field == "lead" and isinstance(change.after, int):
            people.get(transaction, PersonId(change.after))
        return super()._change(transaction, row, change)

    @override
    def _derive(self, transaction: Transaction, row: store.DossierRow) -> None:
        store.derive(transaction, row)
