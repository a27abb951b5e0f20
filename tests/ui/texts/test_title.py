"""The title of a text: what is pasted in it, and why it is refused."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.ui.texts.head import is_title
from comms_desk.ui.texts.page import TextsPage
from tests.ui.keys import press, type_words
from tests.ui.texts.pages import all_written, opened


def test_a_whole_release_pasted_in_the_title_is_its_text_with_its_first_line_as_title(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE))
    opened(page, qtbot, draft)
    page.card.title.editor.setFocus()
    lines = ("La Ville déneige", "MONTRÉAL, le 2 décembre – La neige.", "Elle tombe.")
    QGuiApplication.clipboard().setText("\n\n".join(lines))

    press(page.card.title.editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    editor = page.card.editor
    assert page.card.title.value == lines[0]
    assert editor.toPlainText().split("\n") == [*lines[1:]]
    assert editor.hasFocus()
    press(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (page.card.title.value, editor.toPlainText()) == ("", "")
    press(editor, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert page.card.title.value == lines[0]
    page.leaving()
    all_written(page, qtbot)
    assert office.drafts.get(draft.id).title == lines[0]
    assert office.drafts.text(draft.id) == "\n\n".join(lines[1:]) + "\n"


@pytest.mark.parametrize(
    ("html", "title", "text"),
    [
        (
            "<div>Ouverture du parc<br><br>Dès samedi<br>Entrée libre</div>",
            "Ouverture du parc",
            ["Dès samedi\u2028Entrée libre"],
        ),
        ("<h1>Ouverture<br>du parc</h1><p>Dès samedi</p>", "Ouverture du parc", ["Dès samedi"]),
        ("<meta charset='utf-8'>", "Ouverture du parc", ["Dès samedi", "Entrée libre"]),
        ("<pre>Ouverture du parc</pre>", "Ouverture du parc", ["Dès samedi", "Entrée libre"]),
    ],
    ids=["breaks", "cut in two", "no words", "less than its words"],
)
def test_a_page_pasted_in_the_title_is_its_text_however_it_is_made(
    page: TextsPage, qtbot: QtBot, office: Office, html: str, title: str, text: list[str]
) -> None:
    opened(page, qtbot, office.drafts.add(NewDraft(kind=DraftKind.RELEASE)))
    pasted = QMimeData()
    pasted.setHtml(html)
    pasted.setText("Ouverture du parc\n\nDès samedi\nEntrée libre")

    page.card.title.editor.insertFromMimeData(pasted)  # type: ignore[attr-defined]

    assert page.card.title.value == title
    assert page.card.editor.document().toRawText().split("\u2029") == text


def test_what_stands_above_a_title_is_none() -> None:
    said = {
        "COMMUNIQUÉ": False,
        "Sous embargo jusqu’au 3 décembre 2026 à 10 h": False,
        "Pour diffusion immédiate": False,
        "MONTRÉAL, le 2 décembre 2026": False,
        "La neige tombe.": False,
        "- Un": False,
        "La Ville déneige": True,
        "« Montréal déneige », dit la mairesse": True,
        "LA VILLE DÉNEIGE": True,
    }

    assert {line: is_title(line) for line in said} == said


def test_a_title_cut_in_two_lines_is_one(page: TextsPage, qtbot: QtBot, office: Office) -> None:
    opened(page, qtbot, office.drafts.add(NewDraft(kind=DraftKind.RELEASE)))
    pasted = QMimeData()
    pasted.setText("La Ville\ndéneige")

    page.card.title.editor.insertFromMimeData(pasted)  # type: ignore[attr-defined]

    assert page.card.title.value == "La Ville déneige"


def test_why_a_title_is_refused_never_lies_over_its_words(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    opened(page, qtbot, office.drafts.add(NewDraft(kind=DraftKind.RELEASE)))
    title = page.card.title
    type_words(title.editor, "x")
    title.editor.setPlainText("La Ville adopte son budget. " * 70)  # type: ignore[attr-defined]

    title.save_now()
    qtbot.waitUntil(lambda: bool(title.refusal))

    note = title.findChild(QLabel)
    assert note is not None
    qtbot.waitUntil(lambda: note.height() >= note.heightForWidth(note.width()))
    qtbot.waitUntil(lambda: note.y() >= title.editor.geometry().bottom())
    assert page.card.editor.isVisible()
    assert page.card.rect().contains(note.mapTo(page.card, note.rect().bottomRight()))
