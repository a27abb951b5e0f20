"""The page that is written on: one size of letters, however one got to a line."""

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from pytestqt.qtbot import QtBot

from comms_desk.text.markdown import BlockKind
from comms_desk.ui.kit.rich_field import RichField
from comms_desk.ui.kit.text_bridge import HEADING_PX, LINE_PER_CENT, TEXT_PX, shape_of
from comms_desk.ui.kit.text_editor import TextEditor
from comms_desk.ui.kit.text_toolbar import Toolbar
from tests.ui.keys import press, type_words

ENTER = Qt.Key.Key_Return


def sizes(editor: TextEditor) -> list[int]:
    """The size of the letters of each block that has words."""
    block, found = editor.document().begin(), []
    while block.isValid():
        found += [at.fragment().charFormat().font().pixelSize() for at in block]  # type: ignore[attr-defined]
        block = block.next()
    return found


def leadings(editor: TextEditor) -> set[float]:
    block, found = editor.document().begin(), set()
    while block.isValid():
        found.add(block.blockFormat().lineHeight())
        block = block.next()
    return found


@pytest.fixture
def editor(qtbot: QtBot) -> TextEditor:
    made = TextEditor("Text")
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_follows_an_empty_line_is_set_as_the_rest(editor: TextEditor) -> None:
    type_words(editor, "Un")
    press(editor, ENTER)
    press(editor, ENTER)
    press(editor, ENTER)
    type_words(editor, "Deux")

    assert sizes(editor) == [TEXT_PX, TEXT_PX]
    assert leadings(editor) == {LINE_PER_CENT}
    assert [each.kind for each in editor.text().blocks] == [BlockKind.PARAGRAPH] * 2


def test_a_paragraph_after_a_heading_is_no_heading(editor: TextEditor) -> None:
    type_words(editor, "## Titre")
    press(editor, ENTER)
    press(editor, ENTER)
    type_words(editor, "Texte")

    assert sizes(editor) == [HEADING_PX[2], TEXT_PX]
    assert shape_of(editor.textCursor().block()).kind is BlockKind.PARAGRAPH


def test_the_first_words_of_a_block_are_as_large_as_the_others(qtbot: QtBot) -> None:
    field = RichField()
    qtbot.addWidget(field)
    field.show()

    type_words(field.text_editor, "Un")
    press(field.text_editor, ENTER)
    type_words(field.text_editor, "deux")

    assert sizes(field.text_editor) == [TEXT_PX, TEXT_PX]


def test_the_line_of_a_link_is_left_by_escape_and_is_not_another_texts(
    qtbot: QtBot, editor: TextEditor
) -> None:
    toolbar = Toolbar(editor)
    qtbot.addWidget(toolbar)
    toolbar.show()
    toolbar.open_link("")
    assert toolbar.link_line.isVisible()

    press(toolbar.link_line.address, Qt.Key.Key_Escape)
    assert not toolbar.link_line.isVisible()

    toolbar.open_link("")
    editor.show_text(editor.text())
    assert not toolbar.link_line.isVisible()


def test_the_marks_of_a_keyboard_become_those_of_a_french_text(editor: TextEditor) -> None:
    editor.language = "fr"

    type_words(editor, 'L\'an dernier, "oui".')

    assert editor.toPlainText() == "L’an dernier, « oui »."
    assert "«\u00a0oui\u00a0»" in editor.textCursor().block().text()


def test_the_marks_of_a_keyboard_become_those_of_an_english_text(editor: TextEditor) -> None:
    editor.language = "en"

    type_words(editor, 'The City\'s "yes"')

    assert editor.toPlainText() == "The City’s “yes”"


def test_undo_gives_back_the_mark_that_was_typed_then_takes_it_away(editor: TextEditor) -> None:
    editor.language = "fr"
    type_words(editor, 'Il dit "')
    assert editor.textCursor().block().text() == "Il dit «\u00a0"

    press(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert editor.textCursor().block().text() == 'Il dit "'
    type_words(editor, "x")
    assert editor.textCursor().block().text() == 'Il dit "x'


def test_a_mark_keeps_the_bold_that_it_was_typed_in(editor: TextEditor) -> None:
    editor.language = "fr"
    press(editor, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)

    type_words(editor, 'a "b"')

    [block] = editor.text().blocks
    assert [(run.text, run.bold) for run in block.runs] == [("a «\u00a0b\u00a0»", True)]


def test_what_is_pasted_keeps_its_marks(editor: TextEditor) -> None:
    editor.language = "fr"
    pasted = QMimeData()
    pasted.setText('l\'an "2027"')

    editor.insertFromMimeData(pasted)

    assert editor.toPlainText() == 'l\'an "2027"'


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_line_of_what_is_pasted_in_french_begins_with_a_mark(
    editor: TextEditor, language: str
) -> None:
    editor.language = language
    pasted = QMimeData()
    pasted.setText("Il dit : « Oui », et 45 % de 185 M$ ! L'an 10:30 : a ?b\n\n- Un")

    editor.insertFromMimeData(pasted)

    said = editor.document().firstBlock().text()
    bound = "Il dit~: «~Oui~», et 45~% de 185 M$~! L'an 10:30~: a ?b".replace("~", "\u00a0")
    assert said == (bound if language == "fr" else pasted.text().split("\n")[0])
    assert [each.kind for each in editor.text().blocks] == [BlockKind.PARAGRAPH] * 2


def test_what_a_method_of_input_makes_is_mended_too(editor: TextEditor) -> None:
    editor.language = "fr"
    type_words(editor, "l")
    made = QInputMethodEvent()
    made.setCommitString("'")

    QCoreApplication.sendEvent(editor, made)

    assert editor.toPlainText() == "l’"
