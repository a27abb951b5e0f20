"""Which entry becomes which article: the table of the rule, each row served and polled."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from comms_desk.storage.database import Database
from tests.media.articles.station import AUTRE, UNE, Item, Station
from tests.media.articles.test_documents_again import an_example
from tools.tour.feed_server import FeedServer

HOME = "https://station.example/"
PAGE = "https://station.example/bulletin"
ONE, TWO, THREE = (f"https://journal.example/{number}" for number in (1, 2, 3))
POST = "https://journal.example/?p=4"
TAG = "tag:journal.example,2026:4"
LEDE = "La Ville a déposé un budget de sept milliards."
WHOLE = f"{LEDE} L’opposition craint des compressions."

BUDGET = Item("Le budget est déposé", "a", ONE, LEDE)
FIRE = Item("Incendie majeur à Verdun", "b", TWO, "Deux blessés.")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: what was polled, what is polled now, and what that becomes."""

    name: str
    before: tuple[Item, ...]
    now: tuple[Item, ...]
    new: int
    changed: int
    titles: tuple[str, ...]
    feed_before: str = UNE


ROWS = (
    Row("key known, same words: known", (BUDGET,), (BUDGET,), 0, 0, (BUDGET.title,)),
    Row(
        "key known, same words, its address has moved: known",
        (BUDGET,),
        (Item(BUDGET.title, "a", THREE, LEDE),),
        0,
        0,
        (BUDGET.title,),
    ),
    Row(
        "key known, earlier form still there, other title: new",
        (BUDGET,),
        (Item(FIRE.title, "a", ONE, "Deux blessés."), BUDGET),
        1,
        0,
        (FIRE.title, BUDGET.title),
    ),
    Row(
        "key known, earlier form still there, other title though near: new",
        (BUDGET,),
        (Item("Le budget est adopté", "a", ONE, LEDE), BUDGET),
        1,
        0,
        ("Le budget est adopté", BUDGET.title),
    ),
    Row(
        "lasting key, earlier form still there, other title: new",
        (Item(BUDGET.title, TAG, ONE, LEDE),),
        (Item(FIRE.title, TAG, TWO, ""), Item(BUDGET.title, TAG, ONE, LEDE)),
        1,
        0,
        (FIRE.title, BUDGET.title),
    ),
    Row(
        "key known, earlier form still there, same title and link: a version",
        (BUDGET,),
        (Item(BUDGET.title, "a", ONE, WHOLE), BUDGET),
        0,
        1,
        (BUDGET.title,),
    ),
    Row(
        "key known, earlier form still there, same title and another link: new",
        (BUDGET,),
        (Item(BUDGET.title, "a", TWO, "Celui de Laval."), BUDGET),
        1,
        0,
        (BUDGET.title, BUDGET.title),
    ),
    Row(
        "key known, earlier form gone, title near: a version",
        (BUDGET,),
        (Item("Le budget est adopté", "a", ONE, "Adopté."),),
        0,
        1,
        ("Le budget est adopté",),
    ),
    Row(
        "key known, earlier form gone, title near but for the outlet's name: a version",
        (Item("Budget de Montréal - Radio-Canada", "a", ONE, LEDE),),
        (Item("Ce budget de Montréal – Le Journal de Québec", "a", ONE, LEDE),),
        0,
        1,
        ("Ce budget de Montréal – Le Journal de Québec",),
    ),
    Row(
        "key known, earlier form gone, title far: new",
        (BUDGET,),
        (Item(FIRE.title, "a", TWO, "Deux blessés."),),
        1,
        0,
        (FIRE.title, BUDGET.title),
    ),
    Row(
        "lasting key that is not its link, earlier form gone, title far: a version",
        (Item(BUDGET.title, POST, ONE, LEDE),),
        (Item(FIRE.title, POST, TWO, LEDE),),
        0,
        1,
        (FIRE.title,),
    ),
    Row(
        "tag key, earlier form gone, title far: a version",
        (Item(BUDGET.title, TAG, ONE, LEDE),),
        (Item(FIRE.title, TAG, ONE, LEDE),),
        0,
        1,
        (FIRE.title,),
    ),
    Row(
        "key that is its link, earlier form gone, title far: new",
        (Item(BUDGET.title, "", PAGE, LEDE),),
        (Item(FIRE.title, "", PAGE, "Deux blessés."),),
        1,
        0,
        (FIRE.title, BUDGET.title),
    ),
    Row(
        "key that is the home page, earlier form gone, title far: new",
        (Item(BUDGET.title, HOME, ONE, LEDE),),
        (Item(FIRE.title, HOME, TWO, "Deux blessés."),),
        1,
        0,
        (FIRE.title, BUDGET.title),
    ),
    Row(
        "key unknown, link known, title near, the other text holds this one: an appearance",
        (Item(BUDGET.title, "a", ONE, WHOLE),),
        (Item("Le budget est déposé | Le Devoir", "x", ONE, LEDE),),
        0,
        0,
        (BUDGET.title,),
        feed_before=AUTRE,
    ),
    Row(
        "key unknown, link known, title near, this text holds the other: the longer is a version",
        (BUDGET,),
        (Item("Le budget est déposé - La Presse", "x", ONE, WHOLE),),
        0,
        1,
        ("Le budget est déposé - La Presse",),
        feed_before=AUTRE,
    ),
    Row(
        "key unknown, link known, title near, its text cut short: an appearance",
        (Item(BUDGET.title, "a", ONE, WHOLE),),
        (Item(BUDGET.title, "x", ONE, "La Ville a déposé un budget de sept mill…"),),
        0,
        0,
        (BUDGET.title,),
        feed_before=AUTRE,
    ),
    Row(
        "key unknown, link known, title near with words of its own: new",
        (BUDGET,),
        (Item("Le budget est déposé : hausse des taxes", "x", ONE, LEDE),),
        0,
        1,
        ("Le budget est déposé : hausse des taxes",),
        feed_before=AUTRE,
    ),
    Row(
        "key unknown, link known, title near with words of its own, a shorter text: new",
        (Item(BUDGET.title, "a", ONE, WHOLE),),
        (Item("Le budget est déposé : hausse des taxes", "x", ONE, LEDE),),
        1,
        0,
        (BUDGET.title, "Le budget est déposé : hausse des taxes"),
        feed_before=AUTRE,
    ),
    Row(
        "key unknown, link known, title near, neither text holds the other: new",
        (BUDGET,),
        (Item(BUDGET.title, "x", ONE, "Celui de Laval."),),
        1,
        0,
        (BUDGET.title, BUDGET.title),
        feed_before=AUTRE,
    ),
    Row(
        "key unknown, link known, title far: new",
        (BUDGET,),
        (Item(FIRE.title, "x", ONE, LEDE),),
        1,
        0,
        (FIRE.title, BUDGET.title),
        feed_before=AUTRE,
    ),
    Row(
        "key and link unknown, same words: new",
        (BUDGET,),
        (Item(BUDGET.title, "x", TWO, LEDE),),
        1,
        0,
        (BUDGET.title, BUDGET.title),
        feed_before=AUTRE,
    ),
)


@pytest.fixture
def station(database: Database) -> Iterator[Station]:
    with FeedServer() as server:
        yield Station(database, server)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_table(station: Station, row: Row) -> None:
    station.poll(*row.before, feed=row.feed_before)

    became = station.poll(*row.now, look=1)

    assert (became.new_articles, became.changed_articles) == (row.new, row.changed)
    assert station.titles() == sorted(row.titles)
    assert all(station.found(item.title.partition(" | ")[0]) for item in row.now)
    again = station.poll(*row.now, look=2)
    assert (again.new_articles, again.changed_articles, again.failed) == (0, 0, 0)


def test_a_stations_bulletin_of_fifteen_items_on_one_page_is_fifteen_articles(
    station: Station,
) -> None:
    items = [Item(f"{word} à la une", "", PAGE) for word in WORDS]

    assert station.poll(*items).new_articles == len(items)

    assert station.titles() == sorted(item.title for item in items)
    assert all(station.found(item.title) == [item.title] for item in items)
    later = [Item("Panne à la une", "", PAGE), *items[:-1]]
    assert station.poll(*later).new_articles == 1
    assert station.poll(*later[::-1], look=1).new_articles == 0
    assert len(station.titles()) == len(items) + 1


WORDS = (
    *("Neige", "Budget", "Incendie", "Métro", "Grève", "Élections", "Pont", "Festival"),
    *("Hockey", "Logement", "Police", "Hôpital", "École", "Vélo", "Parc"),
)


def test_an_item_of_a_bulletin_whose_title_is_mended_is_a_version(station: Station) -> None:
    items = [Item(f"{word} : le point de la matinée", "", PAGE) for word in WORDS[:4]]
    station.poll(*items)
    mended = Item("Budget : le point de la matinée, minute par minute", "", PAGE)

    became = station.poll(items[0], mended, *items[2:])

    assert (became.new_articles, became.changed_articles) == (0, 1)
    assert station.titles() == sorted(each.title for each in (items[0], mended, *items[2:]))


def test_items_without_a_title_are_told_apart_by_how_they_begin(station: Station) -> None:
    first = Item("", "", PAGE, "Une fuite d’eau ferme la rue Sherbrooke.")
    second = Item("", "", PAGE, "Le conseil se réunit ce soir à l’hôtel de ville.")
    longer = Item("", "", PAGE, f"{first.text} Elle rouvre à midi.")

    assert station.poll(first, second).new_articles == 2
    became = station.poll(longer, second, look=1)

    assert (became.new_articles, became.changed_articles) == (0, 1)
    assert len(station.found("fuite d’eau midi")) == len(station.found("conseil hôtel")) == 1


def test_four_entries_with_one_id_are_four_articles(station: Station) -> None:
    items = [
        Item(f"{word} dans la ville", "x", f"https://journal.example/{word}")
        for word in ("Neige", "Budget", "Incendie", "Grève")
    ]

    assert station.poll(*items).new_articles == 4

    assert all(station.found(item.title) == [item.title] for item in items)


def test_of_several_that_shared_an_id_the_one_of_that_title_has_changed(
    station: Station,
) -> None:
    adopted = Item("Le budget est adopté", "a", ONE, "Adopté.")
    station.poll(adopted, BUDGET)

    became = station.poll(Item(adopted.title, "a", ONE, "Adopté à la majorité."))

    assert (became.new_articles, became.changed_articles) == (0, 1)
    assert station.titles() == [adopted.title, BUDGET.title]
    assert station.found("majorité") == [adopted.title]
    mended = Item("Le budget est adopté ce soir", "a", ONE, "Adopté à la majorité.")
    assert station.poll(mended).changed_articles == 1
    assert station.titles() == [mended.title, BUDGET.title]


def test_four_entries_with_one_id_and_no_words_but_their_title_are_known_again(
    station: Station,
) -> None:
    items = [Item("Avis public", "x", f"https://ville.example/{number}") for number in range(4)]

    assert station.poll(*items).new_articles == 4

    assert station.poll(*items[::-1], look=1).new_articles == 0
    for look, item in enumerate(items, start=2):
        again = station.poll(*items[:2], item, look=look)
        assert (again.new_articles, again.changed_articles, again.failed) == (0, 0, 0)


def test_an_item_whose_link_another_feed_brought_under_another_title_keeps_its_words(
    station: Station,
) -> None:
    station.poll(Item("La mairesse en direct", "a", ONE, "Toute la journée."), feed=AUTRE)

    station.poll(Item("Hausse de 3 % des taxes à Montréal", "b", ONE, "Selon nos sources."))

    assert station.found("hausse des taxes") == ["Hausse de 3 % des taxes à Montréal"]
    assert station.found("mairesse") == ["La mairesse en direct"]


def test_links_through_an_aggregator_keep_each_outlets_article(station: Station) -> None:
    items = [
        Item(f"Budget de Montréal : les taxes bondissent - {outlet}", f"CBMi{number}", link, "")
        for number, (outlet, link) in enumerate(
            (outlet, f"https://news.example/rss/articles/CBMi{outlet[:2]}?oc=5")
            for outlet in ("La Presse", "Le Devoir", "Radio-Canada")
        )
    ]

    assert station.poll(*items).new_articles == 3

    assert station.poll(*items[1:], look=1).new_articles == 0
    assert len(station.found("Radio-Canada")) == 1


def test_a_live_page_whose_title_moves_on_is_one_article(station: Station) -> None:
    station.poll(Item("EN DIRECT | Budget de Montréal", PAGE, PAGE, "8 h : on attend."))

    became = station.poll(
        Item("EN DIRECT | Budget de Montréal adopté", PAGE, PAGE, "9 h : c’est fait.")
    )

    assert (became.new_articles, became.changed_articles) == (0, 1)


def test_ids_that_are_places_in_the_document_lose_nothing_and_repeat_nothing(
    station: Station,
) -> None:
    news = [f"{word} dans la ville ce matin" for word in WORDS]

    def placed(titles: list[str]) -> list[Item]:
        return [
            Item(title, str(place), f"https://journal.example/{title[:4]}")
            for place, title in enumerate(titles, start=1)
        ]

    station.poll(*placed(news[5:]))
    for newest in (4, 3, 2, 1, 0):
        assert station.poll(*placed(news[newest : newest + 10])).new_articles == 1

    assert station.titles() == sorted(news)


def bulletin(number: int) -> Item:
    """The one of that hour: nothing but its id and its date is its own."""
    at = f"2026-11-26T{number:02}:00:00-05:00"
    return Item("Bulletin de nouvelles", f"bulletin-{number}", PAGE, "L’essentiel.", at)


def test_bulletins_of_one_title_and_one_page_are_each_an_article(station: Station) -> None:
    assert station.poll(*map(bulletin, (9, 8, 7))).new_articles == 3

    assert station.poll(*map(bulletin, (10, 9, 8)), look=1).new_articles == 1

    assert station.poll(*map(bulletin, (8, 9, 10)), look=2).new_articles == 0
    assert station.poll(*map(bulletin, (7, 10)), look=3).new_articles == 0


def test_an_episode_of_another_day_that_stands_alone_is_an_article(station: Station) -> None:
    first = bulletin(7)
    station.poll(first)

    next_day = replace(first, key="bulletin-31", at="2026-11-27T07:00:00-05:00")
    assert station.poll(next_day).new_articles == 1
    assert station.poll(next_day, feed=AUTRE).new_articles == 0


def test_a_feed_that_gives_new_ids_and_dates_at_each_poll_repeats_nothing(
    station: Station,
) -> None:
    for number in (7, 8, 9):
        station.poll(bulletin(number))

    assert station.titles() == [bulletin(7).title]


def test_ids_that_are_places_of_entries_without_a_page_repeat_nothing(station: Station) -> None:
    news = [f"{word} dans la ville ce matin" for word in WORDS]

    for newest in (5, 4, 3, 2, 1, 0):
        shown = news[newest : newest + 10]
        station.poll(*(Item(title, str(place), "", "") for place, title in enumerate(shown)))

    assert station.titles() == sorted(news)


def test_entries_without_a_page_are_not_those_of_another_feed_polled_at_once(
    database: Database,
) -> None:
    """Each feed has an entry that is known, so that its article is at hand."""
    known = Item("Avis de la Ville", "a", "", "La rue est fermée.")
    with an_example(database) as desk:
        for feed in (0, 1):
            desk.poll([known], feed)
        longer = replace(known, key="b", text=f"{known.text} Elle rouvre à midi.")

        taken = desk.poll_at_once([known], [longer, known])

        assert (len(taken.new), len(taken.changed)) == (1, 0)
        assert desk.titles() == [known.title] * 3


def test_an_id_that_is_the_home_page_loses_nothing_as_items_come_and_go(
    station: Station,
) -> None:
    news = [
        Item(f"{word} dans la ville", HOME, f"https://station.example/{number}")
        for number, word in enumerate(WORDS)
    ]

    for newest in (10, 9, 5, 3, 0):
        station.poll(*news[newest : newest + 5])

    assert station.titles() == sorted(each.title for each in news)


def test_a_page_that_a_second_feed_shows_too_is_listed_in_both(station: Station) -> None:
    station.poll(BUDGET, feed=AUTRE)
    station.poll(BUDGET)

    listed = [station.articles.search(feed=feed).rows for feed in station.known.values()]

    assert listed[0] == listed[1] != ()
