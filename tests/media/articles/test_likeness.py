"""What makes two entries alike: near titles, one text in the other, ids that last."""

import pytest

from comms_desk.media.articles.likeness import EntryWords, Title, bare_title, is_lasting
from comms_desk.media.feeds.clean import one_line

LINK = "https://journal.example/budget-depose"


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Le budget est déposé - La Presse", "Le budget est déposé"),
        ("Le budget est déposé | Le Devoir", "Le budget est déposé"),
        ("Le budget est déposé – Radio-Canada", "Le budget est déposé"),
        ("Le budget est déposé — Le Journal de Montréal", "Le budget est déposé"),
        ("Laval - Montréal : le pont rouvre - TVA Nouvelles", "Laval - Montréal : le pont rouvre"),
        ("EN DIRECT | Budget de Montréal", "EN DIRECT | Budget de Montréal"),
        ("Incendie majeur à Verdun - trois blessés", "Incendie majeur à Verdun - trois blessés"),
        ("Incendie majeur à Verdun - Trois blessés", "Incendie majeur à Verdun - Trois blessés"),
        ("Un avion d’Air-Canada se pose", "Un avion d’Air-Canada se pose"),
        ("Budget de Montréal | La Presse", "Budget de Montréal"),
        ("Le budget est déposé - Le Journal des Affaires", "Le budget est déposé"),
        (
            "La Ville adopte son budget - Ici Radio Canada Première Montréal",
            "La Ville adopte son budget",
        ),
        ("La Ville adopte son long budget - Ici Radio Canada Première Montréal Québec",) * 2,
        ("Le budget est déposé - Le Journal sans Nom",) * 2,
        ("Le budget est déposé - le Devoir",) * 2,
        ("Le budget est déposé - ",) * 2,
        ("- - -", "- - -"),
        ("", ""),
    ],
)
def test_an_outlets_name_ends_a_title_and_is_no_part_of_it(title: str, bare: str) -> None:
    assert bare_title(title) == bare


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("Le budget est déposé", "Le budget est adopté", True),
        ("Le BUDGET est depose", "Le budget est déposé", True),
        ("Le budget est déposé", "Budget déposé", True),
        ("Le budget est déposé", "Budget", False),
        ("Budget", "Budget déposé", True),
        ("Neige : dix centimètres ce soir", "Le budget est déposé ce soir", False),
        ("Le budget est déposé - La Presse", "La presse dépose les armes", False),
        ("…", "…", True),
        ("…", "!", False),
    ],
)
def test_titles_are_near_when_each_shares_half_its_words(
    one: str, other: str, *, is_near: bool
) -> None:
    assert Title(one).is_near(Title(other)) is is_near
    assert Title(other).is_near(Title(one)) is is_near


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Le budget est déposé - La Presse", "Le budget est déposé", True),
        ("Le budget est déposé", "LE BUDGET EST DÉPOSÉ", True),
        ("Le budget est déposé", "Le budget est adopté", False),
        ("…", "!", False),
    ],
)
def test_titles_are_the_same_in_any_case_with_any_name_at_the_end(
    one: str, other: str, *, is_same: bool
) -> None:
    assert Title(one).is_same(Title(other)) is is_same


@pytest.mark.parametrize(
    ("key", "is_kept"),
    [
        ("urn:uuid:1", True),
        ("tag:journal.example,2026:4", True),
        ("0e984725-c51c-4bf4-9960-e1c80e27aba0", True),
        ("https://journal.example/?p=4", True),
        ("https://journal.example/nouvelles/4", True),
        ("https://journal.example?p=4", True),
        ("https://journal.example/", False),
        ("https://journal.example", False),
        ("http://www.journal.example/budget-depose/", False),
        ("https://journal.example/budget-depose?utm_source=rss", False),
        ("1", False),
        ("la-une-4", False),
    ],
)
def test_an_id_lasts_when_nobody_gives_it_to_other_news(key: str, *, is_kept: bool) -> None:
    assert is_lasting(key, LINK) is is_kept


def test_an_id_that_lost_its_references_is_its_own_link_still() -> None:
    link = "https://ville.example/avis?lang=fr&section=3"

    assert not is_lasting(one_line(link), link)


def told(title: str, text: str) -> EntryWords:
    return EntryWords(Title(title), text)


@pytest.mark.parametrize(
    ("longer", "shorter", "is_held"),
    [
        (
            ("Budget", "La Ville a déposé son budget. On en débat."),
            ("Budget", "a  DEPOSE son"),
            True,
        ),
        (("Budget", "La Ville a déposé."), ("Budget", "La Ville a dép…"), True),
        (("Budget", "La Ville a déposé."), ("Budget", "La Ville a dép [...]"), True),
        (("Budget", "La Ville a déposé."), ("Budget", "La Ville va dép…"), False),
        (("Budget", ""), ("Budget", ""), True),
        (("Budget", "La Ville a déposé."), ("Budget", "La Ville a dép"), False),
        (("Budget", "La Ville a déposé."), ("Budget", ""), True),
        (("Budget déposé", ""), ("Budget", "Budget déposé"), True),
        (("Budget", "La Ville a déposé."), ("Budget déposé", ""), True),
        (("Budget", "La Ville a déposé."), ("Budget adopté", ""), False),
        (("Budget", "déposé la Ville"), ("Budget", "la Ville déposé"), False),
        (("Budget", "déposée"), ("Budget", "déposé"), False),
    ],
)
def test_one_holds_the_other_with_its_text_and_each_word_of_its_title(
    longer: tuple[str, str], shorter: tuple[str, str], *, is_held: bool
) -> None:
    assert told(*longer).holds(told(*shorter)) is is_held
