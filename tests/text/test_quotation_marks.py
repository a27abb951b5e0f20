"""Marks of a keyboard become those of the text's language, as one types."""

from time import process_time

import pytest

from comms_desk.text.quotation_marks import TYPED, in_place_of


def written(keys: str, language: str) -> str:
    """What stands on the page once *keys* have been typed one after the other."""
    page = ""
    for key in keys:
        page += in_place_of(key, page, language) if key in TYPED else key
    return page.replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("keys", "page"),
    [
        ('Il a dit "oui".', "Il a dit «~oui~»."),
        ('"Oui", dit-elle.', "«~Oui~», dit-elle."),
        ('("oui")', "(«~oui~»)"),
        ("L'an, aujourd'hui", "L’an, aujourd’hui"),
        ('l\'"hiver"', "l’«~hiver~»"),
        ('"Le mot "oui" suffit"', "«~Le mot “oui” suffit~»"),
        ('""Oui" suffit"', "«~“Oui” suffit~»"),
        ("La suite, d'un autre paragraphe\"", "La suite, d’un autre paragraphe~»"),
        ('"En 2026"', "«~En 2026~»"),
    ],
)
def test_french_has_guillemets_with_their_no_break_spaces(keys: str, page: str) -> None:
    assert written(keys, "fr") == page


@pytest.mark.parametrize(
    ("keys", "page"),
    [
        ('She said "yes".', "She said “yes”."),
        ("The City's", "The City’s"),
        ('"In 2026"', "“In 2026”"),
    ],
)
def test_english_has_curly_marks(keys: str, page: str) -> None:
    assert written(keys, "en") == page


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "keys",
    [
        "https://example.org/l'an\"x",
        'www.example.org/?q="x"',
        "pour a@example.org'",
        '`x = "y"',
        "5' 10\"",
    ],
)
def test_an_address_code_and_measures_stay_as_typed(keys: str, language: str) -> None:
    assert written(keys, language) == keys


def test_after_code_marks_are_those_of_the_text_again() -> None:
    assert written('`a"` et "b"', "fr") == '`a"` et «~b~»'


@pytest.mark.parametrize("worst", ["@", "://", "www.", "a@ ", "«“"])
def test_a_long_paragraph_of_anything_holds_no_key_up(worst: str) -> None:
    paragraph = worst * 30_000 + " "
    began = process_time()

    assert in_place_of("'", paragraph, "fr") == "’"

    assert process_time() - began < 0.1
