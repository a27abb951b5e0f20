"""What becomes of arrivals, gathered as rows and written in a few statements.

Private to the slice, like its store.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from comms_desk.changes import Subject
from comms_desk.media.articles.full import full_text_rows
from comms_desk.media.articles.incoming import Brought, Incoming
from comms_desk.media.articles.known_articles import Appearance, Key, KnownArticle
from comms_desk.media.articles.model import SEQUENCE_BITS, first_id_of, moment_of
from comms_desk.media.articles.store import (
    AppearanceRow,
    ArticleRow,
    ArticleSequenceRow,
    ArticleTextRow,
    SignedRow,
)
from comms_desk.media.contacts import within as contacts
from comms_desk.media.feeds.model import FullTextWhen
from comms_desk.storage import fulltext
from comms_desk.storage.database import Transaction
from comms_desk.text.bylines import names_in

_SEQUENCE = 1

_RENEW = (
    update(AppearanceRow.__table__)  # type: ignore[arg-type]
    .where(
        AppearanceRow.feed_id == bindparam("of_feed"),
        AppearanceRow.entry_key == bindparam("of_key"),
    )
    .values(
        text_hash=bindparam("new_hash"),
        link_key=bindparam("new_link"),
    )
)
_RENEW_ARTICLE = (
    update(ArticleRow.__table__)  # type: ignore[arg-type]
    .where(ArticleRow.id == bindparam("of"))
    .values(version=bindparam("version"), link=bindparam("link"), link_key=bindparam("link_key"))
)


@dataclass(slots=True)
class Rows:
    """Rows gathered, to be written in a few statements."""

    transaction: Transaction
    articles: list[dict[str, Any]] = field(default_factory=list)
    versions: list[dict[str, Any]] = field(default_factory=list)
    _texts: list[dict[str, Any]] = field(default_factory=list)
    _signed: list[dict[str, Any]] = field(default_factory=list)
    _appearances: list[dict[str, Any]] = field(default_factory=list)
    _renewed: list[dict[str, Any]] = field(default_factory=list)
    _index: list[fulltext.TextEntry] = field(default_factory=list)
    _wanted: list[int] = field(default_factory=list)
    """New articles whose page is read before the themes are asked."""
    _sequence: int | None = None

    def new(self, each: Incoming) -> KnownArticle:
        """Make *each* an article of its own."""
        poll = each.delivery.poll
        article = self.add(
            each,
            _arrival(each, self.transaction.now),
            feed_id=poll.feed.id,
            outlet_id=poll.feed.outlet,
            language=poll.feed.language or (poll.about.language if poll.about else ""),
        )
        if (
            poll.feed.full_text is FullTextWhen.BEFORE
            and article.link
            and full_text_rows.is_fresh(self.transaction, article.id)
        ):
            self._wanted.append(article.id)
        return article

    def add(self, each: Brought, came_at: datetime, **columns: object) -> KnownArticle:
        """Make *each*, which came at that moment, an article of its own with those *columns*."""
        article = KnownArticle(
            id=self._next_id(came_at),
            version=1,
            title=each.title,
            link=each.entry.link,
            page=each.page,
            published_at=each.entry.published_at,
            told=each.told,
        )
        self.articles.append(
            {
                "id": article.id,
                "link": article.link,
                "link_key": article.page,
                "author": each.entry.author,
                "published_at": each.entry.published_at,
                "version": article.version,
                **columns,
            }
        )
        self._signed += (
            {"name": name, "article_id": article.id} for name in names_in(each.entry.author)
        )
        self._text(article, each)
        return article

    def version(self, article: KnownArticle, each: Brought) -> None:
        """Give *article* what *each* says, from now on."""
        article.version += 1
        article.title, article.told = each.title, each.told
        article.page = each.page or article.page
        article.link = each.entry.link or article.link
        self.versions.append(
            {
                "of": article.id,
                "version": article.version,
                "link": article.link,
                "link_key": article.page,
            }
        )
        self._text(article, each)

    def appearance(self, key: Key, article: KnownArticle, each: Incoming) -> Appearance:
        """Know *each* under *key* as *article* from now on."""
        article.forms[key] = each.words
        self._appearances.append(
            {
                "feed_id": key[0],
                "entry_key": key[1],
                "article_id": article.id,
                "text_hash": each.words,
                "link_key": each.page,
            }
        )
        return Appearance(key, article.id, each.words, each.page)

    def renewal(self, earlier: Appearance, each: Incoming) -> Appearance:
        """Know what was *earlier* in the words of *each* from now on."""
        self._renewed.append(
            {
                "of_feed": earlier.key[0],
                "of_key": earlier.key[1],
                "new_hash": each.words,
                "new_link": each.page,
            }
        )
        return Appearance(earlier.key, earlier.article, each.words, each.page)

    def write(self) -> None:
        """Write them all."""
        execute = self.transaction.session.execute
        if self._sequence is not None:
            execute(
                update(ArticleSequenceRow)
                .where(ArticleSequenceRow.id == _SEQUENCE)
                .values(next=self._sequence)
            )
        for table, values in (
            (ArticleRow, self.articles),
            (ArticleTextRow, self._texts),
            (AppearanceRow, self._appearances),
            (SignedRow, self._signed),
        ):
            if values:
                execute(insert(table.__table__), values)  # type: ignore[arg-type]
        if self._renewed:
            execute(_RENEW, self._renewed)
        if self.versions:
            execute(_RENEW_ARTICLE, self.versions)
        contacts.note_bylines(self.transaction, self._last_signed())
        if self._index:
            fulltext.put(self.transaction, Subject.ARTICLE, self._index)
        full_text_rows.want(self.transaction, self._wanted, themes_wait=True)
        if self.versions:
            full_text_rows.index_again(self.transaction, [row["of"] for row in self.versions])

    def _last_signed(self) -> dict[str, datetime]:
        """Return when each name was last signed, of the articles that are new."""
        last: dict[str, int] = {}
        for each in self._signed:
            last[each["name"]] = max(each["article_id"], last.get(each["name"], 0))
        return {name: moment_of(article) for name, article in last.items()}

    def _text(self, article: KnownArticle, each: Brought) -> None:
        entry = each.entry
        article.said.append(each.words)
        self._texts.append(
            {
                "article_id": article.id,
                "version": article.version,
                "title": entry.title,
                "summary": "" if entry.text.startswith(entry.summary) else entry.summary,
                "text": entry.text,
                "at": self.transaction.now,
            }
        )
        self._index.append(fulltext.entry(article.id, entry.title, entry.text))

    def _next_id(self, came_at: datetime) -> int:
        if self._sequence is None:
            self._sequence = _start_of_sequence(self.transaction)
        number = self._sequence
        self._sequence = (number + 1) % (1 << SEQUENCE_BITS)
        return first_id_of(came_at) | number


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


def _arrival(each: Incoming, now: datetime) -> datetime:
    """Return now, or on a feed's first poll the moment it claims, when that is earlier."""
    claimed = each.entry.published_at
    if each.delivery.poll.feed.answered_at is None and claimed is not None:
        return min(claimed, now)
    return now
