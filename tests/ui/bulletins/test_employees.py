"""The employees on the Bulletins page: seen, edited, put in the bin, each undone."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.internal.audience.model import EmployeeId
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.frame.history import History, _PutBack
from tests.ui.bulletins.shown import NEW, TEXT, hire, open_account, shown, words_of
from tests.ui.keys import click, press, type_words


def employees(office: Office) -> dict[str, EmployeeId]:
    hire(office)
    return {each.family_name: each.id for each in office.audience.search().rows}


def listed(page: BulletinsPage) -> list[str]:
    return [row.title for row in page.column.list.list.rows.rows()]


def opened(page: BulletinsPage, qtbot: QtBot, employee: EmployeeId) -> None:
    ref = Ref(Subject.EMPLOYEE, employee)
    page.shown()
    page.open(ref)
    qtbot.waitUntil(lambda: page.employee_card.ref == ref and page.column.list.chosen == employee)


def words(history: History) -> list[str]:
    return [label.text() for label in history.findChildren(QLabel) if label.isVisible()]


def test_an_employee_is_found_by_their_name_and_says_who_gets_no_bulletin(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    hired = employees(office)

    opened(page, qtbot, hired["Nguyen"])

    assert listed(page) == ["Diallo", "Nguyen, Bao", "Roy"]
    tags = [row.tags for row in page.column.list.list.rows.rows()]
    assert [[tag.text for tag in each] for each in tags] == [[], ["no e-mail address"], []]
    assert page.column.count.text() == "3 employees"
    assert page.employee_card.fields["given_name"].value == "Bao"


def test_what_is_typed_of_an_employee_is_saved_and_stands_in_their_history(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    roy = employees(office)["Roy"]
    opened(page, qtbot, roy)
    editor = page.employee_card.fields["service"].editor
    assert isinstance(editor, QLineEdit)
    click(page.employee_card.history.button)

    type_words(editor, "Voirie")
    press(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: office.audience.get(roy).service == "Voirie")
    history = page.employee_card.history
    qtbot.waitUntil(lambda: "Service: nothing → Voirie" in words(history))
    click(history.findChildren(_PutBack)[0])
    qtbot.waitUntil(lambda: office.audience.get(roy).service == "")


def test_an_employee_who_has_left_goes_to_the_bin_gets_no_bulletin_and_may_come_back(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    roy = employees(office)["Roy"]
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)
    assert page.card.readers.text().startswith("2 recipients")
    opened(page, qtbot, roy)

    with qtbot.waitSignal(page.undoable) as done:
        click(page.employee_card._bin)
    assert done.args[0] == "Roy is in the bin"
    qtbot.waitUntil(lambda: listed(page) == ["Diallo", "Nguyen, Bao"])
    shown(page, qtbot, bulletin)
    qtbot.waitUntil(lambda: page.card.readers.text().startswith("1 recipient"))

    done.args[1]()
    qtbot.waitUntil(lambda: page.employee_card.ref == Ref(Subject.EMPLOYEE, roy))
    assert office.bulletins.recipients(bulletin).count == 2


def test_somebody_new_is_added_by_the_name_that_was_searched_for(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    opened(page, qtbot, employees(office)["Roy"])
    page.column.search.setText("Aya Okafor")
    qtbot.waitUntil(page.column.empty.isVisible)

    with qtbot.waitSignal(page.undoable) as done:
        page.new()

    assert done.args[0] == "Employee added"
    qtbot.waitUntil(page.employee_card.fields["given_name"].editor.hasFocus)
    assert page.employee_card.fields["family_name"].value == "Okafor"
    done.args[1]()
    qtbot.waitUntil(lambda: office.audience.search("okafor").total == 0)


def test_a_list_without_employees_says_so_and_not_how_to_begin_a_bulletin(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    page.shown()
    qtbot.waitUntil(page.column.empty.isVisible)

    page.column.check(Subject.EMPLOYEE)

    qtbot.waitUntil(lambda: page.column.empty.first.text() == "Import the employees")
    assert "The list of employees is empty." in words_of(page.column.empty)


def test_a_bulletin_that_was_sent_says_why_nothing_of_it_is_put_back(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)
    editor = page.card.fields["subject"].editor
    assert isinstance(editor, QLineEdit)
    editor.end(False)
    type_words(editor, " du jour")
    page.card.save_now()
    click(page.card.history.button)
    history = page.card.history
    qtbot.waitUntil(lambda: any(each.isVisible() for each in history.findChildren(_PutBack)))

    office.bulletins.send(bulletin)

    qtbot.waitUntil(lambda: "This bulletin was sent" in history.count.text())
    qtbot.waitUntil(lambda: "Subject: L’essentiel → L’essentiel du jour" in words(history))
    qtbot.waitUntil(lambda: not any(each.isVisible() for each in history.findChildren(_PutBack)))


def test_the_row_of_another_kind_is_never_the_one_that_was_chosen(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    hired = employees(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    (same,) = [each for each in hired.values() if int(each) == int(bulletin)]
    shown(page, qtbot, bulletin)

    page.column.check(Subject.EMPLOYEE)
    qtbot.waitUntil(lambda: len(listed(page)) == 3)
    assert page.column.list.chosen is None
    page.column.list.choose(same)

    qtbot.waitUntil(lambda: page.employee_card.ref == Ref(Subject.EMPLOYEE, same))
    page.column.check(Subject.BULLETIN)
    qtbot.waitUntil(lambda: page.column.list.chosen == bulletin)
    assert page.card.isVisible()


def test_a_bulletin_without_a_subject_asks_for_it_where_its_headline_will_stand(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add_next(name="Entre nous", day=NEW.day).id

    shown(page, qtbot, bulletin, blocks=0)

    assert page.card.fields["subject"].isVisible()
    assert not page.card.sheet.headline.isVisible()


def test_after_an_import_the_list_shows_which_employees_came(
    page: BulletinsPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    hire(office)
    page.column.check(Subject.EMPLOYEE)
    file = tmp_path / "employés.csv"
    file.write_text("Nom;Prénom;Courriel\nGagnon;Luc;luc@ville.example\n", encoding="utf-8")
    page.plan_import(file)
    qtbot.waitUntil(page.panel.accept.hasFocus)

    with qtbot.waitSignal(page.undoable):
        press(page.panel.accept, Qt.Key.Key_Space)

    rows = page.column.list.list.rows
    qtbot.waitUntil(lambda: page.came.chip.isVisible() and rows.rowCount() == 1)
    assert "Luc" in getattr(rows.row(0), "title", "")
    page.panel.undo_import()
    qtbot.waitUntil(lambda: rows.rowCount() == 3)
    assert not page.came.chip.isVisible()
