"""What was brought in, from the command line: listed, shown with what was refused, undone."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from comms_desk.across.office import Office
from comms_desk.cli.main import root
from comms_desk.clock import StillClock
from comms_desk.imports.model import UNDOABLE, AlreadyUndone
from comms_desk.storage.model import FieldChange
from tests.support.years import live_on

STAFF = "Matricule;Nom;Courriel\n1;Roy;roy@ville.example\n2;Diallo;pas une adresse\n"


@pytest.fixture
def imported(office: Office, tmp_path: Path) -> str:
    """Bring employees in; return the id of the import."""
    file = tmp_path / "employes.csv"
    file.write_text(STAFF, "utf-8")
    ask(office, "employees", "import", str(file))
    return str(answered(office, "imports", "list")[0]["id"])


def ask(office: Office, *words: str) -> Result:
    return CliRunner().invoke(root, words, obj=office)


def answered(office: Office, *words: str) -> Any:
    return json.loads(ask(office, *words, "--json").stdout)


def test_an_import_is_listed_and_shown_with_its_refused_rows(office: Office, imported: str) -> None:
    (listed,) = answered(office, "imports", "list")
    assert (listed["file"], listed["kind"]) == ("employes.csv", "employee")
    assert listed["counts"] == {"new": 1, "changed": 0, "same": 0, "refused": 1}
    assert listed["by"]

    shown = ask(office, "imports", "show", imported).stdout

    assert "employes.csv" in shown
    assert "Diallo" in shown
    assert "pas une adresse" in shown


def test_what_was_left_out_is_saved_mended_and_imported_again(
    office: Office, tmp_path: Path, imported: str
) -> None:
    file = tmp_path / "rejets.csv"

    saved = ask(office, "imports", "left-out", imported, "--out", str(file))

    assert saved.stderr == f"1 in {file}\n"
    assert file.read_text("utf-8-sig").splitlines() == [
        '"Left out because";"Matricule";"Nom";"Courriel"',
        (
            '"line 3 · “pas une adresse” is not one e-mail address. Write it as name@example.org.";'
            '"2";"Diallo";"pas une adresse"'
        ),
    ]
    file.write_bytes(file.read_bytes().replace(b'"pas une adresse"', b"diallo@ville.example"))
    again = answered(office, "employees", "import", str(file))
    assert (again["counts"]["new"], again["unknown_columns"]) == (1, [])
    nothing = ask(office, "imports", "left-out", str(again["import"]))
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert "Nothing was left out" in nothing.stderr


def test_an_import_that_leaves_something_out_says_how_to_save_it(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "employes.csv"
    file.write_text(STAFF, "utf-8")

    done = ask(office, "employees", "import", str(file))

    assert "comms-desk imports left-out 1 --out FILE" in done.stderr


def test_an_import_is_undone_and_says_what_stays(office: Office, imported: str) -> None:
    (roy,) = office.audience.search().rows
    office.audience.edit(roy.id, FieldChange("site", "", "Verdun"))

    undone = answered(office, "imports", "undo", imported)

    assert undone == {"kept": ["Roy"], "outlets": []}
    assert answered(office, "imports", "list")[0]["undone_at"]
    again = ask(office, "imports", "undo", imported)
    assert isinstance(again.exception, AlreadyUndone)


def test_rows_that_are_not_kept_any_more_are_not_said_to_have_come(
    office: Office, imported: str
) -> None:
    office.database.clock = StillClock(office.database.clock.now())
    live_on(office.database, UNDOABLE + timedelta(1))
    office.imports.forget_left_out()

    saved = ask(office, "imports", "left-out", imported)

    assert (saved.exit_code, saved.stdout) == (1, "")
    assert "1; the rows are not kept any more" in saved.stderr


def test_a_column_is_chosen_by_its_key_or_left_unread(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Nom;Boîte;Note\nZoé;zoe@avis.example;le matin\n", "utf-8")
    words = ("contacts", "import", str(file), "--column", "Boîte=emails", "--column", "Note=")

    ask(office, *words)

    (zoe,) = office.contacts.export()
    assert (zoe.note, zoe.positions[0].emails) == ("", ("zoe@avis.example",))
    wrong = ask(office, "contacts", "import", str(file), "--column", "Boîte=couleur")
    assert wrong.exit_code == 2
    assert "emails" in wrong.output
