"""Figures as tables in words, each row beside a bar: for the window, the prompt and files."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A row of a table: its *cells*, the first says of what, and the *parts* of its painted bar."""

    cells: tuple[str, ...]
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarTable:
    """Some figures, each row beside its bar."""

    title: str
    headings: tuple[str, ...]
    bars: tuple[Bar, ...]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Its headings, then its rows, without the bars."""
        return (self.headings, *(bar.cells for bar in self.bars))

    @property
    def heard(self) -> str:
        """It as it is heard, for who does not see its bars."""
        said = (
            ", ".join((bar.cells[0], *(f"{of} {cell}" for of, cell in self._after(bar) if cell)))
            for bar in self.bars
        )
        return ". ".join((self.title, *said))

    def _after(self, bar: Bar) -> Iterable[tuple[str, str]]:
        return zip(self.headings[1:], bar.cells[1:], strict=True)
