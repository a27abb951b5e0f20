"""A page of a list: some rows, how many there are in all, and where the next page begins."""

from collections.abc import Iterable
from dataclasses import dataclass

COUNT_CAP = 1000
"""A count stops here: past it a person is told "1,000+"."""
MOST_CHOICES = 10_000
"""Of what an office has tens of, to choose among: no choice is cut."""

PAGE_ROWS = 200
"""How many rows are read at a time, unless one says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOfRows[T]:
    """Some rows of a longer list, in order.

    *total* counts all that match; when *capped*, there are more than *total*.  *next_key* is
    what to give back for the rows that follow, None at the end.
    """

    rows: tuple[T, ...]
    total: int
    capped: bool = False
    next_key: object | None = None

    @property
    def is_cut(self) -> bool:
        """Whether more match than are in *rows*."""
        return len(self.rows) < self.total or self.capped

    def showing[Shown](self, rows: Iterable[Shown]) -> "PageOfRows[Shown]":
        """Return the same page with *rows* in the place of its own."""
        return PageOfRows(
            rows=tuple(rows), total=self.total, capped=self.capped, next_key=self.next_key
        )
