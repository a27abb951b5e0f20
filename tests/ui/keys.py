"""Keys and clicks for the tests of the window, with the types that pytest-qt leaves out."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.notices import Toast


def type_words(widget: QWidget, words: str) -> None:
    """Type *words*, ASCII only: QTest aborts on an accent."""
    QTest.keyClicks(widget, words)


def press(
    widget: QWidget,
    key: Qt.Key | str,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press *key* in *widget*; a capital or a digit is its own key."""
    QTest.keyClick(widget, Qt.Key(ord(key)) if isinstance(key, str) else key, modifier)


def click(widget: QWidget) -> None:
    """Click in the middle of *widget*."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def tabs_from(widget: QWidget, *, most: int, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Return where Tab goes from *widget*, itself first, *most* places: where it really goes.

    Qt's order alone does not say: a widget with a focus proxy is a stop as well.
    """
    window, walked = widget.window(), [widget]
    widget.setFocus()
    while len(walked) < most:
        press(walked[-1], key)
        at = window.focusWidget()
        if at is widget:
            break
        walked.append(at)
    return walked


def asked_by(toast: Toast, qtbot: QtBot) -> Button:
    """Return what answers yes to the question that *toast* asks, once it does."""
    qtbot.waitUntil(lambda: toast.accessibleName().endswith("?"))
    (button,) = [each for each in toast.findChildren(Button) if each.isVisible()]
    return button
