"""How a store finds a row by its id, in the bin or outside it."""

from enum import Enum, auto

from comms_desk.changes import Ref
from comms_desk.storage.database import Snapshot
from comms_desk.storage.errors import NotFound
from comms_desk.storage.rows import BinnedRow, NamedRow


class Where(Enum):
    """Where a row is looked for."""

    HERE = auto()
    """On the desk, outside the bin."""
    IN_BIN = auto()
    ANYWHERE = auto()


def row_of[Row: NamedRow](
    snapshot: Snapshot, kind: type[Row], row_id: int, where: Where = Where.HERE
) -> Row:
    """Return the row of *kind* that has that id.

    Raises:
        NotFound: There is none there.
    """
    row = snapshot.session.get(kind, row_id)
    if row is None or where not in (Where.ANYWHERE, _place_of(row)):
        raise NotFound(Ref(kind.SUBJECT, row_id))
    return row


def _place_of(row: NamedRow) -> Where:
    is_binned = isinstance(row, BinnedRow) and row.binned_at is not None
    return Where.IN_BIN if is_binned else Where.HERE
