"""The verbatims of the desk: brought in, found again, put in the bin."""

from typing import override

from comms_desk.media.verbatims import store
from comms_desk.media.verbatims.facts import facts
from comms_desk.media.verbatims.model import NewVerbatim, Verbatim, VerbatimId
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.finding import page_of
from comms_desk.storage.paging import PAGE_ROWS, Page


class VerbatimDesk(BinnedDesk[store.VerbatimRow, VerbatimId, Verbatim]):
    """What was said aloud, word for word."""

    ROW = store.VerbatimRow
    EDITABLE = frozenset(fact.field for fact in facts())

    def add(self, new: NewVerbatim) -> Verbatim:
        """Add a verbatim; what it says is found again among what was already said."""
        with self._writing() as transaction:
            return store.value(store.add(transaction, new))

    def search(
        self, words: str = "", *, after: object | None = None, limit: int = PAGE_ROWS
    ) -> Page[Verbatim]:
        """Return a page of verbatims, the last brought in first.

        Args:
            words: Each begins a word of the name, or of who speaks; blank finds all.
            after: The last page's *next_key*.
            limit: Rows in the page.
        """
        with self._database.snapshot() as snapshot:
            found = page_of(
                snapshot,
                store.having(words),
                *store.LATEST_FIRST,
                after=after,
                limit=limit,
                last_first=True,
            )
            return found.showing(map(store.value, found.rows))

    @override
    def _value(self, snapshot: Snapshot, row: store.VerbatimRow) -> Verbatim:
        return store.value(row)

    @override
    def _derive(self, transaction: Transaction, row: store.VerbatimRow) -> None:
        store.derive(transaction, row)

    @override
    def _put_in(self, transaction: Transaction, row: store.VerbatimRow) -> None:
        super()._put_in(transaction, row)
        store.say(transaction, row)

    @override
    def _take_out(self, transaction: Transaction, row: store.VerbatimRow) -> None:
        super()._take_out(transaction, row)
        store.say(transaction, row)
