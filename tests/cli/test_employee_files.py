"""Employees go out in a file, and come in again as they were."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.cli.main import root
from comms_desk.imports.workbook import is_workbook
from comms_desk.internal.audience.desk import ALL_EMPLOYEES
from comms_desk.internal.audience.model import Employee, EmployeeId, NewEmployee
from comms_desk.mail.address import Address
from comms_desk.paths import Paths
from comms_desk.places import Scope
from comms_desk.storage import edits
from comms_desk.storage.model import Act
from tests.support.offices import new_office

STAFF = (
    NewEmployee(
        family_name="Théorêt-Roy",
        given_name="Ève",
        email=Address.parse("eve.theoret@ville.example"),
        number="00123",
        service="Travaux publics; voirie",
        site="Cour « Sud »",
        scope=Scope.of_boroughs(["VDN", "VMA"]),
    ),
    NewEmployee(family_name="de la Rosa, fils", given_name="Ada", service="=Eau", site="-2"),
    NewEmployee(family_name="Roy", service="Eau"),
    NewEmployee(family_name="Roy", service="Feux"),
)
"""With and without a mailbox, two of one name, and what a spreadsheet would take for a formula."""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("COMMS_DESK_HOME", str(tmp_path / "desk"))
    i18n.use("en")
    opened = new_office(Paths.find())
    for each in STAFF:
        opened.audience.add(each)
    yield opened
    opened.close()
    i18n.use("fr")


def ask(office: Office, *words: str) -> Result:
    return CliRunner().invoke(root, ["employees", *words], obj=office)


def said(everyone: Sequence[Employee]) -> list[Employee]:
    """Return what is said of each, whoever they are to the desk."""
    return [replace(each, id=EmployeeId(0)) for each in everyone]


def test_what_is_exported_changes_nothing_where_it_came_from(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "employes.csv"

    ask(office, "export", "--out", str(file))
    again = ask(office, "import", str(file), "--json")

    counts = {"new": 0, "changed": 0, "same": 4, "refused": 0, "absent": 0}
    assert (again.exit_code, json.loads(again.stdout)["counts"]) == (1, counts)


def test_what_is_exported_fills_an_empty_desk(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "employes.csv"
    before = office.audience.export()
    ask(office, "export", "--out", str(file))
    for each in before:
        office.audience.put_in_bin(each.id)

    ask(office, "import", str(file))

    assert said(office.audience.export()) == said(before)


def test_employees_are_exported_by_name_and_the_audit_knows_it(office: Office) -> None:
    printed = ask(office, "export").stdout

    rows = list(csv.DictReader(io.StringIO(printed)))
    assert [row["family_name"] for row in rows] == ["de la Rosa, fils", "Roy", "Roy", "Théorêt-Roy"]
    assert (rows[3]["number"], rows[0]["service"]) == ("00123", "'=Eau")
    with office.database.snapshot() as snapshot:
        assert [each.act for each in edits.history(snapshot, ALL_EMPLOYEES)] == [Act.EXPORTED]


def test_an_old_workbook_is_refused_in_words_and_nothing_is_written(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "employes.xls"

    refused = ask(office, "export", "--out", str(file))

    assert refused.exit_code == 2
    assert "A table is written as CSV or XLSX" in refused.stderr
    assert not file.exists()


def test_what_is_exported_as_a_workbook_comes_in_again_as_what_is_there(
    office: Office, tmp_path: Path
) -> None:
    file, same = tmp_path / "employes.xlsx", tmp_path / "employes"
    assert ask(office, "export", "--out", str(file)).exit_code == 0
    assert ask(office, "export", "--xlsx", "--out", str(same)).exit_code == 0

    again = json.loads(ask(office, "import", str(file), "--dry-run", "--json").stdout)

    assert is_workbook(same.read_bytes())
    assert again["counts"]["same"] == len(again["rows"]) > 0
    assert again["worksheets"] == [again["worksheet"]]
