"""The judges of the City's watch: headlines, and what the watch should make of each.

README.md says who wrote them, what each column means and which half may be looked at.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
HALVES: Final = ("tuning", "aside")


class Expect(StrEnum):
    """Where a headline should land."""

    KEEP = "keep"
    KEEP_AGGLO = "keep_agglo"
    """Kept as well, as an affair of the agglomeration."""
    REVIEW = "review"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What a feed printed, and where it should land."""

    expect: Expect
    language: str
    outlet: str
    headline: str
    summary: str
    """Empty where the feed gives none."""
    why: str


@cache
def headlines(name: str) -> tuple[Headline, ...]:
    """Those of `domain`, `tuning` or `aside`, in their order."""
    with (HERE / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
    return tuple(
        Headline(
            expect=Expect(row["expect"]),
            language=row["language"],
            outlet=row["outlet"],
            headline=row["headline"],
            summary=row["summary"],
            why=row["why"],
        )
        for row in rows
    )
