"""How the shipped watches do on the headlines of one half: ``python -m … tuning`` or ``aside``.

Of `tuning` it prints which ones land elsewhere; of `aside`, the numbers alone: who tunes by what
was kept aside has nothing left to be judged by.
"""

import sys
from collections.abc import Callable

from comms_desk.media.themes.model import Grade
from comms_desk.text.matching import MatchedDocument
from tests.media.themes.headlines import Expect, Headline, headlines
from tests.media.themes.shipped import graded

KEPT = frozenset({Expect.KEEP, Expect.KEEP_AGGLO})
LANDS = {
    Expect.KEEP: Grade.KEEP,
    Expect.KEEP_AGGLO: Grade.KEEP,
    Expect.REVIEW: Grade.TO_CHECK,
    Expect.DROP: None,
}


def landed(row: Headline) -> Grade | None:
    """Return where the shipped watches put *row*."""
    return graded(
        MatchedDocument(
            title=row.headline, text=row.summary, outlet=row.outlet, language=row.language
        )
    )


def precision_and_recall(
    rows: tuple[Headline, ...],
    is_found: Callable[[Grade | None], bool],
    is_right: Callable[[Expect], bool],
) -> tuple[float, float]:
    """Return how many of those found are right, and how many of the right ones are found."""
    found = [row for row in rows if is_found(landed(row))]
    right = [row for row in rows if is_right(row.expect)]
    both = sum(is_right(row.expect) for row in found)
    return both / (len(found) or 1), both / (len(right) or 1)


def main(half: str) -> None:
    """Print how it goes with *half*."""
    rows = headlines(half)
    wrong = [row for row in rows if landed(row) is not LANDS[row.expect]]
    kept = precision_and_recall(rows, lambda grade: grade is Grade.KEEP, KEPT.__contains__)
    shown = precision_and_recall(
        rows, lambda grade: grade is not None, lambda expect: expect is not Expect.DROP
    )
    print(f"{half}: {len(rows) - len(wrong)} of {len(rows)} land where they should")
    for what, (precision, recall) in (("kept", kept), ("kept or to check", shown)):
        print(f"  {what}: precision {precision:.3f}, recall {recall:.3f}")
    for row in wrong if half != "aside" else ():
        grade = landed(row)
        print(f"  {row.expect} → {grade or 'drop'}: {row.headline} | {row.summary} ({row.outlet})")


if __name__ == "__main__":
    main(sys.argv[1])
