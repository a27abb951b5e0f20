"""From the Watch to a review that has left, without a mouse."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.page import Page
from comms_desk.ui.frame.trial_dialog import TrialDialog
from comms_desk.ui.review.page import ReviewPage
from comms_desk.ui.review.sending import SendReviewDialog
from comms_desk.ui.shell.window import Window
from comms_desk.ui.watch.page import WatchPage
from tests.ui.keys import press, type_words
from tests.ui.review.desk_of_five import Desk

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


def test_the_whole_review_is_made_by_keys(
    qtbot: QtBot, errands: Errands, window: Window, desk: Desk
) -> None:
    desk.have_readers()
    window.errands.changed.connect(window.changed)
    window.show()
    window.activateWindow()

    def at_rest(page: Page) -> None:
        qtbot.waitUntil(lambda: not page._stale and errands.is_idle)

    def keys() -> QWidget:
        focused: QWidget | None = QApplication.focusWidget()
        assert focused is not None
        return focused

    window.go_to("watch")
    watch = window.page
    assert isinstance(watch, WatchPage)
    at_rest(watch)
    for _each in range(2):
        press(keys(), KEY.Key_J)
        qtbot.waitUntil(lambda: watch.card.mention is not None)
        at_rest(watch)
        press(keys(), KEY.Key_R)
        at_rest(watch)
    assert len(desk.review.kept) == 2

    press(keys(), KEY.Key_R, SHIFT)
    page = window.page
    assert isinstance(page, ReviewPage)
    at_rest(page)
    press(keys(), KEY.Key_Return)
    type_words(keys(), "What it says.")
    press(keys(), KEY.Key_Return)
    type_words(keys(), "The other.")
    page.column.list.setFocus()
    at_rest(page)
    press(keys(), KEY.Key_T)
    qtbot.waitUntil(lambda: isinstance(page.sending.question, TrialDialog))
    press(keys(), KEY.Key_Escape)
    window.activateWindow()  # as a window manager does
    qtbot.waitUntil(page.column.list.list.hasFocus)
    press(keys(), KEY.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: isinstance(page.sending.question, SendReviewDialog))
    press(keys(), KEY.Key_Tab)
    press(keys(), KEY.Key_Space)
    qtbot.waitUntil(lambda: desk.review.message is not None)
    at_rest(page)

    assert [each.words for each in desk.review.kept] == [3, 2]
    press(page.column.list.list, KEY.Key_Escape)
    assert window.page is watch
