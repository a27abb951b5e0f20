"""The ring around what the keyboard went to: drawn after Tab, never after a click.

It is drawn too around the button to which a question gives the keys as it comes up: Enter presses
it.  Qt marks a window in which Tab moved the focus, and the ring lies over the control, inside it,
so that nothing moves and no style is made anew.  A list draws the ring of its row itself.
"""

from typing import override

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QSplitter,
    QWidget,
)
from shiboken6 import isValid

from comms_desk.ui.kit.look import RING_PX, colours
from comms_desk.ui.kit.row_painter import paint_ring

FOLLOWED = frozenset({QEvent.Type.Resize, QEvent.Type.Move})
DONE_WITH = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.Hide})
LINK_ROOM_PX = 4


class _Ring(QWidget):
    """What is painted, over one control at a time and beside it in its parent.

    On a control that is itself of the accent's colour a second one lies in the first.
    """

    def __init__(self, *, on_accent: bool) -> None:
        super().__init__()
        self._on_accent = on_accent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ring(painter, self.rect(), colours().accent)
            if self._on_accent:
                inside = self.rect().adjusted(RING_PX, RING_PX, -RING_PX, -RING_PX)
                paint_ring(painter, inside, colours().on_accent)


class FocusRing(QObject):
    """Draws the ring in every window of the program."""

    def __init__(self, parent: QObject) -> None:
        """Follow the focus in the whole program, as long as *parent* is there."""
        super().__init__(parent)
        self._around: QWidget | None = None
        self._ring: _Ring | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    @Slot(QWidget, QWidget)
    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        self._leave()
        if now is None:
            return
        window = now.window()
        by_tab = window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
        beside = now.parentWidget()
        if isinstance(beside, QSplitter):
            return  # it would make a pane of the ring
        is_lit = by_tab or _is_asked(before, now)
        if is_lit and beside is not None and not isinstance(now, QAbstractItemView):
            self._put_around(now, beside)

    def _put_around(self, control: QWidget, beside: QWidget) -> None:
        self._around = control
        control.installEventFilter(self)
        self._ring = _Ring(on_accent=control.property("role") == "primary")
        self._ring.setParent(beside)
        self._ring.setGeometry(_box_of(control))
        self._ring.raise_()
        self._ring.show()

    def _leave(self) -> None:
        around, self._around = self._around, None
        ring, self._ring = self._ring, None
        if around is not None and isValid(around):
            around.removeEventFilter(self)
        if ring is not None and isValid(ring):
            ring.hide()
            ring.deleteLater()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the control that is ringed; leave it once it is clicked."""
        if watched is self._around and self._ring is not None and self._around is not None:
            if event.type() in FOLLOWED:
                self._ring.setGeometry(_box_of(self._around))
            elif event.type() in DONE_WITH:
                self._leave()
        return super().eventFilter(watched, event)


def _box_of(control: QWidget) -> QRect:
    """Return where the ring of *control* is: round the words of a link, which has no edge."""
    box, beside = control.geometry(), control.parentWidget()
    if control.property("role") != "link" or beside is None:
        return box
    return box.adjusted(-LINK_ROOM_PX, 0, LINK_ROOM_PX, 0).intersected(beside.rect())


def _is_asked(before: QWidget | None, now: QWidget) -> bool:
    """Whether *now* is what Enter presses in a question that has just come up."""
    window = now.window()
    is_new = before is None or not isValid(before) or before.window() is not window
    return is_new and isinstance(window, QDialog) and isinstance(now, QAbstractButton)
