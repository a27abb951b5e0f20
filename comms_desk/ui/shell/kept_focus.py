"""Where the keys go when what had them goes away: to what replaced it, never to the rail.

Qt would go to what comes next in the window: the button of another card, another list, the rail.
What is typed then, by somebody who has not looked up yet, is no command, until a click, an arrow or
a move of the focus tells that they have.
"""

from collections.abc import Iterator
from typing import cast, override

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from comms_desk.ui.frame.page import Page
from comms_desk.ui.kit import single_keys

LOOKED_UP = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
"""Nobody walks a list who believes that they are writing."""


class KeptFocus(QObject):
    """Keeps the focus of one window on its page."""

    def __init__(self, window: QWidget) -> None:
        """Follow the focus in *window*."""
        super().__init__(window)
        self._window = window
        self.page: Page | None = None
        """The page in front."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._take_if_nobody_has)
        self._app = cast("QApplication", QApplication.instance())
        self._app.focusChanged.connect(self._moved)

    def was_lost(self) -> bool:
        """Say whether what has the focus can have it no longer, rather than that Tab is pressed."""
        at: QWidget | None = self._window.focusWidget()
        return at is not None and at is not self._window and not _takes_keys(at)

    def replace(self) -> None:
        """Give the focus to what stands where that was which has it and went away."""
        lost = self._window.focusWidget()
        for home in _around(lost) if self._is_on_page(lost) else ():
            for each in _after(lost):
                if home.isAncestorOf(each) and self._is_on_page(each):
                    each.setFocus(Qt.FocusReason.OtherFocusReason)
                    self._hold()
                    return
        self._go_to_page()

    def _is_on_page(self, widget: QWidget) -> bool:
        return self.page is not None and self.page.isAncestorOf(widget)

    def _go_to_page(self) -> None:
        if self.page is not None:
            self.page.focus_list()
            self._hold()

    def _hold(self) -> None:
        """Let letters give no command; hear what is pressed next, and nothing after."""
        single_keys.hold()
        self._app.installEventFilter(self)

    @Slot(QWidget, QWidget)
    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        """Let letters be commands again; look after the keys that nobody has."""
        single_keys.release()
        is_lost = now is None and before is not None
        if is_lost and isValid(self._window) and self._window.isActiveWindow():
            self._soon.start()

    @Slot()
    def _take_if_nobody_has(self) -> None:
        is_free = QApplication.focusWidget() is None and QApplication.activePopupWidget() is None
        if is_free and self._window.isActiveWindow():
            self._go_to_page()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let letters be commands again: the person has looked up."""
        by_key = isinstance(event, QKeyEvent) and event.key() in LOOKED_UP
        if by_key or event.type() == QEvent.Type.MouseButtonPress:
            single_keys.release()
        if not single_keys.are_held():
            self._app.removeEventFilter(self)
        return False


def _takes_keys(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()


def _around(lost: QWidget) -> Iterator[QWidget]:
    """Give what holds *lost* and is seen, the nearest first."""
    holder = lost.parentWidget()
    while holder is not None and not holder.isWindow():
        if holder.isVisible():
            yield holder
        holder = holder.parentWidget()


def _after(lost: QWidget) -> Iterator[QWidget]:
    """Give what Tab would come to after *lost*, all around the window."""
    each = cast("QWidget", lost.nextInFocusChain())
    while each is not lost:
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and _takes_keys(each):
            yield each
        each = cast("QWidget", each.nextInFocusChain())
