"""What happens to entries as they arrive: known, changed, met elsewhere, or new.

The rule, in the order in which it is asked (docs/adr/0014):

- A key that the desk knows, in the same words, is known: nothing happens.
- In other words, while the earlier form still stands in the document, it is another article,
  unless title and link are the same: then it is a version.  The other article's key is its
  own salted with its title, so that the next time each is known.
- When the earlier form is gone it is a version where the titles are near, or where the id
  lasts; otherwise it is another article.  A key that several entries of the document share
  says little: it takes the same page and the same text too.
- A page that some article has been, under a title that is near, is that article where one
  of the two says all that the other does; the longer is a version.
- Whatever else comes is new.  Two articles that should be one are grouped later; one that
  should be two has lost the other's words to every search.
Private to the slice, like its store.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from comms_desk.changes import Subject
from comms_desk.media.articles import recalling
from comms_desk.media.articles.likeness import (
    Title,
    Told,
    is_lasting,
    keys_of,
    page_of,
    titled_key,
    words_of,
)
from comms_desk.media.articles.model import (
    SEQUENCE_BITS,
    ArticleId,
    Delivery,
    Taken,
    first_id_of,
)
from comms_desk.media.articles.recalling import Appearance, Key, Known
from comms_desk.media.articles.shown import Shown, marks_of
from comms_desk.media.articles.store import (
    AppearanceRow,
    ArticleRow,
    ArticleSequenceRow,
    ArticleTextRow,
)
from comms_desk.media.feeds import within as feeds
from comms_desk.media.feeds.model import FeedId
from comms_desk.media.feeds.parse import Entry
from comms_desk.storage import fulltext
from comms_desk.storage.database import Transaction

GAP_LEAST_ENTRIES = 3
"""A shorter document is wholly renewed too often to mean that something was missed."""
_SEQUENCE = 1


@dataclass(frozen=True)
class _Incoming:
    """An entry on its way in, and what the document shows that it comes from."""

    delivery: Delivery
    entry: Entry
    shown: Shown
    words: bytes
    page: bytes

    @property
    def feed(self) -> int:
        return self.delivery.poll.feed.id

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Its own key, and those it has where that is another's."""
        return tuple((self.feed, key) for key in keys_of(self.entry))

    @cached_property
    def title(self) -> Title:
        return Title(self.entry.title)

    @cached_property
    def told(self) -> Told:
        return Told(self.title, self.entry.text)

    @property
    def is_shared(self) -> bool:
        """Whether other entries of the document have its key."""
        return self.shown.is_shared(self.keys[0][1])


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
    seen = recalling.appearances(transaction, {each.keys[0] for each in incoming})
    gaps = _note_gaps(transaction, deliveries, seen)
    arrivals = _Arrivals(transaction, incoming, seen)
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
        seen: dict[Key, Appearance],
    ) -> None:
        self._transaction = transaction
        self._seen = seen
        seen.update(recalling.appearances(transaction, set(_salted(incoming, seen))))
        pages = {each.page for each in incoming if each.page}
        told = [each.article for each in seen.values() if each.article is not None]
        ids = chain(recalling.articles_on(transaction, pages), told)
        self._articles = recalling.articles(transaction, ids)
        self._on_page: dict[bytes, list[int]] = {}
        for article in self._articles.values():
            self._on_page.setdefault(article.page, []).append(article.id)
        self._sequence: int | None = None
        self.rows = _Rows()

    def take(self, each: _Incoming) -> None:
        """Decide what *each* is."""
        seen = [self._seen[key] for key in each.keys if key in self._seen]
        if self._is_known(each, seen):
            return
        article = self._whole_elsewhere(each, seen)
        if article is None:
            seen.extend(self._siblings(each, seen))
            earlier = next((one for one in seen if self._is_earlier(each, one)), None)
            if earlier is not None:
                self._change(each, earlier)
                return
            article = self._met(each) or self._new(each)
        self._appear(each, article)

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

    # ── what an entry is ────────────────────────────────────────────────────────────────

    def _is_known(self, each: _Incoming, seen: Sequence[Appearance]) -> bool:
        """Whether it was seen in these words; on another page too, unless both are shown."""
        return any(
            one.words == each.words
            and (
                one.page == each.page
                or not (one.page and each.page)
                or not each.shown.says_at(one.words, one.page)
            )
            and self._is_kept(each, one)
            for one in seen
        )

    def _is_kept(self, each: _Incoming, one: Appearance) -> bool:
        """Whether the article that *one* became has anything of *each*.

        It may have nothing: once, whatever led to a page was its article.  Then the entry is
        let in as what it is, though it was seen before.
        """
        article = None if one.article is None else self._articles[one.article]
        return (
            article is None
            or article.title.is_near(each.title)
            or recalling.has_said(self._transaction, article, each.entry.title, each.entry.text)
        )

    def _whole_elsewhere(self, each: _Incoming, seen: Sequence[Appearance]) -> Known | None:
        """Return the article that it is, word for word, though its key was another's.

        So it is where ids are places in the document: each entry has its neighbour's of
        the day before.
        """
        others = {one.article for one in seen}
        return next(
            (
                article
                for article in self._on(each.page)
                if seen
                and article.id not in others
                and article.title.text == each.entry.title
                and recalling.told(self._transaction, article).text == each.entry.text
            ),
            None,
        )

    def _siblings(self, each: _Incoming, seen: Sequence[Appearance]) -> Iterator[Appearance]:
        """Yield the appearances on the same page of what shared its key under other titles."""
        if not seen:
            return
        for article in self._on(each.page):
            key = each.feed, titled_key(each.entry.key, article.title.text)
            if key in article.forms and key not in each.keys:
                yield Appearance(key, article.id, article.forms[key], article.page)

    def _is_earlier(self, each: _Incoming, one: Appearance) -> bool:
        """Whether *each* is what *one* has become."""
        if one.article is None:
            return self._stays_removed(each, one)
        article = self._articles[one.article]
        if self._stands(each, article):
            is_same_page = not (one.page and each.page) or one.page == each.page
            return is_same_page and article.title.text == each.entry.title
        if each.is_shared:
            return one.page == each.page and self._is_same_text(each, article)
        return article.title.is_near(each.title) or is_lasting(each.entry.key, each.entry.link)

    def _stays_removed(self, each: _Incoming, one: Appearance) -> bool:
        """Whether *each* is what was removed, in other words: its title is forgotten."""
        if each.shown.says(one.words) or each.is_shared:
            return False
        if is_lasting(each.entry.key, each.entry.link):
            return True
        is_own_page = each.entry.key == each.entry.link
        return one.page == each.page and not is_own_page

    def _stands(self, each: _Incoming, article: Known) -> bool:
        """Whether the document still shows the article in words known before."""
        return any(
            feed == each.feed and each.shown.says(words)
            for (feed, _key), words in article.forms.items()
        )

    def _is_same_text(self, each: _Incoming, article: Known) -> bool:
        """Whether titles are near, and one text, which is one, holds the other."""
        if not each.entry.text or not article.title.is_near(each.title):
            return False
        told = recalling.told(self._transaction, article)
        return bool(told.text) and (told.holds_text_of(each.told) or each.told.holds_text_of(told))

    def _met(self, each: _Incoming) -> Known | None:
        """Return the article of the same page of which it says all, or which says all of it."""
        for article in self._on(each.page):
            is_near = article.title.is_near(each.title)
            if not is_near or (
                self._stands(each, article) and not article.title.is_same(each.title)
            ):
                continue
            told = recalling.told(self._transaction, article)
            if told.holds(each.told):
                return article
            if each.told.holds(told):
                self._add_version(article, each)
                return article
        return None

    def _on(self, page: bytes) -> list[Known]:
        """Return the articles of a page, the newest first."""
        return [self._articles[each] for each in reversed(self._on_page.get(page, []))]

    # ── what becomes of it ──────────────────────────────────────────────────────────────

    def _new(self, each: _Incoming) -> Known:
        number = self._next_id(each)
        poll = each.delivery.poll
        article = Known(
            id=number,
            version=1,
            title=each.title,
            link=each.entry.link,
            page=each.page,
            told=each.told,
        )
        language = poll.feed.language or (poll.about.language if poll.about else "")
        self.rows.articles.append(
            {
                "id": number,
                "link": each.entry.link,
                "link_key": each.page,
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
        if each.page:
            self._on_page.setdefault(each.page, []).append(number)
        return article

    def _change(self, each: _Incoming, earlier: Appearance) -> None:
        """Follow an entry whose words have changed; a removed article stays removed."""
        if earlier.article is not None:
            article = self._articles[earlier.article]
            if self._stands(each, article) and recalling.has_said(
                self._transaction, article, each.entry.title, each.entry.text
            ):
                return
            if not self._says_more(article, each):
                self._add_version(article, each)
            article.forms[earlier.key] = each.words
        self.rows.renewed.append(
            {
                "of_feed": earlier.key[0],
                "of_key": earlier.key[1],
                "article": earlier.article,
                "new_hash": each.words,
                "new_link": each.page,
            }
        )
        renewed = Appearance(earlier.key, earlier.article, each.words, each.page)
        self._seen[earlier.key] = renewed

    def _says_more(self, article: Known, each: _Incoming) -> bool:
        """Whether the article says the same, or all of it and more from another feed."""
        told = recalling.told(self._transaction, article)
        said = article.title.text, told.text
        if said == (each.entry.title, each.entry.text):
            return True
        now = words_of(*said)
        of_others = any(
            feed != each.feed and words == now for (feed, _key), words in article.forms.items()
        )
        return of_others and told.holds(each.told)

    def _add_version(self, article: Known, each: _Incoming) -> None:
        article.version += 1
        article.title, article.told = each.title, each.told
        article.page = each.page or article.page
        article.link = each.entry.link or article.link
        self.rows.versions.append(
            {
                "of": article.id,
                "version": article.version,
                "link": article.link,
                "link_key": article.page,
            }
        )
        self._write_text(article, each)

    def _write_text(self, article: Known, each: _Incoming) -> None:
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

    def _appear(self, each: _Incoming, article: Known) -> None:
        """Note under which key *each* is known from now on: the first that is nobody's."""
        key = next((key for key in each.keys if key not in self._seen), None)
        if key is None:
            return
        article.forms[key] = each.words
        self._seen[key] = Appearance(key, article.id, each.words, each.page)
        self.rows.appearances.append(
            {
                "feed_id": key[0],
                "entry_key": key[1],
                "article_id": article.id,
                "text_hash": each.words,
                "link_key": each.page,
            }
        )

    def _next_id(self, each: _Incoming) -> int:
        if self._sequence is None:
            self._sequence = _start_of_sequence(self._transaction)
        number = self._sequence
        self._sequence = (number + 1) % (1 << SEQUENCE_BITS)
        return first_id_of(_arrival(each, self._transaction.now)) | number


def _incoming(delivery: Delivery) -> list[_Incoming]:
    """Return the entries, the last of the document first: the first has the highest id."""
    shown = delivery.shown or Shown.of(map(marks_of, delivery.entries))
    return [
        _Incoming(
            delivery=delivery,
            entry=entry,
            shown=shown,
            words=words_of(entry.title, entry.text),
            page=page_of(entry),
        )
        for entry in reversed(delivery.entries)
    ]


def _salted(incoming: Sequence[_Incoming], seen: dict[Key, Appearance]) -> Iterator[Key]:
    """Yield the other keys of the entries whose own is another's, or may be."""
    met: set[Key] = set()
    for each in incoming:
        own = each.keys[0]
        if own in met or (own in seen and seen[own].words != each.words) or each.is_shared:
            yield from each.keys[1:]
        met.add(own)


def _note_gaps(
    transaction: Transaction, deliveries: Sequence[Delivery], seen: dict[Key, Appearance]
) -> tuple[FeedId, ...]:
    """Note each feed of which every entry is new, though it had answered before."""
    met = {feed for feed, _key in seen}
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
