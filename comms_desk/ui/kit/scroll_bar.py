"""A scroll bar over the content, seen while one scrolls or points.

Qt's own takes its width from the content and stays; this one lies over it, and is of the colour
of lines.  Qt's bar goes on behind it: it holds the place, the range and the steps.
"""

from typing import override

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget
from shiboken6 import isValid

from comms_desk.ui.kit.look import colours

WIDTH_PX = 8
AIR_PX = 2
LEAST_HANDLE_PX = 28
SEEN_MS = 900
"""How long it is seen after the last step, where nobody points."""


class ScrollBar(QWidget):
    """The bar at the right of one area."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        """Lie over *area*, unseen."""
        super().__init__(area)
        self._area = area
        self._grip: float | None = None
        """Where on the handle it was taken hold of."""
        self._unseen = QTimer(self, singleShot=True, interval=SEEN_MS)
        self._unseen.timeout.connect(self._hide_unless_pointed_at)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.installEventFilter(self)
        area.verticalScrollBar().valueChanged.connect(self._scrolled)
        area.verticalScrollBar().rangeChanged.connect(self._ranged)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.hide()

    @property
    def _bar(self) -> QScrollBar | None:
        """Qt's bar, asked of the area each time: it may be another now, or gone with its area."""
        return self._area.verticalScrollBar() if isValid(self._area) else None

    @property
    def handle(self) -> QRectF:
        """Where the handle is; empty once the area is gone."""
        bar = self._bar
        if bar is None:
            return QRectF()
        steps = bar.maximum() - bar.minimum()
        room = self.height() - 2 * AIR_PX
        length = max(room * bar.pageStep() / max(steps + bar.pageStep(), 1), LEAST_HANDLE_PX)
        share = (bar.value() - bar.minimum()) / max(steps, 1)
        return QRectF(0, AIR_PX + (room - length) * share, self.width() - AIR_PX, length)

    @property
    def _steps(self) -> int:
        """How many steps there are; none once the area goes."""
        bar = self._bar
        return 0 if bar is None else bar.maximum() - bar.minimum()

    @Slot()
    def _scrolled(self) -> None:
        if self.isVisible():
            self.update()
        elif self._area.isVisible():
            self._show()
        self._unseen.start()

    @Slot()
    def _ranged(self) -> None:
        if not self._steps:
            self.hide()
        self.update()

    def _show(self) -> None:
        if self._steps:
            self._stand()
            self.show()
            self.raise_()
            self.update()

    def _stand(self) -> None:
        around = self._area.rect()
        self.setGeometry(around.right() + 1 - WIDTH_PX, 0, WIDTH_PX, around.height())

    @Slot()
    def _hide_unless_pointed_at(self) -> None:
        if self._grip is None and not self._area.underMouse():
            self.hide()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show while one points at the area; keep to its edge."""
        match event.type():
            case QEvent.Type.Enter:
                self._show()
            case QEvent.Type.Leave:
                self._unseen.start()
            case QEvent.Type.Resize:
                self._stand()
            case _:
                pass
        return super().eventFilter(watched, event)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        """Darken where it can be taken hold of."""
        super().enterEvent(event)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        """Take the colour of lines again."""
        super().leaveEvent(event)
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the handle; beside it, go there."""
        at, handle = event.position().y(), self.handle
        inside = handle.top() <= at <= handle.bottom()
        self._grip = at - handle.top() if inside else handle.height() / 2
        self._drag_to(at)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the hand."""
        if self._grip is not None:
            self._drag_to(event.position().y())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip = None
        self._unseen.start()

    def _drag_to(self, at: float) -> None:
        room = self.height() - 2 * AIR_PX - self.handle.height()
        share = (at - (self._grip or 0) - AIR_PX) / max(room, 1)
        bar = self._bar
        if bar is not None:
            bar.setValue(bar.minimum() + round(min(max(share, 0), 1) * self._steps))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the handle."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            taken = self.underMouse() or self._grip is not None
            painter.setBrush(QColor(colours().edge if taken else colours().line))
            painter.setPen(Qt.PenStyle.NoPen)
            handle = self.handle
            painter.drawRoundedRect(handle, handle.width() / 2, handle.width() / 2)
