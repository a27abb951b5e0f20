"""Dossiers from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from comms_desk.across.office import Office, open_office
from comms_desk.cli.dossiers import dossiers
from comms_desk.paths import Paths
from comms_desk.planning.people.model import PersonId


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = open_office(Paths.under(tmp_path))
    yield opened
    opened.close()


def test_a_dossier_is_opened_and_listed(office: Office) -> None:
    shell = CliRunner()

    opened = shell.invoke(
        dossiers, ["new", "NEIGE-27", "Déneigement", "--scope", "VDN,VMA", "--json"], obj=office
    )
    listed = shell.invoke(dossiers, ["list", "dénei", "--json"], obj=office)

    dossier = json.loads(opened.stdout)
    assert dossier["code"] == "NEIGE-27"
    assert dossier["scope"] == "VDN,VMA"
    assert dossier["lead"] == office.database.actor
    assert json.loads(listed.stdout) == [dossier]


def test_a_dossier_is_shown_by_its_code(office: Office) -> None:
    shell = CliRunner()
    shell.invoke(dossiers, ["new", "NEIGE-27", "Déneigement"], obj=office)

    shown = shell.invoke(dossiers, ["show", "neige-27", "--json"], obj=office)

    assert json.loads(shown.stdout)["name"] == "Déneigement"


def test_a_dossier_names_its_lead_to_a_person(office: Office) -> None:
    shell = CliRunner()
    shell.invoke(dossiers, ["new", "NEIGE-27", "Déneigement"], obj=office)
    actor = office.database.actor
    assert actor is not None

    shown = shell.invoke(dossiers, ["show", "neige-27"], obj=office).stdout

    assert office.people.get(PersonId(actor)).name in shown
