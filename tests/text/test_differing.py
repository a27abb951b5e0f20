"""Where two texts differ is said in a few words."""

import pytest

from comms_desk.text.differing import difference

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
