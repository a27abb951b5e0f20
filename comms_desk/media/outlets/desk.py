"""The outlets of the desk: found, added, edited, put in the bin."""

from typing import override

from sqlalchemy import Select

from comms_desk.mail.address import Address
from comms_desk.media.outlets import store, within
from comms_desk.media.outlets.facts import FACTS
from comms_desk.media.outlets.model import (
    NewOutlet,
    Outlet,
    OutletId,
    OutletNameMissing,
    outlet_key,
)
from comms_desk.storage import word_index
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import SoughtDesk
from comms_desk.storage.model import Edit, FieldChange


class OutletDesk(SoughtDesk[store.OutletRow, OutletId, Outlet]):
    """Newspapers, stations and sites."""

    ROW = store.OutletRow
    EDITABLE = frozenset(fact.field for fact in FACTS)
    ORDER = store.BY_NAME

    def every(self) -> tuple[Outlet, ...]:
        """Return all of them, by name."""
        with self._database.snapshot() as snapshot:
            return tuple(sorted(within.every(snapshot), key=lambda each: outlet_key(each.name)))

    def add(self, new: NewOutlet) -> Outlet:
        """Add an outlet.

        Raises:
            OutletNameTaken: Another outlet has that name.
        """
        with self._database.transaction() as transaction:
            return store.add(transaction, new)

    def find_or_add(self, new: NewOutlet) -> OutletId:
        """Return the outlet that has the name of *new*, whatever its spelling, or add it."""
        with self._database.transaction() as transaction:
            return within.find_or_add(transaction, new)

    @override
    def _having(
        self, snapshot: Snapshot, words: str, among: range | None
    ) -> Select[store.OutletRow]:
        return store.having(snapshot, words, among)

    @override
    def _value(self, snapshot: Snapshot, row: store.OutletRow) -> Outlet:
        return store.value(row)

    @override
    def _change(self, transaction: Transaction, row: store.OutletRow, change: FieldChange) -> Edit:
        """Change a field of *row*.

        Raises:
            OutletNameMissing: The new name has no letter or digit.
            OutletNameTaken: Another outlet has the new name.
            BadAddress: An address of the newsroom is none.
        """
        if change.field == "emails":
            typed = change.after if isinstance(change.after, (tuple, list)) else ()
            emails = tuple(Address.parse(str(each)).bare for each in typed)
            change = FieldChange("emails", change.before, emails)
        if change.field == "name":
            name = str(change.after)
            if not outlet_key(name):
                raise OutletNameMissing(name)
            store.refuse_taken(transaction, name, but=OutletId(row.id))
            row.sort_key = outlet_key(name)
        edit = super()._change(transaction, row, change)
        if change.field in within.CALLED:
            transaction.session.flush()
            word_index.called_anew(transaction, row.ref)
        return edit
