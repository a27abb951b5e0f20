"""Entries of one page: whose words an article keeps, what is compared, what stays removed."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from comms_desk.media.articles.store import ArticleRow
from comms_desk.storage.database import Database
from tests.media.articles.station import AUTRE, Item, Station
from tools.tour.feed_server import FeedServer

PAGE, OTHER = "https://journal.example/direct", "https://journal.example/autre"
POST = "https://journal.example/?p=4"
TAG = "tag:journal.example,2026:4"
TITLE = "La mairesse répond en direct"
SHORT = "Elle répond."
WHOLE = "Elle répond. On attend la suite ce soir."
LONGEST = "mot " * 12_499 + "mot."
"""The longest text in which another is looked for: 50,000 characters."""
LONG = f"{LONGEST}."


@pytest.fixture
def station(database: Database) -> Iterator[Station]:
    with FeedServer() as server:
        yield Station(database, server)


def became(station: Station, *items: Item, feed: str = "/une", look: int = 1) -> tuple[int, int]:
    done = station.poll(*items, feed=feed, look=look)
    assert done.failed == 0
    return done.new_articles, done.changed_articles


def text_of(station: Station) -> str:
    (article,) = station.articles.search().rows
    return station.articles.text(article.id).text


def test_the_longer_text_of_another_feed_stays_while_it_holds_the_shorter(
    station: Station,
) -> None:
    became(station, Item(TITLE, "a", PAGE, SHORT))
    assert became(station, Item(TITLE, "b", PAGE, WHOLE), feed=AUTRE) == (0, 1)

    assert became(station, Item(TITLE, "a", PAGE, "On attend la suite.")) == (0, 0)

    assert text_of(station) == WHOLE
    assert became(station, Item(TITLE, "a", PAGE, "On attend la suite."), look=2) == (0, 0)
    assert became(station, Item(TITLE, "a", PAGE, "On attend la fin."), look=3) == (0, 1)


def test_a_feed_that_takes_words_back_takes_them_out_of_its_article(station: Station) -> None:
    became(station, Item(TITLE, "a", PAGE, WHOLE))

    assert became(station, Item(TITLE, "a", PAGE, SHORT)) == (0, 1)

    assert text_of(station) == SHORT


def test_a_text_that_comes_back_is_a_version_again(station: Station) -> None:
    for number, text in enumerate((WHOLE, SHORT, WHOLE, SHORT)):
        assert became(station, Item(TITLE, "a", PAGE, text), look=number) == (
            (0, 1) if number else (1, 0)
        )
        assert text_of(station) == text


def test_two_keys_of_one_article_that_part_are_two_articles(station: Station) -> None:
    same = [Item(TITLE, key, PAGE, SHORT) for key in "ab"]
    assert became(station, *same) == (1, 0)
    parted = [
        Item(f"{TITLE} {end}", key, PAGE, SHORT) for end, key in (("enfin", "a"), ("ici", "b"))
    ]

    assert became(station, *parted) == (1, 1)

    assert station.titles() == sorted(each.title for each in parted)


def test_one_title_under_one_key_with_a_link_and_without_is_one_article(station: Station) -> None:
    with_link, without = Item(TITLE, "a", PAGE, SHORT), Item(TITLE, "a", "", "Autre chose.")

    assert became(station, without, with_link) == (1, 1)
    assert became(station, with_link, without, look=2) == (0, 0)


def test_words_known_without_a_link_are_known_beside_themselves_with_one(
    station: Station,
) -> None:
    known, linked = (Item(TITLE, "a", link, WHOLE) for link in ("", PAGE))
    near = Item("La mairesse réplique en direct", "a", PAGE, WHOLE)
    assert became(station, near, known) == (2, 0)

    assert became(station, linked, known, look=2) == (0, 0)

    assert station.titles() == sorted((TITLE, near.title))


def test_what_two_feeds_change_alike_is_one_version(station: Station) -> None:
    for feed in ("/une", AUTRE):
        became(station, Item(TITLE, "a", PAGE, SHORT), feed=feed)

    assert became(station, Item(TITLE, "a", PAGE, WHOLE)) == (0, 1)
    assert became(station, Item(TITLE, "a", PAGE, WHOLE), feed=AUTRE) == (0, 0)


def test_a_version_without_a_link_keeps_that_of_the_article(station: Station) -> None:
    became(station, Item(TITLE, "a", PAGE, SHORT))

    assert became(station, Item(TITLE, "a", "", WHOLE)) == (0, 1)

    (article,) = station.articles.search().rows
    assert article.link == PAGE
    assert became(station, Item(TITLE, "b", PAGE, WHOLE), feed=AUTRE) == (0, 0)


def test_a_version_on_another_page_is_met_there(station: Station) -> None:
    became(station, Item(TITLE, TAG, PAGE, SHORT))

    assert became(station, Item(TITLE, TAG, OTHER, WHOLE)) == (0, 1)

    (article,) = station.articles.search().rows
    assert article.link == OTHER
    assert became(station, Item(TITLE, "b", OTHER, WHOLE), feed=AUTRE) == (0, 0)
    assert became(station, Item(TITLE, "c", PAGE, WHOLE), feed="/3") == (1, 0)


def test_near_titles_of_one_page_in_one_document_are_two_articles(station: Station) -> None:
    both = Item(TITLE, "a", PAGE, SHORT), Item(f"{TITLE} ce soir", "b", PAGE, WHOLE)

    assert became(station, *both) == (2, 0)


def test_a_title_that_is_far_is_other_news_though_the_text_has_its_words(
    station: Station,
) -> None:
    title = "Le budget de la Ville est déposé ce matin"
    became(station, Item(title, "a", PAGE, "On en débat."))

    assert became(station, Item("Budget", "b", PAGE), feed=AUTRE) == (1, 0)


def test_what_takes_the_words_that_another_article_had_before_is_a_version(
    station: Station,
) -> None:
    near = "La mairesse répond hier en direct"
    one, two = Item(near, "1", PAGE, "Rien."), Item(TITLE, "2", PAGE, SHORT)
    assert became(station, one, two) == (2, 0)
    assert became(station, one, Item(TITLE, "2", PAGE, "Autre chose."), look=2) == (0, 1)

    assert became(station, Item(TITLE, "1", PAGE, SHORT), look=3) == (0, 1)

    assert station.titles() == [TITLE, TITLE]


def test_in_a_text_too_long_to_compare_no_other_is_found(station: Station) -> None:
    became(station, Item(TITLE, "a", PAGE, "mot mot"))

    assert became(station, Item(TITLE, "b", PAGE, LONG), feed=AUTRE) == (1, 0)


def test_a_long_text_is_the_same_or_is_not(station: Station) -> None:
    became(station, Item(TITLE, "a", PAGE, LONG))

    assert became(station, Item(TITLE, "b", PAGE, LONG), feed=AUTRE) == (0, 0)
    assert became(station, Item(TITLE, "b", PAGE, f"{LONG} fin"), feed=AUTRE, look=2) == (0, 1)
    assert became(station, Item(TITLE, "c", PAGE, f"{LONG} suite"), feed="/3") == (1, 0)
    assert became(station, Item(TITLE, "d", PAGE, "mot mot"), feed="/4") == (1, 0)
    assert became(station, Item(TITLE, "a", PAGE, "mot"), look=3) == (0, 1)
    assert became(station, Item(TITLE, "e", PAGE, LONG), feed="/5") == (1, 0)


def test_the_longest_text_that_is_compared_holds_another_and_is_held(station: Station) -> None:
    became(station, Item(TITLE, "a", PAGE, LONGEST))

    assert became(station, Item(TITLE, "b", PAGE, "mot mot"), feed=AUTRE) == (0, 0)
    became(station, Item(TITLE, "c", OTHER, "mot mot"))
    assert became(station, Item(TITLE, "d", OTHER, LONGEST), feed=AUTRE, look=2) == (0, 1)


def test_an_entry_is_compared_with_the_newest_of_its_page_and_with_few(station: Station) -> None:
    texts = [f"Le point numéro {number} de la séance." for number in range(6)]
    for number, text in enumerate(texts):
        assert became(station, Item(TITLE, str(number), PAGE, text), feed=f"/{number}") == (1, 0)

    assert became(station, Item(TITLE, "x", PAGE, "Le point numéro 1"), feed="/x") == (0, 0)
    assert became(station, Item(TITLE, "y", PAGE, "Le point numéro 0"), feed="/y") == (1, 0)


def test_three_forms_at_once_of_one_title_are_as_many_versions_as_texts(station: Station) -> None:
    one, other = Item(TITLE, "a", PAGE, SHORT), Item(TITLE, "a", PAGE, "Autre chose.")

    assert became(station, one, other, one, look=1) == (1, 1)

    assert became(station, other, one, look=2) == (0, 0)
    (article,) = station.articles.search().rows
    assert article.version == 2


def test_of_an_id_that_entries_share_a_change_takes_its_page_and_its_text(
    station: Station,
) -> None:
    still = Item("Tout autre chose", "x", "https://journal.example/reste", "Sans rapport.")
    near = "La mairesse répond encore en direct"

    became(station, Item(TITLE, "x", PAGE, SHORT), still)
    assert became(station, Item(near, "x", PAGE, WHOLE), still, look=2) == (0, 1)
    assert became(station, Item(f"{near} ici", "x", PAGE, "Rien de tel."), still, look=3) == (1, 0)
    assert became(station, Item(f"{near} là", "x", OTHER, WHOLE), still, look=4) == (1, 0)
    assert became(station, Item(f"{near} là-bas", "x", PAGE), still, look=5) == (1, 0)


ANSWERS = Item("La mairesse réplique en direct", "x", PAGE, "Une phrase. Une autre.")


@pytest.mark.parametrize(
    ("before", "now", "outcome"),
    [
        (Item(TITLE, "x", PAGE, "Une phrase."), ANSWERS, (0, 1)),
        (Item(TITLE, "x", PAGE, f"{ANSWERS.text} Et une autre."), ANSWERS, (0, 1)),
        (Item(TITLE, "x", PAGE, "Une tout autre."), ANSWERS, (1, 0)),
        (Item(TITLE, "x", PAGE), ANSWERS, (1, 0)),
        (Item(TITLE, "x", PAGE, LONG), ANSWERS, (1, 0)),
        (Item("Un titre bien loin", "x", PAGE, "Une phrase."), ANSWERS, (1, 0)),
        (Item(TITLE, "x", OTHER, "Une phrase."), ANSWERS, (1, 0)),
    ],
    ids=["longer", "shorter", "other text", "no text", "long text", "far", "another page"],
)
def test_of_an_id_that_entries_share_the_first_changes_so_too(
    station: Station, before: Item, now: Item, outcome: tuple[int, int]
) -> None:
    beside = Item("Tout autre chose", "x", "https://journal.example/reste", "Sans rapport.")
    became(station, beside, before, look=0)

    assert became(station, now, beside) == outcome


def remove_all(station: Station) -> None:
    """Remove the articles as erasing does: what was seen stays seen."""
    with station.database.transaction() as transaction:
        transaction.session.execute(delete(ArticleRow))


@pytest.mark.parametrize(
    ("before", "now", "new"),
    [
        (Item(TITLE, "a", PAGE, SHORT), Item(TITLE, "a", PAGE, SHORT), 0),
        (Item(TITLE, "a", PAGE, SHORT), Item("Tout autre", "a", PAGE, WHOLE), 0),
        (Item(TITLE, "a", PAGE, SHORT), Item("Tout autre", "a", OTHER, WHOLE), 1),
        (Item(TITLE, POST, PAGE, SHORT), Item("Tout autre", POST, OTHER, WHOLE), 0),
        (Item(TITLE, "", PAGE, SHORT), Item("Tout autre", "", PAGE, WHOLE), 1),
    ],
    ids=["as it was", "changed", "another page", "a lasting id", "a page written anew"],
)
def test_what_was_removed_stays_removed_and_other_news_comes(
    station: Station, before: Item, now: Item, new: int
) -> None:
    became(station, before, look=0)
    remove_all(station)

    assert became(station, now) == (new, 0)

    assert became(station, now, look=2) == (0, 0)
    assert len(station.titles()) == new


@pytest.mark.parametrize(
    "beside", [Item(TITLE, "b", PAGE, SHORT), Item("Encore autre chose", "a", PAGE, "Ici.")]
)
def test_what_was_removed_hides_nothing_that_stands_beside_its_words_or_shares_its_id(
    station: Station, beside: Item
) -> None:
    became(station, Item(TITLE, "a", PAGE, SHORT), look=0)
    remove_all(station)

    assert became(station, Item("Tout autre", "a", PAGE, WHOLE), beside) == (2, 0)


def test_beside_what_was_removed_another_entry_with_its_id_is_new(station: Station) -> None:
    removed = Item(TITLE, "a", PAGE, SHORT)
    became(station, removed, look=0)
    remove_all(station)

    assert became(station, Item("Tout autre chose", "a", PAGE, WHOLE), removed) == (1, 0)
