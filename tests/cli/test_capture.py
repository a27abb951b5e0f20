"""A line at the prompt is an inquiry; without one, the window is asked for its strip."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from comms_desk.across.office import Office
from comms_desk.cli.main import root, run
from comms_desk.i18n import format_phone
from comms_desk.media.inquiries.model import InquiryTab
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.paths import HOME_VARIABLE
from comms_desk.storage.database import Database
from tests.support.mornings import office_on


@pytest.fixture
def office(sqlite_database: Database, tmp_path: Path) -> Office:
    return office_on(sqlite_database, tmp_path)


def test_a_line_is_noted_as_it_is_read(office: Office) -> None:
    office.outlets.add(NewOutlet(name="Le Devoir", also_called=("Devoir",)))
    line = ["Zoé", "Tremblay", "Devoir", "déneigement", "514 555-0142", "demain", "15h"]

    done = CliRunner().invoke(root, ["capture", *line, "--json"], obj=office)

    said = json.loads(done.stdout)
    assert (said["title"], said["outlet_name"]) == ("Déneigement", "Le Devoir")
    assert said["reporters"][0]["name"] == "Zoé Tremblay"
    assert said["reporters"][0]["phone"] == "514 555-0142"
    assert said["deadline"]["basis"] == "given"
    assert office.contacts.search().total == 0


def test_what_is_understood_is_said_with_its_number_and_what_is_not_sure(office: Office) -> None:
    office.outlets.add(NewOutlet(name="Le Devoir", also_called=("Devoir",)))
    first = said(office, "capture", "Devoir déneigement asap 514 555-0142")
    again = said(office, "capture", "Devoir relance déneigement")

    assert first["Identifiant"] == again["Identifiant"]
    assert (first["Suite"], again["Suite"]) == ("Nouvelle demande", "Relance notée")
    understood = ("Le Devoir", format_phone("514 555-0142"), "«\u00a0déneigement\u00a0»")
    assert first["Compris"].split(" · ") == [*understood, "urgent, heure à demander?"]
    assert again["Compris"].endswith("relance\u00a0: Déneigement")


def said(office: Office, *typed: str) -> dict[str, str]:
    """Return what is read of an answer, by its headings."""
    done = CliRunner().invoke(root, list(typed), obj=office)
    assert done.exit_code == 0, done.output
    parted = (line.partition("\u00a0: ") for line in done.stdout.splitlines())
    return {heading: words for heading, _colon, words in parted}


def test_whoever_asks_comes_into_the_directory_when_it_is_said(office: Office) -> None:
    CliRunner().invoke(root, ["capture", "pigiste Priya Raman taxes", "--contact"], obj=office)

    assert [each.name for each in office.contacts.search().rows] == ["Priya Raman"]
    assert office.inquiries.search(view=InquiryTab.ALL).total == 1


def test_an_outlet_that_nobody_knows_comes_in_when_it_is_said(office: Office) -> None:
    CliRunner().invoke(root, ["capture", "Radio Sorel taxes"], obj=office)
    assert office.outlets.every() == ()

    CliRunner().invoke(root, ["capture", "Radio Sorel neige", "--outlet"], obj=office)

    [sorel] = office.outlets.every()
    noted = office.inquiries.search(view=InquiryTab.ALL).rows
    assert {each.title: each.outlet_name for each in noted} == dict.fromkeys(
        ("Taxes", "Neige"), "Radio Sorel"
    )
    assert sorel.id in {each.outlet for each in noted}


def test_without_a_line_and_a_window_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))

    status = run(["capture"])

    assert status == 1
    assert "comms-desk capture" in capsys.readouterr().err
