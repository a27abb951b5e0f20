"""Contacts, outlets and settings from the command line."""

import csv
import io
import json
from pathlib import Path

import pytest

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.facts import NotOneOf
from comms_desk.imports.workbook import opened
from comms_desk.mail.errors import BadAddress
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.paths import Paths
from comms_desk.text.columns import HeadingNotThere, NoHeadingsThere, NoRows
from comms_desk.text.tabular import read_table
from comms_desk.wording import say
from tests.cli.asking import ask
from tests.support.bars import bars

FILE = (
    "Nom;Prénom;Média;Courriel\r\n"
    "Théorêt-Roy;Camille;Métro-Nord;c.theoret@metro.example\r\n"
    "Nguyen;Bao;CBC-Ouest;pas une adresse\r\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "liste.csv"
    written.write_bytes(FILE.encode("cp1252"))
    return written


def test_a_file_comes_in_and_its_refused_rows_are_listed(office: Office, file: Path) -> None:
    answer = ask(office, "contacts", "import", str(file), "--json")

    report = json.loads(answer.stdout)
    assert answer.exit_code == 0
    assert report["applied"] is True
    assert report["counts"] == {"new": 1, "changed": 0, "same": 0, "refused": 1, "absent": 0}
    assert [(row["line"], row["fate"]) for row in report["rows"]] == [(2, "new"), (3, "refused")]
    assert "pas une adresse" in report["rows"][1]["reason"]
    listed = json.loads(ask(office, "contacts", "list", "metro", "--json").stdout)
    assert [row["name"] for row in listed] == ["Camille Théorêt-Roy"]


def test_a_dry_run_writes_nothing(office: Office, file: Path) -> None:
    answer = ask(office, "contacts", "import", str(file), "--dry-run")

    assert "new" in answer.stdout
    assert json.loads(ask(office, "contacts", "list", "--json").stdout) == []


def test_a_file_that_reaches_nobody_says_so_first_and_what_to_read(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Nom;Boîte\nZoé Tremblay;zoe@depeche.example\n", encoding="utf-8")

    for option in ("--dry-run", "--json"):
        answer = ask(office, "contacts", "import", str(file), "--dry-run", option)
        assert answer.stderr.startswith("No address and no phone")
    assert json.loads(answer.stdout)["proposed_columns"] == {"Boîte": "emails"}

    answer = ask(office, "contacts", "import", str(file), "--column", "Boîte=emails")
    assert "No address" not in answer.stderr
    assert office.contacts.export()[0].positions[0].emails == ("zoe@depeche.example",)
    refused = ask(office, "contacts", "import", str(file), "--column", "Boîte=couleur")
    assert refused.exit_code == 2


def test_the_line_of_the_headings_is_said_where_nobody_would_look_for_them(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "liste.csv"
    notes = "".join(f"Note {number}\n" for number in range(1, 13))
    file.write_text(f"{notes}Nom,Courriel\nOkafor,ada@avis.example\n", encoding="utf-8")

    answer = ask(office, "contacts", "import", str(file), "--headings-line", "13", "--json")

    assert [row["line"] for row in json.loads(answer.stdout)["rows"]] == [14]
    with pytest.raises(NoHeadingsThere):
        ask(office, "contacts", "import", str(file), "--headings-line", "99")


def test_a_file_of_which_every_row_is_refused_is_nothing_done(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("Nom,Courriel\nOkafor,nowhere\n", encoding="utf-8")

    answer = ask(office, "contacts", "import", str(file))

    assert answer.exit_code == 1
    assert "refused" in answer.stderr


def test_contacts_leave_as_a_workbook_where_it_is_asked_for(office: Office, tmp_path: Path) -> None:
    office.contacts.add(NewContact(family_name="Okafor"))

    answer = ask(office, "contacts", "export", "--xlsx", "--out", str(tmp_path / "liste"))

    assert answer.exit_code == 0
    table = read_table(opened((tmp_path / "liste").read_bytes()).content)
    assert "Okafor" in table.records[1].cells


def test_telephones_are_shown_alike_and_exported_as_they_were_typed(office: Office) -> None:
    position = NewPosition(phones=("514.872.1234 p. 12",))
    contact = office.contacts.add(NewContact(family_name="Okafor", positions=(position,)))

    shown = ask(office, "contacts", "show", str(contact.id))
    told = json.loads(ask(office, "contacts", "show", str(contact.id), "--json").stdout)

    assert "514 872-1234, ext. 12" in shown.stdout
    assert told["positions"][0]["phones"] == ["514.872.1234 p. 12"]
    assert "514.872.1234 p. 12" in ask(office, "contacts", "export").stdout


def test_a_contact_is_shown_with_stable_field_names(office: Office, file: Path) -> None:
    ask(office, "contacts", "import", str(file))
    (row,) = json.loads(ask(office, "contacts", "list", "--json").stdout)

    shown = json.loads(ask(office, "contacts", "show", str(row["id"]), "--json").stdout)

    assert set(shown) == {
        "id",
        "family_name",
        "given_name",
        "form_of_address",
        "language",
        "scope",
        "note",
        "do_not_contact",
        "do_not_contact_reason",
        "verified_on",
        "positions",
        "origins",
        "timeline",
        "timeline_total",
    }
    assert shown["positions"][0]["outlet_name"] == "Métro-Nord"


def test_what_is_exported_comes_in_again_unchanged(
    office: Office, file: Path, tmp_path: Path
) -> None:
    ask(office, "contacts", "import", str(file))
    out = tmp_path / "export.csv"

    ask(office, "contacts", "export", "--out", str(out))
    again = json.loads(ask(office, "contacts", "import", str(out), "--json").stdout)
    printed = ask(office, "contacts", "export").stdout

    assert again["counts"] == {"new": 0, "changed": 0, "same": 1, "refused": 0, "absent": 0}
    (row,) = csv.DictReader(io.StringIO(printed))
    assert (row["family_name"], row["outlet"]) == ("Théorêt-Roy", "Métro-Nord")


def test_what_is_exported_is_said_in_json_and_written_too(
    office: Office, file: Path, tmp_path: Path
) -> None:
    ask(office, "contacts", "import", str(file))
    out = tmp_path / "export.xlsx"

    said = ask(office, "contacts", "export", "--out", str(out), "--json")

    assert [each["family_name"] for each in json.loads(said.stdout)] == ["Théorêt-Roy"]
    assert "Théorêt-Roy" in opened(out.read_bytes()).content.decode()


def test_contacts_who_are_all_there_already_are_nothing_imported(
    office: Office, file: Path
) -> None:
    ask(office, "contacts", "import", str(file))

    again = ask(office, "contacts", "import", str(file), "--json")

    assert again.exit_code == 1
    assert "Nothing was imported" in again.stderr
    assert json.loads(again.stdout)["counts"]["same"] == 1
    assert ask(office, "contacts", "import", str(file), "--dry-run").exit_code == 0


def test_outlets_are_listed(office: Office, file: Path) -> None:
    ask(office, "contacts", "import", str(file))

    listed = json.loads(ask(office, "outlets", "list", "--json").stdout)

    assert [(each["name"], each["kind"]) for each in listed] == [("Métro-Nord", "other")]


def test_a_field_of_an_outlet_is_set_by_its_word_and_shown(office: Office, file: Path) -> None:
    ask(office, "contacts", "import", str(file))
    (outlet,) = office.outlets.search().rows

    ask(office, "outlets", "set", str(outlet.id), "kind", "weekly newspaper")
    ask(office, "outlets", "set", str(outlet.id), "phones", "514 555-0120; 514 555-0121")
    shown = ask(office, "outlets", "show", str(outlet.id)).stdout

    assert "Kind: Weekly newspaper" in shown
    assert "514 555-0120 · 514 555-0121" in shown
    assert office.outlets.get(outlet.id).phones == ("514 555-0120", "514 555-0121")


def test_a_contact_who_is_not_to_be_contacted_is_barred_until_said_otherwise(
    office: Office, file: Path
) -> None:
    ask(office, "contacts", "import", str(file))
    (row,) = office.contacts.search().rows

    ask(office, "contacts", "set", str(row.id), "do_not_contact_reason", "Asked by phone")
    ask(office, "contacts", "set", str(row.id), "do_not_contact", "do not contact")
    barred = bars(office.database)
    shown = ask(office, "contacts", "set", str(row.id), "do_not_contact", "allowed")

    assert barred == {Ref(Subject.CONTACT, row.id): "Asked by phone"}
    assert bars(office.database) == {}
    assert "Contacting: Allowed" in shown.stdout
    assert "Positions: Métro-Nord (E-mail: c.theoret@metro.example)" in shown.stdout


def test_a_setting_is_set_wherever_it_belongs(office: Office) -> None:
    ask(office, "settings", "set", "theme", "dark")
    ask(office, "settings", "set", "feeds.poll_interval", "30")

    listed = json.loads(ask(office, "settings", "list", "--json").stdout)

    values = {each["key"]: each["value"] for each in listed}
    assert values["feeds.poll_interval"] == 30
    assert "dark" in Paths.find().settings_file.read_text(encoding="utf-8")


def test_what_is_left_out_of_a_row_is_said_for_it_and_counted(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "partage.csv"
    file.write_bytes(
        (
            "Nom complet;Média;Courriel;Téléphone\n"
            "Line Gagné;Hebdo;salle@hebdo.example;\n"
            "Yves Huot;Hebdo;salle@hebdo.example;\n"
            "Noémie Roy;Hebdo;/o=Ville/cn=abc;514 555-0120\n"
        ).encode()
    )

    answer = ask(office, "contacts", "import", str(file))
    report = json.loads(ask(office, "contacts", "import", str(file), "--json").stdout)

    assert answer.exit_code == 0
    assert "salle@hebdo.example already belongs to Line Gagné." in answer.stdout
    assert "left out: “/o=Ville/cn=abc” is not one e-mail address." in answer.stdout
    assert "2 cells left out" in answer.stderr
    assert [len(row["left_out"]) for row in report["rows"]] == [0, 1, 1]
    assert report["counts"]["same"] == 3


def test_a_column_that_is_not_there_or_no_kind_is_refused_with_what_to_write(
    office: Office, file: Path
) -> None:
    with pytest.raises(HeadingNotThere) as absent:
        ask(office, "contacts", "import", str(file), "--column", "Boîte=emails")
    said = say(absent.value)
    i18n.use("fr")
    no_kind = ask(office, "contacts", "import", str(file), "--column", "Nom=courriels")

    assert said.what == "No column is called “Boîte”."
    assert "“Nom”, “Prénom”, “Média”, “Courriel”" in said.way_out
    assert no_kind.exit_code
    assert "EN-TÊTE=emails" in no_kind.stderr
    assert "HEADING" not in no_kind.stderr
    assert office.contacts.search().rows == ()


def test_a_file_with_nothing_under_its_heading_says_so(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "entete.csv"
    file.write_text("Nom;Prénom;Courriel\n", encoding="utf-8")

    with pytest.raises(NoRows) as refused:
        ask(office, "contacts", "import", str(file))

    assert "no rows" in say(refused.value).what


def test_an_address_and_a_telephone_of_a_contact_are_set_by_the_names_that_show_says(
    office: Office, file: Path
) -> None:
    ask(office, "contacts", "import", str(file))
    (row,) = office.contacts.search().rows

    ask(office, "contacts", "set", str(row.id), "emails", "camille@metro.example")
    shown = ask(office, "contacts", "set", str(row.id), "phones", "514 555-0142").stdout

    (position,) = office.contacts.get(row.id).positions
    assert (position.emails, position.phones) == (("camille@metro.example",), ("514 555-0142",))
    assert "E-mail: camille@metro.example; Phone: 514 555-0142" in shown
    assert "Given name: Camille" in shown
    ask(office, "contacts", "set", str(row.id), "given name", "Cam")
    ask(office, "contacts", "set", str(row.id), "téléphone", "514 555-0143")
    again = office.contacts.get(row.id)
    assert (again.given_name, again.positions[0].phones) == ("Cam", ("514 555-0143",))
    assert ask(office, "contacts", "set", str(row.id), "couleur", "x").exit_code == 2


def test_a_fact_of_one_of_several_positions_is_set_where_it_is_said(office: Office) -> None:
    outlets = [office.outlets.add(NewOutlet(name=name)).id for name in ("Métro", "Le Phare")]
    positions = tuple(NewPosition(outlet=each) for each in outlets)
    contact = office.contacts.add(NewContact(family_name="Okafor", positions=positions))
    alone = office.contacts.add(NewContact(family_name="Roy"))

    unsaid = ask(office, "contacts", "set", str(contact.id), "title", "chroniqueuse")
    nowhere = ask(office, "contacts", "set", str(alone.id), "title", "chroniqueuse")
    to = (str(contact.id), "title", "chroniqueuse", "--at", "le phare")
    said = ask(office, "contacts", "set", *to)

    assert (unsaid.exit_code, nowhere.exit_code, said.exit_code) == (2, 2, 0)
    assert "say which with --at: " in unsaid.stderr
    assert "has no position yet" in nowhere.stderr
    held = {each.outlet_name: each.title for each in office.contacts.get(contact.id).positions}
    assert held == {"Métro": "", "Le Phare": "chroniqueuse"}
    with pytest.raises(NotOneOf):
        ask(office, "contacts", "set", str(contact.id), "title", "x", "--at", "La Presse")
    with pytest.raises(BadAddress):
        ask(office, "contacts", "set", str(contact.id), "emails", "nulle part", "--at", "Métro")
