"""The one muted line over an inquiry: the outlet, how it came, its hours; each edited in place.

An hour that nobody has confirmed is amber and has a "?"; one that has passed is red.  Pressed, an
hour is typed as one says it, and how it is known is the button that is pressed: given, asked for
or assumed.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import override

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.i18n import _
from comms_desk.media.inquiries.model import (
    TO_ASK,
    Basis,
    Hour,
    Inquiry,
    InquiryId,
    end_of_day,
)
from comms_desk.media.inquiries.moments import MomentKind
from comms_desk.text.moments import MomentNotRead
from comms_desk.ui.inquiries import words
from comms_desk.ui.inquiries.moments import MomentRecording
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import ENTER, PART, Button, Label, give_role
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.look import look
from comms_desk.ui.kit.moment_field import MomentField
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.stacks import stacked
from comms_desk.wording.waiting import is_doubtful, said_hour, said_when

LINE_PX = 20
FIELD_WIDTH_PX = 240
GAP_PX = 12
"""Between two parts of the line, for the dot that sets them apart."""
DEADLINE, ON_AIR = "deadline", "on_air"


@dataclass(frozen=True, slots=True)
class HourWay:
    """A way in which an hour is known, and what its button is *called*."""

    basis: Basis
    called: str
    hint: str


class HoursLine(QWidget):
    """Which outlet asks, how it came, for when.

    Signals:
        outlet_wanted: The outlet is to be edited.
    """

    outlet_wanted = Signal()

    def __init__(self, recording: MomentRecording) -> None:
        """Build it empty; what is changed is said and undone by *recording*."""
        super().__init__()
        self._view: InquiryView | None = None
        self.outlet = _said()
        self.outlet.clicked.connect(self.outlet_wanted)
        self.received = Label("", "detail")
        self.hours = {DEADLINE: _said(), ON_AIR: _said()}
        self.hours[DEADLINE].clicked.connect(self._edit_deadline)
        self.hours[ON_AIR].clicked.connect(self._edit_on_air)
        self.line = _Dotted()
        self._row = FlowLayout(self.line, row_px=LINE_PX, gap_px=GAP_PX, lines_px=0)
        self._row.setContentsMargins(tokens.HANG_PX, tokens.SPACE_2_PX - 2, 0, 0)
        for each in (self.outlet, self.received, *self.hours.values()):
            self._row.add(each)
        self._recording = recording
        self._which = DEADLINE
        self.editor = HourEditor(
            HourWay(Basis.GIVEN, _("Given"), _("They said so (Enter)")),
            HourWay(Basis.ASKED, _("Asked"), _("We asked, and were told")),
            HourWay(Basis.ASSUMED, _("Assumed"), _("Nobody said: the end of the day, or a habit")),
            HourWay(Basis.TO_ASK, _("To ask for"), _("Nobody knows it yet")),
        )
        self.editor.said.connect(self._save)
        self.editor.left.connect(self._edited)
        stacked(self.line, self.editor, inside=self, gap_px=0)

    def show_view(self, view: InquiryView) -> None:
        """Show the hours of an inquiry."""
        inquiry = view.inquiry
        if self._view is None or self._view.inquiry.id != inquiry.id:
            self.editor.hide()
        self._view = view
        self.outlet.rename(inquiry.outlet_name or _("Outlet unknown?"))
        give_role(self.outlet, "said-muted" if inquiry.outlet_name else "said-amber")
        self.received.setText(self._received(view))
        by = view.names.get(inquiry.received_by or 0, "")
        self.received.setToolTip(plain(_("Taken in by {name}").format(name=by) if by else ""))
        self._show_hour(DEADLINE, inquiry.deadline, inquiry, view)
        self._show_hour(ON_AIR, inquiry.on_air or TO_ASK, inquiry, view)
        self.hours[ON_AIR].setVisible(inquiry.on_air is not None)
        may_edit = not view.is_frozen
        for each in (self.outlet, *self.hours.values()):
            each.setEnabled(may_edit)
        self._row.invalidate()

    def _received(self, view: InquiryView) -> str:
        inquiry = view.inquiry
        when = said_when(view.course.received_at, view.now)
        how = words.said_how(inquiry.channel)
        said = _("received {when}, {how}").format(when=words.within(when), how=how)
        came = [each.at for each in view.standing_moments if each.what is MomentKind.FOLLOWED_UP]
        if not came:
            return said
        return PART.join((said, words.said_again(came[-1], view.now)))

    def _show_hour(self, which: str, hour: Hour, inquiry: Inquiry, view: InquiryView) -> None:
        button = self.hours[which]
        button.rename(said_hour(which, hour, view.now))
        is_past = hour.at is not None and hour.at < (inquiry.ended_at or view.now)
        role = "amber" if is_doubtful(hour) else "red" if is_past else "muted"
        give_role(button, f"said-{role}")

    @Slot()
    def _edit_deadline(self) -> None:
        self.edit(DEADLINE)

    @Slot()
    def _edit_on_air(self) -> None:
        self.edit(ON_AIR)

    def edit(self, which: str) -> None:
        """Type the hour *which* anew."""
        view = self._view
        if view is not None and not view.is_frozen:
            self._which = which
            hour = view.inquiry.deadline if which == DEADLINE else view.inquiry.on_air
            name = _("Deadline") if which == DEADLINE else _("On air, or published")
            self.editor.edit(name, None if hour is None else hour.at, now=view.now)

    @Slot(object)
    def _save(self, after: Hour) -> None:
        if self._view is None:
            return
        inquiry, which = self._view.inquiry, self._which
        before = inquiry.deadline if which == DEADLINE else inquiry.on_air
        if after != before:
            self._recording.change(
                partial(_set, inquiry.id, which, after),
                partial(_set, inquiry.id, which, before),
                said=_("Deadline changed") if which == DEADLINE else _("Air time changed"),
            )

    @Slot()
    def _edited(self) -> None:
        """Put the focus where the hour is said that was just typed."""
        self.hours[self._which].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the lines that the words need at this width."""
        super().resizeEvent(event)
        self._row.activate()


class _Dotted(QWidget):
    """A row of parts, and a dot between two that stand on one line: none ends a line."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dots."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setPen(QColor(look().colours.muted))
            shown = [
                each for each in self.children() if isinstance(each, QWidget) and each.isVisible()
            ]
            for before, after in pairwise(shown):
                left, right = before.geometry(), after.geometry()
                gap = QRect(
                    left.right() + 1, left.top(), right.left() - left.right() - 1, left.height()
                )
                if gap.width() > 0:
                    painter.drawText(gap, Qt.AlignmentFlag.AlignCenter, "·")


class HourEditor(QWidget):
    """An hour, typed as one says it, and how it is known: the button that is pressed.

    Signals:
        said: Carries the `Hour`.
        left: It is typed, or given up.
    """

    said = Signal(object)
    left = Signal()

    def __init__(self, *ways: HourWay) -> None:
        """Build it hidden; of *ways* in which an hour is known, the first is that of Enter."""
        super().__init__()
        self._first = ways[0].basis
        self.field = MomentField("")
        self.field.setMaximumWidth(FIELD_WIDTH_PX)
        self.ways: dict[Basis, Button] = {}
        self._row = FlowLayout(row_px=tokens.BUTTON_HEIGHT_PX)
        for way in ways:
            role = "primary" if way is ways[0] else "quiet" if way.basis is Basis.TO_ASK else ""
            button = Button(way.called, role=role, hint=way.hint)
            button.setObjectName(way.basis.value)
            button.clicked.connect(self._take)
            self._row.add(button)
            self.ways[way.basis] = button
        stacked(
            self.field,
            self._row,
            inside=self,
            gap_px=tokens.SPACE_1_PX,
            edges_px=(tokens.HANG_PX, tokens.SPACE_2_PX, 0, tokens.SPACE_2_PX),
        )
        self.hide()

    def edit(self, name: str, at: datetime | None, *, now: datetime) -> None:
        """Show the hour of that *name*, to be typed over; where it is not known, the day's end."""
        self.field.line.setAccessibleName(name)
        self.field.show_moment(at or end_of_day(now), now=now, offered=at is None)
        self.show()
        self.field.ask()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what is typed on Enter, give it up on Escape."""
        if event.key() in ENTER and self.field.line.hasFocus():
            self._say(self._first)
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _take(self) -> None:
        self._say(Basis(self.sender().objectName()))

    def _say(self, basis: Basis) -> None:
        try:
            at = None if basis is Basis.TO_ASK else self.field.moment
        except MomentNotRead as error:
            self.field.refuse(error)
            return
        self.said.emit(Hour(at=at, basis=basis))
        self._leave()

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the lines that the buttons need at this width."""
        super().resizeEvent(event)
        self._row.activate()


def _set(inquiry: InquiryId, which: str, hour: Hour | None, office: Office) -> object:
    return office.inquiries.set_hour(inquiry, which, hour)


def _said() -> Button:
    return Button("", role="said-muted", hint=_("Press to edit"))
