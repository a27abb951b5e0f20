"""Another window in the place of the first: in the other language, at the same page and thing."""

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from comms_desk.jobs.reports import Doing
from comms_desk.keys import Keys
from comms_desk.media.drafting import model
from comms_desk.paths import HOME_VARIABLE, Paths
from comms_desk.planning.dossiers.model import DossierStatus, NewDossier
from comms_desk.settings import LANGUAGE, SINGLE_LETTERS, SettingSection
from comms_desk.storage.model import FieldChange
from comms_desk.ui.app import DeskApp, start
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.dossiers.page import DossiersPage
from comms_desk.ui.frame.memory import Memory
from comms_desk.ui.kit import single_keys
from comms_desk.ui.kit.look import look
from comms_desk.ui.settings.page import SettingsPage
from comms_desk.ui.texts.page import TextsPage
from tests.support.offices import new_office
from tests.support.windows import held_writes
from tests.ui.keys import asked_by, click, press, type_words


@pytest.fixture
def desk(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DeskApp]:
    """The program in French, on a desk with two dossiers, one of them dormant."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    interval, handlers = sys.getswitchinterval(), logging.root.handlers[:]
    office = new_office(Paths.under(tmp_path), keys=Keys(memory_only=True))
    office.dossiers.add(NewDossier(code="EAU", name="Conduites"))
    sleeping = office.dossiers.add(NewDossier(code="NEIGE", name="Neige"))
    change = FieldChange("status", sleeping.status, DossierStatus.DORMANT)
    office.dossiers.edit(sleeping.id, change)
    office.close()
    made = start(qapp, Paths.under(tmp_path), worker=None)
    qtbot.waitUntil(lambda: made.window.page is not None and made.errands.is_idle)
    yield made
    made.left.disconnect(qapp.quit)
    qtbot.waitUntil(lambda: made.errands.is_idle)
    with qtbot.waitSignal(made.left):
        made.window.close()
    made.window.deleteLater()
    for words in qapp.findChildren(QTranslator):
        qapp.removeTranslator(words)
    single_keys.use(are_commands=True)
    look().choose(Qt.ColorScheme.Unknown)
    sys.setswitchinterval(interval)
    logging.root.handlers[:] = handlers


def choose(qtbot: QtBot, desk: DeskApp, section: SettingSection, key: str, value: str) -> None:
    window = desk.window
    window.go_to("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    page.show_section(section)
    qtbot.waitUntil(lambda: page.column.list.shown > 0 and desk.errands.is_idle)
    editor = page.cards[section].fields[key].editor
    assert isinstance(editor, QComboBox)
    editor.setCurrentIndex(editor.findData(value))


def remade(qtbot: QtBot, desk: DeskApp, ask: Callable[[], None]) -> None:
    before = desk.window
    ask()
    qtbot.waitUntil(lambda: desk.window is not before and desk.window.page is not None)
    qtbot.waitUntil(lambda: desk.errands.is_idle)


def dossier_opened(qtbot: QtBot, desk: DeskApp) -> DossiersPage:
    """The page of the dossiers, with the card of the one that is open."""
    desk.window.go_to("dossiers")
    page = desk.window.page
    assert isinstance(page, DossiersPage)
    qtbot.waitUntil(lambda: page.column.list.shown == 1 and desk.errands.is_idle)
    page.next_row()
    qtbot.waitUntil(lambda: page.card.thing is not None)
    return page


def test_the_window_is_made_again_in_the_other_language_at_once(
    qtbot: QtBot, desk: DeskApp
) -> None:
    before = desk.window
    assert before.windowTitle().endswith("Pupitre")
    before.resize(1100, 700)
    before.status.show_doing(Doing.WORKING)

    remade(qtbot, desk, lambda: choose(qtbot, desk, SettingSection.DISPLAY, LANGUAGE.key, "en"))

    window = desk.window
    assert window.isVisible()
    assert window.windowTitle() == "Settings · Comms Desk"
    assert (window.width(), window.height()) == (1100, 700)
    assert window.status.worker.text() == "Feeds and e-mail are running"
    page = window.page
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: page.column.list.chosen is SettingSection.DISPLAY)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(before)


def test_the_filter_and_the_thing_chosen_are_those_of_before(qtbot: QtBot, desk: DeskApp) -> None:
    desk.window.go_to("dossiers")
    page = desk.window.page
    assert isinstance(page, DossiersPage)
    page.column.check(DossierStatus.DORMANT)
    qtbot.waitUntil(lambda: page.column.list.shown == 1 and desk.errands.is_idle)
    page.next_row()
    qtbot.waitUntil(lambda: page.card.thing is not None)
    press(desk.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)

    remade(qtbot, desk, lambda: choose(qtbot, desk, SettingSection.DISPLAY, LANGUAGE.key, "en"))
    desk.window.go_to("dossiers")

    again = desk.window.page
    assert isinstance(again, DossiersPage)
    qtbot.waitUntil(lambda: again.card.thing is not None)
    assert again.card.thing.name == "Neige"
    assert again.column.filter is DossierStatus.DORMANT


def test_what_is_typed_is_saved_before_the_window_goes_and_can_be_undone_after(
    qtbot: QtBot, desk: DeskApp
) -> None:
    page = dossier_opened(qtbot, desk)
    name = page.card.fields["name"].editor
    assert isinstance(name, QLineEdit)
    before = desk.window

    with held_writes(desk.errands):
        name.selectAll()
        type_words(name, "Aqueduc")
        before.remake_wanted.emit()
        qtbot.waitUntil(lambda: desk.errands.unwritten > 1)
        assert desk.window is before
    qtbot.waitUntil(lambda: desk.window is not before and desk.window.page is not None)

    again = desk.window.page
    assert isinstance(again, DossiersPage)
    qtbot.waitUntil(lambda: again.card.thing is not None and again.card.thing.name == "Aqueduc")
    desk.window.undoing.undo()
    qtbot.waitUntil(lambda: again.card.thing.name == "Conduites")


def test_what_was_refused_is_refused_in_the_other_language_on_the_same_card(
    qtbot: QtBot, desk: DeskApp
) -> None:
    page = dossier_opened(qtbot, desk)
    name = page.card.fields["name"]
    assert isinstance(name.editor, QLineEdit)
    page.card.edit_name()
    press(name.editor, Qt.Key.Key_Backspace)
    press(name.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: name.refusal != "")
    in_french = name.refusal

    remade(qtbot, desk, lambda: choose(qtbot, desk, SettingSection.DISPLAY, LANGUAGE.key, "en"))
    desk.window.go_to("dossiers")

    again = desk.window.page
    assert isinstance(again, DossiersPage)
    qtbot.waitUntil(lambda: again.card.thing is not None)
    mended = again.card.fields["name"]
    assert mended.value == ""
    assert mended.refusal not in {"", in_french}
    assert desk.window.status.kept.text() == "Not saved"
    assert not desk.window.close()
    said = " ".join(label.text() for label in desk.window.away.findChildren(QLabel))
    assert "This is not saved: Conduites, “Name”: (empty)." in said
    assert isinstance(mended.editor, QLineEdit)
    type_words(mended.editor, "Eau")
    press(mended.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.errands.is_idle and not mended.is_unsaved)


def test_the_words_of_a_search_and_what_they_find_stay(qtbot: QtBot, desk: DeskApp) -> None:
    page = dossier_opened(qtbot, desk)
    page.column.search.setText("neige")
    page.column.search.ask()
    qtbot.waitUntil(lambda: page.column.empty.isVisible() and desk.errands.is_idle)
    before = desk.window

    remade(qtbot, desk, before.remake_wanted.emit)

    again = desk.window.page
    assert isinstance(again, DossiersPage)
    assert again.column.search.words == "neige"
    qtbot.waitUntil(again.column.empty.isVisible)
    assert not again.column.list.shown
    desk.window.memory.write(desk._paths.window_file)
    assert Memory.read(desk._paths.window_file).pages["dossiers"].searched == ""


def test_what_was_put_in_the_bin_is_taken_out_by_the_toast_of_the_next_window(
    qtbot: QtBot, desk: DeskApp
) -> None:
    page = dossier_opened(qtbot, desk)
    page.card.bin_wanted.emit(page.card.ref)
    qtbot.waitUntil(lambda: desk.window.toast.may_undo and page.card.thing is None)

    remade(qtbot, desk, desk.window.remake_wanted.emit)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    toast, again = desk.window.toast, desk.window.page
    assert isinstance(again, DossiersPage)
    assert toast.isVisible()
    assert not again.column.list.shown
    desk.window.undoing.undo()
    qtbot.waitUntil(lambda: again.column.list.shown == 1 and desk.errands.is_idle)
    assert not toast.may_undo


def test_nothing_is_said_in_the_language_of_before(qtbot: QtBot, desk: DeskApp) -> None:
    page = dossier_opened(qtbot, desk)
    name = page.card.fields["name"].editor
    assert isinstance(name, QLineEdit)
    name.selectAll()
    type_words(name, "Aqueduc")
    page.card.save_now()
    qtbot.waitUntil(lambda: desk.errands.is_idle)
    page.card.bin_wanted.emit(page.card.ref)
    qtbot.waitUntil(lambda: desk.window.toast.may_undo and page.card.thing is None)
    assert desk.window.toast.accessibleName() == "«\u00a0Aqueduc\u00a0» est à la corbeille"

    remade(qtbot, desk, lambda: choose(qtbot, desk, SettingSection.DISPLAY, LANGUAGE.key, "en"))

    toast = desk.window.toast
    assert toast.accessibleName() == "What you did before the language was changed"
    desk.window.undoing.undo()
    qtbot.waitUntil(lambda: toast.accessibleName().startswith("Undone: What you did"))
    qtbot.waitUntil(lambda: desk.errands.is_idle)
    desk.window.undoing.undo()
    click(asked_by(toast, qtbot))
    said = "Undone: Name: Aqueduc → Conduites · Dossier “Conduites”"
    qtbot.waitUntil(lambda: toast.accessibleName() == said)
    qtbot.waitUntil(lambda: desk.errands.is_idle)


def test_a_text_that_was_just_begun_is_taken_back_in_the_next_window(
    qtbot: QtBot, desk: DeskApp
) -> None:
    desk.window.go_to("texts")
    page = desk.window.page
    assert isinstance(page, TextsPage)
    page.new()
    qtbot.waitUntil(lambda: desk.window.toast.may_undo and desk.errands.is_idle)

    remade(qtbot, desk, desk.window.remake_wanted.emit)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    again = desk.window.page
    assert isinstance(again, TextsPage)
    qtbot.waitUntil(lambda: again.column.list.shown == 1)
    desk.window.undoing.undo()

    qtbot.waitUntil(lambda: not again.column.list.shown and desk.errands.is_idle)


def test_a_text_that_no_try_can_save_stays_where_it_is(
    qtbot: QtBot, desk: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.window.go_to("texts")
    page = desk.window.page
    assert isinstance(page, TextsPage)
    page.new()
    qtbot.waitUntil(lambda: page.card.draft is not None and desk.errands.is_idle)
    before = desk.window
    with monkeypatch.context() as patch:
        patch.setattr(model, "TEXT_LENGTH", 5)
        type_words(page.card.editor, "La Ville agit.")
        before.remake_wanted.emit()
        qtbot.waitUntil(lambda: desk._is_remade and desk.errands.is_idle)

    assert desk.window is before
    assert page.card.error.isVisible()
    remade(qtbot, desk, before.remake_wanted.emit)
    again = desk.window.page
    assert isinstance(again, TextsPage)
    qtbot.waitUntil(lambda: again.card.editor.text().text == "La Ville agit.")


def test_a_file_that_was_looked_at_is_looked_at_again_and_may_be_imported(
    qtbot: QtBot, desk: DeskApp, tmp_path: Path
) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Nom;Jeton\nOkafor;ada@depeche.example\n", encoding="utf-8")
    desk.window.go_to("directory")
    page = desk.window.page
    assert isinstance(page, DirectoryPage)
    page.plan_import(file)
    qtbot.waitUntil(lambda: page.panel.plan is not None and desk.errands.is_idle)
    page.panel._choose("Jeton", "emails")
    qtbot.waitUntil(lambda: desk.errands.is_idle)
    chosen = page.panel.plan and page.panel.plan.chosen
    assert chosen

    remade(qtbot, desk, desk.window.remake_wanted.emit)

    again = desk.window.page
    assert isinstance(again, DirectoryPage)
    qtbot.waitUntil(lambda: not again.shows_card and again.panel.plan is not None)
    assert again.panel.plan is not None
    assert again.panel.plan.chosen == chosen
    again.panel.accept.click()
    qtbot.waitUntil(lambda: again.came.done is not None and desk.errands.is_idle)

    remade(qtbot, desk, desk.window.remake_wanted.emit)
    last = desk.window.page
    assert isinstance(last, DirectoryPage)
    assert last.came.chip.isVisible()
    assert last.came.chip.isChecked()
    qtbot.waitUntil(lambda: last.column.list.shown == 1)
    desk.window.undoing.undo()
    qtbot.waitUntil(lambda: last.column.list.shown == 0 and desk.errands.is_idle)


def test_a_dialog_that_is_open_is_not_taken_away(qtbot: QtBot, desk: DeskApp) -> None:
    before = desk.window
    dialog = QDialog(before)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.open()
    desk.window.remake_wanted.emit()
    for _turn in range(3):
        QCoreApplication.processEvents()
    assert desk.window is before

    dialog.reject()

    qtbot.waitUntil(lambda: desk.window is not before and desk.window.page is not None)


def test_letters_alone_do_nothing_from_the_moment_they_are_switched_off(
    qtbot: QtBot, desk: DeskApp
) -> None:
    remade(
        qtbot,
        desk,
        lambda: choose(qtbot, desk, SettingSection.KEYBOARD, SINGLE_LETTERS.key, "false"),
    )
    desk.window.go_to("dossiers")
    page = desk.window.page
    assert isinstance(page, DossiersPage)
    qtbot.waitUntil(lambda: page.column.list.shown == 1 and desk.errands.is_idle)

    press(page.column.list.list, Qt.Key.Key_J)

    assert not single_keys.are_commands()
    assert page.column.list.chosen is None
