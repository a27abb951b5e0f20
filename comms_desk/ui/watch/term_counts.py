"""How much a part of a theme finds by itself, written out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountedTerm:
    """A term or a phrase as it was typed, how much it finds, and what is odd about that."""

    typed: str
    count: str
    odd: str = ""
