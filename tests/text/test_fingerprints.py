"""Whether a text has the words of another."""

from comms_desk.text.fingerprints import as_bytes, fingerprints, from_bytes, passages, without_names

LOCKED = (
    "À compter du 10 janvier, les bibliothèques accueilleront le public de 10 h à 17 h "
    "dans tous les arrondissements."
)


def test_eight_words_in_a_row_are_found_as_they_stand() -> None:
    mine = "Nouveau : LES BIBLIOTHEQUES accueilleront le public de 10\u00a0h à 17\u00a0h, oui."

    assert passages(mine, fingerprints(LOCKED)) == (
        "LES BIBLIOTHEQUES accueilleront le public de 10\u00a0h à 17\u00a0h",
    )


def test_the_address_of_a_link_does_not_stand_between_two_words() -> None:
    linked = "Les bibliothèques (https://montreal.ca/biblio) accueilleront (info@montreal.ca) "
    linked += "le public de 10 h à 17 h."
    bare = "les bibliothèques accueilleront le public de 10 h à 17 h"

    assert passages(bare, fingerprints(linked)) == (bare,)
    assert passages(linked, without_names(bare)) == (linked[:-1],)


def test_seven_words_are_a_turn_of_phrase() -> None:
    mine = "Elles accueilleront le public de 10 h à midi dès lundi dans tous les parcs."

    assert passages(mine, fingerprints(LOCKED)) == ()


def test_two_places_are_two_passages() -> None:
    known = fingerprints("un deux trois quatre cinq six sept huit. neuf dix onze douze treize")

    found = passages("Un deux trois quatre cinq six sept huit, puis rien : deux trois", known)

    assert found == ("Un deux trois quatre cinq six sept huit",)


def test_the_long_name_of_a_borough_is_no_text() -> None:
    named = "l’Arrondissement de Villeray–Saint-Michel–Parc-Extension de la Ville de Montréal"

    assert fingerprints(named)
    assert without_names(f"{named}.") == frozenset()


def test_numbers_are_the_same_once_kept() -> None:
    numbers = fingerprints(LOCKED)

    assert from_bytes(as_bytes(numbers)) == numbers


def test_a_text_of_few_words_has_none() -> None:
    assert fingerprints("Bibliothèques le dimanche") == frozenset()


def test_a_copy_in_capitals_or_with_capital_initials_is_found() -> None:
    known = without_names(LOCKED)

    assert passages(LOCKED.upper(), known)
    assert passages(LOCKED.title(), known)


def test_a_line_in_capitals_is_text_and_no_name() -> None:
    assert without_names(LOCKED.upper()) == fingerprints(LOCKED)
