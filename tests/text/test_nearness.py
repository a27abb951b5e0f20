"""How near a name is to what was typed: begun, standing in it, or with letters missing."""

import pytest

from comms_desk.text.fold import tokens
from comms_desk.text.nearness import (
    BEGINS,
    GUESSED,
    HAS_LETTERS,
    HAS_WORDS,
    Begun,
    Guessed,
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
    assert Begun(tokens(typed))(folded(name)) == rank


def test_letters_may_miss_within_one_word_but_not_between_two() -> None:
    assert Guessed(["cmpts"])(folded("Comptes d’envoi")) == GUESSED
    assert Guessed(["cnvoi"])(folded("Comptes d’envoi")) is None
    assert Guessed(["co"])(folded("Comptes d’envoi")) is None
