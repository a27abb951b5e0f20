"""Rows as a CSV that any spreadsheet opens, and in which it finds no formula.

A list of contacts leaves for Excel; one name that begins with ``=`` must not run there
(OWASP, "CSV injection").  What is added for that is taken off again by `as_written`.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

_FORMULA_START = r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]"
_MADE_HARMLESS = re.compile(rf"'+{_FORMULA_START}")
_HARMFUL = re.compile(rf"'*{_FORMULA_START}")

Cell = str | int | float | None


class Flavour(StrEnum):
    """For whom a table is written."""

    EXCEL_FRENCH = "excel-fr"
    """Byte-order mark and ``;``: Excel in French opens it by a double click."""
    PLAIN = "plain"
    """UTF-8 and commas, as every other program reads it (RFC 4180)."""


def write_table(
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    flavour: Flavour = Flavour.EXCEL_FRENCH,
) -> bytes:
    r"""Return a CSV whose texts no spreadsheet takes for formulas.

    A text that begins like one (``= + - @``, tab) gets an apostrophe before it, as OWASP
    advises, which `recognise` takes off again.  Numbers given as numbers stay as they are.
    Lines end in ``\r\n``.
    """
    french = flavour is Flavour.EXCEL_FRENCH
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if french else ",", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(map(_harmless, header))
    writer.writerows(map(_harmless, row) for row in rows)
    return out.getvalue().encode("utf-8-sig" if french else "utf-8")


def _harmless(cell: Cell) -> Cell:
    if isinstance(cell, str) and _HARMFUL.match(cell):
        return f"'{cell}"
    return "" if cell is None else cell


def as_written(cell: str) -> str:
    """Return *cell* without the apostrophe that `write_table` put before it."""
    return cell[1:] if _MADE_HARMLESS.match(cell) else cell
