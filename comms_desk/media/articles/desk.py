"""Articles: taken in from the feeds, listed newest first, read by a person."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from comms_desk.changes import Change, Subject
from comms_desk.media.articles import arrivals, store
from comms_desk.media.articles.full import full_text_rows
from comms_desk.media.articles.model import (
    Article,
    ArticleId,
    ArticleText,
    Delivery,
    FullText,
    ReadPage,
    TakenDeliveries,
    WantedPage,
)
from comms_desk.media.contacts import within as contacts
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.feeds import within as feeds
from comms_desk.media.feeds.model import FeedId
from comms_desk.settings import FULL_TEXTS_KEPT
from comms_desk.storage import desk_settings
from comms_desk.storage.database import Database, Transaction
from comms_desk.storage.paging import PageOfRows

PAGE = 50
ARTICLES_AT_ONCE = 250
"""The most that one transaction should take in: who types waits behind it."""
CHARACTERS_AT_ONCE = 1 << 20
"""The same, of their texts: a transaction ends after the article that passes it."""


class ArticleDesk:
    """What the feeds brought."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.clock = database.clock

    def take_in(
        self,
        deliveries: Sequence[Delivery],
        *,
        permit: Callable[[Transaction], None] | None = None,
    ) -> TakenDeliveries:
        """Store what some polls brought and taught, all or nothing.

        Args:
            deliveries: With at most `ARTICLES_AT_ONCE` entries and about `CHARACTERS_AT_ONCE`
                characters in all.
            permit: Called first, in the transaction: raises when this worker has lost the
                right to write.

        Raises:
            StorageBusy: Another process held the lock too long; nothing was stored.
        """
        with self._database.transaction() as transaction:
            if permit is not None:
                permit(transaction)
            taken = arrivals.take_in(transaction, deliveries)
            finished = [each.poll for each in deliveries if each.is_last]
            if finished:
                feeds.note_polls(transaction, finished)
            if taken.new or taken.changed:
                transaction.announce(Change.of(Subject.ARTICLE, (*taken.new, *taken.changed)))
            return taken

    def search(
        self,
        *,
        feed: FeedId | None = None,
        by: ContactId | None = None,
        after: object | None = None,
        limit: int = PAGE,
        person: int | None = None,
    ) -> PageOfRows[Article]:
        """Return articles, the newest first, from where the last page ended (*after*).

        Args:
            feed: The source that showed them; None: any.
            by: The contact who signed them; None: anybody.
            after: The `next_key` of the page before.
            limit: How many at most.
            person: Who may have read them.

        Raises:
            NotFound: There is no such contact, or it is in the bin.
        """
        with self._database.snapshot() as snapshot:
            signature = None
            if by is not None:
                signature = contacts.signature(snapshot, by)
                if signature is None:
                    return PageOfRows(rows=(), total=0, capped=False, next_key=None)
            return store.search(
                snapshot, person=person, feed=feed, signature=signature, after=after, limit=limit
            )

    def by_ids(self, ids: Sequence[ArticleId], *, person: int | None = None) -> tuple[Article, ...]:
        """Return the articles *ids*, in that order; those that are gone are left out."""
        with self._database.snapshot() as snapshot:
            return store.by_ids(snapshot, ids, person=person)

    def text(self, article: ArticleId) -> ArticleText:
        """Return what *article* says in its latest version.

        Raises:
            ArticleMissing: There is no such article.
        """
        with self._database.snapshot() as snapshot:
            return store.get_text(snapshot, article)

    def full_text(self, article: ArticleId) -> FullText | None:
        """Return what there is of the page of *article*; None where nobody wanted it.

        Raises:
            ArticleMissing: There is no such article.
        """
        with self._database.snapshot() as snapshot:
            return full_text_rows.get(snapshot, article)

    def wanted_pages(self, *, limit: int = PAGE) -> tuple[WantedPage, ...]:
        """Return the pages to be read now for their full text."""
        with self._database.snapshot() as snapshot:
            return full_text_rows.wanted(snapshot, limit=limit)

    def keep_pages(
        self,
        pages: Sequence[ReadPage],
        *,
        permit: Callable[[Transaction], None] | None = None,
    ) -> None:
        """Keep what became of pages that were wanted, until their day.

        Args:
            pages: At most `ARTICLES_AT_ONCE`.
            permit: As that of `take_in`.

        Raises:
            StorageBusy: Another process held the lock too long; nothing was stored.
        """
        with self._database.transaction() as transaction:
            if permit is not None:
                permit(transaction)
            kept = timedelta(days=desk_settings.value(transaction, FULL_TEXTS_KEPT))
            for page in pages:
                full_text_rows.keep(transaction, page, kept=kept)
            transaction.announce(Change.of(Subject.ARTICLE, (page.article for page in pages)))

    def forget_full_texts(self) -> int:
        """Erase full texts that were kept long enough, a few; return how many."""
        with self._database.transaction() as transaction:
            gone = full_text_rows.forget(transaction, limit=ARTICLES_AT_ONCE)
            if gone:
                transaction.announce(Change.of(Subject.ARTICLE, gone))
            return len(gone)

    def mark_read(self, articles: Iterable[ArticleId], *, person: int) -> None:
        """Note that *person* has read *articles*; once is enough."""
        ids = tuple(articles)
        with self._database.transaction() as transaction:
            there = [each.article for each in store.latest_texts(transaction, ids)]
            if there:
                store.note_readings(transaction, person, there)
                transaction.announce(Change.of(Subject.ARTICLE, there))

    def mark_unread(self, articles: Iterable[ArticleId], *, person: int) -> None:
        """Undo `mark_read`."""
        ids = tuple(articles)
        with self._database.transaction() as transaction:
            store.forget_readings(transaction, person, ids)
            transaction.announce(Change.of(Subject.ARTICLE, ids))
