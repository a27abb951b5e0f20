"""Which articles a report counts, read as one value each, with who judged them.  Private."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import batched

from comms_desk.changes import Subject
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import Article, ArticleId, Origin
from comms_desk.media.bylines.persons import persons_in
from comms_desk.media.coverage.report import Carried
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import Outlet, OutletId, OutletLanguage
from comms_desk.media.stories import within as stories
from comms_desk.media.stories.likeness import appeared
from comms_desk.media.watches import within as watches
from comms_desk.media.watches.model import Rating
from comms_desk.planning.dossiers import within as dossiers
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.planning.people import within as people
from comms_desk.storage import links
from comms_desk.storage.database import Snapshot

READ_AT_ONCE = 500
NOTED_LATE = timedelta(days=7)
"""What was on air is noted by then, as a rule; later ones are not looked for."""


def of_days(snapshot: Snapshot, since: date, until: date) -> Sequence[Carried]:
    """Return the mentions that appeared from *since* to *until*; copies that no theme found not."""
    end = begins(until + timedelta(days=1)) + NOTED_LATE
    return between(
        gathered(snapshot, watches.seen_between(snapshot, begins(since), end)), since, until
    )


def of_dossier(snapshot: Snapshot, dossier: DossierId) -> Sequence[Carried]:
    """Return the articles that are tied to *dossier*, and the others of their stories."""
    tied = snapshot.session.scalars(links.ids_linked(dossiers.ref(dossier), Subject.ARTICLE))
    ids = dict.fromkeys(map(ArticleId, tied))
    for some in batched(tuple(ids), READ_AT_ONCE):
        for story in stories.of(snapshot, some).values():
            ids |= dict.fromkeys(story.articles)
    return gathered(snapshot, ids)


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
            if article.origin is not Origin.CLIP:  # of which it says who spoke
                signed[article.id] = persons_in(article.author, outlets=called)
            story = told.get(article.id)
            rows.append(_carried(article, known, -article.id if story is None else story.id))
    names = people.names(snapshot, {each.by for some in judged.values() for each in some})
    spelled = _spelled(signed.values())
    return [
        replace(
            each,
            journalists=tuple(spelled[name] for name in signed.get(each.article, ())),
            tone=ratings[0].tone if (ratings := judged.get(each.article, ())) else None,
            raters=tuple(names.get(rating.by, "") for rating in ratings),
            is_agreed=len(ratings) > 1 and len({rating.tone for rating in ratings}) == 1,
        )
        for each in rows
    ]


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
    if article.origin is not Origin.FEED and article.published_at is not None:
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
