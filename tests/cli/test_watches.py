"""Watches, mentions and search from the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from comms_desk.across.office import Office
from comms_desk.cli.main import root, run
from comms_desk.clock import StillClock
from comms_desk.media.themes.model import NewWordList, NoSuchWordList, ThemeId
from comms_desk.storage.database import Database
from comms_desk.text.query import QueryError
from tests.cli.asking import ask
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom
from tests.support.mornings import office_on


@pytest.fixture
def room(office: Office) -> WatchRoom:
    room = WatchRoom(office.database)
    room.deliver(BUDGET, HOCKEY)
    return room


@pytest.mark.usefixtures("room")
def test_a_watch_is_tested_added_and_its_mentions_listed(office: Office) -> None:
    query = '"hôtel de ville" OR "mairesse de montreal"'

    tested = ask(office, "watches", "test", query, "--json")
    assert [found["title"] for found in json.loads(tested.stdout)] == [BUDGET[0]]
    assert "1 of the 2 newest articles" in tested.stderr
    assert json.loads(ask(office, "watches", "list", "--json").stdout) == []

    nothing = ask(office, "watches", "test", "introuvable")
    assert "None of the 2 newest articles matches." in nothing.stderr

    added = ask(office, "watches", "add", "Ville", query, "--alert", "--json")
    watch = json.loads(added.stdout)
    assert (watch["name"], watch["alert"], watch["is_looking_back"]) == ("Ville", True, False)
    assert "1 mention among" in added.stderr

    listed = json.loads(ask(office, "mentions", "list", "--json").stdout)
    assert [(each["title"], each["watches"], each["tone"]) for each in listed] == [
        (BUDGET[0], ["Ville"], None)
    ]
    assert listed[0]["words"] == ["mairesse de Montréal", "hôtel de ville"]
    assert BUDGET[0] in ask(office, "mentions", "list", "--watch", str(watch["id"])).stdout


def test_the_spikes_of_now_are_listed_with_their_numbers(
    office: Office, sqlite_database: Database, clock: StillClock, tmp_path: Path
) -> None:
    still = office_on(sqlite_database, tmp_path / "still")
    assert json.loads(ask(still, "watches", "spikes", "--json").stdout) == []
    snow = WatchRoom(sqlite_database).spike(clock)

    (spike,) = json.loads(ask(still, "watches", "spikes", "--json").stdout)

    assert spike == {
        "watch": snow.id,
        "name": "Neige",
        "stories": 20,
        "since": "2027-01-19T12:00:00Z",
        "until": "2027-01-19T13:00:00Z",
        "usual": 2,
        "weeks": 8,
    }
    assert "Usually" in ask(still, "watches", "spikes").stdout


def test_a_mention_whose_places_are_not_all_kept_is_named(office: Office, room: WatchRoom) -> None:
    room.deliver(("Le budget", "Budget. " * 1_200))

    ask(office, "watches", "add", "Budget", "budget")
    listed = ask(office, "mentions", "list", "--json")

    assert "In “Le budget”, 1,000+ places match" in listed.stderr
    assert json.loads(listed.stdout)[0]["words"] == ["budget"]


def test_the_city_s_own_watches_that_are_missing_are_added(office: Office) -> None:
    shipped = json.loads(ask(office, "watches", "add", "--city", "--json").stdout)
    office.themes.put_in_bin(ThemeId(shipped[0]["id"]))

    again = ask(office, "watches", "add", "--city", "--json")

    assert [watch["name"] for watch in json.loads(again.stdout)] == [shipped[0]["name"]]
    assert "Already there: " in again.stderr


def test_a_list_is_made_named_by_a_watch_changed_and_called_otherwise(
    office: Office, room: WatchRoom
) -> None:
    assert json.loads(ask(office, "terms", "list", "--json").stdout) == []
    ask(office, "terms", "add", "sport", "Canadiens", "=CF")
    ask(office, "watches", "add", "Clubs", "@sport")
    (hockey,) = json.loads(ask(office, "mentions", "list", "--json").stdout)
    assert hockey["title"] == HOCKEY[0]

    would = json.loads(ask(office, "terms", "put", "sport", "budget", "--dry-run", "--json").stdout)
    (clubs,) = would["follows"]
    assert (would["within"], clubs["name"], clubs["gained"], clubs["lost"]) == (2, "Clubs", 1, 0)
    nothing = ask(office, "terms", "put", "sport", "banane", "--dry-run").output
    assert nothing.startswith("No watch would find anything else")
    ask(office, "terms", "put", "@Sport", "budget", "=CF")
    ask(office, "terms", "remove", "sport", "canadiens")
    ask(office, "terms", "set", "sport", "name", "divers")
    changed = json.loads(ask(office, "terms", "show", "divers", "--json").stdout)

    assert (changed["name"], changed["terms"]) == ("divers", ["=CF", "budget"])
    (budget,) = json.loads(ask(office, "mentions", "list", "--json").stdout)
    assert budget["title"] == BUDGET[0]
    assert room.watches.every()[0].query == "@divers"


def test_a_list_that_is_not_there_and_a_term_that_is_not_in_it_are_said(office: Office) -> None:
    office.word_lists.add(NewWordList(name="sport", terms=("ski",)))

    assert ask(office, "terms", "remove", "sport", "luge").exit_code == 2
    with pytest.raises(NoSuchWordList):
        ask(office, "terms", "show", "sports")


def test_the_city_s_own_watches_a_second_time_are_nothing_done(office: Office) -> None:
    ask(office, "watches", "add", "--city")

    again = ask(office, "watches", "add", "--city", "--json")

    assert (again.exit_code, again.stdout) == (1, "")
    assert "“City”, “City, to check”" in again.stderr
    assert "Nothing was added." in again.stderr


@pytest.mark.usefixtures("room")
def test_the_city_s_own_watches_are_added_at_once(office: Office) -> None:
    ask(office, "watches", "add", "--city", "--json")

    names = [each["name"] for each in json.loads(ask(office, "watches", "list", "--json").stdout)]
    assert names == ["City", "City, to check"]


@pytest.mark.usefixtures("room")
def test_a_search_lists_what_answers(office: Office) -> None:
    found = json.loads(ask(office, "search", "title:canadien", "--json").stdout)

    assert [article["title"] for article in found] == [HOCKEY[0]]
    assert json.loads(ask(office, "search", "piscine", "--json").stdout) == []


@pytest.mark.parametrize(
    "words",
    [
        ("search", "budget OR"),
        ("watches", "test", "(budget"),
        ("watches", "add", "Ville", "foo:bar"),
        ("watches", "add", " ", "budget"),
        ("watches", "add", "Ville", "budget", "--ignore", "–"),
        ("mentions", "list", "--watch", "99"),
    ],
)
@pytest.mark.usefixtures("office")
def test_what_cannot_be_understood_is_nothing_done_and_said_why(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    status = run(words)

    said = capsys.readouterr()
    assert status == 1
    assert said.out == ""
    assert len(said.err.splitlines()) == 1


def test_a_watch_without_a_query_is_wrong_use(office: Office) -> None:
    assert ask(office, "watches", "add", "Ville").exit_code == 2


def test_an_article_without_a_title_says_so_and_its_json_does_not(
    office: Office, room: WatchRoom
) -> None:
    (article,) = room.deliver(("", ""))

    assert "(untitled)" in ask(office, "articles", "list").stdout
    assert "(untitled)" in ask(office, "search", "author:Camille").stdout
    rows = json.loads(ask(office, "articles", "list", "--json").stdout)
    assert [row["title"] for row in rows if row["id"] == article] == [""]


@pytest.mark.usefixtures("room")
def test_a_watch_is_shown_and_its_facts_are_set(office: Office) -> None:
    watch = str(json.loads(ask(office, "watches", "add", "Ville", "budget", "--json").stdout)["id"])

    ask(office, "watches", "set", watch, "grade", "Mentions to check")
    ask(office, "watches", "set", watch, "query", "perd AND canadien")

    shown = ask(office, "watches", "show", watch).stdout
    assert "Mentions to check" in shown
    assert "perd AND canadien" in shown
    listed = json.loads(ask(office, "mentions", "list", "--json").stdout)
    assert [(each["title"], each["grade"]) for each in listed] == [(HOCKEY[0], "to_check")]
    refused = CliRunner().invoke(root, ["watches", "set", watch, "query", "(budget"], obj=office)
    assert isinstance(refused.exception, QueryError)
