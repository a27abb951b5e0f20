"""Which articles a report counts, read as one value each, with who judged them.  Private."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import batched
from typing import Any

from comms_desk.changes import Subject
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import Article, ArticleId, ArticleOrigin, ArticleText
from comms_desk.media.bylines.persons import persons_in
from comms_desk.media.coverage.release import Release
from comms_desk.media.coverage.report import Carried
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
from comms_desk.storage.database import Snapshot
from comms_desk.text.fold import tokens
from comms_desk.text.shingles import shingles

READ_AT_ONCE = 500
LEAST_SHARED = 3
"""Three words in a row, so often: less is no sentence."""
NOTED_LATE = timedelta(days=7)
"""What was on air is noted by then, as a rule; later ones are not looked for."""


def seen(snapshot: Snapshot, since: date, until: date) -> Sequence[ArticleId]:
    """Return the mentions that may have appeared from *since* to *until*: `between` says which."""
    end = begins(until + timedelta(days=1)) + NOTED_LATE
    return watches.seen_between(snapshot, begins(since), end)


def of_days(snapshot: Snapshot, since: date, until: date) -> Sequence[Carried]:
    """Return the mentions that appeared from *since* to *until*."""
    return between(gathered(snapshot, seen(snapshot, since, until)), since, until)


def tied(snapshot: Snapshot, dossier: DossierId) -> Sequence[ArticleId]:
    """Return the articles that are tied to *dossier*."""
    found = snapshot.session.scalars(links.ids_linked(dossiers.ref(dossier), Subject.ARTICLE))
    return [*map(ArticleId, found)]


def with_stories(snapshot: Snapshot, ids: Sequence[ArticleId]) -> Sequence[ArticleId]:
    """Return *ids*, and the other articles of their stories."""
    whole = dict.fromkeys(ids)
    for some in batched(ids, READ_AT_ONCE):
        for story in stories.of(snapshot, some).values():
            whole |= dict.fromkeys(story.articles)
    return [*whole]


def near(
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
        for text in texts(snapshot, ids)
    )
    likely = (each for each in shared if each[0] >= LEAST_SHARED)
    return [text for _number, _article, text in heapq.nlargest(most, likely)]


def texts(snapshot: Snapshot, ids: Iterable[ArticleId]) -> Iterator[ArticleText]:
    """Yield what each of *ids* says last."""
    for some in batched(ids, READ_AT_ONCE):
        yield from articles.latest_texts(snapshot, some)


def between(rows: Iterable[Carried], since: date | None, until: date | None) -> Sequence[Carried]:
    """Return those of *rows* that appeared from *since* to *until*; None: whenever."""
    first, last = since or date.min, until or date.max
    return [each for each in rows if first <= each.day <= last]


def begins(day: date) -> datetime:
    """Return the moment at which *day* begins, in the city."""
    return datetime.combine(day, time.min, CITY_ZONE)


def gathered(snapshot: Snapshot, ids: Iterable[ArticleId]) -> Sequence[Carried]:
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
