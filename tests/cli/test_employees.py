"""An employee who has left is removed, gets no bulletin, and comes back out of the bin."""

import json

import pytest
from click.testing import CliRunner, Result

from comms_desk.across.office import Office
from comms_desk.cli.main import root
from comms_desk.internal.audience.model import EmployeeId, NewEmployee
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.paths import resource
from comms_desk.storage.errors import NotFound
from tests.support.offices import still_office

office = pytest.fixture(still_office)


def ask(office: Office, *words: object) -> Result:
    return CliRunner().invoke(root, [*map(str, words), "--json"], obj=office)


def added(office: Office, given: str) -> EmployeeId:
    email = Address.parse(f"{given}@ville.example".lower())
    return office.audience.add(NewEmployee(given_name=given, family_name="Roy", email=email)).id


def sample(office: Office) -> int:
    bulletin = ask(office, "bulletins", "new", "--from", resource("sample", "bulletin.json"))
    return int(json.loads(bulletin.stdout)["id"])


def planned(office: Office, bulletin: int) -> int:
    """How many would get *bulletin*."""
    answer = ask(office, "bulletins", "send", bulletin, "--dry-run")
    return int(json.loads(answer.stdout)["queued"])


def test_whoever_has_left_gets_no_bulletin_and_may_come_back(office: Office) -> None:
    office.accounts.add(
        NewAccount(
            name="Interne",
            sender=Address(local="bulletin", domain="ville.example"),
            facts={"host": "smtp.ville.example"},
        )
    )
    bulletin = sample(office)
    left, _stays = added(office, "Anne"), added(office, "Zoe")
    assert planned(office, bulletin) == 2

    removed = ask(office, "employees", "remove", left)

    assert json.loads(removed.stdout)["email"] == "anne@ville.example"
    assert [each["given_name"] for each in json.loads(ask(office, "employees", "list").stdout)] == [
        "Zoe"
    ]
    assert planned(office, bulletin) == 1
    assert ask(office, "bin", "restore", f"employee:{left}").exit_code == 0
    assert planned(office, bulletin) == 2


def test_an_employee_who_is_not_there_is_not_removed(office: Office) -> None:
    answer = ask(office, "employees", "remove", 7)

    assert isinstance(answer.exception, NotFound)
    assert answer.stdout == ""


def test_who_moves_to_another_service_is_set_there(office: Office) -> None:
    anne = added(office, "Anne")

    ask(office, "employees", "set", anne, "service", "Travaux publics")
    ask(office, "employees", "set", anne, "scope", "Verdun")
    shown = json.loads(ask(office, "employees", "show", anne).stdout)

    assert (shown["service"], shown["scope"]) == ("Travaux publics", "VDN")
    assert office.audience.search("travaux").total == 1
