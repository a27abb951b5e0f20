"""A correction asked of an outlet: of whom, of what, and then what came of it."""

from typing import override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.i18n import _
from comms_desk.media.inquiries.moments import NewMoment, What
from comms_desk.ui.inquiries.ending import asking_line
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.inquiries.recording import Recording
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.bar import COLUMN_SIDE_PX
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.flow import FlowLayout


class CorrectionPanel(QWidget):
    """Asks what is to be corrected; once that was asked for, what came of it.

    Signals:
        left: It is done, or given up.
    """

    left = Signal()

    def __init__(self, recording: Recording) -> None:
        """Build it hidden."""
        super().__init__()
        self._recording = recording
        self._view: InquiryView | None = None
        self.title = Label("", "card-title")
        self.who = asking_line(_("Of whom, or by whom"))
        self.what = asking_line(_("What is to be corrected, or what came of it"))
        self.note = Button(_("Note it"), role="primary")
        self.give_up = Button(_("Back"), role="quiet", hint=_("Esc"))
        self._row = FlowLayout(row_px=tokens.FIELD_HEIGHT_PX)
        for each in (self.who, self.what, self.note, self.give_up):
            self._row.add(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(
            COLUMN_SIDE_PX, tokens.SPACE_3_PX, COLUMN_SIDE_PX, tokens.SPACE_2_PX
        )
        column.addWidget(self.title)
        column.addLayout(self._row)
        self.what.textChanged.connect(self._judge)
        self.what.returnPressed.connect(self._note)
        self.note.clicked.connect(self._note)
        self.give_up.clicked.connect(self.leave)
        self.hide()

    def ask(self, view: InquiryView) -> None:
        """Ask about an inquiry."""
        self._view = view
        self.title.setText(
            _("What came of the correction?") if waits(view) else _("What is to be corrected?")
        )
        self.who.setText(view.inquiry.outlet_name)
        self.what.clear()
        self._judge()
        self.show()
        self.what.setFocus()

    @Slot()
    def leave(self) -> None:
        """Ask no more."""
        self.hide()
        self.left.emit()

    @Slot()
    def _judge(self) -> None:
        if self.what.text().strip():
            self.note.allow()
        else:
            self.note.forbid(_("what was said"))

    @Slot()
    def _note(self) -> None:
        view, text = self._view, self.what.text().strip()
        if view is None or not text:
            return
        what = What.CORRECTION_CAME if waits(view) else What.CORRECTION_ASKED
        new = NewMoment(what=what, who=self.who.text().strip(), text=text)
        self._recording.record(view.inquiry.id, new, said=_("Correction noted"))
        self.leave()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be given up on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the lines that the fields need at this width."""
        super().resizeEvent(event)
        self._row.activate()


def waits(view: InquiryView) -> bool:
    """Whether a correction was asked for of which nothing came yet."""
    told = {What.CORRECTION_ASKED, What.CORRECTION_CAME}
    last = [each.what for each in view.standing_moments if each.what in told][-1:]
    return last == [What.CORRECTION_ASKED]
