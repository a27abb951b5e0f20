"""The rows that say which watches call: how many stories each hour had, and what alerts found.

Private to the slice, as the rows are.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, literal, literal_column, select, union_all
from sqlalchemy.orm import aliased

from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import SEQUENCE_BITS, ArticleId, first_id_of, moment_of
from comms_desk.media.themes.mention_list import Once, put_aside
from comms_desk.media.themes.model import ThemeId
from comms_desk.media.themes.spikes import HOUR_S
from comms_desk.media.themes.store import IrrelevantRow, MentionRow, ThemeRow
from comms_desk.storage.database import Snapshot

EVERYTHING = 0
"""No watch has that id: all articles are counted under it."""
_ARTICLE = MentionRow.article_id.expression
_OTHER = aliased(MentionRow)


def hourly(
    snapshot: Snapshot, spans: Sequence[tuple[datetime, datetime]], once: Once
) -> tuple[Mapping[ThemeId, dict[int, int]], frozenset[int]]:
    """How many stories of each watch came in each hour of *spans*, and in which any article did.

    A story came with the first of it that the watch found and nobody put aside.  Hours are counted
    since 1970.
    """
    counts = []
    of_watches = MentionRow.watch_id.expression, _ARTICLE, _begins_story(once)
    of_all = literal(EVERYTHING), articles.ID, ()
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
    came = frozenset(found.pop(EVERYTHING, {}))
    return {ThemeId(watch): hours for watch, hours in found.items()}, came


def _begins_story(once: Once) -> tuple[ColumnElement[bool], ...]:
    """What is asked of a mention that counts: it is the first of its story, and not put aside."""

    def counts(article: ColumnElement[int]) -> ColumnElement[bool]:
        found = _OTHER.article_id == article, _OTHER.watch_id == MentionRow.watch_id
        aside = put_aside(_OTHER.article_id.expression).exists()
        return select(_OTHER.id).where(*found, ~aside).correlate_except(_OTHER).exists()

    return ~put_aside(_ARTICLE).exists(), once.is_first(_ARTICLE, counts)


def late(
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


def asked_since(snapshot: Snapshot) -> Mapping[ThemeId, datetime | None]:
    """Since when each watch is asked of all that comes, those that still look back left out.

    None: of all that is here.
    """
    found = select(ThemeRow.id, ThemeRow.back_to).where(
        ThemeRow.binned_at.is_(None), ThemeRow.back_before.is_(None), ThemeRow.by_hand.is_(False)
    )
    return {
        ThemeId(which): None if back_to is None else moment_of(back_to)
        for which, back_to in snapshot.session.execute(found.order_by(ThemeRow.grade, ThemeRow.id))
    }


def alerting(
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


def last_mention(snapshot: Snapshot) -> int:
    """The number of the last mention; 0 before the first."""
    return snapshot.session.scalar(select(func.max(MentionRow.id))) or 0
