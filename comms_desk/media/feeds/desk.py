"""Feeds: add, list, edit, pause; which are due, which fail, what may have been missed.

Nothing here asks the network: the worker polls, and `discovery` looks for a site's feeds.  A desk
begins with a list of Montréal's newsrooms; none of them is promised.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import override

from comms_desk.changes import Change, Subject
from comms_desk.media.feeds import polls, store
from comms_desk.media.feeds.errors import FeedTaken
from comms_desk.media.feeds.facts import facts
from comms_desk.media.feeds.health import GAP_SHOWN
from comms_desk.media.feeds.model import DueFeed, Feed, FeedId, Gap, NewFeed, normal_address
from comms_desk.media.feeds.standing import FeedsStanding, standing
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import OutletId
from comms_desk.paths import resource
from comms_desk.settings import ALLOWED_NETWORKS
from comms_desk.storage import desk_settings
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.finding import row_of
from comms_desk.storage.model import Edit, FieldChange

STARTER = "montreal.opml"


RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of a list of feeds: those that are new, and those already watched."""

    new: tuple[FeedId, ...]
    already: tuple[str, ...]


class FeedDesk(BinnedDesk[store.FeedRow, FeedId, Feed]):
    """The feeds that the watch listens to."""

    ROW = store.FeedRow
    EDITABLE = frozenset(fact.field for fact in facts())

    def add(self, new: NewFeed) -> Feed:
        """Watch one more feed; it is due at once.

        Raises:
            FeedTaken: Its address is already watched.
        """
        with self._database.transaction() as transaction:
            return store.get(transaction, store.add(transaction, new))

    def add_all(self, feeds: Iterable[NewFeed]) -> Added:
        """Watch every feed of a list, save those that already are."""
        new: list[FeedId] = []
        already: list[str] = []
        with self._database.transaction() as transaction:
            for each in feeds:
                try:
                    new.append(store.add(transaction, each))
                except FeedTaken:
                    already.append(each.address)
        return Added(new=tuple(new), already=tuple(already))

    def untried(self) -> tuple[NewFeed, ...]:
        """Return the feeds of Montréal's newsrooms that this desk never had, at no address."""
        with self._database.snapshot() as snapshot:
            known = store.ever_known(snapshot)
        return tuple(each for each in starter() if each.address not in known)

    def every(self) -> tuple[Feed, ...]:
        """Return every feed, by title."""
        with self._database.snapshot() as snapshot:
            return store.every(snapshot)

    def failing(self) -> tuple[Feed, ...]:
        """Return the feeds that need a look: stopped, or failing at their last poll."""
        with self._database.snapshot() as snapshot:
            return store.failing(snapshot)

    def cut_short(self) -> tuple[Feed, ...]:
        """Return the feeds in good order that had entries left out, the most first."""
        with self._database.snapshot() as snapshot:
            return store.cut_short(snapshot)

    def gaps(self, *, since: datetime | None = None) -> tuple[Gap, ...]:
        """Return when feeds may have published unseen, since a moment or for a week."""
        with self._database.snapshot() as snapshot:
            return polls.gaps(snapshot, since=since or snapshot.now - RECENT)

    def due(
        self, *, all_of_them: bool = False, only: Iterable[FeedId] | None = None
    ) -> tuple[DueFeed, ...]:
        """Return the feeds to ask now, the longest due first.

        Args:
            all_of_them: Also those that are not due yet.
            only: These and no other, even when stopped.
        """
        with self._database.snapshot() as snapshot:
            return polls.due(snapshot, all_of_them=all_of_them, only=only)

    def is_due(self) -> bool:
        """Say whether there is any feed to ask now."""
        with self._database.snapshot() as snapshot:
            return polls.is_due(snapshot)

    def allowed_networks(self) -> tuple[str, ...]:
        """Return the private networks from which this desk fetches feeds."""
        with self._database.snapshot() as snapshot:
            return desk_settings.value(snapshot, ALLOWED_NETWORKS)

    def standing(self) -> FeedsStanding:
        """Return how all feeds fare together, since yesterday at this hour."""
        with self._database.snapshot() as snapshot:
            missed = polls.gaps(snapshot, since=snapshot.now - GAP_SHOWN)
            return standing(store.every(snapshot), missed)

    def ask_again(self, feed: FeedId) -> None:
        """Ask *feed* at the next round, even when it had been stopped."""
        with self._database.transaction() as transaction:
            row_of(transaction, store.FeedRow, feed)
            polls.ask_again(transaction, feed)
            transaction.announce(Change.of(Subject.FEED, [feed]))

    def try_again(self) -> tuple[FeedId, ...]:
        """Ask the feeds on trial that did not answer once more; return which."""
        with self._database.transaction() as transaction:
            tried = store.unanswered(transaction)
            for feed in tried:
                polls.ask_again(transaction, feed)
            transaction.announce(Change.of(Subject.FEED, tried))
        return tried

    @override
    def _value(self, snapshot: Snapshot, row: store.FeedRow) -> Feed:
        return store.get(snapshot, FeedId(row.id))

    @override
    def _change(self, transaction: Transaction, row: store.FeedRow, change: FieldChange) -> Edit:
        """Change a field of *row*; another address is asked at once, as one never asked.

        Raises:
            WrongAddress: The new address is none.
            FeedTaken: The new address is another feed's.
            NotFound: There is no such outlet.
        """
        if change.field == "outlet_id" and isinstance(change.after, int):
            outlets.get(transaction, OutletId(change.after))
        if change.field == "address":
            address = normal_address(str(change.after))
            if store.find(transaction, address) not in (None, row.id):
                raise FeedTaken(address)
            change = FieldChange(field="address", before=change.before, after=address)
        edit = super()._change(transaction, row, change)
        if change.field == "address" and edit.before != edit.after:
            polls.begin_again(transaction, FeedId(row.id))
        elif change.field == "paused":
            polls.ask_again(transaction, FeedId(row.id))
        return edit

    @override
    def _take_out(self, transaction: Transaction, row: store.FeedRow) -> None:
        super()._take_out(transaction, row)
        polls.ask_again(transaction, FeedId(row.id))


@cache
def starter() -> tuple[NewFeed, ...]:
    """Return the feeds to try, each on trial."""
    from comms_desk.media.feeds.opml import read_list

    listed = read_list(resource("feeds", STARTER).read_bytes(), name=STARTER)
    return tuple(replace(each, on_trial=True) for each in listed.feeds)
