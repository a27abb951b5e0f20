"""The verbatims of the desk: brought in, found again, put in the bin."""

from typing import Any, override

from comms_desk.media.verbatims import store
from comms_desk.media.verbatims.facts import facts
from comms_desk.media.verbatims.model import NewVerbatim, Verbatim, VerbatimId
from comms_desk.storage.database import Transaction
from comms_desk.storage.desks import PlainDesk


class VerbatimDesk(PlainDesk[store.VerbatimRow, VerbatimId, NewVerbatim, Verbatim]):
    """What was said aloud, word for word; it is found again among what was already said."""

    ROW, NEW, VALUE = store.VerbatimRow, NewVerbatim, Verbatim
    EDITABLE = frozenset(fact.field for fact in facts())
    SOUGHT = ("name", "speaker")
    ORDER = store.VerbatimRow.added_at, store.VerbatimRow.id
    LAST_FIRST = True

    @override
    def _held(self, transaction: Transaction, new: NewVerbatim) -> dict[str, Any]:
        return super()._held(transaction, new) | {"added_at": transaction.now}

    @override
    def _follow(self, transaction: Transaction, row: store.VerbatimRow) -> None:
        store.say(transaction, row)
