"""All that happened to an inquiry, the last first; what was noted wrongly is taken back.

It opens with the history of the card, over what was changed in its fields.
"""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.i18n import _
from comms_desk.media.inquiries.moments import Moment, MomentId, What
from comms_desk.ui.inquiries import words
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.inquiries.recording import Recording
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label, Rule
from comms_desk.ui.kit.layout import Section, empty_out
from comms_desk.ui.kit.stacks import abreast, filling, stacked

STAYS = frozenset({What.RECEIVED})
"""What is never taken back."""


class Happened(Section):
    """The moments of one inquiry."""

    def __init__(self, recording: Recording) -> None:
        """Build it closed; what is taken back is said and undone by *recording*."""
        super().__init__(_("What happened"))
        self._recording = recording
        self._shown: tuple[Moment, ...] = ()
        self.lines: list[_Line] = []
        """In order, the last that happened first."""
        self._rows = stacked(gap_px=0)
        self.stand(self._rows)
        self.hide()

    def show_view(self, view: InquiryView) -> None:
        """Show what happened to an inquiry; what is as it was stays, with the keys."""
        if view.moments == self._shown:
            return
        held = next((each.moment for each in self.lines if each.holds_keys()), None)
        self._shown = view.moments
        empty_out(self._rows)
        self.lines = []
        for moment in sorted(view.moments, key=lambda each: (each.at, each.id), reverse=True):
            line = _Line(moment, view)
            line.wanted.connect(self._turn)
            self._rows.addWidget(line)
            self.lines.append(line)
            line.show()
            if moment.id == held and line.turn is not None:
                line.turn.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _turn(self, moment: Moment) -> None:
        if moment.taken_back_at is None:
            self._recording.take_back(moment.id)
        else:
            self._recording.put_back(moment.id)


class _Line(QWidget):
    """One moment, and the way to take it back or to put it back.

    Signals:
        wanted: That way was pressed; carries the moment.
    """

    wanted = Signal(object)

    def __init__(self, moment: Moment, view: InquiryView) -> None:
        super().__init__()
        self.moment: MomentId = moment.id
        self._whole = moment
        what, when = words.told(moment, view.names), words.noted(moment, view.names, view.now)
        said = "" if moment.what is What.APPROVED else " ".join(moment.text.split())
        is_gone = moment.taken_back_at is not None
        self.turn: Button | None = None
        column = stacked(
            Rule(), tokens.SPACE_1_PX, inside=self, gap_px=0, edges_px=(0, 0, 0, tokens.SPACE_1_PX)
        )
        head = abreast(
            filling(Label(what, "muted" if is_gone else "text", wraps=True)),
            gap_px=tokens.SPACE_3_PX,
        )
        if moment.what not in STAYS and moment.letter is None:
            verb = _("Put back") if is_gone else _("Take back")
            self.turn = Button(verb, role="link", name=f"{verb} ({what})")
            self.turn.clicked.connect(self._want)
            head.addWidget(self.turn)
        column.addLayout(head)
        if said:
            column.addWidget(Label(said, "muted" if is_gone else "text", wraps=True))
        column.addWidget(Label(when, "detail", wraps=True))

    def holds_keys(self) -> bool:
        """Whether who types is here."""
        return self.turn is not None and self.turn.hasFocus()

    @Slot()
    def _want(self) -> None:
        self.wanted.emit(self._whole)
