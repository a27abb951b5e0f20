"""The damaged mails are as many as promised, of every kind, and the same each time."""

from collections import Counter
from hashlib import sha256

from tests.media.inquiries.damage import (
    DEEP,
    HEAVY,
    HOW_MANY,
    KINDS,
    MEGABYTE,
    OF_EACH_HEAVY,
    PARTS,
    damaged,
)

LARGEST = 3 * MEGABYTE


def digest() -> tuple[Counter[str], str]:
    counted: Counter[str] = Counter()
    together = sha256()
    for each in damaged():
        counted[each.kind] += 1
        together.update(each.raw)
        assert len(each.raw) < LARGEST, each.kind
    return counted, together.hexdigest()


def test_a_thousand_are_made_of_every_kind_and_the_same_each_time() -> None:
    counted, together = digest()

    assert set(counted) == set(KINDS)
    assert counted.total() == HOW_MANY
    assert {counted[kind] for kind in HEAVY} == {OF_EACH_HEAVY}
    assert digest() == (counted, together)


def test_few_are_the_same_twice() -> None:
    made = Counter(each.raw for each in damaged() if each.kind not in HEAVY)

    assert len(made) > HOW_MANY // 2


def test_the_heavy_ones_are_heavy() -> None:
    heavy = [each for each in damaged() if each.kind in HEAVY]

    nested = [each.raw for each in heavy if each.kind == "nested"]
    assert all(raw.count(b"Content-Type: m") >= DEEP for raw in nested)
    parted = [each.raw for each in heavy if each.kind == "many parts"]
    assert all(raw.count(b"--b\r\n") == PARTS for raw in parted)
    headed = [each.raw for each in heavy if each.kind == "long headers"]
    assert all(raw.index(b"Message-I") > MEGABYTE // 2 for raw in headed)
