"""What watches remember, from the command line: examples, replays, what is not pertinent."""

import json

import pytest

from comms_desk.across.office import Office
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes.model import NewTheme, ThemeId
from tests.cli.asking import ask
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom


@pytest.fixture
def room(office: Office) -> WatchRoom:
    return WatchRoom(office.database)


@pytest.fixture
def montreal(room: WatchRoom) -> ThemeId:
    return room.watches.add(NewTheme(name="Montréal", query="montréal")).id


@pytest.fixture
def told(room: WatchRoom, montreal: ThemeId) -> tuple[ArticleId, ArticleId]:
    """The budget and the hockey, found by the watch."""
    budget, hockey = room.deliver(BUDGET, HOCKEY)
    room.catch_up()
    assert room.watches.get(montreal).ignored == ()
    return budget, hockey


def test_examples_are_added_listed_and_removed(
    office: Office, told: tuple[ArticleId, ArticleId]
) -> None:
    budget, hockey = told

    ask(office, "watches", "examples", "montréal", "--article", str(budget))
    ask(office, "watches", "examples", "Montréal", "--article", str(hockey), "--not")
    added = ask(office, "watches", "examples", "Montréal", "--add", "Un parc à Montréal", "--json")

    listed = [
        (each["title"], each["wanted"], each["holds"], each["by"])
        for each in json.loads(added.stdout)
    ]
    assert listed == [
        ("Un parc à Montréal", "must", True, "Anne Roy"),
        (BUDGET[0], "must", True, "Anne Roy"),
        (HOCKEY[0], "must_not", False, "Anne Roy"),
    ]
    assert "broken" in ask(office, "examples", "list").stdout
    first = str(json.loads(added.stdout)[0]["id"])
    removed = ask(office, "watches", "examples", "Montréal", "--remove", first, "--json")
    assert len(json.loads(removed.stdout)) == 2
    ask(office, "bin", "restore", f"example:{first}")
    shown = json.loads(ask(office, "examples", "show", first, "--json").stdout)
    assert shown["title"] == "Un parc à Montréal"


def test_an_edit_is_replayed_with_its_counts_first(
    office: Office, montreal: ThemeId, told: tuple[ArticleId, ArticleId]
) -> None:
    budget, hockey = told
    ask(office, "watches", "examples", "Montréal", "--article", str(hockey))

    said = ask(office, "watches", "replay", "Montréal", "--ignore", "Canadiens de Montréal")
    replayed = ask(office, "watches", "replay", str(montreal), "--query", "budget", "--json")

    assert said.stderr.strip() == (
        "0 gained · 1 lost · 1 example broken · among the 2 newest articles"
    )
    told_by_json = json.loads(replayed.stdout)
    changes = told_by_json.pop("changes")
    assert told_by_json == {"examined": 2, "within": 2, "gained": 0, "lost": 1, "broken": 1}
    assert [(each["what"], each["title"]) for each in changes] == [
        ("lost", HOCKEY[0]),
        ("broken", HOCKEY[0]),
    ]
    assert office.themes.get(montreal).query == "montréal"
    assert budget not in {each["id"] for each in changes}


def test_what_is_not_pertinent_is_put_aside_and_its_phrase_ignored(
    office: Office, montreal: ThemeId, told: tuple[ArticleId, ArticleId]
) -> None:
    budget, hockey = told

    (proposed,) = json.loads(ask(office, "mentions", "irrelevant", str(hockey), "--json").stdout)

    assert (proposed["watch"], proposed["phrase"]) == ("Montréal", "Canadiens de Montréal")
    assert (proposed["lost"], proposed["irrelevant"], proposed["breaks"]) == (1, 1, 0)
    assert not proposed["is_ignored"]
    listed = json.loads(ask(office, "mentions", "list", "--json").stdout)
    assert [each["id"] for each in listed] == [budget]

    ask(office, "mentions", "irrelevant", str(hockey), "--undo")
    assert len(json.loads(ask(office, "mentions", "list", "--json").stdout)) == 2

    ask(office, "mentions", "irrelevant", str(hockey), "--ignore")
    assert office.themes.get(montreal).ignored == ("Canadiens de Montréal",)
    assert [each.holds for each in office.memory.examples(montreal)] == [True]


def test_a_watch_that_is_not_there_is_wrong_use(office: Office) -> None:
    asked = ask(office, "watches", "replay", "Neige")

    assert asked.exit_code == 2
    assert "There is no watch called “Neige”." in asked.stderr
