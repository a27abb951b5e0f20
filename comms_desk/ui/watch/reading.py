"""What the Watch page asks of the desks; called in a reading or the writing thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, cast

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.facts import folded
from comms_desk.i18n import _
from comms_desk.jobs.model import CommandKind
from comms_desk.media.articles.model import ArticleId, ArticleOrigin
from comms_desk.media.articles.titles import article_title
from comms_desk.media.clips.model import ClipId
from comms_desk.media.feeds.model import FeedId
from comms_desk.media.themes.model import (
    EVERY_MENTION,
    Caught,
    MadeRead,
    MentionFilter,
    NewTheme,
    Theme,
    ThemeId,
)
from comms_desk.media.themes.remembered import ExampleId
from comms_desk.media.themes.saved_views import SavedView, ViewId
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.storage.paging import MOST_CHOICES, PageOfRows
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.watch import feed_rows, story_words, words
from comms_desk.ui.watch.around import shown as written
from comms_desk.ui.watch.clip_card import ClipView
from comms_desk.ui.watch.feed_rows import FeedView
from comms_desk.ui.watch.theme_form import TypedTheme
from comms_desk.ui.watch.words import CountedTerm
from comms_desk.wording import feeds as wording
from comms_desk.wording.full_texts import said_of
from comms_desk.wording.spikes import spike_alone

if TYPE_CHECKING:
    from comms_desk.media.themes.triage import WhyFound

CATCH_UP_PATIENCE_S = 0.5
"""What is typed meanwhile waits behind it to be saved."""
DOSSIERS_OFFERED = SUBJECTS_OFFERED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchListRequest:
    """What the list is to show: of all articles those that *searched* finds, or the mentions."""

    searched: str
    which: MentionFilter
    after: object | None
    limit: int

    def ask(self, office: Office) -> words.WatchListView:
        """Return the page of the list."""
        now = office.database.clock.now()
        told_once = office.told_once
        figures = told_once.figures()
        is_whole = not self.searched
        if self.searched:
            found = office.search.articles(
                self.searched, self.which, after=self.after, limit=self.limit
            )
            judged = office.themes.judged([article.id for article in found.rows])
            rows = tuple(words.article_row(each, judged[each.id], now) for each in found.rows)
            total, capped, next_key = found.total, found.capped, found.next_key
            heading = words.found(found)
        else:
            page = told_once.mentions(self.which, after=self.after, limit=self.limit)
            rows = tuple(words.mention_row(told, now) for told in page.rows)
            total, capped, next_key = page.total, page.capped, page.next_key
            is_whole = self.which in {EVERY_MENTION, MentionFilter(is_unread=True)}
            heading = "" if is_whole else words.narrowed(page)
        reviewed = office.reviews.standing([ArticleId(cast("int", row.key)) for row in rows])
        return words.WatchListView(
            rows=tuple(words.in_review(row) if row.key in reviewed else row for row in rows),
            total=total,
            capped=capped,
            next_key=next_key,
            heading=heading or words.heading(figures),
            counts_unread=is_whole,
            figures=figures,
            themes=office.themes.every(),
            any_feed=bool(rows) or bool(office.feeds.every()),
            which=self.which,
            at=now,
        )


@dataclass(frozen=True, slots=True)
class TrialView:
    """What a theme that is being written would find, in words; or one *term* of it."""

    term: str
    said: str
    rows: tuple[Row, ...]
    terms: tuple[CountedTerm, ...]
    erased: tuple[CountedTerm, ...]


def try_out(typed: TypedTheme, term: str, most: int, office: Office) -> TrialView:
    """Return what *typed* would find among what is here, *most* rows of it; or one *term* of it.

    Raises:
        QueryError: It is not understood.
        IgnoredPhraseWrong: A phrase to ignore holds no word.
    """
    theme = NewTheme(
        name=typed.name.strip() or _("New watch"),
        query=term or typed.query.strip(),
        ignored=typed.ignored,
    )
    answer = office.themes.try_out(theme, limit=most)
    return TrialView(
        term=term,
        said=words.tried_alone(term, answer) if term else words.tried(answer),
        rows=words.answering_rows(answer.found, office.database.clock.now()),
        terms=words.tried_terms(answer),
        erased=words.tried_erased(answer),
    )


def card(article: ArticleId, searched: str, office: Office) -> words.CardView:
    """Return the card of *article*, its words marked as the themes or the search found them."""
    from comms_desk.across.breaches import breach
    from comms_desk.across.reading_pane import around
    from comms_desk.across.unanswered import said_unanswered

    mention = office.themes.mention(article)
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
    themes = office.themes.every()
    names = {theme.id: theme.name for theme in themes}
    learning = {theme.id for theme in themes if not theme.by_hand}
    stamps = (mention.irrelevant, mention.star, mention.note)
    who = office.people.names({each.by for each in stamps if each is not None and each.by})
    shown = mention.article
    signed = office.contacts.signed_by(shown.author, at=shown.outlet) if shown.author else ()
    unanswered = said_unanswered(office, shown, mention.text)
    clip = None if shown.origin is ArticleOrigin.FEED else office.clips.of_article(article)
    story, is_unread = office.stories.story(article), not shown.is_read
    if story is not None and office.told_once.is_grouped:
        is_unread = any(not copy.article.is_read for copy in story.copies)
    copies = [copy.article for copy in story.copies if copy.article.id != article] if story else []
    made = office.themes.judged([each.id for each in copies]) if copies else {}
    full = office.articles.full_text(article)
    return replace(
        words.card(mention, names, signed),
        full=said_of(full) if full else "",
        unanswered=unanswered,
        breach=breach(office, mention.text),
        proposals=office.bylines.about(shown),
        clip=clip,
        story=story_words.shown(story, article, office.database.clock.now()) if story else None,
        around=written(around(office, mention, signed)),
        is_unread=is_unread,
        themes=tuple((each, names[each]) for each in mention.watches if each in learning),
        aside=words.stamped(_("Not pertinent"), mention.irrelevant, who),
        starred=words.stamped(_("Star"), mention.star, who),
        noted=words.stamped("", mention.note, who),
        noted_elsewhere=words.noted_elsewhere(copies, made),
        in_review=bool(office.reviews.standing([article])),
    )


def dossiers(office: Office, searched: str) -> PageOfRows[Row]:
    """Return the dossiers that have the words *searched*, by code."""
    found = office.dossiers.search(searched, limit=DOSSIERS_OFFERED)
    return found.showing(Row(key=each.id, title=each.name, moment=each.code) for each in found.rows)


@dataclass(frozen=True, slots=True)
class OfferedFilters:
    """What the mentions may be narrowed by, each with its word."""

    sources: tuple[tuple[Ref, str], ...]
    dossiers: tuple[tuple[DossierId, str], ...]


def offered(office: Office) -> OfferedFilters:
    """Return the outlets of feeds and clips, the feeds without one, and the dossiers."""
    by_hand = frozenset(office.clips.outlets())
    every = office.outlets.every() if by_hand else ()
    sources = {Ref(Subject.OUTLET, each.id): each.name for each in every if each.id in by_hand}
    for feed in office.feeds.every():
        if feed.outlet_id is None:
            sources[Ref(Subject.FEED, feed.id)] = feed.name
        else:
            sources[Ref(Subject.OUTLET, feed.outlet_id)] = feed.outlet_name
    kept = office.dossiers.search("", limit=MOST_CHOICES).rows
    return OfferedFilters(
        sources=tuple(sorted(sources.items(), key=lambda each: folded(each[1]))),
        dossiers=tuple((each.id, f"{each.code} · {each.name}") for each in kept),
    )


def about_themes(office: Office) -> words.ThemesView:
    """Return how much of each theme waits to be read, and the spikes, in words."""
    from comms_desk.across import alerts

    now = office.database.clock.now()
    return words.ThemesView(
        unread=office.told_once.unread_of_each(),
        spikes={theme.id: spike_alone(spike, now) for theme, spike in alerts.spikes(office)},
    )


def theme_of(example: int, office: Office) -> Theme:
    """Return the theme of that example."""
    return office.themes.get(office.memory.get(ExampleId(example)).watch)


def broken(office: Office) -> Mapping[ThemeId, int]:
    """Return how many examples of each theme do not hold."""
    return office.memory.broken()


def feed(office: Office, number: FeedId) -> FeedView:
    """Return all that the card of a feed shows."""
    return feed_rows.view_of(office.feeds.get(number), office.outlets.every())


def clip(office: Office, number: ClipId) -> ClipView:
    """Return all that the card of a clip shows."""
    outlets = {each.id: each.name for each in office.outlets.every()}
    return ClipView(office.clips.get(number), outlets)


def standing(office: Office) -> str:
    """Return whether anything need have been missed, and by how many feeds, if there are any."""
    together = office.feeds.standing()
    said = wording.standing(together)
    if said and together.is_whole:
        return wording.as_sentence(said)
    return _("Feeds: {standing}").format(standing=said) if said else _("Feeds")


def mark_all_read(listed: words.WatchListView, office: Office) -> MadeRead:
    """Note that the person at this desk has read what is *listed*, and not what came since."""
    newest = ArticleId(cast("int", listed.rows[0].key))
    return office.told_once.read_all(listed.which, up_to=newest, seen_at=listed.at)


def all_unread(articles: Sequence[ArticleId], office: Office) -> None:
    """Undo `mark_all_read`."""
    if office.database.actor is not None:
        office.articles.mark_unread(articles, person=office.database.actor)


def mark_read(article: ArticleId, office: Office) -> tuple[ArticleId, ...]:
    """Note that the person at this desk has read *article*, and so its story; return them all."""
    return office.told_once.read(article)


def mark_unread(article: ArticleId, office: Office) -> tuple[ArticleId, str]:
    """Undo `mark_read`; return the article and its title."""
    if office.database.actor is not None:
        office.articles.mark_unread([article], person=office.database.actor)
    return article, article_title(office.themes.mention(article).article.title)


def catch_up(office: Office, *, patience_s: float = CATCH_UP_PATIENCE_S) -> Caught:
    """Ask the themes of a few more texts; what takes long is left to the worker."""
    until = monotonic() + patience_s
    return office.themes.catch_up(stop=lambda: monotonic() >= until)


def refresh_feeds(office: Office) -> None:
    """Ask the worker to read every feed now."""
    office.jobs.ask(CommandKind.POLL_NOW)


def saved_views(office: Office) -> tuple[SavedView, ...]:
    """Return the views of the office, and those of the person at this desk."""
    return office.saved_views.every()


def saved_view(view: int, office: Office) -> SavedView:
    """Return that view."""
    return office.saved_views.get(ViewId(view))


def why(article: ArticleId, office: Office) -> tuple[ArticleId, "tuple[WhyFound, ...]"]:
    """Return why each theme found *article*."""
    return article, office.triage.why(article)


def subjects(office: Office, searched: str) -> PageOfRows[Row]:
    """Return whom a tone may be of: those named before, names of the lists, or a new one."""
    lists = office.word_lists.every() if searched.strip() else ()
    names_of_lists = (_named(term) for each in lists for term in each.terms)
    offered = dict.fromkeys((*office.triage.subjects(), *filter(None, names_of_lists)))
    wanted = folded(searched).split()
    names = [each for each in offered if all(word in folded(each) for word in wanted)]
    typed = " ".join(searched.split())
    if typed and folded(typed) not in map(folded, names):
        names.insert(0, typed)
    rows = tuple(Row(key=name, title=name, strong=False) for name in names[:SUBJECTS_OFFERED])
    return PageOfRows(rows=rows, total=len(names))


def _named(term: str) -> str:
    """A term of a list as a name; "" where it is none, with its capital."""
    name = term.lstrip("=").strip('"')
    return name if name != name.lower() and not name.endswith("*") else ""
