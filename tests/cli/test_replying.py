"""What is said to who asked, from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from comms_desk.across.office import Office
from comms_desk.cli.inquiries import inquiries
from comms_desk.paths import Paths
from tests.media.inquiries.asked import TEXT, ZOE, Newsroom
from tests.support.offices import new_office


@pytest.fixture
def office(tmp_path: Path) -> Any:
    opened = new_office(Paths.under(tmp_path))
    yield opened
    opened.close()


def run(office: Office, *said: str) -> Any:
    """Return what a command answers, as JSON."""
    done = CliRunner().invoke(inquiries, [*said, "--json"], obj=office, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_an_inquiry_is_acknowledged_approved_and_answered(office: Office) -> None:
    newsroom = Newsroom(office.database)
    inquiry = newsroom.asked()
    one = str(inquiry)

    shown = run(office, "acknowledge", one, "--by", "demain 10:00", "--dry-run")
    told = run(office, "acknowledge", one, "--by", "demain 10:00")
    newsroom.write(inquiry)
    approved = run(office, "approve", one, "--reason", "Seule de garde")
    plan = run(office, "answer", one, "--attribution", "city", "--dry-run")
    (answered,) = run(office, "answer", one, "--attribution", "city")
    letters = run(office, "letters", one)

    assert "10 h" in shown["text"].replace("\u00a0", " ")
    assert (told["what"], approved["reason"]) == ("acknowledged", "Seule de garde")
    assert plan[0]["subject"] == "Re: Déneigement"
    assert (answered["text"], answered["attribution"]) == (TEXT, "city")
    assert [each["letter"]["state"] for each in letters] == ["queued", "queued"]
    assert newsroom.carry() == [ZOE.bare] * 2


def test_an_inquiry_is_referred(office: Office) -> None:
    one = str(Newsroom(office.database).asked())

    shown = run(office, "refer", one, "311", "--dry-run")
    closed = run(office, "refer", one, "311")

    assert "311" in shown["text"]
    assert (closed["resolution"], closed["who"]) == ("referred", "311")
