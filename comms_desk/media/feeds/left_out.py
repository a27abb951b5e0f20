"""Which entries of a feed's document were not read, and why, so that it can be said.

Nothing is cut without a word: entries that were left out are counted here.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

ENTRY_LIMIT = 2_000
"""Entries looked at in one document; the others are counted as left out."""
ENTRY_LIMIT_BYTES = 1 << 20


class LeftOutReason(StrEnum):
    """Why an entry was left out."""

    TOO_MANY = "too_many"
    """It stands past the last that is looked at in one document."""
    TOO_LARGE = "too_large"
    TOO_MANY_TAGS = "too_many_tags"
    TOO_MANY_ATTRIBUTES = "too_many_attributes"
    """One of its tags has more attributes than any that is honest."""
    TOO_DEEP = "too_deep"
    """Its tags stand one inside the other, too many times over."""
    UNREADABLE = "unreadable"
    """The parser made nothing of it."""


@dataclass(frozen=True, slots=True)
class LeftOutEntries:
    """How many entries were left out, by reason, in its order; no count is zero."""

    counts: tuple[tuple[LeftOutReason, int], ...] = ()

    @classmethod
    def of(cls, reasons: Iterable[LeftOutReason]) -> Self:
        """Return one entry for each of *reasons*."""
        return cls._from(Counter(reasons))

    @property
    def total(self) -> int:
        """How many were left out in all."""
        return sum(entries for _why, entries in self.counts)

    def to_text(self) -> str:
        """Return the counts in a few words, to be kept with the feed."""
        return " ".join(f"{why}:{entries}" for why, entries in self.counts)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read what `to_text` wrote; a reason no longer known is `LeftOutReason.UNREADABLE`."""
        found: Counter[LeftOutReason] = Counter()
        for each in text.split():
            why, _colon, entries = each.partition(":")
            found[LeftOutReason(why) if why in LeftOutReason else LeftOutReason.UNREADABLE] += int(
                entries
            )
        return cls._from(found)

    def __add__(self, other: "LeftOutEntries") -> "LeftOutEntries":
        """Count those of both."""
        return self._from(Counter(dict(self.counts)) + Counter(dict(other.counts)))

    @classmethod
    def _from(cls, found: Counter[LeftOutReason]) -> Self:
        return cls(tuple((why, found[why]) for why in LeftOutReason if found[why]))


NOTHING_LEFT_OUT = LeftOutEntries()
