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
  of the two says all that the other does; the longer is a version.  So is whatever a feed says
  of what only a vendor's alert had told of.
- Whatever else comes is new.  Two articles that should be one are grouped later; one that
  should be two has lost the other's words to every search.
Private to the slice, like its store.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import chain

from comms_desk.media.articles import known_articles
from comms_desk.media.articles.arrival_rows import Rows
from comms_desk.media.articles.incoming import Incoming, incoming_of, salted_keys
from comms_desk.media.articles.known_articles import Appearance, Key, KnownArticle
from comms_desk.media.articles.likeness import is_lasting, is_own_link, titled_key, words_of
from comms_desk.media.articles.model import ArticleId, Delivery, TakenDeliveries
from comms_desk.media.feeds import within as feeds
from comms_desk.media.feeds.model import FeedId
from comms_desk.storage.database import Transaction

GAP_LEAST_ENTRIES = 3
"""A shorter document is wholly renewed too often to mean that something was missed."""
MOST_COMPARED = 5
"""Texts with which that of one entry is compared: the newest of its page under near titles."""
ANOTHER_DAY = timedelta(days=1)


def take_in(transaction: Transaction, deliveries: Sequence[Delivery]) -> TakenDeliveries:
    """Store what *deliveries* brought, index it, and note the gaps that they show."""
    incoming = [each for delivery in deliveries for each in incoming_of(delivery)]
    if not incoming:
        return TakenDeliveries()
    seen = known_articles.appearances(transaction, {each.keys[0] for each in incoming})
    gaps = _note_gaps(transaction, deliveries, seen)
    arrivals = _Arrivals(transaction, incoming, seen)
    for each in incoming:
        arrivals.take(each)
    arrivals.rows.write()
    return TakenDeliveries(
        new=tuple(ArticleId(row["id"]) for row in arrivals.rows.articles),
        changed=tuple(dict.fromkeys(ArticleId(row["of"]) for row in arrivals.rows.versions)),
        gaps=gaps,
    )


class _Arrivals:
    """The entries of one transaction, compared with what the desk knows and each other."""

    def __init__(
        self,
        transaction: Transaction,
        incoming: Sequence[Incoming],
        seen: dict[Key, Appearance],
    ) -> None:
        self._transaction = transaction
        self._seen = seen
        seen.update(known_articles.appearances(transaction, set(salted_keys(incoming, seen))))
        pages = {each.page for each in incoming if each.page}
        told = [each.article for each in seen.values() if each.article is not None]
        said = known_articles.articles_said(transaction, _placeless(incoming, seen))
        ids = chain(known_articles.articles_on(transaction, pages), told, said)
        self._articles = known_articles.articles(transaction, ids)
        self._on_page: dict[bytes, list[int]] = {}
        for article in self._articles.values():
            self._on_page.setdefault(article.page, []).append(article.id)
        self.rows = Rows(transaction)

    def take(self, each: Incoming) -> None:
        """Decide what *each* is."""
        seen = [self._seen[key] for key in each.keys if key in self._seen]
        if self._is_known(each, seen):
            return
        article = self._whole_elsewhere(each, seen)
        if article is None:
            nearest_first = chain(seen[1:], self._siblings(each, seen), seen[:1])
            earlier = next((one for one in nearest_first if self._is_earlier(each, one)), None)
            if earlier is not None:
                self._change(each, earlier)
                return
            article = self._met(each) or self._new(each)
        self._appear(each, article)

    # ── what an entry is ────────────────────────────────────────────────────────────────

    def _is_known(self, each: Incoming, seen: Sequence[Appearance]) -> bool:
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

    def _is_kept(self, each: Incoming, one: Appearance) -> bool:
        """Whether the article that *one* became has anything of *each*.

        It may have nothing: once, whatever led to a page was its article.  Then the entry is
        let in as what it is, though it was seen before.
        """
        article = None if one.article is None else self._articles[one.article]
        return article is None or article.title.is_near(each.title) or self._has_said(article, each)

    def _whole_elsewhere(self, each: Incoming, seen: Sequence[Appearance]) -> KnownArticle | None:
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
                and (each.page or article.is_shown_by(each.feed))
                and article.title.text == each.entry.title
                and self._has_said(article, each, only_now=True)
            ),
            None,
        )

    def _siblings(self, each: Incoming, seen: Sequence[Appearance]) -> Iterator[Appearance]:
        """Yield the appearances on the same page of what shared its key under other titles."""
        if not seen:
            return
        for article in self._on(each.page):
            key = each.feed, titled_key(each.entry.key, article.title.text)
            if key in article.forms and key not in each.keys:
                yield Appearance(key, article.id, article.forms[key], article.page)

    def _is_earlier(self, each: Incoming, one: Appearance) -> bool:
        """Whether *each* is what *one* has become."""
        if one.article is None:
            return self._stays_removed(each, one)
        article = self._articles[one.article]
        if self._stands(each, article):
            is_same_page = not (one.page and each.page) or one.page == each.page
            return is_same_page and self._has_its_title(each, one, article)
        if each.is_shared:
            return one.page == each.page and self._is_same_text(each, article)
        return article.title.is_near(each.title) or is_lasting(each.entry.key, each.entry.link)

    def _stays_removed(self, each: Incoming, one: Appearance) -> bool:
        """Whether *each* is what was removed, in other words: its title is forgotten."""
        if each.shown.says(one.words) or each.is_shared:
            return False
        if is_lasting(each.entry.key, each.entry.link):
            return True
        is_own_page = is_own_link(each.entry.key, each.entry.link)
        return one.page == each.page and not is_own_page

    def _stands(self, each: Incoming, article: KnownArticle) -> bool:
        """Whether the document still shows the article in words known before."""
        return any(
            feed == each.feed and each.shown.says(words)
            for (feed, _key), words in article.forms.items()
        )

    def _has_its_title(self, each: Incoming, one: Appearance, article: KnownArticle) -> bool:
        """Whether *one* has the title of *each*, whatever another feed made of it since."""
        title = each.entry.title
        if article.title.text == title:
            return True
        return article.version > 1 and (  # else it has had no other title
            {one.words, each.words} <= known_articles.said_under(self._transaction, article, title)
        )

    def _is_same_text(self, each: Incoming, article: KnownArticle) -> bool:
        """Whether titles are near, and one text, which is one, holds the other."""
        if not each.entry.text or each.is_long or not article.title.is_near(each.title):
            return False
        told = known_articles.told(self._transaction, article)
        return (
            told is not None
            and bool(told.text)
            and (told.holds_text_of(each.told) or each.told.holds_text_of(told))
        )

    def _met(self, each: Incoming) -> KnownArticle | None:
        """Return the article of the same page whose text holds that of *each*, or is held by it."""
        if not each.page:
            return None
        compared = 0
        near = [one for one in self._on(each.page) if one.title.is_near(each.title)]
        others = _others_of_series(each, near)
        for article in near:
            if article.id in others or (
                self._stands(each, article) and not article.title.is_same(each.title)
            ):
                continue
            compared += 1
            if compared > MOST_COMPARED:
                return None
            told = known_articles.told(self._transaction, article)
            if told is None or each.is_long:
                if self._has_said(article, each, only_now=True):
                    return article
            elif told.holds(each.told):
                return article
            elif each.told.holds(told) or known_articles.is_of_alert(self._transaction, article):
                self.rows.version(article, each)
                return article
        return None

    def _has_said(self, article: KnownArticle, each: Incoming, *, only_now: bool = False) -> bool:
        title, text = each.entry.title, each.entry.text
        return known_articles.has_said(self._transaction, article, title, text, only_now=only_now)

    def _on(self, page: bytes) -> list[KnownArticle]:
        """Return the articles of a page, the newest first; without one, those of no page."""
        return [self._articles[each] for each in reversed(self._on_page.get(page, []))]

    # ── what becomes of it ──────────────────────────────────────────────────────────────

    def _new(self, each: Incoming) -> KnownArticle:
        article = self.rows.new(each)
        self._articles[article.id] = article
        if each.page:
            self._on_page.setdefault(each.page, []).append(article.id)
        return article

    def _change(self, each: Incoming, earlier: Appearance) -> None:
        """Follow an entry whose words have changed; a removed article stays removed."""
        if earlier.article is not None:
            article = self._articles[earlier.article]
            if self._stands(each, article) and self._has_said(article, each):
                return
            if not self._says_more(article, each):
                self.rows.version(article, each)
            article.forms[earlier.key] = each.words
        self._seen[earlier.key] = self.rows.renewal(earlier, each)

    def _says_more(self, article: KnownArticle, each: Incoming) -> bool:
        """Whether the article says the same, or all of it and more from another feed."""
        if self._has_said(article, each, only_now=True):
            return True
        told = known_articles.told(self._transaction, article)
        if told is None or each.is_long:
            return False
        now = words_of(article.title.text, told.text)
        of_others = any(
            feed != each.feed and words == now for (feed, _key), words in article.forms.items()
        )
        return of_others and told.holds(each.told)

    def _appear(self, each: Incoming, article: KnownArticle) -> None:
        """Note under which key *each* is known from now on: the first that is nobody's."""
        key = next((key for key in each.keys if key not in self._seen), None)
        if key is not None:
            self._seen[key] = self.rows.appearance(key, article, each)


def _others_of_series(each: Incoming, near: Sequence[KnownArticle]) -> set[int]:
    """Return which of *near* are others of a series, as a station's bulletins of each hour are.

    One feed published them, each under an id and a date of its own; nothing else may differ.
    Where none stands beside *each* it takes a day: some feeds give new ids and dates to all.
    """
    now = each.entry.published_at
    if now is None or is_own_link(each.entry.key, each.entry.link):
        return set()
    apart: dict[int, timedelta] = {}
    is_beside = False
    for article in near:
        keys = [key for feed, key in article.forms if feed == each.feed]
        then = article.published_at
        if keys and then is not None and then != now:
            apart[article.id] = abs(now - then)
            is_beside = is_beside or any(map(each.shown.has, keys))
    return {one for one, time in apart.items() if is_beside or time >= ANOTHER_DAY}


def _placeless(
    incoming: Sequence[Incoming], seen: Mapping[Key, Appearance]
) -> Iterator[tuple[int, bytes]]:
    """Yield feed and words of the entries without a page whose key said something else."""
    for each in incoming:
        one = seen.get(each.keys[0])
        if not each.page and one is not None and one.words != each.words:
            yield each.feed, each.words


def _note_gaps(
    transaction: Transaction, deliveries: Sequence[Delivery], seen: dict[Key, Appearance]
) -> tuple[FeedId, ...]:
    """Note each feed whose entries are all new, though it had answered before."""
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
