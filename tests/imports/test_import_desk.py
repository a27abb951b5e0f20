"""Files of any kind are brought in alike: met as the desk is, written in few statements, undone."""

from concurrent.futures import ThreadPoolExecutor

from comms_desk.changes import Ref, Subject
from comms_desk.imports.model import ImportUndone, RowFate
from comms_desk.internal.audience.desk import AudienceDesk
from comms_desk.internal.audience.model import EmployeeId, NewEmployee
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.storage import edits
from comms_desk.storage.database import Database
from comms_desk.storage.model import Act, FieldChange
from comms_desk.wording.imports import misread
from tests.support.imports import bring_in, counted, imports, plan_of, undo_import

STAFF = "Matricule;Nom;Prénom;Courriel;Service\n"
ANNE = "1001;Roy;Anne;anne@ville.example;Bibliothèques\n"
LUC = "1002;Diallo;Luc;luc@ville.example;Travaux publics\n"


def staff(*rows: str) -> bytes:
    return (STAFF + "".join(rows)).encode()


def names(database: Database) -> list[str]:
    return [each.name for each in AudienceDesk(database).search().rows]


def test_a_dry_run_of_yesterday_is_made_again_before_it_is_written(database: Database) -> None:
    content = "Nom,Média,Courriel,Fonction\nAda Roy,Avis,ada@avis.example,cheffe\n".encode()
    plan = plan_of(database, content)
    bring_in(database, "Nom,Média,Courriel\nAda Roy,Avis,ada@avis.example\n".encode())

    done = imports(database).apply(plan)

    (row,) = done.plan.rows
    assert (plan.rows[0].fate, row.fate) == (RowFate.NEW, RowFate.CHANGED)
    (ada,) = ContactDesk(database).export()
    assert ada.positions[0].title == "cheffe"


def test_a_position_that_was_removed_since_the_dry_run_is_missed(database: Database) -> None:
    content = "Nom,Média,Courriel\nAda Roy,Avis,ada@avis.example\n".encode()
    bring_in(database, content)
    desk = ContactDesk(database)
    (ada,) = desk.export()
    plan = plan_of(database, content)
    assert not plan.does_something
    desk.remove_position(ada.positions[0].id)

    assert imports(database).apply(plan).plan.does_something

    (again,) = (each for each in desk.export() if each.positions)
    assert again.positions[0].emails == ("ada@avis.example",)


def test_a_beat_with_a_strange_break_is_the_same_when_it_comes_again(database: Database) -> None:
    content = "Nom,Média,Courriel,Couverture\nAda Roy,Avis,ada@avis.example,Ville\u2028Marie\n"

    bring_in(database, content.encode())

    assert not plan_of(database, content.encode()).does_something
    (ada,) = ContactDesk(database).export()
    assert ada.positions[0].beats == ("Ville Marie",)


def test_many_changes_are_written_in_few_statements(database: Database) -> None:
    rows = [(f"N{each}", f"n{each}@x.example") for each in range(300)]
    head = "Nom,Média,Courriel,Note,Fonction\n"
    bring_in(database, (head + "".join(f"{n},Avis,{e},,\n" for n, e in rows)).encode())
    changed = head + "".join(f"{n},Avis,{e},le matin,pigiste\n" for n, e in rows)
    plan = plan_of(database, changed.encode())

    with counted() as sent:
        done = imports(database).apply(plan)

    assert (len(done.written.edits), len(sent) < 60) == (600, True)
    (last,) = ContactDesk(database).search("n299").rows
    assert ContactDesk(database).search("pigiste").total == 300
    with database.snapshot() as snapshot:
        (note,) = edits.history(snapshot, Ref(Subject.CONTACT, last.id))
    assert note.change == FieldChange("note", "", "le matin")


def test_employees_who_came_go_again_and_what_was_changed_is_put_back(database: Database) -> None:
    bring_in(database, staff(ANNE), Subject.EMPLOYEE)
    done = bring_in(database, staff(ANNE.replace("Bib", "Archives et bib"), LUC), Subject.EMPLOYEE)
    assert len(names(database)) == 2

    assert undo_import(database, done) == ImportUndone()

    (anne,) = AudienceDesk(database).search().rows
    assert (anne.name, anne.service) == ("Anne Roy", "Bibliothèques")
    assert AudienceDesk(database).search("archives").rows == ()


def test_an_employee_who_was_changed_since_stays_and_is_named(database: Database) -> None:
    done = bring_in(database, staff(ANNE, LUC), Subject.EMPLOYEE)
    (luc,) = AudienceDesk(database).search("luc").rows
    AudienceDesk(database).edit(luc.id, FieldChange("site", "", "Verdun"))

    assert undo_import(database, done) == ImportUndone(kept=("Luc Diallo",))

    assert names(database) == ["Luc Diallo"]


def test_a_field_of_an_employee_that_was_changed_since_stays_and_they_are_named(
    database: Database,
) -> None:
    bring_in(database, staff(ANNE), Subject.EMPLOYEE)
    done = bring_in(database, staff(ANNE.replace("Bibliothèques", "311")), Subject.EMPLOYEE)
    (anne,) = AudienceDesk(database).search().rows
    AudienceDesk(database).edit(anne.id, FieldChange("service", "311", "Parcs"))

    assert undo_import(database, done) == ImportUndone(kept=("Anne Roy",))

    assert AudienceDesk(database).get(anne.id).service == "Parcs"


def test_a_mailbox_that_somebody_else_has_since_is_not_given_back(database: Database) -> None:
    bring_in(database, staff(ANNE), Subject.EMPLOYEE)
    moved = ANNE.replace("anne@", "a.roy@")
    done = bring_in(database, staff(moved), Subject.EMPLOYEE)
    desk = AudienceDesk(database)
    (anne,) = desk.search().rows
    bring_in(database, staff("1003;Roy;Annette;anne@ville.example;311\n"), Subject.EMPLOYEE)

    assert undo_import(database, done) == ImportUndone(kept=("Anne Roy",))

    assert desk.get(anne.id).email == "a.roy@ville.example"


def test_who_went_to_the_bin_is_passed_over_and_noted_once(database: Database) -> None:
    done = bring_in(database, staff(ANNE, LUC), Subject.EMPLOYEE)
    gone, other = map(EmployeeId, done.written.of(Subject.EMPLOYEE))
    AudienceDesk(database).put_in_bin(gone)

    assert undo_import(database, done) == ImportUndone()

    assert names(database) == []
    with database.snapshot() as snapshot:
        for each in (gone, other):
            acts = [edit.act for edit in edits.history(snapshot, Ref(Subject.EMPLOYEE, each))]
            assert acts == [Act.BINNED]


def test_an_import_leaves_alone_who_came_otherwise(database: Database) -> None:
    done = bring_in(database, staff(ANNE), Subject.EMPLOYEE)
    AudienceDesk(database).add(NewEmployee(family_name="Nguyen"))
    assert OutletDesk(database).search().rows == ()

    undo_import(database, done)

    assert names(database) == ["Nguyen"]


def test_two_rows_that_nobody_can_tell_apart_are_one_employee(database: Database) -> None:
    content = "Nom;Prénom;Service\nRoy;Anne;311\nRoy;Anne;311\nRoy;Anne;Parcs\n".encode()

    first = bring_in(database, content, Subject.EMPLOYEE)
    again = bring_in(database, content, Subject.EMPLOYEE)

    fates = [RowFate.NEW, RowFate.REFUSED, RowFate.NEW]
    assert [row.fate for row in first.plan.rows] == fates
    assert [row.fate for row in again.plan.rows] == [RowFate.SAME, RowFate.REFUSED, RowFate.SAME]
    assert names(database) == ["Anne Roy", "Anne Roy"]


def test_namesakes_of_one_service_stay_two_whatever_file_comes_again(database: Database) -> None:
    bring_in(database, staff("1;Roy;Anne;;311\n", "2;Roy;Anne;;311\n"), Subject.EMPLOYEE)
    content = "Nom;Prénom;Service;Lieu\nRoy;Anne;311;Verdun\nRoy;Anne;311;Verdun\n".encode()
    bring_in(database, content, Subject.EMPLOYEE)

    assert not plan_of(database, content, Subject.EMPLOYEE).does_something

    assert len(names(database)) == 3


def test_imports_from_several_windows_at_once_add_nobody_twice(database: Database) -> None:
    content = staff(*(f"{each};Roy;Anne{each};a{each}@x.example;311\n" for each in range(90)))
    plans = [plan_of(database, content, Subject.EMPLOYEE) for _window in range(3)]

    with ThreadPoolExecutor(3) as windows:
        done = list(windows.map(imports(database).apply, plans))

    assert sorted(len(each.written.of(Subject.EMPLOYEE)) for each in done) == [0, 0, 90]
    assert len(names(database)) == 90


def test_an_address_with_no_dot_in_its_domain_comes_and_is_said(database: Database) -> None:
    rows = ("1003;Roy;Zoé;zoe@iciondes;Voirie\n", "1004;Sy;Bao;bao@ville.example;Voirie @ Sud\n")

    plan = plan_of(database, staff(ANNE, *rows), of=Subject.EMPLOYEE)

    assert plan.sheet.undotted == (3,)
    assert misread(plan.sheet) == "adresse sans point après le @, à vérifier à la ligne 3"
    assert all(row.fate is RowFate.NEW for row in plan.rows)
