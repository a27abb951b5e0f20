"""How near a name is to what was typed: begun, standing in it, or with letters missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from comms_desk.text.fold import tokens
from comms_desk.text.nearness import (
    BEGINS,
    GUESSED,
    HAS_LETTERS,
    HAS_WORDS,
    BegunRank,
    Guessed,
    NameLines,
    folded,
)


@pytest.mark.parametrize(
    ("typed", "name", "rank"),
    [
        ("comp", "Comptes d’envoi", BEGINS),
        ("ENVOI", "Comptes d’envoi", HAS_WORDS),
        ("meteo", "Service de la météo", HAS_WORDS),
        ("ptes", "Comptes d’envoi", HAS_LETTERS),
        ("cmpts", "Comptes d’envoi", None),
    ],
)
def test_a_name_is_the_nearer_the_sooner_it_says_what_was_typed(
    typed: str, name: str, rank: int | None
) -> None:
    assert BegunRank(tokens(typed))(folded(name)) == rank


def test_letters_may_miss_within_one_word_but_not_between_two() -> None:
    assert Guessed(["cmpts"])(folded("Comptes d’envoi")) == GUESSED
    assert Guessed(["cnvoi"])(folded("Comptes d’envoi")) is None
    assert Guessed(["co"])(folded("Comptes d’envoi")) is None


LETTERS = some.text(alphabet="abé ", max_size=8)


@given(some.lists(LETTERS, max_size=8), LETTERS.filter(tokens))
def test_many_names_are_ranked_as_each_would_be(names: list[str], typed: str) -> None:
    wanted, known = tokens(typed), [folded(name) for name in names]
    begun, guessed = BegunRank(wanted), Guessed(wanted)
    alone = {
        place: rank
        for place, name in enumerate(known)
        if (rank := begun(name) if begun(name) is not None else guessed(name)) is not None
    }

    together: dict[int, int] = {}
    for rank, places in NameLines(known).near(wanted):
        for place in places:
            together.setdefault(place, rank)

    assert together == alone
