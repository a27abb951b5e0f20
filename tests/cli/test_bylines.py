"""What bylines would have the directory say, from the command line."""

import json

import pytest

from comms_desk.across.office import Office
from comms_desk.media.bylines.model import NoLongerProposed
from tests.cli.asking import ask
from tests.media.articles.test_signed import Newsroom


@pytest.fixture
def room(office: Office) -> Newsroom:
    room = Newsroom(office.database)
    for _each in range(3):
        room.publish("Ana de la Cruz", "Zoé Roy")
    return room


@pytest.mark.usefixtures("room")
def test_what_is_proposed_is_listed_with_its_articles_accepted_and_refused(office: Office) -> None:
    ana, zoe = json.loads(ask(office, "contacts", "bylines", "list", "--json").stdout)
    assert (ana["name"], ana["what"], ana["count"], len(ana["articles"])) == (
        "Ana de la Cruz",
        "new",
        3,
        3,
    )
    shown = ask(office, "contacts", "bylines", "list").stdout
    assert "3 articles signed in Écho; no card of that name." in shown

    (added,) = json.loads(
        ask(office, "contacts", "bylines", "accept", str(ana["id"]), "--json").stdout
    )
    assert office.contacts.get(added["contact"]).name == "Ana de la Cruz"

    refused = ("refuse", str(zoe["id"]), "--because", "not_a_person", "--json")
    (answer,) = json.loads(ask(office, "contacts", "bylines", *refused).stdout)
    assert json.loads(ask(office, "contacts", "bylines", "list", "--json").stdout) == []
    assert "Not a person" in ask(office, "contacts", "bylines", "refused").stdout

    ask(office, "contacts", "bylines", "take-back", str(answer["id"]))
    (again,) = json.loads(ask(office, "contacts", "bylines", "list", "--json").stdout)
    assert again["name"] == "Zoé Roy"
    assert json.loads(ask(office, "contacts", "bylines", "silent", "--json").stdout) == []


@pytest.mark.usefixtures("room")
def test_what_is_not_proposed_is_refused(office: Office) -> None:
    with pytest.raises(NoLongerProposed):
        ask(office, "contacts", "bylines", "accept", "12")
