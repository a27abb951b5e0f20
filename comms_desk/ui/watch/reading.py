"""What the Watch page asks of the desks; called in a reading or the writing thread."""

from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING

from comms_desk.i18n import _
from comms_desk.jobs.model import CommandKind
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.articles.titles import article_title
from comms_desk.media.watches.model import Caught, NewWatch, WatchId
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.watch import words

if TYPE_CHECKING:
    from comms_desk.across.office import Office

CATCH_UP_PATIENCE_S = 0.5
"""What is typed meanwhile waits behind it to be saved."""
DOSSIERS_OFFERED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """What the list is to show.

    *searched* is a query over all articles; without it, the mentions: of one *watch*, or only
    those not read.
    """

    searched: str
    watch: WatchId | None
    only_unread: bool
    after: object | None
    limit: int

    def ask(self, office: "Office") -> words.ListView:
        """Return the page of the list."""
        now = office.database.clock.now()
        figures = office.watches.figures()
        if self.searched:
            found = office.search.articles(self.searched, after=self.after, limit=self.limit)
            rows = tuple(words.article_row(article, now) for article in found.rows)
            total, capped, next_key = found.total, found.capped, found.next_key
            heading = words.found(found)
        else:
            page = office.watches.mentions(
                watch=self.watch,
                only_unread=self.only_unread,
                after=self.after,
                limit=self.limit,
            )
            rows = tuple(words.mention_row(mention, now) for mention in page.rows)
            total, capped, next_key = page.total, page.capped, page.next_key
            heading = words.heading(figures)
        return words.ListView(
            rows=rows,
            total=total,
            capped=capped,
            next_key=next_key,
            heading=heading,
            unread=figures.unread,
            watches=office.watches.every(),
            any_feed=bool(rows) or bool(office.feeds.every()),
        )


@dataclass(frozen=True, slots=True)
class Tried:
    """What a watch that is being written would find, in words."""

    said: str
    rows: tuple[Row, ...]


def try_out(query: str, ignored: tuple[str, ...], most: int, office: "Office") -> Tried:
    """Return what *query* would find among what is here, *most* rows of it.

    Raises:
        QueryError: It is not understood.
        IgnoredPhraseWrong: A phrase to ignore holds no word.
    """
    watch = NewWatch(name=_("New watch"), query=query, ignored=ignored)
    answer = office.watches.try_out(watch, limit=most)
    now = office.database.clock.now()
    return Tried(words.tried(answer), words.tried_rows(answer, now))


def card(article: ArticleId, searched: str, office: "Office") -> words.CardView:
    """Return the card of *article*, its words marked as the watches or the search found them."""
    mention = office.watches.mention(article)
    if searched:
        marked = office.search.marked(searched, article)
        mention = replace(
            mention,
            article=marked.article,
            text=marked.text,
            title_marks=marked.title_marks,
            text_marks=marked.text_marks,
            words=marked.words,
        )
    return words.card(mention, {watch.id: watch.name for watch in office.watches.every()})


def dossiers(office: "Office", searched: str) -> list[Row]:
    """Return the dossiers that have the words *searched*, by code."""
    found = office.dossiers.search(searched, limit=DOSSIERS_OFFERED)
    return [Row(key=each.id, title=each.name, moment=each.code) for each in found.rows]


def mark_read(article: ArticleId, office: "Office") -> ArticleId:
    """Note that the person at this desk has read *article*."""
    if office.database.actor is not None:
        office.articles.mark_read([article], person=office.database.actor)
    return article


def mark_unread(article: ArticleId, office: "Office") -> tuple[ArticleId, str]:
    """Undo `mark_read`; return the article and its title."""
    if office.database.actor is not None:
        office.articles.mark_unread([article], person=office.database.actor)
    return article, article_title(office.watches.mention(article).article.title)


def catch_up(office: "Office", *, patience_s: float = CATCH_UP_PATIENCE_S) -> Caught:
    """Ask the watches of a few more texts; what takes long is left to the worker."""
    until = monotonic() + patience_s
    return office.watches.catch_up(stop=lambda: monotonic() >= until)


def refresh_feeds(office: "Office") -> None:
    """Have the worker ask every feed now."""
    office.jobs.ask(CommandKind.POLL_NOW)
