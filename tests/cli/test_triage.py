"""Mentions are starred, noted, rated and explained from the command line; views are saved."""

import json

import pytest

from comms_desk.across.office import Office
from comms_desk.media.articles.model import ArticleId, ArticleMissing
from comms_desk.media.themes.model import MentionFilter, NewTheme, Tone
from comms_desk.planning.dossiers.model import NewDossier
from tests.cli.asking import ask
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom


@pytest.fixture
def told(office: Office) -> tuple[ArticleId, ArticleId]:
    """The budget and the hockey, found by one watch."""
    room = WatchRoom(office.database)
    new = NewTheme(name="Montréal", query="Montréal OR budget", ignored=("Canadiens",))
    room.watches.add(new)
    budget, hockey = room.deliver(BUDGET, HOCKEY)
    room.catch_up()
    return budget, hockey


def listed(office: Office, *options: str) -> list[int]:
    return [
        each["id"]
        for each in json.loads(ask(office, "mentions", "list", *options, "--json").stdout)
    ]


def test_a_mention_is_starred_noted_and_rated(
    office: Office, told: tuple[ArticleId, ArticleId]
) -> None:
    budget, hockey = told

    ask(office, "mentions", "star", str(budget), str(hockey))
    ask(office, "mentions", "star", str(hockey), "--undo")
    ask(office, "mentions", "note", str(budget), "À citer au conseil")
    ask(office, "mentions", "tone", "negative", str(budget), str(hockey))
    shown = ask(
        office, "mentions", "tone", "mixed", str(budget), "--subject", "La mairesse", "--json"
    )

    (row,) = json.loads(shown.stdout)
    assert (row["is_starred"], row["note"]) == (True, "À citer au conseil")
    assert (row["tone"], row["toned"]) == ("negative", {"La mairesse": "mixed"})
    assert listed(office, "--starred") == listed(office, "--noted") == [budget]
    assert set(listed(office, "--tone", "negative")) == {budget, hockey}
    ask(office, "mentions", "tone", "none", str(hockey))
    assert listed(office, "--tone", "negative") == [budget]
    past = json.loads(ask(office, "mentions", "history", str(budget), "--json").stdout)
    assert [each["field"] for each in past] == ["note", "star"]
    assert "À citer" in ask(office, "mentions", "history", str(budget)).stdout


def test_mentions_are_tied_to_a_dossier_by_its_code(
    office: Office, told: tuple[ArticleId, ArticleId]
) -> None:
    office.dossiers.add(NewDossier(code="BUDGET-27", name="Budget 2027"))
    both = tuple(map(str, told))

    shown = ask(office, "mentions", "link", "budget-27", *both, "--json").stdout
    untied = ask(office, "mentions", "link", "BUDGET-27", both[1], "--undo", "--json").stdout
    with pytest.raises(ArticleMissing):
        ask(office, "mentions", "link", "BUDGET-27", both[1], "9")

    assert [each["dossiers"] for each in json.loads(shown)] == [["BUDGET-27"], ["BUDGET-27"]]
    assert json.loads(untied)[0]["dossiers"] == []
    assert listed(office, "--dossier", "1") == [told[0]]


def test_why_says_terms_and_what_was_ignored(
    office: Office, told: tuple[ArticleId, ArticleId]
) -> None:
    _budget, hockey = told

    shown = json.loads(ask(office, "mentions", "why", str(hockey), "--json").stdout)

    assert [(each["typed"], each["is_ignored"], each["in_text"]) for each in shown] == [
        ("Montréal", False, 1),
        ("Canadiens", True, 1),
    ]


def test_a_view_is_saved_listed_read_and_removed(
    office: Office, told: tuple[ArticleId, ArticleId]
) -> None:
    budget, _hockey = told
    office.triage.star(budget)

    ask(office, "views", "save", "Étoiles", "--starred", "--mine")
    ask(office, "views", "save", "Budget", "budget")

    views = json.loads(ask(office, "views", "list", "--json").stdout)
    assert [(each["name"], each["person"] is None) for each in views] == [
        ("Budget", True),
        ("Étoiles", False),
    ]
    assert listed(office, "--view", "etoiles") == listed(office, "--view", "Budget") == [budget]
    ask(office, "views", "set", "Budget", "name", "Le budget")
    ask(office, "views", "remove", "Le budget")
    assert [each.name for each in office.saved_views.every()] == ["Étoiles"]
    gone = ask(office, "mentions", "list", "--view", "Budget")
    assert (gone.exit_code, "no view" in gone.stderr) == (2, True)
    assert office.themes.mentions(MentionFilter(tone=Tone.MIXED)).total == 0
