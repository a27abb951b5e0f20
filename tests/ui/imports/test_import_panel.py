"""An import shown before it is made: what its file would do, in one column with its words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.imports.model import ImportPlan
from comms_desk.keys import Keys
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.paths import Paths
from comms_desk.settings_file import PersonSettings
from comms_desk.storage.database import Database
from comms_desk.text.columns import MOST_SHOWN_CHARACTERS
from comms_desk.text.spreadsheet import write_workbook
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.importing.panel import ImportPanel
from comms_desk.ui.frame.long_work import LongWork
from comms_desk.ui.kit.controls import ShortenedLabel
from tests.support.windows import BRISK, guarded
from tests.ui.keys import click

FILE = "Nom;Prénom;Média;Courriel\r\nIppersiel;Ada;La Dépêche;ada@depeche.example\r\n"
SIDES_PX = 2
"""By how much two letters may begin apart: each has its own white at its left."""


@pytest.fixture
def panel(qtbot: QtBot, sqlite_database: Database, tmp_path: Path) -> Iterator[ImportPanel]:
    paths = Paths.under(tmp_path)
    settings = PersonSettings.read(paths.settings_file)
    office = Office(sqlite_database, paths=paths, settings=settings, keys=Keys())
    errands = Errands(lambda: guarded(office), pauses=BRISK)
    made = ImportPanel(errands, Subject.CONTACT)
    qtbot.addWidget(made)
    made.resize(720, 600)
    made.show()
    yield made
    errands.close()


def first_ink(image: QImage, top: int, bottom: int) -> int:
    """Return the column of the first pixel that is not the ground, between two lines."""
    ground = image.pixel(0, top)
    return next(
        x
        for x in range(image.width())
        if any(image.pixel(x, y) != ground for y in range(top, bottom))
    )


def band(widget: QWidget, panel: QWidget) -> tuple[int, int]:
    top = widget.mapTo(panel, widget.rect().topLeft()).y()
    return top, top + widget.height()


def test_the_rows_of_an_import_stand_under_its_words(
    panel: ImportPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "journalistes.csv"
    file.write_bytes(FILE.encode("cp1252"))

    with qtbot.waitSignal(panel.planned):
        panel.plan_import(file)
    rows = panel.list.list
    qtbot.waitUntil(lambda: not rows.visualRect(rows.rows.index(1)).isEmpty())

    image = panel.grab().toImage()
    words = first_ink(image, *band(panel.title, panel))
    assert abs(first_ink(image, *band(rows, panel)) - words) <= SIDES_PX


def test_a_file_that_cannot_be_read_leaves_nothing_of_the_one_before(
    panel: ImportPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    good, empty = tmp_path / "journalistes.csv", tmp_path / "entete.csv"
    good.write_text(FILE, encoding="utf-8")
    empty.write_text("Nom;Prénom;Courriel\r\n", encoding="utf-8")
    with qtbot.waitSignal(panel.planned):
        panel.plan_import(good)

    with qtbot.waitSignal(panel.planned):
        panel.plan_import(empty)

    assert panel.plan is None
    assert empty.name in panel.title.text()
    assert (panel.summary.text(), panel.columns.text()) == ("", "")
    assert panel.list.list.rows.rowCount() == 0
    assert panel.error.words.startswith(empty.name)
    assert not panel.accept.isEnabled()

    with qtbot.waitSignal(panel.planned):
        panel.plan_import(good)
    assert panel.error.isHidden()
    assert panel.accept.isEnabled()


def told(panel: ImportPanel, qtbot: QtBot, heading: str, key: str) -> None:
    """Say that the column of *heading* is that one, as the keyboard does."""
    choice = panel.form.choices[heading]
    with qtbot.waitSignal(panel.planned):
        choice.setCurrentIndex(choice.findData(key))
        choice.activated.emit(choice.currentIndex())


def test_a_column_is_corrected_by_hand_and_read_so_the_next_time(
    panel: ImportPanel, qtbot: QtBot, tmp_path: Path, sqlite_database: Database
) -> None:
    file = tmp_path / "journalistes.csv"
    file.write_text("Nom;Boîte;Note;Vide\nRoy;roy@avis.example;le matin;\n", encoding="utf-8")
    with qtbot.waitSignal(panel.planned):
        panel.plan_import(file)
    assert panel.form_area.isHidden()

    panel.correct.click()
    assert list(panel.form.choices) == ["Nom", "Boîte", "Note"], "nothing stands under the last"
    assert panel.form.choices["Boîte"].currentText() == "Not read"
    told(panel, qtbot, "Boîte", "emails")
    told(panel, qtbot, "Note", "")

    assert panel.plan is not None
    assert panel.plan.sheet.columns == {"name": ("Nom",), "emails": ("Boîte",)}
    assert panel.form.choices["Boîte"].currentText() == "E-mail"
    assert not panel.form_area.isHidden()
    with qtbot.waitSignal(panel.imported):
        panel.accept.click()
    (roy,) = ContactDesk(sqlite_database).export()
    assert (roy.note, roy.positions[0].emails) == ("", ("roy@avis.example",))
    with qtbot.waitSignal(panel.planned):
        panel.plan_import(file)
    assert panel.plan.sheet.columns == {"name": ("Nom",), "emails": ("Boîte",)}


def test_a_choice_without_which_nothing_can_be_read_is_taken_back_where_it_was_made(
    panel: ImportPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "journalistes.csv"
    file.write_text("Nom;Courriel\nRoy;roy@avis.example\n", encoding="utf-8")
    with qtbot.waitSignal(panel.planned):
        panel.plan_import(file)
    panel.correct.click()

    told(panel, qtbot, "Nom", "")
    assert not panel.accept.isEnabled()
    assert panel.error.isVisible()
    told(panel, qtbot, "Nom", "name")

    assert panel.plan is not None
    assert not panel.error.isVisible()
    assert panel.accept.isEnabled()


def test_who_corrects_columns_keeps_the_keyboard_there(
    panel: ImportPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "journalistes.csv"
    file.write_text("Nom;Boîte\nRoy;roy@avis.example\n", encoding="utf-8")
    panel.planned.connect(panel.take_focus)
    with qtbot.waitSignal(panel.planned):
        panel.plan_import(file)
    qtbot.waitUntil(panel.accept.hasFocus)
    panel.correct.click()

    panel.form.choices["Boîte"].setFocus()
    told(panel, qtbot, "Boîte", "emails")

    assert panel.form.choices["Boîte"].hasFocus()


def test_what_would_be_left_out_is_saved_before_anything_is_imported(
    panel: ImportPanel, qtbot: QtBot, tmp_path: Path, sqlite_database: Database
) -> None:
    file = tmp_path / "journalistes.csv"
    file.write_text("Nom;Courriel\nRoy;pas une adresse\n", encoding="utf-8")
    with qtbot.waitSignal(panel.planned):
        panel.plan_import(file)
    assert not panel.accept.isEnabled()

    with qtbot.waitSignal(panel.file_made) as made:
        panel.save.click()

    saved = made.args[1]
    assert saved.name == "journalistes, left out.csv"
    assert "pas une adresse" in saved.read_text("utf-8-sig")
    assert not panel.accept.isEnabled()
    assert ContactDesk(sqlite_database).export() == ()
    good = tmp_path / "bon.csv"
    good.write_text(FILE, encoding="utf-8")
    with qtbot.waitSignal(panel.planned):
        panel.plan_import(good)
    assert panel.save.isHidden()


def test_under_each_heading_stand_its_first_cells_the_whole_in_the_tooltip(
    panel: ImportPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "journalistes.csv"
    rows = "".join(f"Roy {each};{'' if each == 1 else 'x' * 300};\n" for each in range(6))
    file.write_text(f"Nom;Long;Vide\n{rows}", encoding="utf-8")

    with qtbot.waitSignal(panel.planned):
        panel.plan_import(file)
    panel.correct.click()

    said = [each.toolTip() for each in panel.form.findChildren(ShortenedLabel)]
    assert said[0].startswith("Nom")
    assert "Roy 0 · Roy 1 · Roy 2" in said[1]
    assert "Roy 3" not in said[1]
    assert "x" * MOST_SHOWN_CHARACTERS + "…" in said[3].replace("\u200b", "")
    assert list(panel.form.choices) == ["Nom", "Long"]
    assert panel.form.choices["Nom"].accessibleDescription() == "Roy 0 · Roy 1 · Roy 2"


def test_a_choice_moves_nothing_under_the_hand_whether_it_can_be_read_or_not(
    panel: ImportPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    several = [f"C{each}" for each in range(8)]
    file = tmp_path / "journalistes.csv"
    cells = ";".join("le matin" for _each in several)
    lines = f"Nom;{';'.join(several)};Boîte\nRoy;{cells};roy@avis.example\n"
    file.write_text(lines, encoding="utf-8")
    with qtbot.waitSignal(panel.planned):
        panel.plan_import(file)
    panel.correct.click()
    scroll = panel.form_area.verticalScrollBar()
    qtbot.waitUntil(lambda: scroll.maximum() > 0)
    scroll.setValue(scroll.maximum())
    choice = panel.form.choices["Boîte"]
    choice.setFocus()
    laid_out = panel.form.layout()
    assert laid_out is not None
    laid_out.activate()

    def place() -> tuple[object, ...]:
        return choice.mapTo(panel, QPoint(0, 0)), scroll.value(), choice.hasFocus()

    before = place()
    for heading, key in (("Boîte", "emails"), ("Nom", ""), ("Boîte", ""), ("Nom", "name")):
        told(panel, qtbot, heading, key)
        layout = panel.layout()
        assert layout is not None
        layout.activate()
        assert panel.form.choices["Boîte"] is choice
        assert place() == before


def test_the_first_choice_moves_none_though_the_columns_were_laid_out_unseen(
    panel: ImportPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Qui;Quoi\nAda Okafor;ada@depeche.example\n", encoding="utf-8")
    panel.hide()  # as on a page that brings it in front once the file is read
    with qtbot.waitSignal(panel.planned):
        panel.plan_import(file)
    panel.show()
    choice = panel.form.choices["Quoi"]
    stood = choice.mapTo(panel, QPoint(0, 0))

    told(panel, qtbot, "Qui", "name")

    assert panel.plan is not None
    layout = panel.layout()
    assert layout is not None
    layout.activate()
    assert choice.mapTo(panel, QPoint(0, 0)) == stood


def test_the_columns_of_a_file_whose_headings_say_nothing_are_said_by_hand(
    panel: ImportPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Qui;Quoi\nAda Okafor;ada@depeche.example\n", encoding="utf-8")
    with qtbot.waitSignal(panel.planned):
        panel.plan_import(file)
    assert panel.plan is None
    assert list(panel.form.choices) == ["Qui", "Quoi"]
    assert panel.form.isVisible()

    with qtbot.waitSignal(panel.planned):
        panel.form.chosen.emit("Quoi", "emails")
    assert panel.plan is None, "who they are is not said yet"
    with qtbot.waitSignal(panel.planned):
        panel.form.chosen.emit("Qui", "name")

    plan: ImportPlan | None = panel.plan
    assert plan is not None
    assert [row.name for row in plan.rows] == ["Ada Okafor"]
    assert panel.accept.isEnabled()


def test_what_somebody_does_is_said_in_their_row_new_or_changed(
    panel: ImportPanel, qtbot: QtBot, tmp_path: Path, sqlite_database: Database
) -> None:
    outlet = OutletDesk(sqlite_database).add(NewOutlet(name="La Dépêche")).id
    held = NewPosition(outlet=outlet, title="journaliste", beats=("budget",))
    ContactDesk(sqlite_database).add(NewContact(family_name="Roy", positions=(held,)))
    file = tmp_path / "journalistes.csv"
    file.write_text(
        "Nom;Média;Quoi;Couverture\nRoy;La Dépêche;chroniqueuse;eau\nOkafor;Noovo;pigiste;neige\n",
        encoding="utf-8",
    )
    with qtbot.waitSignal(panel.planned):
        panel.plan_import(file)
    told(panel, qtbot, "Quoi", "title")

    said = [row.detail for row in panel.list.list.rows.rows()]

    assert said == [
        "line 2 · La Dépêche · Job title: journaliste → chroniqueuse · Beats: budget → eau",
        "line 3 · Noovo · pigiste · neige",
    ]


def test_another_worksheet_of_a_workbook_is_read_where_it_is_chosen(
    panel: ImportPanel, qtbot: QtBot
) -> None:
    workbook = Path(__file__).parents[2] / "imports" / "workbooks" / "medias.xlsx"
    with qtbot.waitSignal(panel.planned):
        panel.plan_import(workbook)
    assert panel.worksheet_line.isVisible()
    assert panel.worksheet.currentText() == "Médias"
    panel.worksheet.setCurrentText("Lisez-moi")
    with qtbot.waitSignal(panel.planned):
        panel.worksheet.activated.emit(0)

    assert panel.plan is None
    assert panel.error.isVisible()
    assert panel.worksheet_line.isVisible(), "the way back"
    assert panel.looked_at.worksheet == "Lisez-moi"
    panel.worksheet.setCurrentText("Médias")
    with qtbot.waitSignal(panel.planned):
        panel.worksheet.activated.emit(1)
    plan: ImportPlan | None = panel.plan
    assert plan is not None
    assert len(plan.rows) == 4
    with qtbot.waitSignal(panel.imported) as said:
        panel.accept.click()
    assert said.args is not None
    assert said.args[0].endswith("2 other sheets in the file")


def test_a_table_has_no_worksheets_to_choose_from(
    panel: ImportPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text(FILE)

    with qtbot.waitSignal(panel.planned):
        panel.plan_import(file)

    assert not panel.worksheet_line.isVisible()


@pytest.fixture
def long_list(tmp_path: Path) -> Path:
    """Return a workbook that is read for a few seconds."""
    file = tmp_path / "longue.xlsx"
    rows = ([f"Roy{n}", f"roy{n}@avis.example"] for n in range(20_000))
    file.write_bytes(write_workbook(("Nom", "Courriel"), rows))
    return file


def test_a_workbook_that_is_read_for_long_says_how_far_and_is_stopped(
    panel: ImportPanel, qtbot: QtBot, tmp_path: Path, long_list: Path
) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text(FILE)
    with qtbot.waitSignal(panel.planned):
        panel.plan_import(file)
    before = panel.plan

    with qtbot.waitSignal(panel.works) as begun:
        panel.plan_import(long_list)
    work: LongWork = begun.args[0]
    with qtbot.waitSignal(work.progressed) as far:
        pass
    with qtbot.waitSignal(work.ended):
        work.stop()

    done, total = far.args
    assert 0 < done < total == 20_001
    assert panel.plan is before
    assert not panel.error.isVisible()
    assert panel.looked_at.file == file


def test_who_chooses_another_file_waits_for_that_one_alone(
    panel: ImportPanel, qtbot: QtBot, tmp_path: Path, long_list: Path
) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text(FILE)
    with qtbot.waitSignal(panel.works) as begun:
        panel.plan_import(long_list)
    work: LongWork = begun.args[0]

    with qtbot.waitSignal(panel.planned):
        panel.plan_import(file)

    assert work.wants_stop
    assert panel.plan is not None
    assert len(panel.plan.rows) == 1


def test_the_line_of_the_headings_is_said_by_hand(
    panel: ImportPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text(
        "Nom;Prénom;Média;Courriel;Téléphone\n"
        "Contact;Name;Outlet;Address;Phone\n"
        "Okafor;Ada;Avis;ada@avis.example;514 555-0142\n"
    )
    with qtbot.waitSignal(panel.planned):
        panel.plan_import(file)
    click(panel.correct)
    assert panel.form.headings.currentText() == "1: Nom · Prénom · Média · Courriel · Téléphone"
    assert panel.plan is not None
    assert len(panel.plan.rows) == 2

    panel.form.headings.setCurrentIndex(1)
    with qtbot.waitSignal(panel.planned):
        panel.form.headings.activated.emit(1)

    plan: ImportPlan | None = panel.plan
    assert plan is not None
    assert [row.line for row in plan.rows] == [3]
    assert plan.sheet.headings == ("Contact", "Name", "Outlet", "Address", "Phone")
    assert panel.looked_at.header_line == 2
    assert panel.form.headings.currentData() == 2
