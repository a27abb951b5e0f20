"""Where two texts differ is said in a few words."""

import pytest

from comms_desk.text.differences import changed, difference

LONG = "La Ville de Montréal agit pour les rues du centre-ville dès lundi."


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("", "", ("", "")),
        ("", "Un.", ("", "Un.")),
        ("Un deux.", "", ("Un deux.", "")),
        (
            LONG,
            LONG.replace("les rues", "toutes les ruelles"),
            (
                "…Montréal agit pour les rues du centre-ville dès…",
                "…Montréal agit pour toutes les ruelles du centre-ville dès…",
            ),
        ),
        ("a a", "a a a", ("a a", "a a a")),
        ("", "mot " * 30, ("", " ".join(["mot"] * 24) + "…")),
        ("Un\n\ndeux", "Un deux", ("Un deux", "Un deux")),
    ],
)
def test_what_stood_there_and_what_stands_there_now_are_said(
    before: str, after: str, said: tuple[str, str]
) -> None:
    assert difference(before, after) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Il y a 54 pistes.", "Il y a 45 pistes.", ("54", "45")),
        ("Le total\u00a0: 54.", "Le total\u00a0: 45.", ("54", "45")),
        (
            "Un budget de 54 000\u00a0$.",
            "Un budget de 45 000\u00a0$.",
            ("54 000\u00a0$", "45 000\u00a0$"),
        ),
        ("Le 3 mars à 10 h.", "Le 4 mars à 11 h.", ("3 mars à 10 h", "4 mars à 11 h")),
        ("Lundi à 10 h, ici.", "Lundi à 10 h 30, ici.", ("10 h", "10 h 30")),
        ("(«\u00a0oui\u00a0»)", "(«\u00a0non\u00a0»)", ("oui", "non")),
        ("Il y a 54 pistes. Une suite.", "Il y a 45 pistes. Une fin.", ("", "")),
        ("Une fin.\n\nUne suite.", "Une fin.\n\nDeux.\n\nUne suite.", ("", "")),
        ("La rue ouvre.", "La rue Ontario ouvre.", ("rue ouvre", "rue Ontario ouvre")),
        ("Elle est ouverte ici.", "Elle ouverte ici.", ("Elle est ouverte", "Elle ouverte")),
        ("Elle agit.", "Elle agit!", ("agit.", "agit!")),
        (LONG, LONG.replace("Ville", "ville").replace("lundi", "mardi"), ("", "")),
        ("", "Un.", ("", "")),
        ("Un.", "Un.", ("", "")),
    ],
)
def test_one_short_passage_that_changed_is_told_as_it_was_and_as_it_is(
    before: str, after: str, said: tuple[str, str]
) -> None:
    assert changed([(before, after), ("Un titre", "Un titre")]) == said


def test_the_same_change_in_two_parts_is_one_and_two_changes_are_none() -> None:
    title = ("54 pistes", "45 pistes")

    assert changed([title, ("Il y a 54 pistes.", "Il y a 45 pistes.")]) == ("54", "45")
    assert changed([title, ("Le 3 mars.", "Le 4 mars.")]) == ("", "")
    assert changed([title, (LONG, "")]) == ("", "")
