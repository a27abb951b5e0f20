"""Where an address of a contact comes from, and when: what Law 25 has an office able to say.

It is noted as the address comes, per address, and goes with it.  A file has it as
``zoe@metro.example: import, liste.csv, 2026-11-24``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

BETWEEN = " | "

_WRITTEN = re.compile(
    r"(?P<address>\S+): (?P<how>typed|import), (?P<source>.*), (?P<on>\d{4}-\d{2}-\d{2})"
)


class OriginKind(StrEnum):
    """How an address came; the values are stored."""

    TYPED = "typed"
    IMPORTED = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressOrigin:
    """Where an address comes from.

    Attributes:
        address: Its key.
        how: How it came.
        source: The file that had it, or who typed it; empty: nobody knows.
        on: The day on which it came.
    """

    address: str
    how: OriginKind
    source: str
    on: date

    def to_text(self) -> str:
        """Return it as a file has it."""
        source = self.source.replace("|", "/")
        return f"{self.address}: {self.how}, {source}, {self.on.isoformat()}"


def written(origins: Iterable[AddressOrigin]) -> str:
    """Return *origins* as a file has them."""
    return BETWEEN.join(each.to_text() for each in origins)


def read(cell: str) -> tuple[AddressOrigin, ...]:
    """Return the origins that a *cell* says; what says none is passed over: it was written here."""
    found = []
    for piece in cell.split(BETWEEN):
        match = _WRITTEN.fullmatch(piece.strip())
        if match is None:
            continue
        try:
            on = date.fromisoformat(match["on"])
        except ValueError:
            continue
        said = match["address"], OriginKind(match["how"]), match["source"]
        found.append(AddressOrigin(address=said[0], how=said[1], source=said[2], on=on))
    return tuple(found)
