"""A line that reminds, over the foot of the window until somebody has seen it."""

from collections.abc import Callable, Iterable
from typing import override

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from comms_desk.i18n import _, pgettext
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.notices import ErrorBar


def above(room: QRect, window: QWidget, bars: "Iterable[ErrorBar | ReminderBar]") -> QRect:
    """Return the part of *room* over those *bars* that lie at the foot of *window*."""
    for bar in bars:
        if bar.room is not None and bar.isVisible():
            room.setBottom(min(room.bottom(), bar.mapTo(window, QPoint()).y()))
    return room


class ReminderBar(QFrame):
    """What is said, a way there, and a way to have it gone; it takes no focus by itself.

    Signals:
        opened: What it is about is wanted.
        closed: It has gone.
    """

    opened = Signal()
    closed = Signal()

    def __init__(self, over: QWidget, *, role: str = "notice-amber") -> None:
        """Stay hidden until `say`, then lie at the foot of the `room` that it has *over* that."""
        super().__init__(over)
        self.setProperty("role", role)
        self.room: Callable[[], QRect] = over.rect
        """Returns where it may lie in what it lies over."""
        self._words = Label("", "strong", wraps=True)
        self._open = Button(pgettext("a thing", "Open"), role="link", does=self._go)
        self._close = Button("", role="quiet", icon="close", name=_("Hide this reminder"))
        self._close.clicked.connect(self.close_it)
        row = QHBoxLayout(self)
        row.setContentsMargins(
            tokens.SPACE_4_PX, tokens.SPACE_2_PX, tokens.SPACE_2_PX, tokens.SPACE_2_PX
        )
        row.setSpacing(tokens.SPACE_3_PX)
        row.addWidget(self._words, 1)
        row.addWidget(self._open)
        row.addWidget(self._close)
        over.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> str:
        """What is said."""
        return self._words.text()

    def say(self, line: str, *, may_open: bool) -> None:
        """Say *line*."""
        self._words.setText(line)
        self._open.setVisible(may_open)
        self.setAccessibleName(line)
        self.show()
        self.stand()

    def say_instead(self, line: str) -> None:
        """Say *line* instead of what was said; "": go away."""
        if not line:
            self.close_it()
        elif line != self.words:
            self._words.setText(line)
            self.setAccessibleName(line)
            self.stand()

    @Slot()
    def close_it(self) -> None:
        """Go away."""
        self.hide()
        self.closed.emit()

    @Slot()
    def _go(self) -> None:
        self.close_it()
        self.opened.emit()

    @Slot()
    def stand(self) -> None:
        """Move to the foot of its room as it is now."""
        layout = self.layout()
        if layout is None or self.isHidden():
            return
        room = self.room()
        width = min(room.width() - 2 * tokens.SPACE_4_PX, tokens.COLUMN_MAX_PX)
        self.resize(width, layout.totalHeightForWidth(width))
        left = room.left() + max((room.width() - width) // 2, tokens.SPACE_4_PX)
        self.move(left, room.bottom() + 1 - self.height() - tokens.SPACE_4_PX)
        self.raise_()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what it lies over."""
        if event.type() == QEvent.Type.Resize:
            self.stand()
        return super().eventFilter(watched, event)
