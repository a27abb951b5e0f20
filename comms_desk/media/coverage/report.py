"""A coverage report counted over given articles.  Pure: it reads no database and says no word."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from comms_desk.media.coverage.model import Asked, By, Carried, Counted, Report, Span
from comms_desk.media.watches.model import Tone

MOST_DAYS = 92
"""Of more, weeks are counted: a quarter is read by days still."""
DAYS_OF_A_WEEK = 7


def report(
    rows: Iterable[Carried],
    asked: Asked,
    *,
    called: str,
    since: date,
    until: date,
    made_at: datetime,
    before: Collection[Carried] | None = None,
) -> Report:
    """Return what *rows* come to; all of them appeared from *since* to *until*."""
    carried = tuple(sorted(rows, key=lambda each: (each.at, each.article)))
    return Report(
        asked=asked,
        called=called,
        since=since,
        until=until,
        made_at=made_at,
        whole=counted(carried),
        before=None if before is None else counted(before),
        spans=tuple(_spans(carried, since, until)),
        by={by: _groups(carried, by) for by in By},
        raters=dict(Counter(who for each in carried for who in each.raters).most_common()),
        twice=sum(len(each.raters) > 1 for each in carried),
        agreed=sum(each.is_agreed for each in carried),
        rows=carried,
    )


def counted(rows: Collection[Carried]) -> Counted:
    """Count *rows*."""
    judged = Counter(each.tone for each in rows if each.tone is not None)
    return Counted(
        stories=len({each.story for each in rows}),
        articles=len(rows),
        tones={tone: judged[tone] for tone in Tone if judged[tone]},
    )


def told_apart(rows: Iterable[Carried]) -> Sequence[Sequence[Carried]]:
    """Return *rows* by their stories: the most carried first, each as it appeared."""
    by_story = defaultdict[int, list[Carried]](list)
    for each in rows:
        by_story[each.story].append(each)
    return sorted(by_story.values(), key=lambda some: (-len(some), some[0].at))


def _spans(rows: Iterable[Carried], since: date, until: date) -> Iterator[Span]:
    """Yield each day, or each week, those in which nothing appeared too: a gap is seen as one."""
    step = timedelta(days=1 if (until - since).days < MOST_DAYS else DAYS_OF_A_WEEK)
    of = defaultdict[int, list[Carried]](list)
    for each in rows:
        of[(each.day - since) // step].append(each)
    for number in range((until - since) // step + 1):
        first = since + number * step
        last = min(first + step - timedelta(days=1), until)
        yield Span(first=first, last=last, counted=counted(of.get(number, [])))


def _groups(rows: Iterable[Carried], by: By) -> Mapping[str, Counted]:
    """Return *rows* counted apart: an article that two people sign is of both."""
    groups = defaultdict[str, list[Carried]](list)
    for each in rows:
        for name in _names(each, by):
            groups[name].append(each)
    told = sorted(groups.items(), key=lambda group: (not group[0], -len(group[1]), group[0]))
    return {name: counted(some) for name, some in told}


def _names(row: Carried, by: By) -> tuple[str, ...]:
    match by:
        case By.OUTLET:
            return (row.outlet,)
        case By.KIND:
            return ("" if row.kind is None else row.kind.value,)
        case By.LANGUAGE:
            return (row.language,)
        case By.TERRITORY:
            return ("" if row.territory is None else row.territory.to_text(),)
        case By.JOURNALIST:
            return row.journalists or ("",)
