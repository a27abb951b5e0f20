"""Letters leave without a window where the service has what it needs, or another computer sends."""

from pathlib import Path

import pytest

from comms_desk.across.office import Office
from comms_desk.across.unattended import goes_on_alone
from comms_desk.jobs import holder
from comms_desk.keys import Keys, file_variable
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.storage.database import Database
from tests.support.mornings import office_on

SENDER = Address(local="presse", domain="ville.example")
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="a unit of systemd's")


@pytest.fixture
def office(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("COMMS_DESK_HOME", raising=False)
    return office_on(sqlite_database, tmp_path)


def install(folder: Path) -> None:
    unit = folder / "config" / "systemd" / "user" / "comms-desk-worker.service"
    unit.parent.mkdir(parents=True)
    unit.touch()


def test_without_a_service_nothing_leaves_but_with_a_window(office: Office) -> None:
    assert not goes_on_alone(office)


def test_the_service_sends_where_no_password_is_needed(office: Office, tmp_path: Path) -> None:
    office.accounts.add(NewAccount(name="Relais", sender=SENDER, facts={"host": "relay.example"}))

    install(tmp_path)

    assert goes_on_alone(office)


@pytest.mark.parametrize("in_a_file", [True, False])
def test_a_password_that_a_window_alone_holds_is_not_the_services(
    office: Office, tmp_path: Path, *, in_a_file: bool
) -> None:
    facts = {"host": "smtp.example", "user": "presse"}
    account = office.accounts.add(NewAccount(name="Presse", sender=SENDER, facts=facts))
    files = {file_variable(account.key): "a file"} if in_a_file else {}
    office.keys = Keys(files, memory_only=True)
    install(tmp_path)

    assert goes_on_alone(office) is in_a_file


def test_who_has_the_work_in_hand_elsewhere_goes_on(office: Office) -> None:
    office.jobs.take("another computer 1 1 1 1")

    assert goes_on_alone(office)


@pytest.mark.parametrize("as_service", [True, False])
def test_of_this_computer_only_the_service_goes_on(office: Office, *, as_service: bool) -> None:
    office.jobs.take(holder.this_process(as_service=as_service))

    assert goes_on_alone(office) is as_service
