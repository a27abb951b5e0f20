"""What left the house, as it was said, to be found again as somebody asks the same.

Each slice says what of it left, in the transaction in which it did, and takes it back when it is
in the bin or gone.  A copy, and frozen like what it copies: it is read without asking each slice.

The index knows stems, the same on both engines, and proposes: `text.ranking` decides.
"""

# ruff: noqa: S608 - the names of tables are ours, every value is bound

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import UniqueConstraint, delete, func, or_, select, text
from sqlalchemy.orm import Mapped

from comms_desk.changes import Ref, Subject
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import each_of
from comms_desk.storage.fulltext import (
    MAX_TOKEN_CHARACTERS,
    TABLE_PREFIX,
    for_postgresql,
    for_sqlite,
    within_bytes,
)
from comms_desk.storage.rows import Base, RowId, ShortText
from comms_desk.storage.values import value_of
from comms_desk.text.proposal import Any, Every, Formula, Lookup
from comms_desk.text.ranking import rarity

TABLE: Final = f"{TABLE_PREFIX}said"
PROPOSED: Final = 500
"""So many are ranked at most."""
MOST_NEAR: Final = 50
MOST_HOLDING: Final = 20_000
"""The latest that have a word: more of one word tell nothing."""


class SayingRow(Base):
    """Something that was said, once: a *part* of a thing, 0 where it has one only."""

    __tablename__ = "sayings"
    __table_args__ = (UniqueConstraint("kind", "thing", "part"),)

    id: Mapped[RowId]
    kind: Mapped[Subject]
    thing: Mapped[int]
    part: Mapped[int]
    title: Mapped[ShortText]
    asked: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]
    dossier: Mapped[int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSaying:
    """Something that a thing said, in plain words, when it left.

    Attributes:
        asked: What it answers, by which it is found too.
        part: Which of several that the thing said.
    """

    title: str
    text: str
    at: datetime
    asked: str = ""
    dossier: int | None = None
    part: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Something that was said."""

    id: int
    ref: Ref
    part: int
    title: str
    asked: str
    text: str
    at: datetime
    dossier: int | None


type Phrases = Sequence[Sequence[str]]
"""Stems, one after another; one phrase is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedSayings:
    """What the index proposes.

    Attributes:
        sayings: At most `PROPOSED`: what has the rarest of what is asked, the latest first.
        count: How many there are in all.
        holding: How many have each thing that is asked.
    """

    sayings: tuple[Saying, ...]
    count: int
    holding: tuple[int, ...]


def say(transaction: Transaction, ref: Ref, said: Iterable[NewSaying]) -> None:
    """Have *said* be all that *ref* said; what did not change stays as it is."""
    there = _of(transaction, ref)
    for new in said:
        row = there.pop(new.part, None)
        if row is not None and _words(row) != _words(new):
            _remove(transaction, [row.id])
            row = None
        if row is not None:
            row.dossier = new.dossier
            continue
        row = SayingRow(kind=ref.kind, thing=ref.id, **asdict(new))
        transaction.session.add(row)
        transaction.session.flush()
        _put(transaction, row)
    if there:
        _remove(transaction, [row.id for row in there.values()])


def forget(transaction: Transaction, ref: Ref) -> None:
    """Have *ref* have said nothing, and leave nothing of it in the pages of the index."""
    there = _of(transaction, ref)
    if there:
        _remove(transaction, [row.id for row in there.values()])
    if transaction.database.is_sqlite:
        # What was taken back before, in the bin say, is still in its pages.
        transaction.session.execute(text(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')"))


def version(snapshot: Snapshot) -> tuple[int, int]:
    """Return what is another as soon as something is said, is taken back or says something else.

    Ids are never used again, and what says something else has another.
    """
    count, last = snapshot.session.execute(_VERSION).one()
    return count, last or 0


_VERSION = select(func.count(), func.max(SayingRow.id))


def every(snapshot: Snapshot, ref: Ref) -> tuple[Saying, ...]:
    """Return all that *ref* said."""
    return tuple(map(_saying, _of(snapshot, ref).values()))


def propose(snapshot: Snapshot, asked: Sequence[Phrases]) -> ProposedSayings:
    """Return what says most of what is *asked*; a rare thing counts more than a common one."""
    worth, count, holding = _worth(snapshot, asked)
    first = sorted(worth, key=lambda each: (-worth[each], -each))[:PROPOSED]
    return ProposedSayings(sayings=_some(snapshot, first), count=count, holding=tuple(holding))


def near(
    snapshot: Snapshot,
    asked: Sequence[Phrases],
    *,
    since: datetime,
    until: datetime,
    least: float,
    dossiers: Collection[int] = (),
) -> tuple[Saying, ...]:
    """Return what was said between two moments of what is *asked*, or of *dossiers*, last first.

    Of what is asked it has *least* of the worth, that of words which nothing has counted too.
    """
    worth, count, holding = _worth(snapshot, asked)
    enough = least * sum(rarity(count, each) for each in holding)
    told = [each for each in worth if worth[each] >= enough]
    rows = snapshot.session.scalars(
        select(SayingRow)
        .where(
            SayingRow.at.between(since, until),
            or_(each_of(snapshot, SayingRow.id, told), SayingRow.dossier.in_(list(dossiers))),
        )
        .order_by(SayingRow.at.desc(), SayingRow.id.desc())
        .limit(MOST_NEAR)
    )
    return tuple(map(_saying, rows))


def out_of_step(snapshot: Snapshot) -> Mapping[Subject, tuple[int, int]]:
    """Return of how many the index lacks what was said, by kind, and how many it has in excess.

    What is in excess is of no kind any more: it is said with the inquiries.
    """
    found = snapshot.session.execute(text(f"SELECT {_key(snapshot)} FROM {TABLE}"))
    known = set(found.scalars())
    gaps: defaultdict[Subject, list[int]] = defaultdict(lambda: [0, 0])
    for number, kind in snapshot.session.execute(select(SayingRow.id, SayingRow.kind)):
        gaps[kind][0] += number not in known
        known.discard(number)
    gaps[Subject.INQUIRY][1] += len(known)
    return {kind: (missing, excess) for kind, (missing, excess) in gaps.items() if missing + excess}


def make_again(transaction: Transaction) -> None:
    """Have the index know all that was said, and nothing else."""
    transaction.session.execute(text(f"DELETE FROM {TABLE}"))
    for row in transaction.session.scalars(select(SayingRow)):
        _put(transaction, row)


def _worth(
    snapshot: Snapshot, asked: Sequence[Phrases]
) -> tuple[Mapping[int, float], int, Sequence[int]]:
    """Return how much each has of what is *asked*, how many there are, and hold each thing."""
    count = snapshot.session.scalar(select(func.count()).select_from(SayingRow)) or 0
    worth: defaultdict[int, float] = defaultdict(float)
    holding: list[int] = []
    for phrases in asked:
        found = _holding(snapshot, phrases)
        holding.append(len(found))
        rare = rarity(count, len(found))
        for each in found:
            worth[each] += rare
    return worth, count, holding


def _holding(snapshot: Snapshot, phrases: Phrases) -> Sequence[int]:
    """Return the latest that have all the stems of one of *phrases*, in any order."""
    formula = _any([_every(phrase) for phrase in phrases])
    key = _key(snapshot)
    if snapshot.database.is_sqlite:
        where, said = f"{TABLE} MATCH :words", for_sqlite(formula)
    else:
        where, said = "words @@ CAST(:words AS tsquery)", for_postgresql(formula)
    asked = text(f"SELECT {key} FROM {TABLE} WHERE {where} ORDER BY {key} DESC LIMIT :limit")
    found = snapshot.session.execute(asked, {"words": said, "limit": MOST_HOLDING})
    return found.scalars().all()


def _every(phrase: Sequence[str]) -> Formula:
    lookups = tuple(Lookup((each,)) for each in dict.fromkeys(phrase))
    return Every(lookups) if len(lookups) > 1 else lookups[0]


def _any(formulas: Sequence[Formula]) -> Formula:
    return Any(tuple(formulas)) if len(formulas) > 1 else formulas[0]


def _some(snapshot: Snapshot, ids: Sequence[int]) -> tuple[Saying, ...]:
    """Return those of *ids*, in that order."""
    asked = select(SayingRow).where(each_of(snapshot, SayingRow.id, ids))
    found = {row.id: _saying(row) for row in snapshot.session.scalars(asked)}
    return tuple(found[each] for each in ids if each in found)


def _saying(row: SayingRow) -> Saying:
    return value_of(Saying, row, ref=Ref(row.kind, row.thing))


def _words(said: SayingRow | NewSaying) -> tuple[object, ...]:
    return said.title, said.asked, said.text, said.at


def _of(snapshot: Snapshot, ref: Ref) -> dict[int, SayingRow]:
    asked = select(SayingRow).where(SayingRow.kind == ref.kind, SayingRow.thing == ref.id)
    return {row.part: row for row in snapshot.session.scalars(asked)}


def _put(transaction: Transaction, row: SayingRow) -> None:
    from comms_desk.text.families import stems

    words = [each[:MAX_TOKEN_CHARACTERS] for each in stems(f"{row.title}\n{row.asked}\n{row.text}")]
    if transaction.database.is_sqlite:
        statement = f"INSERT OR REPLACE INTO {TABLE} (rowid, words) VALUES (:id, :words)"
        value: object = " ".join(words)
    else:
        statement = (
            f"INSERT INTO {TABLE} (id, words) "
            "VALUES (:id, array_to_tsvector(CAST(:words AS text[]))) "
            "ON CONFLICT (id) DO UPDATE SET words = excluded.words"
        )
        value = list(within_bytes(words))
    transaction.session.execute(text(statement), {"id": row.id, "words": value})


def _remove(transaction: Transaction, ids: Sequence[int]) -> None:
    gone = [{"id": each} for each in ids]
    asked = text(f"DELETE FROM {TABLE} WHERE {_key(transaction)} = :id")
    transaction.session.execute(asked, gone)
    transaction.session.execute(delete(SayingRow).where(SayingRow.id.in_(ids)))


def _key(snapshot: Snapshot) -> str:
    return "rowid" if snapshot.database.is_sqlite else "id"
