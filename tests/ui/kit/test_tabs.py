"""What is made late is where the eye finds it for Tab too."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.notices import EmptyState, ErrorBar, Notice
from comms_desk.ui.kit.text_editor import TextEditor
from comms_desk.ui.kit.text_toolbar import Toolbar


def stops(window: QWidget) -> list[str]:
    """What Tab comes to in *window*, by the words or the name of each."""
    found: list[str] = []
    at = window.nextInFocusChain()
    while at is not None and at is not window:
        if at.focusPolicy() is not Qt.FocusPolicy.NoFocus and at.isVisibleTo(window):
            found.append(at.text() if isinstance(at, Button) and at.text() else at.accessibleName())
        at = at.nextInFocusChain()
    return found


def between(qtbot: QtBot, middle: QWidget) -> QWidget:
    """Show *middle* between two fields."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    above, below = QLineEdit(), QLineEdit()
    above.setAccessibleName("above")
    below.setAccessibleName("below")
    for widget in (above, middle, below):
        column.addWidget(widget)
    window.show()
    return window


def test_an_error_is_where_it_stands(qtbot: QtBot) -> None:
    bar = ErrorBar()
    window = between(qtbot, bar)
    assert stops(window) == ["above", "below"]

    bar.say("It failed.", act="Try again")

    assert stops(window) == ["above", "Try again", "Copy details", "Hide this message", "below"]


def test_a_notice_is_where_it_stands(qtbot: QtBot) -> None:
    notice = Notice()
    window = between(qtbot, notice)

    notice.say("Two people wrote here.", "Compare")

    assert stops(window) == ["above", "Compare", "below"]


def test_the_first_verb_comes_before_the_sample_whichever_is_offered_first(qtbot: QtBot) -> None:
    empty = EmptyState(verb="Begin")
    window = between(qtbot, empty)

    empty.say("Nothing matches.", may_start=False)
    empty.offer_sample(offered=True)
    empty.say("Nothing yet.")

    assert stops(window) == ["above", "Begin", "Load the sample desk", "below"]


def test_the_line_of_a_link_follows_the_tools(qtbot: QtBot) -> None:
    editor = TextEditor("Text")
    toolbar = Toolbar(editor)
    window = between(qtbot, toolbar)
    before = stops(window)
    assert before[-1] == "below"

    toolbar.open_link("")

    assert stops(window) == [
        *before[:-1],
        "Address of the link",
        "Link",
        "Leave the link as it is",
        "below",
    ]
