"""How much of the time since a thing was archived, or binned, may only be a wrong clock's.

The edits stand in the order in which they were made, whatever the clocks said meanwhile.  Where
one follows another by more than `LONGEST_STEP`, the office was closed or somebody set a clock:
nobody can tell, and that step is not counted.  A clock that was in the past as something was
archived, or is in the future as something is to be destroyed, destroys nothing early by that.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from comms_desk.changes import Subject
from comms_desk.storage.database import Snapshot
from comms_desk.storage.edits import EditRow
from comms_desk.storage.model import Act

LONGEST_STEP = timedelta(days=14)
"""No longer than an office is closed, and far less than what a rule counts in."""


class _Point(NamedTuple):
    id: int
    at: datetime


def uncounted(
    snapshot: Snapshot,
    kind: Subject,
    row_id: int | None = None,
    *,
    since: Act = Act.ARCHIVED,
    field: str | None = None,
) -> dict[int, timedelta]:
    """Return how much does not count *since* each thing of *kind*, or one, was archived last.

    Only what was noted of that *field* counts, if one is said.  Never less than nothing: a clock
    that was put back makes nothing older.
    """
    noted = select(EditRow.id, EditRow.at, EditRow.row_id).where(
        EditRow.kind == kind, EditRow.act == since
    )
    if field is not None:
        noted = noted.where(EditRow.field == field)
    if row_id is not None:
        noted = noted.where(EditRow.row_id == row_id)
    last_id = snapshot.session.scalar(select(func.max(EditRow.id))) or 0
    after = _Point(last_id + 1, snapshot.now)
    found: dict[int, timedelta] = {}
    total = timedelta()
    for edit_id, at, row in snapshot.session.execute(noted.order_by(EditRow.id.desc())):
        point = _Point(edit_id, at)
        total += _jumped(snapshot, point, after)
        found.setdefault(row, max(total, timedelta()))
        after = point
    return found


def _jumped(snapshot: Snapshot, first: _Point, last: _Point) -> timedelta:
    """Return the sum of the steps from *first* to *last* that are too long to be trusted.

    What is no longer as a whole is not looked into: where a clock was wrong and is right again,
    its two jumps are as much forth as back.  A year of work takes some fifty questions.
    """
    step = last.at - first.at
    if abs(step) <= LONGEST_STEP:
        return timedelta()
    between = _between(snapshot, first.id, last.id)
    if between is None:
        return step
    return _jumped(snapshot, first, between) + _jumped(snapshot, between, last)


def _between(snapshot: Snapshot, first: int, last: int) -> _Point | None:
    """Return an edit about half-way between two others; None: they follow one another."""
    middle = (first + last) // 2
    told = select(EditRow.id, EditRow.at).limit(1)
    for half in (
        told.where(EditRow.id > first, EditRow.id <= middle).order_by(EditRow.id.desc()),
        told.where(EditRow.id > middle, EditRow.id < last).order_by(EditRow.id),
    ):
        found = snapshot.session.execute(half).first()
        if found is not None:
            return _Point(*found)
    return None
