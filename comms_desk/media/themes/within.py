"""What a higher layer may ask of the watches inside its own snapshot."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, literal, literal_column, select, union_all
from sqlalchemy.orm import aliased

from comms_desk.changes import Change, Subject
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import SEQUENCE_BITS, ArticleId, first_id_of, moment_of
from comms_desk.media.themes import mention_list, query_names, store, views
from comms_desk.media.themes.model import (
    EVERY_MENTION,
    MentionFilter,
    ThemeId,
)
from comms_desk.media.themes.spikes import (
    HOUR_S,
    READ_LATE_AFTER,
    Spike,
    SpikeHours,
    hour_of,
    spike,
    weeks_known,
)
from comms_desk.media.themes.store import IrrelevantRow, MentionRow, ThemeRow
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.paging import PageOfRows
from comms_desk.text.matching import Match
from comms_desk.text.query import Tree, names_in, parse

among = mention_list.among
notes = store.notes
outlets_by_hand = store.outlets_by_hand
every = store.every
of_the_week = mention_list.of_the_week
mentions = views.mentions
listed_among = mention_list.listed_among
unread_up_to = mention_list.unread_up_to
seen_between = mention_list.seen_between
ratings = store.ratings

Once = mention_list.Once

_EVERYTHING = 0
"""No watch has that id: all articles are counted under it."""
_ARTICLE = MentionRow.article_id.expression
_OTHER = aliased(MentionRow)
FOUND_WITHIN = timedelta(hours=1)
"""A watch is asked of an article within seconds; or later, as it looks back."""


def tree(snapshot: Snapshot, query: str) -> Tree:
    """Return *query* understood, with what the lists and themes that it names mean.

    Raises:
        QueryError: It is not understood, or a name in it is not.
    """
    understood = parse(query)
    return query_names.names(snapshot).tree(query) if names_in(understood) else understood


def show(transaction: Transaction, ids: Iterable[ArticleId]) -> None:
    """Make the articles *ids* mentions, though no watch may find them."""
    ours, nothing = ThemeId(store.by_hand(transaction).id), Match(title=(), text=(), words=())
    texts = articles.latest_texts(transaction, tuple(ids))
    new = store.keep(transaction, [store.FoundMatch(ours, text, nothing) for text in texts])
    transaction.announce(Change.of(Subject.MENTION, (each.text.article for each in new)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What watches that alert found: the articles, the newest first, and how many each watch.

    *last* is the last mention that there is, of any watch.
    """

    articles: tuple[ArticleId, ...]
    watches: tuple[tuple[ThemeId, int], ...]
    last: int


def called_since(snapshot: Snapshot, mention: int, since: datetime, person: int | None) -> Called:
    """Return what watches that alert found after *mention*, of what came since and is unread.

    What is found long after it came, as a watch looks back at it, calls nobody.
    """
    found = [
        (watch, article)
        for watch, article, at in _alerting(snapshot, mention, since, person)
        if at - moment_of(article) <= FOUND_WITHIN
    ]
    return Called(
        articles=tuple(sorted({article for _watch, article in found}, reverse=True)),
        watches=tuple(Counter(watch for watch, _article in found).most_common()),
        last=last_mention(snapshot),
    )


def last_mention(snapshot: Snapshot) -> int:
    """Return the number of the last mention that was found; 0 before the first."""
    return snapshot.session.scalar(select(func.max(MentionRow.id))) or 0


def spikes(snapshot: Snapshot, at: datetime, once: Once) -> tuple[Spike, ...]:
    """Return the spikes as of that moment, those of the surest watches first.

    What was published long before it came is not counted: it was read late, all at once.
    """
    compared = SpikeHours.at(at)
    spans = compared.spans
    counts, came = _stories_by_hour(snapshot, spans, once)
    for watch, came_at in _read_late(snapshot, *spans[0], once, after=READ_LATE_AFTER):
        counts[watch][hour_of(came_at)] -= 1
    found = (
        spike(
            watch,
            counts.get(watch, {}),
            compared,
            weeks_known(compared, came, asked_since=since),
        )
        for watch, since in _asked_since(snapshot).items()
    )
    return tuple(filter(None, found))


def mentioned(
    snapshot: Snapshot,
    which: MentionFilter,
    person: int | None,
    *,
    after: object | None,
    limit: int,
    once: Once | None,
) -> PageOfRows[int]:
    """Return the articles that answer watches, the newest first, each story *once*."""
    return mention_list.mentioned(snapshot, which, person, after=after, limit=limit, once=once)


def count(
    snapshot: Snapshot, which: MentionFilter = EVERY_MENTION, person: int | None = None
) -> tuple[int, bool]:
    """Return how many mentions *which* asks for, as `count_of` says it."""
    return mention_list.count(snapshot, which, person)


def figures(snapshot: Snapshot, person: int | None, *, once: Once | None) -> views.Figures:
    """Count what *person* has not read, and what came in the last seven days."""
    return views.figures(snapshot, person, once=once)


def unread_of_each(
    snapshot: Snapshot, person: int | None, *, once: Once | None
) -> Mapping[ThemeId, int]:
    """Return how much of each watch *person* has not read."""
    return mention_list.unread_of_each(snapshot, person, once=once)


def put_aside(snapshot: Snapshot, ids: Iterable[ArticleId]) -> frozenset[ArticleId]:
    """Return which of *ids* were put aside as not pertinent."""
    return frozenset(store.stamps(snapshot, IrrelevantRow, ids))


def _stories_by_hour(
    snapshot: Snapshot, spans: Sequence[tuple[datetime, datetime]], once: Once
) -> tuple[Mapping[ThemeId, dict[int, int]], frozenset[int]]:
    """How many stories of each watch came in each hour of *spans*, and in which any article did.

    A story came with the first of it that the watch found and nobody put aside.  Hours are counted
    since 1970.
    """
    counts = []
    of_watches = MentionRow.watch_id.expression, _ARTICLE, _begins_story(once)
    of_all = literal(_EVERYTHING), articles.ID, ()
    for whose, article, those in (of_watches, of_all):
        hour = (article // literal_column(str(HOUR_S << SEQUENCE_BITS))).label("hour")
        for since, until in spans:
            counted = select(whose.label("whose"), hour, func.count()).where(
                article >= first_id_of(since), article < first_id_of(until), *those
            )
            counts.append(counted.group_by("whose", "hour"))
    found: dict[int, dict[int, int]] = {}
    for watch, which, number in snapshot.session.execute(union_all(*counts)):
        found.setdefault(watch, {})[which] = number
    came = frozenset(found.pop(_EVERYTHING, {}))
    return {ThemeId(watch): hours for watch, hours in found.items()}, came


def _begins_story(once: Once) -> tuple[ColumnElement[bool], ...]:
    """What is asked of a mention that counts: it is the first of its story, and not put aside."""

    def counts(article: ColumnElement[int]) -> ColumnElement[bool]:
        found = _OTHER.article_id == article, _OTHER.watch_id == MentionRow.watch_id
        aside = mention_list.put_aside(_OTHER.article_id.expression).exists()
        return select(_OTHER.id).where(*found, ~aside).correlate_except(_OTHER).exists()

    return ~mention_list.put_aside(_ARTICLE).exists(), once.is_first(_ARTICLE, counts)


def _read_late(
    snapshot: Snapshot, since: datetime, until: datetime, once: Once, *, after: timedelta
) -> Iterable[tuple[ThemeId, datetime]]:
    """Which watches found a story that came between those, and was published *after* before.

    Each is given with when it came: it was read late, as after a night in which nobody read.
    """
    found = snapshot.session.execute(
        select(MentionRow.watch_id, MentionRow.article_id, articles.PUBLISHED_AT).where(
            MentionRow.article_id >= first_id_of(since),
            MentionRow.article_id < first_id_of(until),
            MentionRow.article_id == articles.ID,
            *_begins_story(once),
        )
    )
    for watch_id, article, published in found:
        came = moment_of(article)
        if published is not None and published < came - after:
            yield ThemeId(watch_id), came


def _asked_since(snapshot: Snapshot) -> Mapping[ThemeId, datetime | None]:
    """Since when each watch is asked of all that comes, those that still look back left out.

    None: of all that is here.
    """
    found = select(ThemeRow.id, ThemeRow.back_to).where(
        ThemeRow.binned_at.is_(None),
        ThemeRow.back_before.is_(None),
        ThemeRow.by_hand.is_(False),
    )
    return {
        ThemeId(which): None if back_to is None else moment_of(back_to)
        for which, back_to in snapshot.session.execute(found.order_by(ThemeRow.grade, ThemeRow.id))
    }


def _alerting(
    snapshot: Snapshot, after: int, since: datetime, person: int | None
) -> Iterable[tuple[ThemeId, ArticleId, datetime]]:
    """What watches that alert found after the mention *after*, in articles that came since then.

    With when it was found; what the person has read, or was put aside, is left out.
    """
    alert = select(ThemeRow.id).where(ThemeRow.alert, ThemeRow.binned_at.is_(None))
    found = select(MentionRow.watch_id, MentionRow.article_id, MentionRow.at).where(
        MentionRow.id > after,
        first_id_of(since) <= _ARTICLE,
        MentionRow.watch_id.in_(alert),
        articles.is_unread(_ARTICLE, person),
        _ARTICLE.not_in(select(IrrelevantRow.article_id)),
    )
    for watch_id, article, at in snapshot.session.execute(found):
        yield ThemeId(watch_id), ArticleId(article), at
