"""A title edited in place: one paragraph that wraps, so that it is always read whole."""

from typing import override

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from comms_desk.ui.kit.controls import give_role
from comms_desk.ui.kit.fields import CardField, is_for_the_window
from comms_desk.ui.kit.menus import PlainText

ROOM_PX = 12


class TitleField(CardField):
    """A title or a subtitle.

    Signals:
        finished: Enter was pressed: go on to what comes after.
    """

    finished = Signal()

    def __init__(self, field: str, label: str, *, role: str) -> None:
        """Build the field; *role* is its look in the stylesheet."""
        self._role = role
        super().__init__(field, label, placeholder=label, title=True)

    @override
    def _build(
        self, lines: int, choices: tuple[tuple[str, str], ...], placeholder: str, *, title: bool
    ) -> QWidget:
        line = _WrappedLine()
        line.setPlaceholderText(placeholder)
        give_role(line, self._role)
        line.textChanged.connect(self._pause.key)
        line.entered.connect(self._entered)
        return line

    @Slot()
    def _entered(self) -> None:
        self.save_now()
        self.finished.emit()


class _WrappedLine(PlainText):
    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def value(self) -> str:
        return " ".join(self.document().toRawText().split("\u2029"))

    def set_value(self, value: str) -> None:
        self.setPlainText(value)
        self._grow()

    def set_kept(self) -> None:
        self.document().setModified(False)

    @Slot()
    def _grow(self) -> None:
        # The layout of a plain text measures its height in lines.
        lines = max(1, round(self.document().size().height()))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + ROOM_PX)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif is_for_the_window(
            event,
            is_typed=self.document().isModified(),
            is_back=self.document().isRedoAvailable(),
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    @override
    def write(self, source: QMimeData) -> None:
        self.insertPlainText(" ".join(source.text().splitlines()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()
