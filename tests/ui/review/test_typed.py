"""What is typed under the list of the review, and what leaves: never one thing for another."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.storage.model import FieldChange
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.dialog import is_open
from comms_desk.ui.kit.look import TYPING_LONGEST_MS
from comms_desk.ui.review.page import ReviewPage
from comms_desk.ui.review.sending import SendReviewDialog
from comms_desk.ui.shell.window import Window
from tests.ui.keys import press, type_words
from tests.ui.review.desk_of_five import Desk, rest, shown

CONTROL = Qt.KeyboardModifier.ControlModifier
ENTER, ESCAPE, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab
LONG = "The budget of the city goes up " * 5


def essentials(qtbot: QtBot, page: ReviewPage) -> None:
    """Go to the essentials, from the first story."""
    shown(qtbot, page)
    page.previous_row()
    press(page.column.list.list, ENTER)


def test_nothing_leaves_while_a_line_is_refused(qtbot: QtBot, page: ReviewPage, desk: Desk) -> None:
    desk.have_readers()
    desk.keep(desk.budget)
    essentials(qtbot, page)
    highlights, agenda = page.essentials.highlights.field, page.essentials.agenda.field

    type_words(highlights.editor, LONG)
    press(highlights.editor, TAB)
    type_words(agenda.editor, "9:30 council")
    for ask in (
        page.sending.ask,
        page.sending.test.click,
        page.issue.trigger,
        page.sending.save_word,
    ):
        page.error.hide()
        agenda.setFocus()
        ask()
        rest(qtbot, page)
        assert not is_open(page.sending.question)
        said = [each.text() for each in page.error.findChildren(Label)]
        assert "“Highlights”" in " ".join(said)
        assert highlights.editor.hasFocus()
    assert not any(desk.review.highlights)
    assert desk.review.agenda == ("9:30 council",)

    press(highlights.editor, Qt.Key.Key_A, CONTROL)
    type_words(highlights.editor, "Budget up")
    press(highlights.editor, ENTER, CONTROL)
    qtbot.waitUntil(lambda: isinstance(page.sending.question, SendReviewDialog))
    assert not page.error.isVisible()
    assert page.sending.question is not None
    page.sending.question.verb.click()
    qtbot.waitUntil(lambda: desk.review.message is not None)
    rest(qtbot, page)

    assert desk.review.highlights == ("Budget up",)
    assert "Budget up" in page.preview.words.toPlainText()


def test_a_line_that_is_mended_is_not_called_unsaved_any_more(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.have_readers()
    desk.keep(desk.budget)
    essentials(qtbot, page)
    highlights = page.essentials.highlights.field
    type_words(highlights.editor, LONG)
    page.sending.ask()
    qtbot.waitUntil(page.error.isVisible)

    press(highlights.editor, Qt.Key.Key_A, CONTROL)
    type_words(highlights.editor, "Budget up")
    press(highlights.editor, TAB)

    qtbot.waitUntil(lambda: not page.error.isVisible())
    rest(qtbot, page)
    assert desk.review.highlights == ("Budget up",)


def test_no_beginning_of_a_line_is_saved_while_it_is_typed(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.budget)
    essentials(qtbot, page)
    counted = page.essentials.highlights

    type_words(counted.field.editor, "Snow")
    press(counted.field.editor, ENTER)
    type_words(counted.field.editor, LONG[:130])
    qtbot.wait(TYPING_LONGEST_MS + 100)
    rest(qtbot, page)
    assert desk.review.highlights == ("Snow",)
    type_words(counted.field.editor, LONG[130:])
    rest(qtbot, page)

    assert desk.review.highlights == ("Snow",)
    assert "more than 140 characters" in counted.field.refusal
    assert counted.count.property("role") == "word-red"


def test_the_foot_of_the_window_does_not_say_saved_while_a_line_is_refused(
    qtbot: QtBot, errands: Errands, window: Window, desk: Desk
) -> None:
    desk.keep(desk.budget)
    window.errands.changed.connect(window.changed)
    window.show()
    window.go_to("review")
    page = window.page
    assert isinstance(page, ReviewPage)
    essentials(qtbot, page)
    highlights, agenda = page.essentials.highlights.field, page.essentials.agenda.field
    type_words(highlights.editor, LONG)
    press(highlights.editor, TAB)
    type_words(agenda.editor, "9:30 council")
    page.leaving()
    rest(qtbot, page)
    assert window.status.kept.text() == "Not saved"

    highlights.setFocus()
    press(highlights.editor, Qt.Key.Key_A, CONTROL)
    type_words(highlights.editor, "Budget up")
    page.leaving()
    rest(qtbot, page)

    assert window.status.kept.text().startswith("Saved at")


def test_what_was_refused_and_is_frozen_by_another_keeps_nothing_back(
    qtbot: QtBot, page: ReviewPage, desk: Desk, office: Office
) -> None:
    desk.have_readers()
    desk.keep(desk.budget)
    essentials(qtbot, page)
    type_words(page.essentials.highlights.field.editor, LONG)
    page.leaving()
    office.reviews.issue(desk.review.id)
    page.refresh()
    rest(qtbot, page)

    page.sending.ask()

    qtbot.waitUntil(lambda: isinstance(page.sending.question, SendReviewDialog))


@pytest.mark.parametrize("of", ["summary", "highlights"])
def test_escape_keeps_what_is_typed_and_goes_back_to_the_list(
    qtbot: QtBot, page: ReviewPage, desk: Desk, of: str
) -> None:
    desk.keep(desk.budget)
    review = desk.review
    field = FieldChange(f"summary {review.kept[0].id}", "", "It was so.")
    desk.reviews.edit(review.id, field)
    shown(qtbot, page)
    if of == "highlights":
        page.previous_row()
    press(page.column.list.list, ENTER)
    foot = page.story if of == "summary" else page.essentials
    editor = page.focusWidget()
    assert editor is not None
    assert foot.isAncestorOf(editor)

    type_words(editor, "More. ")
    press(editor, ESCAPE)
    rest(qtbot, page)

    assert page.column.list.list.hasFocus()
    assert page.takes_letters
    said = (desk.review.kept[0].entry.summary, desk.review.highlights)
    assert said == (("More. It was so.", ()) if of == "summary" else ("It was so.", ("More.",)))
