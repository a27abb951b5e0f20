"""Rows of watches, mentions and codings.  Private to the slice."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    Row,
    Select,
    UniqueConstraint,
    delete,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from comms_desk.changes import Change, Subject
from comms_desk.i18n import _
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import (
    SEQUENCE_BITS,
    ArticleId,
    ArticleText,
    TextId,
    first_id_of,
    moment_of,
)
from comms_desk.media.outlets.model import OutletId
from comms_desk.media.watches.model import (
    Grade,
    Irrelevant,
    MentionFilter,
    NewWatch,
    Tone,
    Watch,
    WatchId,
    name_key,
    watch_name,
)
from comms_desk.media.watches.spikes import HOUR_S
from comms_desk.planning.dossiers import within as dossiers
from comms_desk.storage import links
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import count_of, here
from comms_desk.storage.many import insert_on_conflict
from comms_desk.storage.paging import COUNT_CAP, Page
from comms_desk.storage.rows import Base, BinnedRow, RowId, ShortText, unique_outside_bin
from comms_desk.storage.values import columns_of, value_of
from comms_desk.text.matching import Match

ASKED_AT_ONCE = 500
CURSOR = 1
"""The only row of the cursor's table."""
EVERYTHING = 0
"""No watch has that id: all articles are counted under it."""


class WatchRow(BinnedRow):
    """One watch; *name_key* is its folded name.

    What is *by_hand* asks nothing: it holds what people and vendors brought.

    Articles from *back_to* up to *back_before* (ids) are still to be asked; None: none.
    """

    SUBJECT = Subject.WATCH
    __tablename__ = "watches"
    __table_args__ = (unique_outside_bin("uq_watches_name_key", "name_key"),)

    name: Mapped[ShortText]
    name_key: Mapped[str]
    query: Mapped[str]
    ignored: Mapped[list[str]] = mapped_column(JSON)
    grade: Mapped[Grade]
    alert: Mapped[bool]
    back_before: Mapped[int | None]
    back_to: Mapped[int | None]
    by_hand: Mapped[bool] = mapped_column(default=False)


class MentionRow(Base):
    """An article answered a watch, in one version of its text."""

    __tablename__ = "mentions"
    __table_args__ = (
        UniqueConstraint("watch_id", "article_id"),
        Index("ix_mentions_article_id_watch_id", "article_id", "watch_id"),
        Index("ix_mentions_text_id", "text_id"),
    )

    id: Mapped[RowId]
    watch_id: Mapped[int] = mapped_column(ForeignKey("watches.id", ondelete="CASCADE"))
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    text_id: Mapped[int] = mapped_column(ForeignKey("article_texts.id", ondelete="CASCADE"))
    title_marks: Mapped[list[list[int]]] = mapped_column(JSON)
    text_marks: Mapped[list[list[int]]] = mapped_column(JSON)
    words: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime]


_ARTICLE = MentionRow.article_id.expression


class CodingRow(Base):
    """How a person judged an article's tone."""

    __tablename__ = "codings"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    tone: Mapped[Tone]
    at: Mapped[datetime]


class IrrelevantRow(Base):
    """An article was put aside as not pertinent, for everybody on the desk."""

    __tablename__ = "irrelevant"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    by: Mapped[int | None]
    at: Mapped[datetime]


class CursorRow(Base):
    """The last text that the watches were asked about."""

    __tablename__ = "watch_cursor"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text_id: Mapped[int]


@dataclass(frozen=True, slots=True)
class Found:
    """A match to be stored."""

    watch: WatchId
    text: ArticleText
    match: Match


type Column = ColumnElement[int]


@dataclass(frozen=True, slots=True)
class Once:
    """By what mentions that tell the same news are listed once.

    Attributes:
        key: What is the same for the articles of one story, and no others.
        is_first: The condition that no article of the story was seen before that is listed.
    """

    key: Callable[[Column], Column]
    is_first: Callable[[Column, Callable[[Column], ColumnElement[bool]]], ColumnElement[bool]]


@dataclass(slots=True)
class Matched:
    """The stored matches of one article, over all its watches."""

    text: TextId
    watches: list[WatchId]
    grades: list[Grade]
    title_marks: set[tuple[int, int]]
    text_marks: set[tuple[int, int]]
    words: dict[str, None]


_EVERY = select(*WatchRow.__table__.columns).where(WatchRow.binned_at.is_(None))
"""Read twice for each round of texts: as plain rows, which cost a fifth of mapped ones."""


def watch(row: WatchRow | Row[Any]) -> Watch:
    """The value of *row*."""
    return value_of(
        Watch,
        row,
        name=_("Added by hand") if row.by_hand else row.name,
        ignored=tuple(row.ignored),
        is_looking_back=row.back_before is not None,
    )


def every(snapshot: Snapshot) -> tuple[Watch, ...]:
    """The watches outside the bin, the surest first, then by name."""
    rows = snapshot.session.execute(_EVERY).all()
    return tuple(map(watch, sorted(rows, key=lambda row: (row.by_hand, row.grade, row.name_key))))


def asked_since(snapshot: Snapshot) -> Mapping[WatchId, datetime | None]:
    """Since when each watch is asked of all that comes, those that still look back left out.

    None: of all that is here.
    """
    found = select(WatchRow.id, WatchRow.back_to).where(
        WatchRow.binned_at.is_(None), WatchRow.back_before.is_(None), WatchRow.by_hand.is_(False)
    )
    return {
        WatchId(which): None if back_to is None else moment_of(back_to)
        for which, back_to in snapshot.session.execute(found.order_by(WatchRow.grade, WatchRow.id))
    }


def add(transaction: Transaction, new: NewWatch) -> WatchRow:
    """Add a watch, which looks back at nothing yet."""
    name = watch_name(new.name)
    derived = {"name": name, "name_key": name_key(name), "ignored": list(new.ignored)}
    row = WatchRow(**columns_of(new, **derived), back_before=None, back_to=None)
    transaction.session.add(row)
    transaction.session.flush()
    return row


def by_hand(transaction: Transaction) -> WatchRow:
    """The watch of what is added by hand; it comes with the first such article."""
    found = transaction.session.scalars(here(WatchRow).where(WatchRow.by_hand)).first()
    if found is not None:
        return found
    row = WatchRow(
        name=_("Added by hand"),
        name_key="",
        query="",
        ignored=[],
        grade=Grade.KEEP,
        alert=False,
        back_before=None,
        back_to=None,
        by_hand=True,
    )
    transaction.session.add(row)
    transaction.session.flush()
    transaction.announce(Change.of(Subject.WATCH, [row.id]))
    return row


def outlets_by_hand(snapshot: Snapshot) -> tuple[OutletId, ...]:
    """The outlets of what is added by hand."""
    ours = select(WatchRow.id).where(WatchRow.by_hand)
    held = select(MentionRow.article_id).where(MentionRow.watch_id.in_(ours))
    return articles.outlets_of(snapshot, held)


def look_back(transaction: Transaction, row: WatchRow, *, back_to: int | None) -> None:
    """Have *row* asked of every article from *back_to* on; None: of none."""
    row.back_to = back_to
    row.back_before = None if back_to is None else _after_all(transaction)


def cursor(snapshot: Snapshot) -> TextId:
    """The last text that was asked about; 0 before the first."""
    return TextId(snapshot.session.scalar(select(CursorRow.text_id)) or 0)


def move_cursor(transaction: Transaction, text: TextId) -> None:
    """Note that every text up to *text* was asked about."""
    row = transaction.session.get(CursorRow, CURSOR)
    if row is None:
        transaction.session.add(CursorRow(id=CURSOR, text_id=text))
    else:
        row.text_id = text
    transaction.session.flush()


def waiting_to_look_back(snapshot: Snapshot) -> WatchRow | None:
    """A watch that has not been asked of all the older articles yet."""
    return snapshot.session.scalars(
        here(WatchRow).where(WatchRow.back_before.is_not(None)).order_by(WatchRow.id)
    ).first()


def keep(transaction: Transaction, found: Sequence[Found]) -> list[Found]:
    """Store *found*, over what the same watches had found there; return those that are new."""
    if not found:
        return []
    asked = {each.text.article for each in found}
    known = {
        (row[0], row[1])
        for row in transaction.session.execute(
            select(MentionRow.watch_id, MentionRow.article_id).where(
                MentionRow.article_id.in_(asked)
            )
        )
    }
    statement = insert_on_conflict(transaction, MentionRow)
    changed = ("text_id", "title_marks", "text_marks", "words")
    statement = statement.on_conflict_do_update(
        index_elements=["watch_id", "article_id"],
        set_={column: statement.excluded[column] for column in changed},
    )
    latest = {(each.watch, each.text.article): each for each in found}
    transaction.session.execute(
        statement,
        [
            {
                "watch_id": each.watch,
                "article_id": each.text.article,
                "text_id": each.text.id,
                "title_marks": each.match.title,
                "text_marks": each.match.text,
                "words": each.match.words,
                "at": transaction.now,
            }
            for each in latest.values()
        ],
    )
    return [each for key, each in latest.items() if key not in known]


def forget_mentions(transaction: Transaction, wanted: WatchId) -> None:
    """Remove what a watch has found: its query is another one now."""
    transaction.session.execute(delete(MentionRow).where(MentionRow.watch_id == wanted))


def mentioned(
    snapshot: Snapshot,
    which: MentionFilter,
    person: int | None,
    *,
    after: object | None,
    limit: int,
    once: Once | None = None,
) -> Page[int]:
    """Articles that answer watches, the newest first, after a key.

    One walk counts them and finds the page: where few of many are unread it passes them all.
    What was found since the first page is on none that follows, so that no story moves over the
    place where one reads.
    """
    wanted = _distinct(which, person)
    before, seen = _key(after) if after is not None else (None, snapshot.now)
    if once is not None:
        wanted = wanted.where(
            MentionRow.at <= seen,
            once.is_first(_ARTICLE, lambda other: _is_listed(other, which, person, seen)),
        )
    newest = _newest(snapshot, wanted, COUNT_CAP + 1)
    if before is not None:
        wanted = wanted.where(MentionRow.article_id < before)
    found: Sequence[int] = [each for each in newest if before is None or each < before]
    if len(found) <= limit and len(newest) > COUNT_CAP:
        found = _newest(snapshot, wanted, limit + 1)
    return Page(
        rows=tuple(found[:limit]),
        total=min(len(newest), COUNT_CAP),
        capped=len(newest) > COUNT_CAP,
        next_key=(found[limit - 1], seen) if len(found) > limit else None,
    )


def count(
    snapshot: Snapshot,
    which: MentionFilter,
    person: int | None,
    *,
    since: datetime | None = None,
    once: Once | None = None,
) -> tuple[int, bool]:
    """How many articles answer watches, or how many stories they are, as `count_of` says it."""
    wanted = _distinct(replace(which, is_unread=False), person)
    if which.is_unread:
        wanted = wanted.where(articles.are_unread(_ARTICLE, person))
    if since is not None:
        wanted = wanted.where(MentionRow.article_id >= first_id_of(since))
    if once is not None:
        wanted = wanted.with_only_columns(once.key(_ARTICLE)).group_by(None).distinct()
    return count_of(snapshot, wanted)


def unread_of_each(
    snapshot: Snapshot, person: int | None, *, once: Once | None = None
) -> Mapping[WatchId, int]:
    """How many mentions of each watch, in the bin too, the person has not read."""
    counted = func.count() if once is None else func.count(once.key(_ARTICLE).distinct())
    rows = snapshot.session.execute(
        select(MentionRow.watch_id, counted)
        .where(
            articles.are_unread(_ARTICLE, person),
            _ARTICLE.not_in(articles.in_bin()),
            ~_put_aside(_ARTICLE).exists(),
        )
        .group_by(MentionRow.watch_id)
    )
    return {WatchId(watch): number for watch, number in rows}


def hourly(
    snapshot: Snapshot, spans: Sequence[tuple[datetime, datetime]]
) -> tuple[Mapping[WatchId, dict[int, int]], frozenset[int]]:
    """How many mentions of each watch came in each hour of *spans*, and in which any article did.

    Hours are counted since 1970.
    """
    counts = []
    of_watches = MentionRow.watch_id.expression, _ARTICLE
    for whose, article in (of_watches, (literal(EVERYTHING), articles.ID)):
        hour = (article // literal_column(str(HOUR_S << SEQUENCE_BITS))).label("hour")
        for since, until in spans:
            counted = select(whose.label("whose"), hour, func.count()).where(
                article >= first_id_of(since), article < first_id_of(until)
            )
            counts.append(counted.group_by("whose", "hour"))
    found: dict[int, dict[int, int]] = {}
    for watch, which, number in snapshot.session.execute(union_all(*counts)):
        found.setdefault(watch, {})[which] = number
    came = frozenset(found.pop(EVERYTHING, {}))
    return {WatchId(watch): hours for watch, hours in found.items()}, came


def alerting(
    snapshot: Snapshot, after: int, since: datetime, person: int | None
) -> Iterable[tuple[WatchId, ArticleId, datetime]]:
    """What watches that alert found after the mention *after*, in articles that came since then.

    With when it was found; what the person has read is left out.
    """
    alert = select(WatchRow.id).where(WatchRow.alert, WatchRow.binned_at.is_(None))
    found = select(MentionRow.watch_id, MentionRow.article_id, MentionRow.at).where(
        MentionRow.id > after,
        first_id_of(since) <= _ARTICLE,
        MentionRow.watch_id.in_(alert),
        articles.is_unread(_ARTICLE, person),
        _put_aside(_ARTICLE).scalar_subquery().is_(None),
    )
    for watch_id, article, at in snapshot.session.execute(found):
        yield WatchId(watch_id), ArticleId(article), at


def last_mention(snapshot: Snapshot) -> int:
    """The number of the last mention; 0 before the first."""
    return snapshot.session.scalar(select(func.max(MentionRow.id))) or 0


def late(
    snapshot: Snapshot, since: datetime, until: datetime, *, after: timedelta
) -> Iterable[tuple[WatchId, datetime]]:
    """Which watches found what came between those, and was published *after* or more before.

    Each is given with when it came: it was read late, as after a night in which nobody read.
    """
    found = snapshot.session.execute(
        select(MentionRow.watch_id, MentionRow.article_id, articles.PUBLISHED_AT).where(
            MentionRow.article_id >= first_id_of(since),
            MentionRow.article_id < first_id_of(until),
            MentionRow.article_id == articles.ID,
        )
    )
    for watch_id, article, published in found:
        came = moment_of(article)
        if published is not None and published < came - after:
            yield WatchId(watch_id), came


def listed_among(
    snapshot: Snapshot, ids: Iterable[ArticleId], which: MentionFilter, person: int | None
) -> frozenset[ArticleId]:
    """Which of the articles *ids* are mentions that *which* asks for."""
    wanted = _distinct(which, person).where(MentionRow.article_id.in_(tuple(ids)))
    return frozenset(map(ArticleId, snapshot.session.scalars(wanted)))


def unread_up_to(
    snapshot: Snapshot, which: MentionFilter, person: int, up_to: ArticleId, seen_at: datetime
) -> Sequence[int]:
    """The articles of *which* mentions that the person has not read, the newest first."""
    wanted = _distinct(replace(which, is_unread=False), person)
    wanted = wanted.where(articles.are_unread(_ARTICLE, person))
    there = (MentionRow.article_id <= up_to, MentionRow.at <= seen_at)
    wanted = wanted.where(*there).order_by(MentionRow.article_id.desc())
    return snapshot.session.scalars(wanted).all()


def among(
    snapshot: Snapshot, ids: Iterable[ArticleId], which: MentionFilter, person: int | None
) -> frozenset[ArticleId]:
    """Which of the articles *ids*, mentions or not, *which* asks for."""
    wanted = select(articles.ID).where(
        articles.ID.in_(tuple(ids)), *_conditions(articles.ID, which, person)
    )
    if which.watch is not None:
        found = select(MentionRow.article_id).where(MentionRow.watch_id == which.watch)
        wanted = wanted.where(articles.ID.in_(found))
    return frozenset(map(ArticleId, snapshot.session.scalars(wanted)))


def matches(snapshot: Snapshot, wanted: Sequence[ArticleId]) -> dict[ArticleId, Matched]:
    """What is stored of the mentions of each article; of its newest version that answered."""
    rows = snapshot.session.execute(
        select(MentionRow, WatchRow.grade)
        .join(WatchRow, MentionRow.watch_id == WatchRow.id)
        .where(MentionRow.article_id.in_(wanted), WatchRow.binned_at.is_(None))
        .order_by(MentionRow.text_id.desc(), MentionRow.watch_id)
    )
    found: dict[ArticleId, Matched] = {}
    for row, grade in rows:
        matched = found.setdefault(
            ArticleId(row.article_id), Matched(TextId(row.text_id), [], [], set(), set(), {})
        )
        matched.watches.append(WatchId(row.watch_id))
        matched.grades.append(grade)
        if row.text_id == matched.text:
            matched.title_marks.update((start, end) for start, end in row.title_marks)
            matched.text_marks.update((start, end) for start, end in row.text_marks)
            matched.words.update(dict.fromkeys(row.words))
    return found


def tones(
    snapshot: Snapshot, wanted: Iterable[ArticleId], person: int | None
) -> Mapping[ArticleId, Tone]:
    """The tone of each article: as the person judged it, or else whoever judged last."""
    rows = snapshot.session.execute(
        select(CodingRow.article_id, CodingRow.tone, CodingRow.person_id)
        .where(CodingRow.article_id.in_(tuple(wanted)))
        .order_by(CodingRow.at)
    ).all()
    mine_last = sorted(rows, key=lambda row: row[2] == person)
    return {ArticleId(article): tone for article, tone, _ in mine_last}


def set_tone(
    transaction: Transaction, article: ArticleId, person: int, tone: Tone | None
) -> Tone | None:
    """Note how the person judges an article, None to take it back; return what was before."""
    row = transaction.session.get(CodingRow, (article, person))
    before = row.tone if row is not None else None
    if row is not None and tone is None:
        transaction.session.delete(row)
    elif row is not None and tone is not None:
        row.tone, row.at = tone, transaction.now
    elif tone is not None:
        transaction.session.add(
            CodingRow(article_id=article, person_id=person, tone=tone, at=transaction.now)
        )
    transaction.session.flush()
    return before


def irrelevant(snapshot: Snapshot, wanted: Iterable[ArticleId]) -> Mapping[ArticleId, Irrelevant]:
    """Which of the articles *wanted* were put aside, by whom and when."""
    rows = snapshot.session.scalars(
        select(IrrelevantRow).where(IrrelevantRow.article_id.in_(tuple(wanted)))
    )
    return {ArticleId(row.article_id): Irrelevant(by=row.by, at=row.at) for row in rows}


def mark_irrelevant(transaction: Transaction, article: ArticleId) -> bool:
    """Put *article* aside as not pertinent; whether it was not yet."""
    if transaction.session.get(IrrelevantRow, article) is not None:
        return False
    row = IrrelevantRow(article_id=article, by=transaction.actor, at=transaction.now)
    transaction.session.add(row)
    transaction.session.flush()
    return True


def mark_pertinent(transaction: Transaction, article: ArticleId) -> bool:
    """Undo `mark_irrelevant`; whether it was put aside."""
    row = transaction.session.get(IrrelevantRow, article)
    if row is None:
        return False
    transaction.session.delete(row)
    transaction.session.flush()
    return True


def marked_in(snapshot: Snapshot, article: ArticleId) -> Sequence[MentionRow]:
    """What the watches outside the bin found in *article*."""
    return snapshot.session.scalars(
        select(MentionRow)
        .join(WatchRow, MentionRow.watch_id == WatchRow.id)
        .where(MentionRow.article_id == article, WatchRow.binned_at.is_(None))
        .order_by(MentionRow.watch_id)
    ).all()


def put_aside_of(snapshot: Snapshot, wanted: WatchId, *, limit: int) -> tuple[ArticleId, ...]:
    """The mentions of a watch that were put aside, the last first."""
    found = snapshot.session.scalars(
        select(IrrelevantRow.article_id)
        .join(MentionRow, MentionRow.article_id == IrrelevantRow.article_id)
        .where(MentionRow.watch_id == wanted)
        .order_by(IrrelevantRow.at.desc(), IrrelevantRow.article_id.desc())
        .limit(limit)
    )
    return tuple(map(ArticleId, found))


def found_by(snapshot: Snapshot, wanted: WatchId, ids: Iterable[ArticleId]) -> frozenset[ArticleId]:
    """Which of *ids* a watch has found."""
    found: set[ArticleId] = set()
    for some in batched(ids, ASKED_AT_ONCE):
        rows = snapshot.session.scalars(
            select(MentionRow.article_id).where(
                MentionRow.watch_id == wanted, MentionRow.article_id.in_(some)
            )
        )
        found.update(map(ArticleId, rows))
    return frozenset(found)


def start_of_look_back(snapshot: Snapshot, *, articles_back: int) -> int | None:
    """The id of the article *articles_back* ago, or of the oldest; None when there is none."""
    ids = articles.ids_before(snapshot, limit=articles_back)
    return ids[-1] if ids else None


def week(now: datetime) -> datetime:
    """When the week that ends *now* began."""
    return now - timedelta(days=7)


def finish_looking_back(transaction: Transaction, row: WatchRow, before: ArticleId | None) -> None:
    """Note that *row* was asked of every article from *before* on; None: it is done."""
    transaction.session.execute(
        update(WatchRow).where(WatchRow.id == row.id).values(back_before=before)
    )


def _after_all(snapshot: Snapshot) -> int:
    """An id higher than any article's."""
    ids = articles.ids_before(snapshot, limit=1)
    return ids[0] + 1 if ids else 1


def _newest(snapshot: Snapshot, wanted: Select[int], limit: int) -> Sequence[int]:
    newest_first = wanted.order_by(MentionRow.article_id.desc()).limit(limit)
    return snapshot.session.scalars(newest_first).all()


def _key(after: object) -> tuple[int, datetime]:
    match after:
        case (int(article), datetime() as seen):
            return article, seen
        case _:
            raise ValueError(after)


def _distinct(which: MentionFilter, person: int | None) -> Select[int]:
    return (
        select(MentionRow.article_id)
        .where(*_answers(MentionRow, which, person))
        .group_by(MentionRow.article_id)
    )


def _is_listed(
    article: Column, which: MentionFilter, person: int | None, seen: datetime
) -> ColumnElement[bool]:
    """Return the condition that an article was a mention that *which* asks for, when *seen*."""
    other = aliased(MentionRow)
    found = select(other.id).where(other.article_id == article, other.at <= seen)
    return found.where(*_answers(other, which, person)).exists()


def _answers(
    row: type[MentionRow], which: MentionFilter, person: int | None
) -> list[ColumnElement[bool]]:
    """What *which* asks of a mention."""
    # A join with the watches would have each engine begin by them, and sort all that they found.
    binned = select(WatchRow.id).where(WatchRow.binned_at.is_not(None))
    conditions: list[ColumnElement[bool]] = [
        row.watch_id.not_in(binned),
        row.article_id.expression.not_in(articles.in_bin()),
    ]
    if not which.is_irrelevant:
        # Asked of one after the other, as `articles.is_unread` is.
        conditions.append(_put_aside(row.article_id.expression).scalar_subquery().is_(None))
    if which.watch is not None:
        conditions.append(row.watch_id == which.watch)
    return [*conditions, *_conditions(row.article_id.expression, which, person)]


def _conditions(
    article: ColumnElement[int], which: MentionFilter, person: int | None
) -> list[ColumnElement[bool]]:
    """What *which* asks of an article, whatever found it."""
    conditions: list[ColumnElement[bool]] = []
    if which.is_irrelevant:
        conditions.append(article.in_(select(IrrelevantRow.article_id)))
    if which.is_unread:
        conditions.append(articles.is_unread(article, person))
    if which.source is not None:
        of_source = articles.ids_of(which.source)
        # People judge and tie few articles: those are then asked for their source, and not all
        # that are of the source for their tone.
        are_few = which.tone is not None or which.dossier is not None
        conditions.append(
            of_source.where(article == articles.ID).exists() if are_few else article.in_(of_source)
        )
    if which.tone is not None:
        conditions.append(article.in_(_judged(which.tone, person)))
    if which.dossier is not None:
        conditions.append(
            article.in_(links.ids_linked(dossiers.ref(which.dossier), Subject.ARTICLE))
        )
    return conditions


def _put_aside(article: ColumnElement[int]) -> Select[int]:
    """The question for the article of a column, where somebody put it aside."""
    return select(IrrelevantRow.article_id).where(IrrelevantRow.article_id == article)


def _judged(tone: Tone, person: int | None) -> Select[int]:
    """The articles of that tone: as the person judged them, or else whoever judged last."""
    other = aliased(CodingRow)
    overruled = exists().where(
        other.article_id == CodingRow.article_id,
        or_(other.person_id == person, other.at > CodingRow.at),
    )
    return select(CodingRow.article_id).where(
        CodingRow.tone == tone, or_(CodingRow.person_id == person, ~overruled)
    )
