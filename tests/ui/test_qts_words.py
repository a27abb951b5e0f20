"""What Qt brings itself, the dialog that chooses a file, is as a person here expects it."""

from collections.abc import Callable
from pathlib import Path
from typing import override

import pytest
from PySide6.QtCore import QCoreApplication, QDir, QStandardPaths, QTranslator
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProxyStyle,
    QPushButton,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.ui.app import speak_qts_words
from comms_desk.ui.kit.file_dialog import file_dialog, save_dialog
from comms_desk.ui.kit.look import LIGHT
from comms_desk.ui.kit.stylesheet import stylesheet


def test_the_buttons_of_qts_dialogs_are_in_french(qapp: QApplication) -> None:
    i18n.use("fr")

    speak_qts_words(qapp)
    said = QCoreApplication.translate("QPlatformTheme", "Cancel")

    for words in qapp.findChildren(QTranslator):
        qapp.removeTranslator(words)
    assert said == "Annuler"


@pytest.mark.parametrize("made", [QLineEdit, QPlainTextEdit])
def test_the_menu_of_a_field_is_in_french(
    qtbot: QtBot, qapp: QApplication, made: Callable[[], QLineEdit | QPlainTextEdit]
) -> None:
    i18n.use("fr")
    speak_qts_words(qapp)
    field = made()
    qtbot.addWidget(field)

    menu = field.createStandardContextMenu()
    said = [action.text().replace("&", "").split("\t")[0] for action in menu.actions()]

    for words in qapp.findChildren(QTranslator):
        qapp.removeTranslator(words)
    assert {"Couper", "Copier", "Coller", "Tout sélectionner"} <= set(said)


def test_a_file_is_looked_for_in_the_documents_then_where_the_last_one_was(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "Documents"
    elsewhere = tmp_path / "elsewhere"
    documents.mkdir()
    elsewhere.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _place: str(documents))
    page = QWidget()
    qtbot.addWidget(page)
    QFileDialog(page).setDirectory(QDir.current())

    first = file_dialog(page, "Importer", "Tableaux (*.csv)")
    assert Path(first.directory().path()) == documents

    first.setDirectory(str(elsewhere))
    second = file_dialog(page, "Importer", "Tableaux (*.csv)")
    assert Path(second.directory().path()) == elsewhere
    second.setDirectory(QDir.current())


def test_a_file_is_looked_for_at_home_where_there_are_no_documents(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _place: str(tmp_path / "none"))
    page = QWidget()
    qtbot.addWidget(page)
    QFileDialog(page).setDirectory(QDir.current())

    dialog = file_dialog(page, "Importer", "Tableaux (*.csv)")

    assert dialog.directory() == QDir.home()
    dialog.setDirectory(QDir.current())


def test_a_dialog_that_is_closed_is_gone(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()

    dialog = file_dialog(page, "Importer", "Tableaux (*.csv)")
    dialog.open()
    dialog.reject()

    qtbot.waitUntil(lambda: page.findChildren(QFileDialog) == [])


class _AsOnLinux(QProxyStyle):
    """Puts icons on the buttons of a dialog, as desktops of Linux have Qt do."""

    @override
    def styleHint(
        self,
        hint: QStyle.StyleHint,
        /,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        if hint is QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons:
            return 1
        return super().styleHint(hint, option, widget, returnData)


def test_the_buttons_of_the_dialog_have_words_and_no_icons(
    qtbot: QtBot, qapp: QApplication
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.setStyleSheet(stylesheet(LIGHT))
    before = qapp.style().name()
    qapp.setStyle(_AsOnLinux(before))

    dialog = save_dialog(page, "Exporter", "Tableaux (*.csv)", "contacts.csv")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.open()

    buttons = dialog.findChildren(QPushButton)
    assert buttons
    assert [button.text() for button in buttons if not button.icon().isNull()] == []
    dialog.reject()
    qapp.setStyle(before)


def test_every_word_of_the_dialog_that_chooses_a_file_is_in_french(
    qtbot: QtBot, qapp: QApplication
) -> None:
    i18n.use("fr")
    speak_qts_words(qapp)
    parent = QWidget()
    qtbot.addWidget(parent)

    dialog = file_dialog(parent, "Importer", "Tableaux (*.csv)")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    said = {label.text().replace("&", "") for label in dialog.findChildren(QLabel)}

    for words in qapp.findChildren(QTranslator):
        qapp.removeTranslator(words)
    assert said == {"Chercher dans\xa0:", "Nom de fichier\xa0:", "Type de fichiers\xa0:"}
