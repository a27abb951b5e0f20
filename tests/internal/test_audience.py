"""Employees: a file from human resources, a dry run, and one corrected by hand."""

import pytest

from comms_desk.changes import Change, Subject
from comms_desk.clock import StillClock
from comms_desk.imports.model import ImportPlan, RowFate, RowRagged
from comms_desk.internal.audience import within
from comms_desk.internal.audience.desk import AudienceDesk
from comms_desk.internal.audience.model import (
    Employee,
    EmployeeAddressTaken,
    EmployeeId,
    EmployeeNameMissing,
    EmployeeTwiceInFile,
    NewEmployee,
)
from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.paths import resource
from comms_desk.places import CITY, Scope, UnknownPlace
from comms_desk.storage.database import Database
from comms_desk.storage.errors import EditConflict, NotFound, TakenSince
from comms_desk.storage.model import FieldChange
from comms_desk.text.columns import NoKnownColumn, NoRows
from tests.support.disk import commits
from tests.support.imports import bring_in, plan_of

HEADER = "Matricule;Nom;Prénom;Courriel;Service;Lieu de travail;Arrondissement\r\n"
ANNE = "1001;Bélanger-Roy;Anne;anne.belanger@ville.example;Bibliothèques;Atwater;Le Sud-Ouest\r\n"
LUC = "1002;Diallo;Luc;;Travaux publics;Garage Verdun;VDN\r\n"


@pytest.fixture
def desk(database: Database) -> AudienceDesk:
    return AudienceDesk(database)


def brought_in(database: Database, content: bytes) -> ImportPlan:
    return bring_in(database, content, Subject.EMPLOYEE).plan


def imported(database: Database, *rows: str) -> ImportPlan:
    return brought_in(database, (HEADER + "".join(rows)).encode("cp1252"))


def new(desk: AudienceDesk, plan: ImportPlan) -> list[Employee]:
    """Return those who came, as the desk has them, in the order of the file."""
    names = [row.name for row in plan.rows if row.fate is RowFate.NEW]
    return sorted(desk.search().rows, key=lambda each: names.index(each.name))


def changes(plan: ImportPlan) -> dict[str, tuple[str, str]]:
    """Return what the one row that changes somebody changes, by field: before and after."""
    (row,) = (row for row in plan.rows if row.fate is RowFate.CHANGED)
    return {each.field: (each.before, each.after) for each in row.changes}


def test_a_dry_run_writes_nothing_and_says_what_would_happen(
    desk: AudienceDesk, database: Database
) -> None:
    plan = plan_of(database, (HEADER + ANNE + LUC).encode("cp1252"), Subject.EMPLOYEE)

    assert [(row.name, row.fate) for row in plan.rows] == [
        ("Anne Bélanger-Roy", RowFate.NEW),
        ("Luc Diallo", RowFate.NEW),
    ]
    assert plan.sheet.encoding == "cp1252"
    assert plan.sheet.columns["site"] == ("Lieu de travail",)
    assert desk.search().total == 0


def test_what_was_planned_is_what_is_done(desk: AudienceDesk, database: Database) -> None:
    content = (HEADER + ANNE + LUC).encode("cp1252")
    plan = plan_of(database, content, Subject.EMPLOYEE)

    assert brought_in(database, content) == plan
    assert [employee.name for employee in desk.search().rows] == ["Anne Bélanger-Roy", "Luc Diallo"]


def test_every_field_of_an_employee_survives_the_database(desk: AudienceDesk) -> None:
    new = NewEmployee(
        family_name="N’Guyễn",
        given_name="Zoé",
        email=Address.parse("zoe@ville.example"),
        number="A 77",
        service="311",
        site="Édifice Lucien-Saulnier",
        scope=Scope.of_boroughs(["VDN", "VMA"]),
    )

    employee = desk.get(desk.add(new).id)

    for name in AudienceDesk.EDITABLE:
        assert str(getattr(employee, name)) == str(getattr(new, name))


def test_the_same_file_again_changes_nothing(desk: AudienceDesk, database: Database) -> None:
    imported(database, ANNE, LUC)

    again = imported(database, ANNE, LUC)

    assert [row.fate for row in again.rows] == [RowFate.SAME, RowFate.SAME]
    assert again.absent == 0


def test_a_changed_row_changes_its_fields_and_an_empty_cell_erases_nothing(
    desk: AudienceDesk, database: Database
) -> None:
    imported(database, ANNE, LUC)

    done = imported(database, "1001;Bélanger-Roy;Anne;;Bibliothèques;Mordecai-Richler;PMR\r\n")

    assert changes(done) == {"scope": ("LSO", "PMR"), "site": ("Atwater", "Mordecai-Richler")}
    (anne,) = desk.search("anne").rows
    assert (anne.site, anne.email) == ("Mordecai-Richler", "anne.belanger@ville.example")
    assert done.absent == 1
    assert desk.search("mordecai").rows == (anne,)


def test_a_refused_row_is_listed_with_its_line_and_the_others_go_in(database: Database) -> None:
    done = imported(
        database,
        ANNE,
        "1003;Roy;Eve;pas une adresse;311;;\r\n",
        "1004;;;sans.nom@ville.example;311;;\r\n",
        "1005;Roy;Ida;ida@ville.example;311;;Longueuil\r\n",
        "1006;Roy\r\n",
        "1001;Autre;Même;autre@ville.example;311;;\r\n",
    )

    assert done.counts[RowFate.NEW] == 1
    assert [(refused.line, type(refused.reason)) for refused in done.refused] == [
        (3, BadAddress),
        (4, EmployeeNameMissing),
        (5, UnknownPlace),
        (6, RowRagged),
        (7, EmployeeTwiceInFile),
    ]


def test_a_mailbox_that_is_another_employees_is_refused(
    desk: AudienceDesk, database: Database
) -> None:
    imported(database, ANNE, LUC)

    done = imported(database, "1009;Roy;Eve;ANNE.Belanger@ville.example;311;;\r\n")

    assert isinstance(done.refused[0].reason, EmployeeAddressTaken)


def test_an_employee_known_by_mailbox_gets_the_number_of_the_file(
    desk: AudienceDesk, database: Database
) -> None:
    desk.add(
        NewEmployee(family_name="Bélanger-Roy", email=Address.parse("anne.belanger@ville.example"))
    )

    done = imported(database, ANNE)

    assert changes(done)["number"] == ("", "1001")


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("Nom complet;Courriel", "Anne Bélanger Roy;a@ville.example", "Anne Bélanger Roy"),
        ("Employee,E-mail", '"Bélanger, Anne",a@ville.example', "Anne Bélanger"),
        ("Nom;Courriel", "Bélanger, Anne;a@ville.example", "Anne Bélanger"),
        ("Last name\tFirst name", "Roy\tAnne", "Anne Roy"),
    ],
)
def test_names_are_understood_in_one_column_or_two(
    desk: AudienceDesk, header: str, row: str, name: str, database: Database
) -> None:
    brought_in(database, f"{header}\n{row}\n".encode())

    assert [each.name for each in desk.search().rows] == [name]


def test_a_borough_is_known_by_its_name_whatever_the_dash(
    desk: AudienceDesk, database: Database
) -> None:
    content = b"Nom;Arrondissement\nRoy;Rosemont-La Petite-Patrie\nDiallo;Ville\n"

    first, second = new(desk, brought_in(database, content))

    assert first.scope == Scope.of_boroughs(["RPP"])
    assert second.scope == CITY


def test_a_file_about_something_else_is_refused(desk: AudienceDesk, database: Database) -> None:
    with pytest.raises(NoKnownColumn):
        brought_in(database, b"Plante;Prix\nTulipe;3\n")


def test_an_employee_is_found_by_the_beginning_of_any_word(
    desk: AudienceDesk, database: Database
) -> None:
    imported(database, ANNE, LUC)

    assert [e.name for e in desk.search("belan").rows] == ["Anne Bélanger-Roy"]
    assert [e.name for e in desk.search("GARAGE luc").rows] == ["Luc Diallo"]
    assert [e.name for e in desk.search("vdn").rows] == ["Luc Diallo"]
    assert desk.search("anger").rows == ()


def test_a_long_list_comes_a_page_at_a_time(desk: AudienceDesk, database: Database) -> None:
    imported(database, *(f"{number};Nom{number:03};;;;;\r\n" for number in range(25)))

    first = desk.search(limit=10)
    second = desk.search(after=first.next_key, limit=10)
    third = desk.search(after=second.next_key, limit=10)

    assert first.total == 25
    names = [employee.family_name for page in (first, second, third) for employee in page.rows]
    assert names == [f"Nom{number:03}" for number in range(25)]
    assert third.next_key is None


def test_one_field_is_edited_and_its_inverse_undoes_it(desk: AudienceDesk) -> None:
    anne = desk.add(NewEmployee(family_name="Roy", email=Address.parse("a@ville.example"))).id

    edit = desk.edit(anne, FieldChange("email", "a@ville.example", "anne@ville.example"))

    assert desk.search("anne").rows[0].email == "anne@ville.example"
    desk.edit(anne, edit.change.inverse())
    assert desk.get(anne).email == "a@ville.example"
    with pytest.raises(EditConflict):
        desk.edit(anne, FieldChange("email", "x@ville.example", "y@ville.example"))


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("email", "b@ville.example", EmployeeAddressTaken),
        ("email", "non", BadAddress),
        ("family_name", " ", EmployeeNameMissing),
        ("scope", "Laval", UnknownPlace),
    ],
)
def test_a_wrong_edit_is_refused_and_leaves_the_employee_as_they_were(
    desk: AudienceDesk, field: str, text: str, error: type[Exception]
) -> None:
    anne = desk.add(NewEmployee(family_name="Roy", email=Address.parse("a@ville.example"))).id
    desk.add(NewEmployee(family_name="Diallo", email=Address.parse("b@ville.example")))
    before = desk.get(anne)

    with pytest.raises(error):
        desk.edit(
            anne, FieldChange(field, {"scope": "city"}.get(field, getattr(before, field)), text)
        )

    assert desk.get(anne) == before


def test_one_who_left_is_in_the_bin_and_frees_their_mailbox(desk: AudienceDesk) -> None:
    anne = desk.add(NewEmployee(family_name="Roy", email=Address.parse("a@ville.example"))).id

    desk.put_in_bin(anne)

    with pytest.raises(NotFound):
        desk.get(anne)
    other = desk.add(NewEmployee(family_name="Autre", email=Address.parse("a@ville.example"))).id
    assert other != anne
    desk.put_in_bin(other)
    desk.take_out_of_bin(anne)
    assert desk.get(anne).name == "Roy"


def test_what_is_typed_of_one_in_the_bin_is_kept_though_another_has_their_mailbox(
    desk: AudienceDesk,
) -> None:
    anne = desk.add(NewEmployee(family_name="Roy", email=Address.parse("a@ville.example"))).id
    desk.put_in_bin(anne)
    other = desk.add(NewEmployee(family_name="Autre", email=Address.parse("a@ville.example"))).id

    desk.edit(anne, FieldChange("service", "", "Parcs"))

    with pytest.raises(TakenSince):
        desk.take_out_of_bin(anne)
    desk.put_in_bin(other)
    assert desk.take_out_of_bin(anne).service == "Parcs"


def test_a_bulletin_sees_every_employee_with_or_without_a_mailbox(
    desk: AudienceDesk, database: Database
) -> None:
    imported(database, ANNE, LUC)
    desk.put_in_bin(desk.add(NewEmployee(family_name="Parti")).id)

    with database.snapshot() as snapshot:
        readers = within.readers(snapshot)

    assert [(reader.name, reader.email and reader.email.bare) for reader in readers] == [
        ("Anne Bélanger-Roy", "anne.belanger@ville.example"),
        ("Luc Diallo", None),
    ]


def test_an_import_is_announced_once_it_is_done(desk: AudienceDesk, database: Database) -> None:
    heard: list[Change] = []
    database.announcer.subscribe(heard.append)

    imported(database, ANNE)

    assert [change.subject.value for change in heard] == ["employee", "import"]


@pytest.fixture
def many() -> bytes:
    rows = (
        f"{number};Nom{number};Prénom;employe{number}@ville.example;Service {number % 40};Lieu;VDN"
        for number in range(28_000)
    )
    return (HEADER + "\r\n".join(rows)).encode("cp1252")


@pytest.mark.gate
def test_twenty_eight_thousand_employees_are_imported_in_one_go(
    sqlite_database: Database, many: bytes, clock: StillClock
) -> None:
    desk = AudienceDesk(sqlite_database)

    assert brought_in(sqlite_database, many).counts[RowFate.NEW] == 28_000
    page = desk.search("nom27999")
    assert page.rows[0].email == "employe27999@ville.example"
    assert desk.search().capped
    assert EmployeeId(page.rows[0].id)


def test_the_sample_employees_come_in_whole(desk: AudienceDesk, database: Database) -> None:
    done = brought_in(database, resource("sample", "employees.csv").read_bytes())

    assert (done.counts[RowFate.NEW], done.refused, done.sheet.unknown) == (60, (), ())
    assert any(not employee.email for employee in new(desk, done))


def test_who_has_left_does_not_come_back_with_the_power(sqlite_database: Database) -> None:
    desk = AudienceDesk(sqlite_database)
    gone = desk.add(NewEmployee(family_name="Roy")).id

    with commits() as on_the_disk:
        desk.put_in_bin(gone)

    assert on_the_disk == [True]


def test_a_list_with_nothing_under_its_heading_is_refused(database: Database) -> None:
    with pytest.raises(NoRows):
        imported(database)
