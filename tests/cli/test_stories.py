"""Stories from the command line."""

import json

import pytest

from comms_desk.across.office import Office
from comms_desk.cli.main import run
from comms_desk.media.themes.model import NewTheme
from tests.cli.asking import ask
from tests.media.stories.press import BUDGET, FIRE, REWRITTEN, Press


@pytest.fixture
def press(office: Office) -> Press:
    return Press(office.database)


def test_stories_are_listed_split_and_joined(office: Office, press: Press) -> None:
    first = press.publishes("La Dépêche", BUDGET)
    copy = press.publishes("La Gazette", f"{REWRITTEN} La Presse Canadienne")
    fire = press.publishes("Le Courrier", FIRE)
    press.group()

    (story,) = json.loads(ask(office, "stories", "list", "--json").stdout)
    assert story["media"] == 2
    assert [each["id"] for each in story["articles"]] == [first, copy]
    assert [each["is_original"] for each in story["articles"]] == [True, False]
    assert [each["is_dispatch"] for each in story["articles"]] == [False, True]

    joined = json.loads(ask(office, "stories", "join", str(fire), str(first), "--json").stdout)
    assert {each["id"] for each in joined["articles"]} == {first, copy, fire}
    alone = json.loads(ask(office, "stories", "split", str(fire), "--json").stdout)
    assert (alone["id"], alone["media"], alone["articles"]) == (None, 1, [])


def test_stories_are_listed_of_a_watch_and_from_a_day_on(office: Office, press: Press) -> None:
    press.publishes("La Dépêche", BUDGET)
    press.publishes("La Gazette", REWRITTEN)
    press.group()
    fires = press.watches.add(NewTheme(name="Incendies", query="incendie")).id
    city = press.watches.add(NewTheme(name="Ville", query="Montréal")).id
    while not press.watches.catch_up().is_done:
        pass

    def listed(*options: str) -> int:
        return len(json.loads(ask(office, "stories", "list", *options, "--json").stdout))

    assert listed("--watch", str(city), "--since", "2026-11-24") == 1
    assert listed("--watch", str(fires)) == 0
    assert listed("--since", "2027-01-01") == 0
    assert listed("--watch", str(city), "--since", "2027-01-01") == 0


def test_what_is_alone_cannot_be_split(press: Press) -> None:
    article = press.publishes("La Dépêche", BUDGET)
    press.group()

    assert run(["stories", "split", str(article)]) == 1
