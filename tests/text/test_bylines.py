"""Whose names a byline says, however it is written."""

import pytest

from comms_desk.text.bylines import MOST_NAMES, names_in, signed_name

LUC = signed_name("Luc", "Tremblay")
ZOE = signed_name("Zoé", "Roy")


@pytest.mark.parametrize(
    "byline",
    [
        "Luc Tremblay",
        "LUC TREMBLAY",
        "Tremblay, Luc",
        "Par Luc Tremblay",
        "By Luc Tremblay",
        "Un texte de Luc Tremblay",
        "Texte : Luc Tremblay",
        "Luc Tremblay, La Presse canadienne",
        "Luc Tremblay - La Presse canadienne",
        "Luc Tremblay – La Presse canadienne",
        "Luc Tremblay (La Presse canadienne)",
        "La Presse canadienne (Luc Tremblay)",
        "luc.tremblay@exemple.ca (Luc Tremblay)",
        "Luc Tremblay | Le Devoir",
        "Tremblay, Luc; Roy, Zoé",
        "Tremblay, Luc, Le Devoir",
        "Luc Tremblay\u00a0",
        "Luc Tremblay.",
        "Propos recueillis par Luc Tremblay",
        "Luc Tremblay, journaliste, avec la collaboration de Zoé Roy",
    ],
)
def test_a_person_is_known_however_a_byline_says_them(byline: str) -> None:
    assert LUC in names_in(byline)


@pytest.mark.parametrize(
    "byline",
    [
        "Par Luc Tremblay et Zoé Roy",
        "Luc Tremblay, Zoe Roy",
        "Luc Tremblay & Zoé Roy",
        "Luc Tremblay and Zoé Roy",
        "Texte par Luc Tremblay, photos par Zoé Roy",
        "Roy, Zoé; Tremblay, Luc",
        "Luc Tremblay avec Zoé Roy, collaboration spéciale",
        "Luc Tremblay/Zoé Roy",
    ],
)
def test_each_of_two_people_is_known(byline: str) -> None:
    assert {LUC, ZOE} <= set(names_in(byline))


def test_accents_hyphens_and_elisions_make_no_difference() -> None:
    assert signed_name("Rosalie", "Côté-Ferland") in names_in("Rosalie Cote Ferland")
    assert signed_name("Marc-André", "D'Amours") in names_in("D’Amours, Marc André")
    assert signed_name("Ada", "de la Rosa") in names_in("Par Ada de la Rosa")
    assert signed_name("Jean", "de Villers") in names_in("de Villers, Jean")


@pytest.mark.parametrize("byline", ["", "Tremblay", "Par Tremblay", "Tremblay et Roy", "L. T."])
def test_a_family_name_alone_is_nobody(byline: str) -> None:
    assert LUC not in names_in(byline)
    assert all(" " in name for name in names_in(byline))


@pytest.mark.parametrize(
    "byline", ["Luc Tremblay-Gagnon", "Jean-Luc Tremblay", "Luc, Tremblay Roy"]
)
def test_a_name_within_another_is_another(byline: str) -> None:
    assert LUC not in names_in(byline)


def test_who_has_half_a_name_is_signed_by_none() -> None:
    assert signed_name("", "La Presse canadienne") == ""
    assert signed_name("Luc", " ") == ""


def test_a_text_that_strayed_into_a_byline_is_read_in_part() -> None:
    assert len(names_in("Ada Roy; Bo Roy; " + "; ".join(f"A{n} Roy" for n in range(1000)))) <= (
        MOST_NAMES
    )
