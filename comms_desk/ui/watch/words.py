"""The Watch in words: turns what its desks read into rows, in a reading thread.

Dates and counts are written here, out of the window's thread: the first use of Babel takes
longer than a slot may.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from comms_desk.i18n import (
    CITY_ZONE,
    _,
    format_date,
    format_moment,
    format_number,
    format_time_of,
    ngettext,
    pgettext,
)
from comms_desk.media.articles.model import Article, ArticleId, ArticleOrigin
from comms_desk.media.articles.titles import article_title
from comms_desk.media.clips.model import ClipId
from comms_desk.media.contacts.model import Byline
from comms_desk.media.themes.facts import GLYPHS, TONE
from comms_desk.media.themes.model import (
    EVERY_MENTION,
    Alone,
    Grade,
    Judged,
    MadeRead,
    Mention,
    MentionFilter,
    Stamp,
    Theme,
    ThemeId,
    ThemeTried,
    Tone,
)
from comms_desk.media.themes.views import Figures
from comms_desk.planning.dossiers.model import Dossier
from comms_desk.storage.paging import PageOfRows
from comms_desk.text.discretion import without_secrets
from comms_desk.text.matching import MOST_MARKS
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.watch import story_words
from comms_desk.ui.watch.around import AroundView as Around
from comms_desk.wording.embargo import sentence_there, words_held

if TYPE_CHECKING:
    from comms_desk.across.breaches import Breach
    from comms_desk.across.story_list import ListedStory, Listing
    from comms_desk.across.unanswered import Unanswered
    from comms_desk.media.bylines.model import BylineProposal
    from comms_desk.media.themes.triage import FoundTerm, WhyFound

TONES: Mapping[Tone, tuple[str, str]] = {
    tone: (glyph, str(key)) for key, (tone, glyph) in enumerate(GLYPHS.items(), 1)
}
"""The glyph of each tone, and its key."""

STAR = "★"

_BY = re.compile(r"^\s*(?:par|by)\s+", re.IGNORECASE)
"""With which some newsrooms begin the name of an author."""
DOSSIERS_TAGGED = 2
LEAST_DAYS = 2
"""Of fewer, what is found is that of a day already."""
LEAST_EXAMINED = 10
NEARLY_ALL = 0.9
TITLE_LETTERS = 48
"""How much of a title says which article something was done to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchListView(PageOfRows[Row]):
    """A page of the list, written out, and what stands around it."""

    heading: str
    counts_unread: bool
    """Whether the heading says the *figures*, and not what was narrowed down or searched for."""
    figures: Figures
    themes: tuple[Theme, ...]
    any_feed: bool
    which: MentionFilter
    """To what it was narrowed, and *at*: when it was read."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemesView:
    """What stands beside the names of themes: how many mentions are unread, and spikes."""

    unread: Mapping[ThemeId, int]
    spikes: Mapping[ThemeId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """What an empty list says, and the first thing to do; without a verb, nothing is to be done."""

    sentence: str
    verb: str = ""
    is_lesson: bool = False
    """Whether it is said where nothing was begun: the whole desk may be bare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A mention and what stands around it, written out."""

    mention: Mention
    byline: str
    found_by: str
    around: Around = field(default_factory=Around)
    """What else there is on it."""
    full: str = ""
    """What there is of its page."""
    unanswered: "Unanswered | None" = None
    """What it says of the City that did not answer."""
    breach: "Breach | None" = None
    """What it has of a text that is still under embargo."""
    proposals: "tuple[BylineProposal, ...]" = ()
    """What the directory does not know of who signs it."""
    clip: ClipId | None = None
    """What a person noted, and may change."""
    story: story_words.StoryView | None = None
    """Who else tells the same news."""
    is_unread: bool = False
    """Whether it is, or another article of its story that is listed with it."""
    themes: tuple[tuple[ThemeId, str], ...] = ()
    """What found it by its words, and can learn of it, by name."""
    aside: str = ""
    """Who put it aside as not pertinent, and when; likewise the star and the note."""
    starred: str = ""
    noted: str = ""
    noted_elsewhere: str = ""
    """The notes of its copies, a line each."""
    in_review: bool = False
    """Whether it, or a copy of it, is in the press review of today."""


def tone_name(tone: Tone) -> str:
    """The tone as a word."""
    return TONE.say(tone)


def in_review(row: Row) -> Row:
    """A row whose story is in the press review of today."""
    return replace(row, tags=(RowTag(pgettext("a story", "review"), Hue.ACCENT), *row.tags))


def mention_row(told: "ListedStory", now: datetime) -> Row:
    """A mention as two lines, for all of its story."""
    mention = told.mention
    tags = _tags_of(mention.dossiers)
    if told.story is not None:
        tags = (RowTag(story_words.tag(told.story), Hue.NEUTRAL), *tags)
    to_check = _("to check") if mention.grade is Grade.TO_CHECK and mention.watches else ""
    if to_check:
        tags = (RowTag(to_check, Hue.AMBER), *tags)
    hour, at = _hour(mention.article, told.at)
    return Row(
        key=mention.id,
        title=article_title(mention.text.title),
        detail=mention.article.outlet_name,
        moment=hour,
        group=day(told.at, now),
        glyph=_glyphs(mention),
        spoken=_spoken(mention),
        tags=(*_noted(mention), *tags),
        strong=told.is_unread,
        at=at,
        copied=(
            *_copied(mention.text.title, at, mention.article, mention),
            (_("Status"), to_check),
            (_("Media"), format_number(told.story.media) if told.story else ""),
        ),
    )


def article_row(article: Article, judged: Judged, now: datetime) -> Row:
    """An article that a search found, as two lines."""
    hour, at = _hour(article, article.moment)
    return Row(
        key=article.id,
        title=article_title(article.title),
        detail=article.outlet_name,
        moment=hour,
        group=day(article.moment, now),
        glyph=_glyphs(judged),
        spoken=_spoken(judged),
        tags=(
            *_noted(judged),
            *((RowTag(_("not pertinent"), Hue.NEUTRAL),) if judged.irrelevant else ()),
            *_tags_of(judged.dossiers),
        ),
        strong=not article.is_read,
        at=at,
        copied=_copied(article.title, at, article, judged),
    )


def _hour(article: Article, seen: datetime) -> tuple[str, str]:
    """When a clip was on air, else an article *seen*: under the day of that, and whole."""
    at = article.on_air_at or seen
    return format_time_of(seen.astimezone(CITY_ZONE).date(), at), format_moment(at)


def _glyphs(judged: Judged) -> str:
    """The glyphs of its star and of its tone."""
    glyphs = (STAR if judged.star else "", TONES[judged.tone][0] if judged.tone else "")
    return " ".join(filter(None, glyphs))


def _spoken(judged: Judged) -> str:
    """What a screen reader hears instead of the glyphs."""
    said = (_("starred") if judged.star else "", tone_name(judged.tone) if judged.tone else "")
    return ", ".join(filter(None, said))


def _noted(judged: Judged) -> tuple[RowTag, ...]:
    return (RowTag(_("note"), Hue.NEUTRAL),) if judged.note else ()


def _copied(title: str, at: str, article: Article, judged: Judged) -> tuple[tuple[str, str], ...]:
    return (
        (_("Title"), article_title(title)),
        (_("Source"), article.outlet_name),
        (_("Date"), at),
        (_("Tone"), tone_name(judged.tone) if judged.tone else ""),
        (_("Star"), _("starred") if judged.star else ""),
        (_("Note"), judged.note.text if judged.note else ""),
        (_("Dossiers"), ", ".join(dossier.code for dossier in judged.dossiers)),
        (_("Address"), without_secrets(article.link)),
    )


def _tags_of(tied: Sequence[Dossier]) -> tuple[RowTag, ...]:
    return tuple(RowTag(dossier.code, Hue.ACCENT) for dossier in tied[:DOSSIERS_TAGGED])


def day(moment: datetime, now: datetime) -> str:
    """The heading under which *moment* stands."""
    date, today = moment.astimezone(CITY_ZONE).date(), now.astimezone(CITY_ZONE).date()
    if date == today:
        return _("Today")
    if date == today - timedelta(days=1):
        return _("Yesterday")
    return format_date(date)


def heading(figures: Figures) -> str:
    """What stands beside the title of the page."""
    unread = number(figures.unread, capped=figures.unread_is_capped)
    this_week = number(figures.this_week, capped=figures.this_week_is_capped)
    said = ngettext("{count} unread", "{count} unread", figures.unread).format(count=unread)
    came = _("{count} this week").format(count=this_week)
    return said if told_once(figures) else f"{said} · {came}"


def told_once(figures: Figures) -> str:
    """How many stories the mentions of the week are, where that is not as many."""
    if figures.stories_this_week in (None, figures.this_week):
        return ""
    capped = figures.this_week_is_capped
    mentions = _mentions(figures.this_week, capped=capped)
    return f"{mentions}, {_stories(figures.stories_this_week or 0, capped=capped)}"


def found(page: PageOfRows[Article]) -> str:
    """How many articles a search found."""
    count = number(page.total, capped=page.capped)
    return ngettext("{count} article", "{count} articles", page.total).format(count=count)


def narrowed(listing: "Listing") -> str:
    """How many mentions the filters leave, and how many stories they are."""
    mentions = _mentions(listing.mentions, capped=listing.mentions_are_capped)
    if (listing.mentions, listing.mentions_are_capped) == (listing.total, listing.capped):
        return mentions
    return f"{mentions}, {_stories(listing.total, capped=listing.capped)}"


def _mentions(count: int, *, capped: bool = False) -> str:
    return ngettext("{count} mention", "{count} mentions", count).format(
        count=number(count, capped=capped)
    )


def _stories(count: int, *, capped: bool = False) -> str:
    return ngettext("{count} story", "{count} stories", count).format(
        count=number(count, capped=capped)
    )


def nothing(view: WatchListView, searched: str, which: MentionFilter) -> Nothing:
    """Why the list is empty."""
    if searched:
        return Nothing(sentence=_("No article matches “{words}”.").format(words=searched))
    if not view.any_feed:
        return Nothing(
            sentence=_("No feed yet. Start with that of a news site."),
            verb=_("Add a feed"),
            is_lesson=True,
        )
    if not view.themes:
        return Nothing(
            sentence=_("The feeds bring articles. Create a watch to find the ones that matter."),
            verb=write_a_theme(),
        )
    if which not in {EVERY_MENTION, replace(EVERY_MENTION, is_unread=which.is_unread)}:
        return Nothing(sentence=_("No mention matches these filters."))
    return Nothing(sentence=_("Everything is read.") if which.is_unread else _("No mention yet."))


def write_a_theme() -> str:
    """The first thing to do where there are feeds and no theme."""
    return _("Create a watch")


def number(count: int, *, capped: bool = False) -> str:
    """A count, and a plus where it stopped."""
    return format_number(count) + ("+" if capped else "")


def card(mention: Mention, names: Mapping[ThemeId, str], signed: Sequence[Byline] = ()) -> CardView:
    """A mention's card, *signed* by contacts of the directory."""
    article = mention.article
    by = _BY.sub("", article.author)
    author = _("by {author}").format(author=by) if by else ""
    is_of_feed = article.origin is ArticleOrigin.FEED
    at = article.moment if is_of_feed else article.published_at or article.moment
    via = _("brought by {whom}").format(whom=article.via) if article.via else ""
    namesakes = (
        ngettext(
            "{count} contact is called {name}", "{count} contacts are called {name}", count
        ).format(count=format_number(count), name=each.name)
        for each in signed
        if (count := len(each.contacts)) > 1
    )
    parts = (article.outlet_name, author, *namesakes, format_moment(at), via)
    found_by = ", ".join(
        dict.fromkeys(
            _("“{name}”").format(name=names[theme]) for theme in mention.watches if theme in names
        )
    )
    marked = _("{count} places match; the first ones are marked.")
    found = (
        _("Found by: {watches}").format(watches=found_by) if found_by else "",
        marked.format(count=number(MOST_MARKS, capped=True)) if mention.marks_are_capped else "",
    )
    return CardView(
        mention=mention,
        byline=" · ".join(filter(None, parts)),
        found_by=" · ".join(filter(None, found)),
    )


def stamped(what: str, stamp: Stamp | None, names: Mapping[int, str]) -> str:
    """Who said *what* of an article, and when; empty where nobody did."""
    if stamp is None:
        return ""
    who = names.get(stamp.by or 0, "")
    return " · ".join(filter(None, (what, who, format_moment(stamp.at))))


def noted_elsewhere(copies: Iterable[Article], made: Mapping[ArticleId, Judged]) -> str:
    """The notes of the *copies* of an article, a line each."""
    noted = ((each.outlet_name, made[each.id].note) for each in copies)
    said = _("Note, {outlet}: {note}")
    return "\n".join(said.format(outlet=outlet, note=note.text) for outlet, note in noted if note)


def why(found: "WhyFound") -> tuple[str, ...]:
    """Why a theme found an article: the terms and where they stand, and what it ignored."""
    by_hand = _("Added by hand") if found.watch.by_hand else ""
    nothing = by_hand or _("Found in words that it no longer has, or by the query of then.")
    terms = " · ".join(map(_placed, found.terms)) or nothing
    ignored = " · ".join(map(_placed, found.ignored))
    return (terms, _("Ignored: {phrases}").format(phrases=ignored)) if ignored else (terms,)


def _placed(held: "FoundTerm") -> str:
    """A term as it was typed, and where it stands."""
    times = len(held.text)
    in_text = ngettext("text", "text, {count} times", times).format(count=format_number(times))
    places = (_("title") if held.title else "", in_text if times else "")
    where = " + ".join(filter(None, places))
    found = [each for each in held.words if each not in held.typed]
    term = _("{term}: {found}").format(term=held.typed, found=", ".join(found))
    term = term if found else held.typed
    return _("{term} ({where})").format(term=term, where=where) if where else term


def made_unread(title: str) -> str:
    """What was just done to the article *title*, which is unread again."""
    return _("Marked as unread · “{article}”").format(article=short(title))


def made_all_read(made: MadeRead) -> str:
    """What was just marked as read, and how much was left where it was too much at once."""
    count = len(made.articles)
    if count < made.total:
        return _("{n} of {total} mentions marked as read").format(
            n=format_number(count), total=format_number(made.total)
        )
    if not count:
        return _("Everything is read already.")
    return ngettext(
        "{count} mention marked as read", "{count} mentions marked as read", count
    ).format(count=format_number(count))


def short(title: str) -> str:
    """As much of *title* as says which article it is."""
    return title if len(title) <= TITLE_LETTERS else title[: TITLE_LETTERS - 1].rstrip() + "…"


def how_to_ask() -> str:
    """Return all that a query may say."""
    return _(
        'Words, "phrases", AND OR NOT, brackets, prefix*, NEAR/5, =Exact, title: outlet: author: '
        'lang: after: before: · a list or a watch by its name: @boroughs, @"City, to check"'
    )


def tried(answer: ThemeTried) -> str:
    """What a theme would find."""
    if not answer.examined:
        return _("There is no article yet to try it on.")
    if not answer.answering:
        return ngettext(
            "The newest article does not match.",
            "None of the {examined} newest articles matches.",
            answer.examined,
        ).format(examined=format_number(answer.examined))
    said = ngettext(
        "{answering} of the {examined} newest articles matches.",
        "{answering} of the {examined} newest articles match.",
        answer.answering,
    ).format(answering=format_number(answer.answering), examined=format_number(answer.examined))
    if answer.days < LEAST_DAYS:
        return said
    a_day = round(answer.answering / answer.days)
    daily = ngettext("About {n} a day.", "About {n} a day.", a_day) if a_day else _("Few a day.")
    return f"{said} {daily.format(n=format_number(a_day))}"


def tried_alone(term: str, answer: ThemeTried) -> str:
    """What a term of it would find by itself."""
    return _("{term} alone: {found}").format(term=term, found=tried(answer))


@dataclass(frozen=True, slots=True)
class CountedTerm:
    """A term or phrase of a theme as it was typed, how much it finds, and what is odd in that."""

    typed: str
    count: str
    odd: str = ""


def tried_terms(answer: ThemeTried) -> tuple[CountedTerm, ...]:
    """The terms of its query, and what is odd about what each finds."""
    return tuple(
        CountedTerm(
            each.typed, number(each.count, capped=each.goes_on), _odd(each, answer.examined)
        )
        for each in answer.terms
    )


def tried_erased(answer: ThemeTried) -> tuple[CountedTerm, ...]:
    """The phrases that it ignores, with how many articles hold each."""
    return tuple(
        CountedTerm(each.typed, number(each.count, capped=each.goes_on)) for each in answer.erased
    )


def _odd(term: Alone, examined: int) -> str:
    if examined and not term.count and not term.goes_on:
        return _("Finds nothing.")
    if examined >= LEAST_EXAMINED and term.count >= NEARLY_ALL * examined:
        return _("Finds nearly everything.")
    return ""


def answering_rows(found: Iterable[Mention], now: datetime) -> tuple[Row, ...]:
    """Articles that a query would find, with the words that answer it."""
    return tuple(
        Row(
            key=mention.id,
            title=article_title(mention.text.title),
            detail=" · ".join((mention.article.outlet_name, ", ".join(mention.words))),
            moment=hour,
            group=day(mention.article.moment, now),
            at=at,
            strong=False,
        )
        for mention in found
        for hour, at in (_hour(mention.article, mention.article.moment),)
    )


def breach_said(breach: "Breach | None") -> str:
    """Return that an article has words under embargo, and both places; "": it has none."""
    if breach is None:
        return ""
    said = (
        _("Breach of the embargo"),
        words_held(breach.words, breach.of, breach.until),
        sentence_there(breach.of, breach.there),
    )
    return "\n".join(filter(None, said))
