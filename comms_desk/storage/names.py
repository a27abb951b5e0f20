"""What the things of every kind that has a bin are called, held in memory, to be found at a key.

It is for the palette: a few tens of thousands of names, asked at each letter.  They are read
once; whenever they are asked again, the kinds in which something was added, edited, binned or
purged since are read anew.  Accents and case do not count, and letters may be missing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from threading import Lock

from sqlalchemy import func, literal, select, union_all

from comms_desk.changes import Ref, Subject
from comms_desk.storage.bin import binned_rows
from comms_desk.storage.database import Database, Snapshot
from comms_desk.storage.edits import EditRow
from comms_desk.storage.paging import COUNT_CAP, Page
from comms_desk.storage.rows import BinnedRow
from comms_desk.text.discretion import without_secrets
from comms_desk.text.fold import tokens
from comms_desk.text.nearness import RANKS, Lines, folded


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its name."""

    ref: Ref
    name: str


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The names of one kind."""

    state: tuple[int, int]
    """How many there are, and the highest id."""
    rows: tuple[tuple[int, str], ...]
    lines: Lines
    """The same ones, folded."""


class Names:
    """The names of one desk."""

    def __init__(self, database: Database) -> None:
        """Read nothing yet."""
        self._database = database
        self._reading = Lock()
        self._shelves: dict[Subject, _Shelf] = {}
        self._last_edit = 0

    def find(
        self,
        words: str,
        *,
        among: Collection[Subject] | None = None,
        first: Iterable[Ref] = (),
        limit: int,
    ) -> Page[Named]:
        """Return at most *limit* things that *words* may mean, the nearest first.

        The count is capped once so many are near that further ones are not looked for.

        Args:
            words: As typed; each begins a word of the name, stands in it, or has its letters
                in their order with others between.
            among: Of these kinds; None: of any.
            first: Of things that are equally near these come first, in this order.
            limit: How many at most.
        """
        wanted = tokens(words)
        if not wanted:
            return Page(rows=(), total=0)
        read = self._read()
        shelves = {kind: shelf for kind, shelf in read.items() if among is None or kind in among}
        order = {(ref.kind, ref.id): place for place, ref in enumerate(first)}
        last, rows = len(order), {subject: shelf.rows for subject, shelf in shelves.items()}
        near, is_all = _near(shelves, wanted)
        ranked = (
            (rank, order.get((subject, row[0]), last), len(row[1]), place, subject)
            for (subject, place), rank in near.items()
            for row in (rows[subject][place],)
        )
        found = tuple(
            Named(Ref(subject, rows[subject][place][0]), rows[subject][place][1])
            for _rank, _recent, _length, place, subject in nsmallest(limit, ranked)
        )
        return Page(rows=found, total=len(near), capped=not is_all)

    def _read(self) -> Mapping[Subject, _Shelf]:
        with self._reading, self._database.snapshot() as snapshot:
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
            return dict(self._shelves)


def _near(
    shelves: Mapping[Subject, _Shelf], wanted: Sequence[str]
) -> tuple[dict[tuple[Subject, int], int], bool]:
    """Return how near each kind and place is to what is *wanted*, and whether that is all.

    What is further is not looked for once there are `COUNT_CAP`.
    """
    near: dict[tuple[Subject, int], int] = {}
    shelved = {subject: shelf.lines.near(wanted) for subject, shelf in shelves.items()}
    for rank in RANKS:
        for subject, ranked in shelved.items():
            for place in next(ranked, (rank, iter(())))[1]:
                near.setdefault((subject, place), rank)
        if len(near) >= COUNT_CAP:
            every = sum(len(shelf.rows) for shelf in shelves.values())
            return near, rank == RANKS[-1] or len(near) == every
    return near, True


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
    rows = tuple(
        (row_id, without_secrets(" ".join(str(word) for word in words if word)))
        for row_id, *words in snapshot.session.execute(wanted)
    )
    return _Shelf(state=state, rows=rows, lines=Lines([folded(name) for _id, name in rows]))
