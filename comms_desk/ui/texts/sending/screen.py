"""What the screens of a text that is sent have in common: a bar of verbs, and a pane beside.

Where the window is narrow the bar spans the pane too: its title and its verbs stay whole.
"""

from typing import override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.media.drafting.model import DraftId
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import PageBar
from comms_desk.ui.kit.controls import Button, Label, ShortenedLabel, give_role
from comms_desk.ui.kit.dialog import Dialog
from comms_desk.ui.kit.flow import lay_out_now
from comms_desk.ui.kit.layout import BODY_FOOT_PX, BODY_SIDE_PX
from comms_desk.ui.kit.notices import ErrorBar

PANE_PX, NARROW_PANE_PX, NARROW_UNDER_PX = 340, 272, 960


class Screen(QWidget):
    """One text, and what is said of its sending.

    Signals:
        left: Back; nothing was done.
        said: The sentence that says what was done.
        undoable: The same, and a bound callable that undoes it.
    """

    left = Signal()
    said = Signal(str)
    undoable = Signal(str, object)

    def __init__(self, errands: Errands, heading: str = "") -> None:
        """Build the bar; the screen lays out the rest with `_lay_out`."""
        super().__init__()
        give_role(self, "surface")
        self._errands = errands
        self._draft: DraftId | None = None
        self.question: Dialog | None = None
        self.back = Button("", role="quiet", icon="back", name=_("Back to the text"))
        self.back.clicked.connect(self.left)
        self.heading = Label(heading, "card-title")
        self.name = ShortenedLabel("", "muted")
        self.bar = PageBar()
        self.bar.left(self.back, self.heading)
        self.error = ErrorBar(spans=True)

    @property
    def draft(self) -> DraftId | None:
        """The text shown."""
        return self._draft

    @Slot(object)
    def show_error(self, error: CommsDeskError) -> None:
        """Show why something was refused."""
        self.error.explain(error)

    def _open(self, question: Dialog) -> None:
        self.question = question
        question.open()

    def _column(self) -> tuple[QWidget, QVBoxLayout]:
        """Return the column of what is said, which begins with the name of the text."""
        inner = QWidget()
        inner.setMaximumWidth(tokens.COLUMN_MAX_PX + 2 * BODY_SIDE_PX)
        body = QVBoxLayout(inner)
        body.setContentsMargins(BODY_SIDE_PX, tokens.SPACE_4_PX, BODY_SIDE_PX, BODY_FOOT_PX)
        body.setSpacing(tokens.SPACE_2_PX)
        body.addWidget(self.name)
        return inner, body

    def _lay_out(self, body: QWidget, pane: QWidget) -> None:
        """Put *body* under the bar, and *pane* beside."""
        self._pane = pane
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.addWidget(self.error, 1, 0)
        self._grid.addWidget(body, 2, 0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(2, 1)
        self._fit(narrow=False)

    def _fit(self, *, narrow: bool) -> None:
        """Put the pane beside the bar, or below it with less room."""
        self._is_narrow = narrow
        self._pane.setFixedWidth(NARROW_PANE_PX if narrow else PANE_PX)
        self._grid.addWidget(self.bar, 0, 0, 1, 2 if narrow else 1)
        self._grid.addWidget(self._pane, int(narrow), 1, 3 - int(narrow), 1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take less room for what is beside in a narrow window."""
        narrow = event.size().width() < NARROW_UNDER_PX
        if narrow != self._is_narrow:
            self._fit(narrow=narrow)
            self._grid.activate()  # the bar has its width before it is asked how many rows it takes
        super().resizeEvent(event)
        lay_out_now(self.bar, self)
