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
