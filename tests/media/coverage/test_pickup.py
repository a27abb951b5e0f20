"""What articles took of a release, counted: each count can be read off the texts."""

from datetime import UTC, datetime

import pytest

from comms_desk import i18n
from comms_desk.media.articles.model import ArticleId, ArticleText, TextId
from comms_desk.media.coverage import tables
from comms_desk.media.coverage.model import TakenAs
from comms_desk.media.coverage.pickup import Pickup, pickup, words_of
from comms_desk.media.coverage.release import read_release
from comms_desk.media.coverage.reprise import reprise
from tests.media.coverage.test_report import carried, reported

FIRST = (
    "La Ville de Montréal investira 44,2 millions de dollars dans la réfection de douze"
    " bibliothèques de quartier d’ici 2029."
)
SECOND = "Les travaux commenceront à Lachine au printemps, puis à Verdun et à Anjou à l’automne."
SAID = "Une bibliothèque est le salon de tout un quartier"
RELEASE = f"""{FIRST} {SECOND}

« {SAID} », a déclaré Ericka Dufour, responsable de la culture.

À propos de la Ville
Dix-neuf arrondissements offrent les services de proximité à la population."""
WHOLE = f"{FIRST} {SECOND} « {SAID} », a dit Mme Dufour hier."
PART = f"{FIRST} Ericka Dufour l’a annoncé mardi; l’opposition juge la somme trop mince."
OTHER = "Il neigera demain sur le fleuve, et les écoles de la Rive-Sud resteront ouvertes."


def took(*said: str, full: str = "") -> Pickup:
    release = read_release(RELEASE)
    texts = [
        ArticleText(
            id=TextId(number),
            article=ArticleId(number),
            version=1,
            title="",
            text=text,
            outlet="",
            author="",
            language="fr",
            link="",
            moment=datetime(2026, 11, 24, tzinfo=UTC),
            full=full,
        )
        for number, text in enumerate(said, 1)
    ]
    return pickup(release, [(each, reprise(release, words_of(each))) for each in texts])


@pytest.fixture
def _french() -> None:
    i18n.use("fr")


def test_each_sentence_says_in_how_many_articles_it_stands() -> None:
    found = took(WHOLE, PART, OTHER)

    assert [each.text for each in found.sentences[:2]] == [FIRST, SECOND]
    assert [dict(each) for each in found.of_sentences()[:2]] == [
        {TakenAs.VERBATIM: 2},
        {TakenAs.VERBATIM: 1},
    ]
    assert (found.compared, found.whole) == (3, 0)
    assert [each.article for each in found.articles] == [1, 2]


def test_a_quote_that_one_article_dropped_is_counted_where_it_stands() -> None:
    found = took(WHOLE, PART)

    assert [dict(each) for each in found.of_quotes()] == [{TakenAs.VERBATIM: 1}]
    assert SAID in found.quotes[0].text


def test_the_boilerplate_is_none_of_the_sentences() -> None:
    found = took("Dix-neuf arrondissements offrent les services de proximité à la population.")

    assert not any("Dix-neuf" in each.text for each in found.sentences)
    assert found.articles == ()


def test_a_page_that_was_read_is_said_to_be_whole() -> None:
    found = took("Les bibliothèques de Montréal.", full=WHOLE)

    assert (found.whole, found.articles[0].is_whole) == (1, True)


@pytest.mark.usefixtures("_french")
def test_the_tables_say_what_was_taken_by_outlet_and_by_sentence() -> None:
    rows = [carried("La Presse"), carried("Métro")]
    rows = [carried(each.outlet, article=ArticleId(n)) for n, each in enumerate(rows, 1)]
    found = reported(*rows, pickup=took(WHOLE, PART))

    made = {each.title.replace("\u00a0", " "): each.rows[1:] for each in tables.tables(found)}

    assert [each[:2] for each in made["Reprise, par média"]] == [("La Presse", "1"), ("Métro", "1")]
    assert made["Phrases reprises : 3 sur 3"][0] == (FIRST, "2", "intégrale\u00a02")
    assert made["Citations"][0][1:] == ("1", "intégrale\u00a01")
    (said,) = (each for each in tables.told(found) if "reprennent" in each)
    assert "2 sur 2" in said.replace("\u00a0", " ")


@pytest.mark.usefixtures("_french")
def test_a_text_that_nobody_took_up_has_no_such_table() -> None:
    found = reported(carried(article=ArticleId(1)), pickup=took(OTHER))

    assert not any("eprise" in each.title for each in tables.tables(found))
