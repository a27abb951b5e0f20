"""An article that was removed does not come back because its feed writes it otherwise."""

from collections.abc import Iterator

import pytest

from comms_desk.storage.database import Database
from tests.media.articles.station import Item, Station
from tools.tour.feed_server import FeedServer

PAGE = "https://journal.example/budget"
TAG = "tag:journal.example,2026:4711"
LEDE = "La Ville a déposé son budget."
MENDED = "La Ville a déposé un budget de sept milliards."


@pytest.fixture
def station(database: Database) -> Iterator[Station]:
    with FeedServer() as server:
        yield Station(database, server)


def removed(station: Station) -> None:
    """Remove every article: what was seen of its feed outlives it."""
    with station.database.transaction() as transaction:
        transaction.session.connection().exec_driver_sql("DELETE FROM articles")
    assert station.titles() == []


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (Item("Le budget est déposé", "a", PAGE, LEDE), Item("Le budget", "a", PAGE, LEDE)),
        (Item("Le budget est déposé", "a", PAGE, LEDE), Item("Incendie", "a", PAGE, MENDED)),
        (Item("Le budget est déposé", TAG, PAGE, LEDE), Item("Incendie", TAG, PAGE, MENDED)),
        (Item("Le budget est déposé", TAG, PAGE, LEDE), Item("Incendie", TAG, "", MENDED)),
    ],
)
def test_what_was_removed_stays_so_in_other_words(
    station: Station, before: Item, now: Item
) -> None:
    station.poll(before)
    removed(station)

    assert station.poll(before, look=1).new_articles == 0
    assert station.poll(now, look=2).new_articles == 0
    assert station.poll(now, look=3).new_articles == 0

    assert station.titles() == []


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (Item("Le budget est déposé", "", PAGE, LEDE), Item("Incendie", "", PAGE, MENDED)),
        (
            Item("Le budget est déposé", "a", PAGE, LEDE),
            Item("Incendie", "a", "https://journal.example/incendie", MENDED),
        ),
    ],
)
def test_what_takes_the_place_of_what_was_removed_is_new(
    station: Station, before: Item, now: Item
) -> None:
    station.poll(before)
    removed(station)

    assert station.poll(now, look=1).new_articles == 1

    assert station.titles() == ["Incendie"]


def test_what_stands_beside_what_was_removed_under_the_same_id_is_new(station: Station) -> None:
    budget = Item("Le budget est déposé", "a", PAGE, LEDE)
    fire = Item("Incendie à Verdun", "a", PAGE, "Deux blessés.")
    station.poll(budget)
    removed(station)

    assert station.poll(fire, budget, look=1).new_articles == 1

    assert station.titles() == ["Incendie à Verdun"]
