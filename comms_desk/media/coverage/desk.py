"""Coverage reports: counted anew from what the watch holds, whenever somebody asks."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import batched
from pathlib import Path
from typing import Any

from comms_desk.changes import Subject
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import Article, ArticleId, ArticleOrigin, ArticleText
from comms_desk.media.bylines.persons import persons_in
from comms_desk.media.coverage import papers
from comms_desk.media.coverage.pickup import Pickup, pickup, words_of
from comms_desk.media.coverage.release import Release, as_read, read_release, without_title
from comms_desk.media.coverage.report import (
    Carried,
    CoverageReport,
    DaysReversed,
    NotReleased,
    ReportRequest,
    report,
)
from comms_desk.media.coverage.reprise import reprise
from comms_desk.media.dispatches import within as dispatches
from comms_desk.media.dispatches.model import Dispatch
from comms_desk.media.drafting import within as drafts
from comms_desk.media.drafting.model import DraftId
from comms_desk.media.inquiries.papers.desk import Paper
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import Outlet, OutletId, OutletLanguage
from comms_desk.media.stories import within as stories
from comms_desk.media.stories.likeness import appeared
from comms_desk.media.themes import within as watches
from comms_desk.media.themes.model import CITY, Rating, Tone
from comms_desk.planning.dossiers import within as dossiers
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.planning.people import within as people
from comms_desk.storage import links
from comms_desk.storage.database import Database, Snapshot
from comms_desk.text.fold import tokens
from comms_desk.text.shingles import shingles

EARLIEST = date(2000, 1, 1)
DAYS = 30
"""A period whose last day alone is said."""
DAYS_OF_A_RELEASE = 14
"""How long what appears may be of a text that left."""
READ_AT_ONCE = 500
LEAST_SHARED = 3
"""Three words in a row, so often: less is no sentence."""
NOTED_LATE = timedelta(days=7)
"""What was on air is noted by then, as a rule; later ones are not looked for."""
MOST_COMPARED = 300
"""Articles, the nearest by their words, that are compared with a text sentence by sentence."""


class CoverageDesk:
    """Counts what the media made of a dossier, of a text, of a period.  It changes nothing."""

    def __init__(self, database: Database, templates: Path | None = None) -> None:
        """Read *database*; the office's own template of the paper is in *templates*."""
        self._database = database
        self._templates = templates

    def report(self, asked: ReportRequest) -> CoverageReport:
        """Return what the media made of what is *asked*.

        Raises:
            NotFound: There is no such dossier or text, or it is in the bin.
            NotReleased: The text has not left, and nobody says since when it is out.
            DaysReversed: The last day comes before the first, or before the text left.
        """
        with self._database.snapshot() as snapshot:
            asked = _within(asked, _day(snapshot.now))
            if asked.draft is not None:
                return _of_draft(snapshot, asked, asked.draft)
            if asked.dossier is not None:
                return _of_dossier(snapshot, asked, asked.dossier)
            return _of_days(snapshot, asked)

    def word(self, found: CoverageReport) -> Paper:
        """Return *found* for Word, with its chart, made with the office's template of a sheet.

        Raises:
            CommsDeskError: What the office's own template asks for and there is not.
        """
        return papers.word(found, self._templates)


def _within(asked: ReportRequest, today: date) -> ReportRequest:
    """Return *asked* without days that no watch saw: those before any, and those to come."""
    if asked.since is not None and asked.since > today:
        raise DaysReversed(asked.since, today)
    since, until = (
        None if day is None else max(min(day, today), EARLIEST)
        for day in (asked.since, asked.until)
    )
    return replace(asked, since=since, until=until)


def _of_days(snapshot: Snapshot, asked: ReportRequest) -> CoverageReport:
    until = asked.until or _day(snapshot.now)
    since = asked.since or until - timedelta(days=DAYS - 1)
    before = since - (until - since) - timedelta(days=1)
    return report(
        _mentions_of_days(snapshot, since, until),
        asked,
        called="",
        since=since,
        until=until,
        made_at=snapshot.now,
        before=_mentions_of_days(snapshot, before, since - timedelta(days=1)),
    )


def _of_dossier(snapshot: Snapshot, asked: ReportRequest, dossier: DossierId) -> CoverageReport:
    kept = dossiers.get(snapshot, dossier)
    ids = _with_stories(snapshot, _tied(snapshot, dossier))
    rows = _between(_gathered(snapshot, ids), asked.since, asked.until)
    return _of(snapshot, rows, asked, f"{kept.code} · {kept.name}")


def _of_draft(snapshot: Snapshot, asked: ReportRequest, draft: DraftId) -> CoverageReport:
    """Return the report of a text: of what appeared since it left, what is of it.

    That is what takes any of its sentences up, or is tied to its dossier, with the other articles
    of those stories.
    """
    kept = drafts.get(snapshot, draft)
    left = dispatches.left(snapshot, draft)
    if left is None and asked.since is None:
        raise NotReleased(kept.title)
    left_at = snapshot.now if left is None or left.first_sent_at is None else left.first_sent_at
    since = asked.since or _day(left_at)
    until = asked.until or min(_day(snapshot.now), since + timedelta(days=DAYS_OF_A_RELEASE))
    release = _release(snapshot, draft, left)
    likely = _near(snapshot, release, _seen(snapshot, since, until), most=MOST_COMPARED)
    compared = {each.article: (each, reprise(release, words_of(each))) for each in likely}
    took = [article for article, (_text, found) in compared.items() if found.is_taken_up]
    tied = () if kept.dossier is None else _tied(snapshot, kept.dossier)
    ids = _with_stories(snapshot, [*took, *tied])
    rows = _between(_gathered(snapshot, ids), since, until)
    rows = [each for each in rows if left is None or each.at >= left_at]
    others = [each.article for each in rows if each.article not in compared]
    for text in _texts(snapshot, others):
        compared[text.article] = text, reprise(release, words_of(text))
    found = pickup(release, (compared[each.article] for each in rows))
    return _of(snapshot, rows, asked, kept.title, since=since, until=until, pickup=found)


def _release(snapshot: Snapshot, draft: DraftId, left: Dispatch | None) -> Release:
    """Return what left of *draft*, else what is kept of it."""
    text = "" if left is None else drafts.text_of(snapshot, draft, left.revision)
    kept = drafts.kept(snapshot, draft)
    return read_release(without_title(as_read(text or ("" if kept is None else kept.text))))


def _of(
    snapshot: Snapshot,
    rows: Sequence[Carried],
    asked: ReportRequest,
    called: str,
    *,
    since: date | None = None,
    until: date | None = None,
    pickup: Pickup | None = None,
) -> CoverageReport:
    """Return the report of *rows*; days that nobody said are those of the first and the last."""
    today = _day(snapshot.now)
    first = since or asked.since or min((each.day for each in rows), default=today)
    last = until or asked.until or max((each.day for each in rows), default=max(first, today))
    return report(
        rows, asked, called=called, since=first, until=last, made_at=snapshot.now, pickup=pickup
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(CITY_ZONE).date()


def _seen(snapshot: Snapshot, since: date, until: date) -> Sequence[ArticleId]:
    """Return the mentions that may have appeared from *since* to *until*: `_between` says which."""
    end = _begins(until + timedelta(days=1)) + NOTED_LATE
    return watches.seen_between(snapshot, _begins(since), end)


def _mentions_of_days(snapshot: Snapshot, since: date, until: date) -> Sequence[Carried]:
    """Return the mentions that appeared from *since* to *until*."""
    return _between(_gathered(snapshot, _seen(snapshot, since, until)), since, until)


def _tied(snapshot: Snapshot, dossier: DossierId) -> Sequence[ArticleId]:
    """Return the articles that are tied to *dossier*."""
    found = snapshot.session.scalars(links.ids_linked(dossiers.ref(dossier), Subject.ARTICLE))
    return [*map(ArticleId, found)]


def _with_stories(snapshot: Snapshot, ids: Sequence[ArticleId]) -> Sequence[ArticleId]:
    """Return *ids*, and the other articles of their stories."""
    whole = dict.fromkeys(ids)
    for some in batched(ids, READ_AT_ONCE):
        for story in stories.of(snapshot, some).values():
            whole |= dict.fromkeys(story.articles)
    return [*whole]


def _near(
    snapshot: Snapshot, release: Release, ids: Iterable[ArticleId], *, most: int
) -> Sequence[ArticleText]:
    """Return the texts of those of *ids* that have the most turns of phrase in common with it.

    To compare an article sentence by sentence takes milliseconds: the others have too little in
    common with *release* for a sentence to be taken.
    """
    told = (each.text for each in release.sentences if each.part.is_told)
    marks = {mark for each in told for mark in shingles(tokens(each))}
    shared = (
        (len(marks.intersection(shingles(tokens(text.all_text)))), text.article, text)
        for text in _texts(snapshot, ids)
    )
    likely = (each for each in shared if each[0] >= LEAST_SHARED)
    return [text for _number, _article, text in heapq.nlargest(most, likely)]


def _texts(snapshot: Snapshot, ids: Iterable[ArticleId]) -> Iterator[ArticleText]:
    """Yield what each of *ids* says last."""
    for some in batched(ids, READ_AT_ONCE):
        yield from articles.latest_texts(snapshot, some)


def _between(rows: Iterable[Carried], since: date | None, until: date | None) -> Sequence[Carried]:
    """Return those of *rows* that appeared from *since* to *until*; None: whenever."""
    first, last = since or date.min, until or date.max
    return [each for each in rows if first <= each.day <= last]


def _begins(day: date) -> datetime:
    """Return the moment at which *day* begins, in the city."""
    return datetime.combine(day, time.min, CITY_ZONE)


def _gathered(snapshot: Snapshot, ids: Iterable[ArticleId]) -> Sequence[Carried]:
    """Return *ids* as they are counted, without what is in the bin or was put aside."""
    known = {each.id: each for each in outlets.every(snapshot)}
    called = frozenset(outlets.keys(snapshot))
    signed: dict[ArticleId, Mapping[str, str]] = {}
    judged: dict[ArticleId, Sequence[Rating]] = {}
    rows: list[Carried] = []
    for some in batched(ids, READ_AT_ONCE):
        aside = watches.put_aside(snapshot, some)
        told = stories.of(snapshot, some)
        judged |= watches.ratings(snapshot, some)
        for article in articles.by_ids(snapshot, [each for each in some if each not in aside]):
            if article.origin is not ArticleOrigin.CLIP:  # of which it says who spoke
                signed[article.id] = persons_in(article.author, outlets=called)
            story = told.get(article.id)
            rows.append(_carried(article, known, -article.id if story is None else story.id))
    names = people.names(snapshot, {each.by for some in judged.values() for each in some})
    spelled = _spelled(signed.values())
    return [
        replace(
            each,
            journalists=tuple(spelled[name] for name in signed.get(each.article, ())),
            **_judged(judged.get(each.article, ()), names),
        )
        for each in rows
    ]


def _judged(ratings: Sequence[Rating], names: Mapping[int, str]) -> dict[str, Any]:
    """Return the tone of the City and who gave it, and the tones of who else is named.

    Of *ratings* the last ones come first.
    """
    city = [each for each in ratings if each.subject == CITY]
    others: dict[str, Tone] = {}
    for each in ratings:
        if each.subject != CITY:
            others.setdefault(each.subject, each.tone)
    return {
        "tone": city[0].tone if city else None,
        "toned": tuple(others.items()),
        "raters": tuple(names.get(each.by, "") for each in city),
        "is_agreed": len(city) > 1 and len({each.tone for each in city}) == 1,
    }


def _carried(article: Article, known: Mapping[OutletId, Outlet], story: int) -> Carried:
    outlet = None if article.outlet is None else known.get(article.outlet)
    at = _appeared(article)
    return Carried(
        article=article.id,
        at=at,
        day=at.astimezone(CITY_ZONE).date(),
        story=story,
        title=article.title,
        link=article.link,
        outlet=article.outlet_name,
        kind=None if outlet is None else outlet.kind,
        territory=None if outlet is None else outlet.scope,
        language=_language(article.language, outlet),
        journalists=(),
        origin=article.origin,
    )


def _appeared(article: Article) -> datetime:
    """Return when *article* appeared: a person or a vendor who says when is believed."""
    if article.origin is not ArticleOrigin.FEED and article.published_at is not None:
        return article.published_at
    return appeared(article)


def _language(code: str, outlet: Outlet | None) -> str:
    """Return the language of an article, or else that of its *outlet* if it has one alone."""
    if code:
        return code[:2].lower()
    alone = (OutletLanguage.FRENCH, OutletLanguage.ENGLISH)
    return outlet.language.value if outlet is not None and outlet.language in alone else ""


def _spelled(signed: Collection[Mapping[str, str]]) -> Mapping[str, str]:
    """Return how each name is spelled most often: one person is one row."""
    spellings = defaultdict[str, Counter[str]](Counter)
    for names in signed:
        for name, spelling in names.items():
            spellings[name][spelling] += 1
    return {name: counts.most_common(1)[0][0] for name, counts in spellings.items()}
