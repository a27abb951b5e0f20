"""Menus in our own look: round, with nothing of the system's behind their corners.

A menu is a window: its corners are square unless nothing is painted there, which is to be asked
before it is shown.  Qt makes that of an editor as it is opened: the editors are here, to ask.
"""

from typing import override

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QTextEdit

ROUND = Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint


def rounded[Menu: QMenu](menu: Menu) -> Menu:
    """Return *menu*, which was not shown yet, with nothing painted outside its edge."""
    menu.setWindowFlags(menu.windowFlags() | ROUND)
    menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    return menu


class Line(QLineEdit):
    """A line of text."""

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu, round."""
        _open(self.createStandardContextMenu(), event)


class PlainText(QPlainTextEdit):
    """Plain text of several lines."""

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu, round."""
        _open(self.createStandardContextMenu(), event)


class RichText(QTextEdit):
    """Text with its marks."""

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu, round."""
        _open(self.createStandardContextMenu(), event)


def _open(menu: QMenu, event: QContextMenuEvent) -> None:
    rounded(menu).setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(event.globalPos())
