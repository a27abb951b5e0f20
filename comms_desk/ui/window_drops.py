"""Mails dropped on the window, where the page in front takes none: they go to the inquiries."""

from typing import TYPE_CHECKING, override

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from comms_desk.ui.bounce_files import messages_dropped

if TYPE_CHECKING:
    from comms_desk.ui.window import Window

INQUIRIES = "inquiries"


class WindowDrops(QObject):
    """Takes what is dropped on *window*, and has the page of inquiries take it in."""

    def __init__(self, window: "Window") -> None:
        """Hear what is dragged over *window*."""
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept messages, and nothing else."""
        if event.type() == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            if messages_dropped(event.mimeData()):
                event.acceptProposedAction()
                return True
        elif event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self._window.go_to(INQUIRIES)
            if self._window.page is not None:
                self._window.page.dropEvent(event)
                return True
        return super().eventFilter(watched, event)
