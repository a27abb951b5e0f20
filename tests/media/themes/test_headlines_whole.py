"""The judges of the watch are whole: counts, labels, and nothing in both halves."""

from collections import Counter
from itertools import combinations

import pytest

from comms_desk.text.fold import tokens
from tests.media.themes.headlines import HALVES, Expect, Headline, headlines


def _words(row: Headline) -> frozenset[str]:
    return frozenset(tokens(row.headline))


def test_the_table_of_the_domain_is_there() -> None:
    counted = Counter(row.expect for row in headlines("domain"))

    assert counted == {Expect.KEEP: 8, Expect.KEEP_AGGLO: 1, Expect.REVIEW: 4, Expect.DROP: 11}


@pytest.mark.parametrize("half", HALVES)
def test_a_half_is_whole(half: str) -> None:
    rows = headlines(half)
    counted = Counter(row.expect for row in rows)

    assert len(rows) == 75
    assert counted == {Expect.KEEP: 28, Expect.KEEP_AGGLO: 3, Expect.REVIEW: 11, Expect.DROP: 33}
    assert Counter(row.language for row in rows) == {"fr": 39, "en": 36}
    assert all(row.outlet and row.headline and 1 <= len(row.why.split()) <= 6 for row in rows)


def test_no_headline_is_said_twice_nor_worded_again() -> None:
    said = [(row.headline, _words(row)) for name in ("domain", *HALVES) for row in headlines(name)]

    assert [
        (one, other)
        for (one, words), (other, others) in combinations(said, 2)
        if len(words & others) >= len(words | others) / 2
    ] == []
