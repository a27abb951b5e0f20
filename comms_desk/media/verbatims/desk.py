"""The verbatims of the desk: brought in, found again, put in the bin."""

from typing import override

from comms_desk.media.verbatims import store
from comms_desk.media.verbatims.facts import facts
from comms_desk.media.verbatims.model import NewVerbatim, Verbatim, VerbatimId
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import SoughtDesk


class VerbatimDesk(SoughtDesk[store.VerbatimRow, VerbatimId, Verbatim]):
    """What was said aloud, word for word."""

    ROW = store.VerbatimRow
    EDITABLE = frozenset(fact.field for fact in facts())
    ORDER = store.LATEST_FIRST
    LAST_FIRST = True

    def add(self, new: NewVerbatim) -> Verbatim:
        """Add a verbatim; what it says is found again among what was already said."""
        with self._writing() as transaction:
            return store.value(store.add(transaction, new))

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
