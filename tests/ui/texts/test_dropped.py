"""A file dropped on the Texts page is a text."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.ui.texts.page import TextsPage
from tests.documents.word_files import word_file


def drop(page: TextsPage, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    page.dropEvent(
        QDropEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_the_head_of_a_file_dropped_on_the_page_says_its_dossier(
    page: TextsPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    dossier = office.dossiers.add(NewDossier(code="NEIGE-27", name="Neige"))
    file, other = tmp_path / "mot.md", tmp_path / "autre.md"
    file.write_text("---\ntitre : Mot\ndossier : neige-27\n---\nBonjour.", encoding="utf-8")
    other.write_text("---\ndossier : NEIGE-72\n---\nBonjour.", encoding="utf-8")
    page.shown()

    drop(page, file)
    qtbot.waitUntil(lambda: page.card.draft is not None)
    drop(page, other)
    qtbot.waitUntil(page.error.isVisible)

    assert page.card.draft is not None
    assert page.card.draft.dossier == dossier.id
    assert office.drafts.search("").total == 1


def test_a_word_file_dropped_on_the_page_is_a_text(
    page: TextsPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "Allocution.docx"
    file.write_bytes(word_file("Bonjour à toutes."))
    page.shown()

    drop(page, file)

    qtbot.waitUntil(lambda: page.card.draft is not None)
    assert page.card.draft is not None
    assert page.card.draft.title == "Allocution"
    assert page.card.editor.text().text == "Bonjour à toutes."
