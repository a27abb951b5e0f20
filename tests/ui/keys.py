"""Keys and clicks for the tests of the window, with the types that pytest-qt leaves out."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget


def type_words(widget: QWidget, words: str) -> None:
    """Type *words*, ASCII only: QTest aborts on an accent."""
    QTest.keyClicks(widget, words)


def press(
    widget: QWidget,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press *key* in *widget*."""
    QTest.keyClick(widget, key, modifier)


def click(widget: QWidget) -> None:
    """Click in the middle of *widget*."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def tabs_from(widget: QWidget, *, most: int) -> list[QWidget]:
    """Return where Tab goes from *widget*, itself first, *most* places: what can be seen there."""
    walked = [widget]
    at = widget.nextInFocusChain()
    while at is not None and at is not widget and len(walked) < most:
        takes_tab = at.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        if takes_tab and at.isVisible() and at.isEnabled():
            walked.append(at)
        at = at.nextInFocusChain()
    return walked
