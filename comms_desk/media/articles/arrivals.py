"""What happens to entries as they arrive: known, changed, met elsewhere, or new.

- An entry that its feed has shown before, in the same words, is known: nothing happens.
- In other words, it is a new version of its article; under another link *and* another
  title its id has been reused, and it is another article.
- A page that another feed has brought is the same article: it appears in both.
Private to the slice, like its store.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import bindparam, insert, select, tuple_, update

from comms_desk.changes import Subject
from comms_desk.media.articles.model import (
    SEQUENCE_BITS,
    ArticleId,
    Delivery,
    Taken,
    first_id_of,
)
from comms_desk.media.articles.store import (
    LATEST,
    AppearanceRow,
    ArticleRow,
    ArticleSequenceRow,
    ArticleTextRow,
)
from comms_desk.media.feeds import within as feeds
from comms_desk.media.feeds.clean import link_key
from comms_desk.media.feeds.model import FeedId
from comms_desk.media.feeds.parse import Entry
from comms_desk.storage import fulltext
from comms_desk.storage.database import Transaction

HASH_BYTES = 16
GAP_LEAST_ENTRIES = 3
"""A shorter document is wholly renewed too often to mean that something was missed."""
_SEQUENCE = 1

_Key = tuple[int, bytes]


@dataclass(slots=True)
class _Incoming:
    """An entry on its way in."""

    delivery: Delivery
    entry: Entry
    key: _Key
    text_hash: bytes
    link_key: bytes


@dataclass(slots=True)
class _Known:
    """What the desk knows of an article that entries may be about."""

    id: int
    version: int
    title: str
    text: str
    link_key: bytes


@dataclass(slots=True)
class _Rows:
    """Rows gathered, to be written in a few statements."""

    articles: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    appearances: list[dict[str, Any]] = field(default_factory=list)
    renewed: list[dict[str, Any]] = field(default_factory=list)
    versions: list[dict[str, Any]] = field(default_factory=list)
    index: list[fulltext.Entry] = field(default_factory=list)


_RENEW = (
    update(AppearanceRow.__table__)  # type: ignore[arg-type]
    .where(
        AppearanceRow.feed_id == bindparam("of_feed"),
        AppearanceRow.entry_key == bindparam("of_key"),
    )
    .values(
        article_id=bindparam("article"),
        text_hash=bindparam("new_hash"),
        link_key=bindparam("new_link"),
    )
)
_RENEW_ARTICLE = (
    update(ArticleRow.__table__)  # type: ignore[arg-type]
    .where(ArticleRow.id == bindparam("of"))
    .values(version=bindparam("version"), link=bindparam("link"), link_key=bindparam("link_key"))
)


def take_in(transaction: Transaction, deliveries: Sequence[Delivery]) -> Taken:
    """Store what *deliveries* brought, index it, and note the gaps that they show."""
    incoming = [each for delivery in deliveries for each in _incoming(delivery)]
    if not incoming:
        return Taken()
    appearances = _appearances(transaction, incoming)
    gaps = _note_gaps(transaction, deliveries, appearances)
    arrivals = _Arrivals(transaction, incoming, appearances)
    for each in incoming:
        arrivals.take(each)
    arrivals.write()
    return Taken(
        new=tuple(ArticleId(row["id"]) for row in arrivals.rows.articles),
        changed=tuple(dict.fromkeys(ArticleId(row["of"]) for row in arrivals.rows.versions)),
        gaps=gaps,
    )


class _Arrivals:
    """The entries of one transaction, compared with what the desk knows and each other."""

    def __init__(
        self,
        transaction: Transaction,
        incoming: Sequence[_Incoming],
        appearances: dict[_Key, Any],
    ) -> None:
        self._transaction = transaction
        self._seen = appearances
        self._articles = _known_articles(transaction, incoming, appearances)
        self._by_link: dict[bytes, list[int]] = {}
        for article in self._articles.values():
            self._by_link.setdefault(article.link_key, []).append(article.id)
        self._feeds_of = _feeds_of(transaction, self._articles)
        self._sequence: int | None = None
        self.rows = _Rows()

    def take(self, each: _Incoming) -> None:
        """Decide what *each* is."""
        seen = self._seen.get(each.key)
        if seen is None:
            article = self._met_elsewhere(each) or self._new(each)
            self._appear(each, article.id)
        elif seen.text_hash != each.text_hash:
            self._changed(each, seen)

    def write(self) -> None:
        """Write all that was decided."""
        execute = self._transaction.session.execute
        rows = self.rows
        if self._sequence is not None:
            execute(
                update(ArticleSequenceRow)
                .where(ArticleSequenceRow.id == _SEQUENCE)
                .values(next=self._sequence)
            )
        for table, values in (
            (ArticleRow, rows.articles),
            (ArticleTextRow, rows.texts),
            (AppearanceRow, rows.appearances),
        ):
            if values:
                execute(insert(table.__table__), values)  # type: ignore[arg-type]
        if rows.renewed:
            execute(_RENEW, rows.renewed)
        if rows.versions:
            execute(_RENEW_ARTICLE, rows.versions)
        if rows.index:
            fulltext.put(self._transaction, Subject.ARTICLE, rows.index)

    def _met_elsewhere(self, each: _Incoming) -> _Known | None:
        """Return the article that another feed, or this one under another key, brought."""
        if not each.link_key:
            return None
        for number in self._by_link.get(each.link_key, ()):
            article = self._articles[number]
            if each.key[0] not in self._feeds_of[number] or article.title == each.entry.title:
                if each.entry.text and not article.text:
                    self._add_version(article, each)
                return article
        return None

    def _new(self, each: _Incoming) -> _Known:
        number = self._next_id(each)
        poll = each.delivery.poll
        article = _Known(
            id=number,
            version=1,
            title=each.entry.title,
            text=each.entry.text,
            link_key=each.link_key,
        )
        language = poll.feed.language or (poll.about.language if poll.about else "")
        self.rows.articles.append(
            {
                "id": number,
                "link": each.entry.link,
                "link_key": each.link_key,
                "feed_id": poll.feed.id,
                "outlet_id": poll.feed.outlet,
                "author": each.entry.author,
                "language": language,
                "published_at": each.entry.published_at,
                "version": 1,
            }
        )
        self._write_text(article, each)
        self._articles[number] = article
        self._feeds_of[number] = set()
        self._by_link.setdefault(each.link_key, []).append(number)
        return article

    def _changed(self, each: _Incoming, seen: Any) -> None:
        """Follow an entry whose words have changed; a removed article stays removed."""
        article = self._articles.get(seen.article_id)
        if article is not None:
            moved = bool(each.link_key) and each.link_key != seen.link_key
            if moved and article.title != each.entry.title and not _is_lasting(each.entry.key):
                article = self._met_elsewhere(each) or self._new(each)
            elif (article.title, article.text) != (each.entry.title, each.entry.text):
                self._add_version(article, each)
        self.rows.renewed.append(
            {
                "of_feed": each.key[0],
                "of_key": each.key[1],
                "article": None if article is None else article.id,
                "new_hash": each.text_hash,
                "new_link": each.link_key,
            }
        )

    def _add_version(self, article: _Known, each: _Incoming) -> None:
        article.version += 1
        article.title, article.text = each.entry.title, each.entry.text
        article.link_key = each.link_key or article.link_key
        self.rows.versions.append(
            {
                "of": article.id,
                "version": article.version,
                "link": each.entry.link,
                "link_key": article.link_key,
            }
        )
        self._write_text(article, each)

    def _write_text(self, article: _Known, each: _Incoming) -> None:
        entry = each.entry
        self.rows.texts.append(
            {
                "article_id": article.id,
                "version": article.version,
                "title": entry.title,
                "summary": "" if entry.text.startswith(entry.summary) else entry.summary,
                "text": entry.text,
                "at": self._transaction.now,
            }
        )
        self.rows.index.append(fulltext.entry(article.id, entry.title, entry.text))

    def _appear(self, each: _Incoming, article: int) -> None:
        self._feeds_of[article].add(each.key[0])
        row = {
            "feed_id": each.key[0],
            "entry_key": each.key[1],
            "article_id": article,
            "text_hash": each.text_hash,
            "link_key": each.link_key,
        }
        self._seen[each.key] = AppearanceRow(**row)
        self.rows.appearances.append(row)

    def _next_id(self, each: _Incoming) -> int:
        if self._sequence is None:
            self._sequence = _start_of_sequence(self._transaction)
        number = self._sequence
        self._sequence = (number + 1) % (1 << SEQUENCE_BITS)
        return first_id_of(_arrival(each, self._transaction.now)) | number


def _incoming(delivery: Delivery) -> list[_Incoming]:
    """Return the entries, the last of the document first: the first has the highest id."""
    found: dict[bytes, _Incoming] = {}
    for entry in reversed(delivery.entries):
        key = _hash(entry.key)
        text_hash = _hash(f"{entry.title}\0{entry.text}")
        link = link_key(entry.link)
        each = _Incoming(
            delivery=delivery,
            entry=entry,
            key=(delivery.poll.feed.id, key),
            text_hash=text_hash,
            link_key=_hash(link) if link else b"",
        )
        twin = found.get(key)
        if twin is not None and twin.link_key != each.link_key:
            key = _hash(f"{entry.key}\0{link}")
            each.key = (each.key[0], key)
        found[key] = each
    return list(found.values())


def _appearances(transaction: Transaction, incoming: Sequence[_Incoming]) -> dict[_Key, Any]:
    keys = [each.key for each in incoming]
    rows = transaction.session.execute(
        select(
            AppearanceRow.feed_id,
            AppearanceRow.entry_key,
            AppearanceRow.article_id,
            AppearanceRow.text_hash,
            AppearanceRow.link_key,
        ).where(tuple_(AppearanceRow.feed_id, AppearanceRow.entry_key).in_(keys))
    )
    return {(row.feed_id, row.entry_key): row for row in rows}


def _known_articles(
    transaction: Transaction, incoming: Sequence[_Incoming], appearances: dict[_Key, Any]
) -> dict[Any, _Known]:
    links = {each.link_key for each in incoming if each.link_key}
    seen = {row.article_id for row in appearances.values() if row.article_id is not None}
    rows = transaction.session.execute(
        select(
            ArticleRow.id,
            ArticleRow.version,
            ArticleTextRow.title,
            ArticleTextRow.text,
            ArticleRow.link_key,
        )
        .join_from(ArticleRow, ArticleTextRow, LATEST)
        .where(ArticleRow.link_key.in_(links) | ArticleRow.id.in_(seen))
        .order_by(ArticleRow.id)
    )
    return {row[0]: _Known(*row) for row in rows}


def _feeds_of(transaction: Transaction, articles: dict[Any, _Known]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {number: set() for number in articles}
    if found:
        rows = transaction.session.execute(
            select(AppearanceRow.article_id, AppearanceRow.feed_id).where(
                AppearanceRow.article_id.in_(found)
            )
        )
        for article, feed in rows:
            if article is not None:
                found[article].add(feed)
    return found


def _note_gaps(
    transaction: Transaction, deliveries: Sequence[Delivery], appearances: dict[_Key, Any]
) -> tuple[FeedId, ...]:
    """Note each feed of which every entry is new, though it had answered before."""
    met = {feed for feed, _ in appearances}
    gaps: list[FeedId] = []
    for delivery in deliveries:
        feed = delivery.poll.feed
        if (
            delivery.may_be_gap
            and feed.answered_at is not None
            and feed.fingerprints
            and len(delivery.entries) >= GAP_LEAST_ENTRIES
            and feed.id not in met
        ):
            feeds.note_gap(transaction, feed.id, min(feed.answered_at, transaction.now))
            gaps.append(feed.id)
    return tuple(gaps)


def _start_of_sequence(transaction: Transaction) -> int:
    session = transaction.session
    found = session.scalar(
        select(ArticleSequenceRow.next).where(ArticleSequenceRow.id == _SEQUENCE)
    )
    if found is None:
        session.execute(
            insert(ArticleSequenceRow.__table__),  # type: ignore[arg-type]
            {"id": _SEQUENCE, "next": 0},
        )
        return 0
    return found


def _arrival(each: _Incoming, now: datetime) -> datetime:
    """Return now, or on a feed's first poll the moment it claims, when that is earlier."""
    claimed = each.entry.published_at
    if each.delivery.poll.feed.answered_at is None and claimed is not None:
        return min(claimed, now)
    return now


def _is_lasting(key: str) -> bool:
    """Whether an entry's id is of the kind that nobody reuses: an address, a urn, a tag."""
    return "://" in key or key.startswith(("urn:", "tag:"))


def _hash(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=HASH_BYTES).digest()
