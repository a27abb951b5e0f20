"""What the things of every kind that has a bin are called, held in memory, to be found at a key.

It is for the palette: a few tens of thousands of names, asked at each letter.  They are read
once; whenever they are asked again and anybody has committed something since, the kinds in which
something was added, edited, binned or purged are read anew.  Accents and case do not count, and
letters may be missing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice
from threading import Lock
from typing import NamedTuple

from sqlalchemy import func, literal, select, union_all

from comms_desk.changes import Ref, Subject
from comms_desk.storage.bin import binned_rows
from comms_desk.storage.database import Database, Snapshot
from comms_desk.storage.edits import EditRow
from comms_desk.storage.paging import COUNT_CAP, PageOfRows
from comms_desk.storage.rows import BinnedRow
from comms_desk.text.discretion import without_secrets
from comms_desk.text.fold import tokens
from comms_desk.text.nearness import RANKS, BegunRank, Guessed, NameLines, folded


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A thing by its name, and how near that is to what was typed (`text.nearness`)."""

    ref: Ref
    name: str
    rank: int


class _Row(NamedTuple):
    """A name of a shelf."""

    id: int
    name: str
    age: int
    """How many of its kind are newer."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The names of one kind."""

    state: tuple[int, int]
    """How many there are, and the highest id."""
    rows: tuple[_Row, ...]
    """The shortest first: of names that are equally near, those are shown that are found first."""
    lines: NameLines
    """The same ones, folded."""
    places: Mapping[int, int]
    """Where the row of each id stands."""


class Names:
    """The names of one desk."""

    def __init__(self, database: Database) -> None:
        """Read nothing yet."""
        self._database = database
        self._reading = Lock()
        self._shelves: dict[Subject, _Shelf] = {}
        self._last_edit = 0
        self._version: int | None = None
        """The database's, as it was before the shelves were read last."""

    def find(
        self,
        words: str,
        *,
        among: Collection[Subject] | None = None,
        first: Iterable[Ref] = (),
        limit: int,
    ) -> PageOfRows[NamedThing]:
        """Return at most *limit* things that *words* may mean, the nearest first.

        The count stops at `COUNT_CAP`: what is further then is not looked for.

        Args:
            words: As typed; each begins a word of the name, stands in it, or has its letters
                in their order with others between.
            among: Of these kinds; None: of any.
            first: Of things that are equally near these come first, in this order.
            limit: How many at most.
        """
        wanted = tokens(words)
        if not wanted:
            return PageOfRows(rows=(), total=0)
        read = self._read()
        shelves = {kind: shelf for kind, shelf in read.items() if among is None or kind in among}
        return _nearest(shelves, wanted, tuple(first), limit)

    def _read(self) -> Mapping[Subject, _Shelf]:
        with self._reading:
            version = self._database.data_version()  # first: what is committed then is read anew
            if version != self._version:
                self._read_changed()
                self._version = version
            return dict(self._shelves)

    def _read_changed(self) -> None:
        with self._database.snapshot() as snapshot:
            last = snapshot.session.scalar(select(func.max(EditRow.id))) or 0
            edited: set[Subject] = set()
            if last > self._last_edit:
                since = select(EditRow.kind).where(EditRow.id > self._last_edit).distinct()
                edited = set(snapshot.session.scalars(since))
            kinds = list(binned_rows())
            for kind, state in zip(kinds, _states(snapshot, kinds), strict=True):
                shelf = self._shelves.get(kind.SUBJECT)
                if shelf is None or shelf.state != state or kind.SUBJECT in edited:
                    self._shelves[kind.SUBJECT] = _shelf(snapshot, kind, state)
            self._last_edit = last


def _nearest(
    shelves: Mapping[Subject, _Shelf], wanted: Sequence[str], first: Sequence[Ref], limit: int
) -> PageOfRows[NamedThing]:
    """Return the *limit* names that are nearest to what is *wanted*, and how many are near.

    Of one rank only those of *first* and the shortest of each shelf, which are found first, may
    be shown.  The others are counted, no further than `COUNT_CAP`.
    """
    order = {
        (ref.kind, place): recency
        for recency, ref in enumerate(first)
        if ref.kind in shelves and (place := shelves[ref.kind].places.get(ref.id)) is not None
    }
    shown = _ranked(shelves, wanted, order)
    near: dict[Subject, set[int]] = {subject: set() for subject in shelves}
    looked_for = {subject: shelf.lines.near(wanted) for subject, shelf in shelves.items()}
    total = 0
    for rank in RANKS:
        for subject, known in near.items():
            places = next(looked_for[subject], (rank, iter(())))[1]
            fresh = (place for place in places if place not in known)
            for place in islice(fresh, limit):
                known.add(place)
                shown[subject, place] = rank
            total = sum(map(len, near.values()))
            known.update(islice(fresh, max(0, COUNT_CAP + 1 - total)))
        total = sum(map(len, near.values()))
        if total > COUNT_CAP:
            break
    nearest = nsmallest(
        limit,
        (
            (rank, order.get((subject, place), len(order)), len(row.name), row.age, subject, row)
            for (subject, place), rank in shown.items()
            for row in (shelves[subject].rows[place],)
        ),
    )
    rows = tuple(
        NamedThing(Ref(subject, row.id), row.name, rank) for rank, *_order, subject, row in nearest
    )
    return PageOfRows(rows=rows, total=min(total, COUNT_CAP), capped=total > COUNT_CAP)


def _ranked(
    shelves: Mapping[Subject, _Shelf], wanted: Sequence[str], which: Iterable[tuple[Subject, int]]
) -> dict[tuple[Subject, int], int]:
    """Return the rank of those of *which* that are near."""
    begun, guessed = BegunRank(wanted), Guessed(wanted)
    ranks: dict[tuple[Subject, int], int] = {}
    for subject, place in which:
        name = shelves[subject].lines.name_at(place)
        rank = begun(name)
        rank = guessed(name) if rank is None else rank
        if rank is not None:
            ranks[subject, place] = rank
    return ranks


def _states(snapshot: Snapshot, kinds: Sequence[type[BinnedRow]]) -> Iterator[tuple[int, int]]:
    """Yield how many of each of *kinds* there are, and the highest id: asked in one go."""
    each = (
        select(
            literal(place).label("place"),
            func.count().label("count"),
            func.max(kind.id).label("last"),
        ).where(kind.binned_at.is_(None))
        for place, kind in enumerate(kinds)
    )
    for _place, count, last in snapshot.session.execute(union_all(*each).order_by("place")):
        yield count, last or 0


def _shelf(snapshot: Snapshot, kind: type[BinnedRow], state: tuple[int, int]) -> _Shelf:
    called = [getattr(kind, column) for column in kind.CALLED]
    wanted = select(kind.id, *called).where(kind.binned_at.is_(None)).order_by(kind.id.desc())
    rows = [
        _Row(row_id, without_secrets(" ".join(str(word) for word in words if word)), age)
        for age, (row_id, *words) in enumerate(snapshot.session.execute(wanted))
    ]
    rows.sort(key=lambda row: len(row.name))
    return _Shelf(
        state=state,
        rows=tuple(rows),
        lines=NameLines([folded(row.name) for row in rows]),
        places={row.id: place for place, row in enumerate(rows)},
    )
