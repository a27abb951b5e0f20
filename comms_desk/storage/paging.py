"""A page of a list: some rows, how many there are in all, and where the next page begins."""

from dataclasses import dataclass

COUNT_CAP = 1000
"""A count stops here: past it a person is told "1,000+"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page[T]:
    """Some rows of a longer list, in order.

    *total* counts all that match; when *capped*, there are more than *total*.  *next_key* is
    what to give back for the rows that follow, None at the end.
    """

    rows: tuple[T, ...]
    total: int
    capped: bool = False
    next_key: object | None = None


def text_key(after: object | None) -> tuple[str, int] | None:
    """Read back the `next_key` of a list that is sorted by a text, then by id.

    Raises:
        ValueError: It is no such key.
    """
    match after:
        case None:
            return None
        case (str(text), int(number)):
            return text, number
        case _:
            raise ValueError(after)
