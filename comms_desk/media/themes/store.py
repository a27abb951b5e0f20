"""Rows of watches, mentions and codings.  Private to the slice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    Row,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Subject
from comms_desk.i18n import _
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import (
    ArticleId,
    ArticleMissing,
    ArticleText,
    TextId,
)
from comms_desk.media.outlets.model import OutletId
from comms_desk.media.themes.model import (
    CITY,
    Grade,
    NewTheme,
    Note,
    Rating,
    Stamp,
    Theme,
    ThemeId,
    Tone,
    name_key,
    watch_name,
)
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import each_of, here
from comms_desk.storage.many import insert_on_conflict
from comms_desk.storage.rows import (
    Base,
    BinnedRow,
    OneLine,
    RowId,
    ShortText,
    unique_outside_bin,
)
from comms_desk.storage.values import columns_of, value_of
from comms_desk.text.matching import Match

CURSOR = 1
"""The only row of the cursor's table."""


class ThemeRow(BinnedRow):
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


ARTICLE = MentionRow.article_id.expression


class CodingRow(Base):
    """How a person judged an article's tone: that of the City, or of the *subject* named."""

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
    subject: Mapped[str] = mapped_column(OneLine, primary_key=True, default=CITY)
    tone: Mapped[Tone]
    at: Mapped[datetime]


class StampedRow(Base):
    """Something was said of an article, for everybody on the desk."""

    __abstract__ = True

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    by: Mapped[int | None]
    at: Mapped[datetime]


class IrrelevantRow(StampedRow):
    """An article was put aside as not pertinent."""

    __tablename__ = "irrelevant"


class StarRow(StampedRow):
    """An article was given a star."""

    __tablename__ = "stars"


class NoteRow(StampedRow):
    """A note was written of an article; *by* and *at* are of who wrote in it last."""

    __tablename__ = "notes"

    text: Mapped[str]


class CursorRow(Base):
    """The last text that the watches were asked about."""

    __tablename__ = "watch_cursor"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text_id: Mapped[int]


@dataclass(frozen=True, slots=True)
class FoundMatch:
    """A match to be stored."""

    watch: ThemeId
    text: ArticleText
    match: Match


@dataclass(slots=True)
class Matched:
    """The stored matches of one article, over all its watches."""

    text: TextId
    watches: list[ThemeId]
    grades: list[Grade]
    title_marks: set[tuple[int, int]]
    text_marks: set[tuple[int, int]]
    words: dict[str, None]


_EVERY = select(*ThemeRow.__table__.columns).where(ThemeRow.binned_at.is_(None))
"""Read twice for each round of texts: as plain rows, which cost a fifth of mapped ones."""


def watch(row: ThemeRow | Row[Any]) -> Theme:
    """The value of *row*."""
    return value_of(
        Theme,
        row,
        name=_("Added by hand") if row.by_hand else row.name,
        ignored=tuple(row.ignored),
        is_looking_back=row.back_before is not None,
    )


def every(snapshot: Snapshot) -> tuple[Theme, ...]:
    """Return the watches outside the bin, the surest first, then by name."""
    rows = snapshot.session.execute(_EVERY).all()
    return tuple(map(watch, sorted(rows, key=lambda row: (row.by_hand, row.grade, row.name_key))))


def add(transaction: Transaction, new: NewTheme) -> ThemeRow:
    """Add a watch, which looks back at nothing yet."""
    name = watch_name(new.name)
    derived = {"name": name, "name_key": name_key(name), "ignored": list(new.ignored)}
    row = ThemeRow(**columns_of(new, **derived), back_before=None, back_to=None)
    transaction.session.add(row)
    transaction.session.flush()
    return row


def by_hand(transaction: Transaction) -> ThemeRow:
    """The watch of what is added by hand; it comes with the first such article."""
    found = transaction.session.scalars(here(ThemeRow).where(ThemeRow.by_hand)).first()
    if found is not None:
        return found
    row = ThemeRow(
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
    """Return the outlets of what people and vendors brought."""
    ours = select(ThemeRow.id).where(ThemeRow.by_hand)
    held = select(MentionRow.article_id).where(MentionRow.watch_id.in_(ours))
    return articles.outlets_of(snapshot, held)


def look_back(transaction: Transaction, row: ThemeRow, *, back_to: int | None) -> None:
    """Ask *row* of every article from *back_to* on; None: of none."""
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


def waiting_to_look_back(snapshot: Snapshot) -> ThemeRow | None:
    """A watch that has not been asked of all the older articles yet."""
    return snapshot.session.scalars(
        here(ThemeRow).where(ThemeRow.back_before.is_not(None)).order_by(ThemeRow.id)
    ).first()


def keep(transaction: Transaction, found: Sequence[FoundMatch]) -> list[FoundMatch]:
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


def forget_mentions(
    transaction: Transaction, wanted: ThemeId, *, only: Sequence[int] | None = None
) -> None:
    """Remove what a watch has found, in *only* some articles: its query is another one now."""
    of_watch = delete(MentionRow).where(MentionRow.watch_id == wanted)
    if only is None:
        transaction.session.execute(of_watch)
        return
    transaction.session.execute(of_watch.where(each_of(transaction, MentionRow.article_id, only)))


def matches(snapshot: Snapshot, wanted: Sequence[ArticleId]) -> dict[ArticleId, Matched]:
    """What is stored of the mentions of each article; of its newest version that answered."""
    rows = snapshot.session.execute(
        select(
            MentionRow.article_id,
            MentionRow.text_id,
            MentionRow.watch_id,
            MentionRow.title_marks,
            MentionRow.text_marks,
            MentionRow.words,
            ThemeRow.grade,
        )
        .join(ThemeRow, MentionRow.watch_id == ThemeRow.id)
        .where(each_of(snapshot, MentionRow.article_id, wanted), ThemeRow.binned_at.is_(None))
        .order_by(MentionRow.text_id.desc(), MentionRow.watch_id)
    )
    found: dict[ArticleId, Matched] = {}
    for row in rows:
        matched = found.setdefault(
            ArticleId(row.article_id), Matched(TextId(row.text_id), [], [], set(), set(), {})
        )
        matched.watches.append(ThemeId(row.watch_id))
        matched.grades.append(row.grade)
        if row.text_id == matched.text:
            matched.title_marks.update((start, end) for start, end in row.title_marks)
            matched.text_marks.update((start, end) for start, end in row.text_marks)
            matched.words.update(dict.fromkeys(row.words))
    return found


def tones(
    snapshot: Snapshot, wanted: Iterable[ArticleId], person: int | None
) -> Mapping[ArticleId, Mapping[str, Tone]]:
    """The tone of each article, by subject: as the person judged it, or else the last who did."""
    found: dict[ArticleId, dict[str, Tone]] = {}
    for article, some in ratings(snapshot, wanted).items():
        for each in sorted(some, key=lambda each: each.by == person, reverse=True):
            found.setdefault(article, {}).setdefault(each.subject, each.tone)
    return found


def ratings(
    snapshot: Snapshot, wanted: Iterable[ArticleId]
) -> Mapping[ArticleId, Sequence[Rating]]:
    """Return how people judged each of *wanted*, towards anybody; the last who judged first."""
    rows = snapshot.session.execute(
        select(CodingRow.article_id, CodingRow.person_id, CodingRow.tone, CodingRow.subject)
        .where(each_of(snapshot, CodingRow.article_id, wanted))
        .order_by(CodingRow.at.desc(), CodingRow.subject, CodingRow.person_id)
    )
    found: dict[ArticleId, list[Rating]] = {}
    for article, person, tone, subject in rows:
        rating = Rating(by=person, tone=tone, subject=subject)
        found.setdefault(ArticleId(article), []).append(rating)
    return found


def set_tones(
    transaction: Transaction, person: int, wanted: Mapping[ArticleId, Tone | None], of: str
) -> Mapping[ArticleId, Tone | None]:
    """Note how the person judges articles, None to take it back; return what was before."""
    before: dict[ArticleId, Tone | None] = dict.fromkeys(wanted)
    these = (
        each_of(transaction, CodingRow.article_id, wanted),
        CodingRow.person_id == person,
        CodingRow.subject == of,
    )
    found = transaction.session.execute(select(CodingRow.article_id, CodingRow.tone).where(*these))
    before.update((ArticleId(article), tone) for article, tone in found)
    transaction.session.execute(delete(CodingRow).where(*these))
    said = {"person_id": person, "subject": of, "at": transaction.now}
    judged = [{"article_id": each, "tone": tone, **said} for each, tone in wanted.items() if tone]
    if judged:
        transaction.session.execute(insert(CodingRow), judged)
    return before


def subject(snapshot: Snapshot, named: str) -> str:
    """A subject as it is stored: as it was *named* before, whatever its accents and capitals."""
    name = " ".join(named.split())
    key = name_key(name)
    return next((each for each in subjects(snapshot) if name_key(each) == key), name)


def subjects(snapshot: Snapshot) -> tuple[str, ...]:
    """The subjects that a tone was given to, but the City; those judged most often first."""
    judged = select(CodingRow.subject).where(CodingRow.subject != CITY)
    often = judged.group_by(CodingRow.subject).order_by(func.count().desc(), CodingRow.subject)
    return tuple(snapshot.session.scalars(often))


def refuse_missing(snapshot: Snapshot, wanted: Sequence[ArticleId]) -> None:
    """Refuse what would be said of an article that is not there.

    Raises:
        ArticleMissing: There is no such article.
    """
    there = articles.there(snapshot, wanted)
    for each in wanted:
        if each not in there:
            raise ArticleMissing(each)


def stamps(
    snapshot: Snapshot, kind: type[StampedRow], wanted: Iterable[ArticleId]
) -> Mapping[ArticleId, Stamp]:
    """Those of the articles *wanted* that bear that *kind* of stamp, by whom and when."""
    rows = snapshot.session.execute(
        select(kind.article_id, kind.by, kind.at).where(each_of(snapshot, kind.article_id, wanted))
    )
    return {ArticleId(row.article_id): Stamp(by=row.by, at=row.at) for row in rows}


def stamp(
    transaction: Transaction, kind: type[StampedRow], wanted: Iterable[ArticleId], **said: object
) -> tuple[ArticleId, ...]:
    """Stamp the articles with that *kind* and what else is *said*; return which were not yet."""
    each_once = dict.fromkeys(wanted)
    known = stamps(transaction, kind, each_once)
    fresh = tuple(each for each in each_once if each not in known)
    by_whom = {"by": transaction.actor, "at": transaction.now, **said}
    if fresh:
        rows = [{"article_id": each, **by_whom} for each in fresh]
        transaction.session.execute(insert(kind), rows)
    return fresh


def unstamp(
    transaction: Transaction, kind: type[StampedRow], wanted: Iterable[ArticleId]
) -> tuple[ArticleId, ...]:
    """Undo `stamp`; return the articles that bore it."""
    known = tuple(stamps(transaction, kind, wanted))
    transaction.session.execute(delete(kind).where(each_of(transaction, kind.article_id, known)))
    return known


def notes(
    snapshot: Snapshot, wanted: Iterable[ArticleId] | None = None
) -> Mapping[ArticleId, Note]:
    """Return the notes of the articles *wanted*, or of all, the newest article first."""
    asked = select(NoteRow).order_by(NoteRow.article_id.desc())
    if wanted is not None:
        asked = asked.where(each_of(snapshot, NoteRow.article_id, wanted))
    rows = snapshot.session.scalars(asked)
    return {ArticleId(row.article_id): value_of(Note, row) for row in rows}


def marked_in(snapshot: Snapshot, article: ArticleId) -> Sequence[MentionRow]:
    """What the watches outside the bin found in *article*."""
    return snapshot.session.scalars(
        select(MentionRow)
        .join(ThemeRow, MentionRow.watch_id == ThemeRow.id)
        .where(MentionRow.article_id == article, ThemeRow.binned_at.is_(None))
        .order_by(MentionRow.watch_id)
    ).all()


def put_aside_of(snapshot: Snapshot, wanted: ThemeId, *, limit: int) -> tuple[ArticleId, ...]:
    """The mentions of a watch that were put aside, the last first."""
    found = snapshot.session.scalars(
        select(IrrelevantRow.article_id)
        .join(MentionRow, MentionRow.article_id == IrrelevantRow.article_id)
        .where(MentionRow.watch_id == wanted)
        .order_by(IrrelevantRow.at.desc(), IrrelevantRow.article_id.desc())
        .limit(limit)
    )
    return tuple(map(ArticleId, found))


def found_by(snapshot: Snapshot, wanted: ThemeId, ids: Iterable[ArticleId]) -> frozenset[ArticleId]:
    """Which of *ids* a watch has found."""
    rows = snapshot.session.scalars(
        select(MentionRow.article_id).where(
            MentionRow.watch_id == wanted, each_of(snapshot, MentionRow.article_id, ids)
        )
    )
    return frozenset(map(ArticleId, rows))


def start_of_look_back(snapshot: Snapshot, *, articles_back: int) -> int | None:
    """The id of the article *articles_back* ago, or of the oldest; None when there is none."""
    ids = articles.ids_before(snapshot, limit=articles_back)
    return ids[-1] if ids else None


def finish_looking_back(transaction: Transaction, row: ThemeRow, before: ArticleId | None) -> None:
    """Note that *row* was asked of every article from *before* on; None: it is done."""
    transaction.session.execute(
        update(ThemeRow).where(ThemeRow.id == row.id).values(back_before=before)
    )


def _after_all(snapshot: Snapshot) -> int:
    """An id higher than any article's."""
    ids = articles.ids_before(snapshot, limit=1)
    return ids[0] + 1 if ids else 1
