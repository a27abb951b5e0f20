"""What an import leaves out, as it is kept with it: to be read later, mended and brought in again.

It is bounded: a file with nothing sound is not kept whole.
"""

from comms_desk.errors import CommsDeskError
from comms_desk.imports.model import (
    ImportPlan,
    KeptReason,
    LeftOutRow,
    LeftOutRows,
    PlannedRow,
    RowFate,
)
from comms_desk.storage.edits import plain
from comms_desk.text.columns import is_remark
from comms_desk.text.spreadsheet import as_written
from comms_desk.text.tabular import cells_at

MOST_ROWS = 1000
"""Of a file whose rows are all refused, more would tell nobody more."""
MOST_CHARACTERS = 1_000_000
"""Of all cells together; a row past them is kept without its cells."""
MOST_SHOWN_CHARACTERS = 200


def left_out(plan: ImportPlan) -> LeftOutRows:
    """Return what *plan* leaves out of its file, what it refuses whole first."""
    those = [row for row in plan.rows if row.leaves_out]
    those.sort(key=lambda row: (row.fate is not RowFate.REFUSED, row.line))
    kept = those[:MOST_ROWS]
    header = plan.sheet.header_line
    cells = cells_at(plan.opened.content, {header, *(row.line for row in kept)}) if kept else {}
    headings = cells.get(header, ())
    first = 1 if headings and is_remark(headings[0]) else 0  # it was left out before, and saved
    rows, left = [], MOST_CHARACTERS
    for row in kept:
        own = tuple(map(as_written, cells[row.line][first:]))
        left -= sum(map(len, own))
        rows.append(_kept(row, own if left >= 0 else ()))
    return LeftOutRows(headings=headings[first:], rows=tuple(rows), total=len(those))


def _kept(row: PlannedRow, cells: tuple[str, ...]) -> LeftOutRow:
    reasons = row.left_out if row.reason is None else (row.reason,)
    return LeftOutRow(
        line=row.line,
        name=row.name,
        is_refused=row.fate is RowFate.REFUSED,
        reasons=tuple(map(_reason, reasons)),
        disputed=row.disputed,
        cells=cells,
    )


def _reason(error: CommsDeskError) -> KeptReason:
    facts = {name: _shown(plain(fact)) for name, fact in vars(error).items()}
    return KeptReason(error=error.stored_name(), facts=facts)


def _shown(fact: object) -> object:
    """Return *fact*, of a text no more than anybody reads: a cell may be a whole file."""
    return fact[:MOST_SHOWN_CHARACTERS] if isinstance(fact, str) else fact
