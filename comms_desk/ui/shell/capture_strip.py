"""The strip (Ctrl+Shift+D): one line over whatever has the screen, to take an inquiry in.

It is a small window of its own, so that it comes over another program too, while the desk stays
where it is.  The line is the one that stands on its page else.
"""

from typing import override

from PySide6.QtCore import QEvent, QRect, Qt, Slot
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from comms_desk.i18n import _
from comms_desk.ui.frame.capture_box import CaptureBox
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import give_role
from comms_desk.ui.kit.stacks import stacked
from comms_desk.ui.kit.stylesheet import stylesheet
from comms_desk.ui.kit.theme import theme

WIDTH_PX = 720
DOWN_BY = 5
"""It stands so far under the top of the screen: a fifth of it."""


class CaptureStrip(QWidget):
    """The strip."""

    def __init__(self) -> None:
        """Build it; it is not seen before `bring`."""
        super().__init__(
            None,
            Qt.WindowType.Dialog  # a plain window is put where its system likes
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setWindowTitle(_("Note an inquiry"))
        frame = QFrame()
        give_role(frame, "toast")
        self._inside = stacked(inside=frame, edges_px=(tokens.SPACE_4_PX,) * 4)
        whole = stacked(inside=self)
        whole.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)
        whole.addWidget(frame)
        theme().changed.connect(self._wear_the_theme)
        self._wear_the_theme()

    def bring(self, box: CaptureBox, over: QRect | None = None) -> None:
        """Bring *box*, ready to be typed in: in the middle of *over*, or of the screen."""
        self._inside.addWidget(box)
        box.hint.setText(
            _("Enter notes it, incomplete too; Ctrl+Enter opens it. Escape keeps what is typed.")
        )
        screen = QGuiApplication.screenAt(QCursor.pos()) or self.screen()
        room = over or screen.availableGeometry()
        self.setGeometry(place(room, self.sizeHint().height()))
        self.show()
        self.activateWindow()
        box.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _wear_the_theme(self) -> None:
        self.setStyleSheet(stylesheet(theme().colours))

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
