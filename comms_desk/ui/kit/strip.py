"""A strip: one line over whatever has the screen, to be typed in at once.

It is a small window of its own, so that it comes over another program too, while the desk stays
where it is.  The line is one that stands on its page else.
"""

from typing import override

from PySide6.QtCore import QEvent, QRect, Qt, Slot
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import give_role
from comms_desk.ui.kit.look import look
from comms_desk.ui.kit.stacks import stacked
from comms_desk.ui.kit.stylesheet import stylesheet

WIDTH_PX = 720
DOWN_BY = 5
"""It stands so far under the top of the screen: a fifth of it."""


class Strip(QWidget):
    """The strip."""

    def __init__(self, title: str) -> None:
        """Build it; it is not seen before `bring`, and systems call it *title*."""
        super().__init__(
            None,
            Qt.WindowType.Dialog  # a plain window is put where its system likes
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setWindowTitle(title)
        frame = QFrame()
        give_role(frame, "toast")
        self._inside = stacked(inside=frame, edges_px=(tokens.SPACE_4_PX,) * 4)
        whole = stacked(inside=self)
        whole.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)
        whole.addWidget(frame)
        look().changed.connect(self._wear_the_theme)
        self._wear_the_theme()

    def bring(self, box: QWidget, line: QWidget, over: QRect | None = None) -> None:
        """Bring *box*, its *line* ready to be typed in: in the middle of *over*, or of the screen.

        To put *box* elsewhere takes it from here.
        """
        self._inside.addWidget(box)
        screen = QGuiApplication.screenAt(QCursor.pos()) or self.screen()
        room = over or screen.availableGeometry()
        self.setGeometry(place(room, self.sizeHint().height()))
        self.show()
        self.activateWindow()
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _wear_the_theme(self) -> None:
        self.setStyleSheet(stylesheet(look().colours))

    @override
    def event(self, event: QEvent) -> bool:
        """Take the height that the chips need."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.resize(self.width(), max(self.sizeHint().height(), self.minimumHeight()))
        return super().event(event)


def place(available: QRect, height: int) -> QRect:
    """Return where it stands on a screen or a window: in the middle, a fifth under the top."""
    width = min(WIDTH_PX, available.width())
    left = available.left() + (available.width() - width) // 2
    return QRect(left, available.top() + available.height() // DOWN_BY, width, height)
