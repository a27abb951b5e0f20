"""Saved views: added, renamed, binned; the office's are everybody's, a person's own are theirs."""

from typing import override

from comms_desk.media.themes import saved_view_rows
from comms_desk.media.themes.facts import VIEW_FACTS
from comms_desk.media.themes.saved_views import NewView, SavedView, ViewId, ViewNameTaken
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.errors import TakenSince


class SavedViewDesk(BinnedDesk[saved_view_rows.SavedViewRow, ViewId, SavedView]):
    """The saved views of the desk."""

    ROW = saved_view_rows.SavedViewRow
    EDITABLE = frozenset(fact.field for fact in VIEW_FACTS)

    def add(self, new: NewView) -> SavedView:
        """Save a view.

        Raises:
            ViewNameTaken: Another of those that the acting person sees is called so.
        """
        with self._writing() as transaction:
            row = saved_view_rows.add(transaction, new)
            self._derive(transaction, row)
            return saved_view_rows.value(row)

    def every(self) -> tuple[SavedView, ...]:
        """Return the office's views and those of the acting person, by name."""
        with self._database.snapshot() as snapshot:
            return saved_view_rows.every(snapshot, self._database.actor)

    @override
    def _value(self, snapshot: Snapshot, row: saved_view_rows.SavedViewRow) -> SavedView:
        return saved_view_rows.value(row)

    @override
    def _derive(self, transaction: Transaction, row: saved_view_rows.SavedViewRow) -> None:
        """Refuse what *row* may not be.

        Raises:
            ViewNameMissing: There is no word in its name.
            ViewEmpty: It asks for every mention.
            QueryError: Its query is not understood.
            ViewNameTaken: Another of those that the acting person sees is called so.
        """
        view = saved_view_rows.value(row)
        NewView(name=view.name, query=view.query, which=view.which)
        if row.binned_at is None and self._is_taken(transaction, view):
            raise ViewNameTaken(view.name)

    @override
    def _take_out(self, transaction: Transaction, row: saved_view_rows.SavedViewRow) -> None:
        """Take *row* out of the bin, though its query be not understood any more.

        Raises:
            TakenSince: Another view is called so by now.
        """
        super()._take_out(transaction, row)
        if self._is_taken(transaction, saved_view_rows.value(row)):
            raise TakenSince(row.ref)

    def _is_taken(self, snapshot: Snapshot, view: SavedView) -> bool:
        """Whether another of those that the acting person sees is called so."""
        seen = saved_view_rows.every(snapshot, self._database.actor)
        return any(each.key == view.key and each.id != view.id for each in seen)
