"""What the things of every kind that has a bin are called, held in memory, to be found at a key.

It is for the palette: a few tens of thousands of names, asked at each letter.  They are read
once; whenever they are asked again, the kinds in which something was added, edited, binned or
purged since are read anew.  Accents and case do not count, and letters may be missing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from threading import Lock

from sqlalchemy import func, select

from comms_desk.changes import Ref, Subject
from comms_desk.storage.bin import binned_rows
from comms_desk.storage.database import Database, Snapshot
from comms_desk.storage.edits import EditRow
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

    def find(self, words: str, *, first: Iterable[Ref] = (), limit: int) -> tuple[Named, ...]:
        """Return at most *limit* things that *words* may mean, the nearest first.

        Args:
            words: As typed; each begins a word of the name, stands in it, or has its letters
                in their order with others between.
            first: Of things that are equally near these come first, in this order.
            limit: How many at most.
        """
        wanted = tokens(words)
        if not wanted:
            return ()
        shelves = self._read()
        near = _near(shelves, wanted, limit)
        order = {(ref.kind, ref.id): place for place, ref in enumerate(first)}

        def nearness(found: tuple[Subject, int]) -> tuple[int, int, int, int]:
            subject, place = found
            row_id, name = shelves[subject].rows[place]
            return near[found], order.get((subject, row_id), len(order)), len(name), place

        return tuple(
            Named(Ref(subject, shelves[subject].rows[place][0]), shelves[subject].rows[place][1])
            for subject, place in nsmallest(limit, near, nearness)
        )

    def _read(self) -> Mapping[Subject, _Shelf]:
        with self._reading, self._database.snapshot() as snapshot:
            last = snapshot.session.scalar(select(func.max(EditRow.id))) or 0
            edited: set[Subject] = set()
            if last > self._last_edit:
                since = select(EditRow.kind).where(EditRow.id > self._last_edit).distinct()
                edited = set(snapshot.session.scalars(since))
            for kind in binned_rows():
                state = _state(snapshot, kind)
                shelf = self._shelves.get(kind.SUBJECT)
                if shelf is None or shelf.state != state or kind.SUBJECT in edited:
                    self._shelves[kind.SUBJECT] = _shelf(snapshot, kind, state)
            self._last_edit = last
            return dict(self._shelves)


def _near(
    shelves: Mapping[Subject, _Shelf], wanted: Sequence[str], limit: int
) -> dict[tuple[Subject, int], int]:
    """Return how near each kind and place is to what is *wanted*, the nearest *limit* at least.

    What is further is not looked for once there are so many.
    """
    near: dict[tuple[Subject, int], int] = {}
    shelved = {subject: shelf.lines.near(wanted) for subject, shelf in shelves.items()}
    for rank in RANKS:
        for subject, ranked in shelved.items():
            for place in next(ranked, (rank, iter(())))[1]:
                near.setdefault((subject, place), rank)
        if len(near) >= limit:
            break
    return near


def _state(snapshot: Snapshot, kind: type[BinnedRow]) -> tuple[int, int]:
    here = select(func.count(), func.max(kind.id)).where(kind.binned_at.is_(None))
    count, last = snapshot.session.execute(here).one()
    return count, last or 0


def _shelf(snapshot: Snapshot, kind: type[BinnedRow], state: tuple[int, int]) -> _Shelf:
    called = [getattr(kind, column) for column in kind.CALLED]
    wanted = select(kind.id, *called).where(kind.binned_at.is_(None)).order_by(kind.id.desc())
    rows = tuple(
        (row_id, without_secrets(" ".join(str(word) for word in words if word)))
        for row_id, *words in snapshot.session.execute(wanted)
    )
    return _Shelf(state=state, rows=rows, lines=Lines([folded(name) for _id, name in rows]))
