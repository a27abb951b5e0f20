"""Who has the inquiry and since when, over a bar of the hours that each had it.

The bar is painted; what it shows is said under it in words, read aloud as one sentence, and stands
in a table that opens under it: who, from when, how long.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from comms_desk.i18n import _, format_lasted
from comms_desk.media.inquiries.moments import NOBODY, Course, HeldSpan
from comms_desk.ui.inquiries import words
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.charts import ShareBar
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.layout import empty_out
from comms_desk.wording.waiting import called, said_when

SAID_APART = "   "
OFFICE_COLOUR, NOBODY_COLOUR = "accent", "line"
BODY_COLOURS = ("amber", "edge", "muted", "text")
"""Of those outside the office, in the order in which they had it."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one of them had of the time: the colour is a token of the palette."""

    called: str
    time: timedelta
    colour: str


def shares(course: Course, now: datetime) -> tuple[Share, ...]:
    """Return the time of each, in the order in which they first had it; under a minute is none."""
    times: dict[str, timedelta] = {}
    colour: dict[str, str] = {}
    bodies = iter(BODY_COLOURS)
    for holder, time in course.hours(now).items():
        called = words.kept_by(holder)
        times[called] = times.get(called, timedelta()) + time
        if holder == NOBODY:
            colour[called] = NOBODY_COLOUR
        elif holder.person is not None:
            colour[called] = OFFICE_COLOUR
        elif called not in colour:
            colour[called] = next(bodies, BODY_COLOURS[-1])
    return tuple(
        Share(called, time, colour[called])
        for called, time in times.items()
        if time >= timedelta(minutes=1)
    )


class HeldBar(QWidget):
    """« Chez : …, depuis 2 h 10 », the bar, its words, and its table."""

    def __init__(self) -> None:
        """Build it empty."""
        super().__init__()
        self.who = Label("", "card-title", wraps=True)
        self.bar = ShareBar()
        self.legend = Label("", "detail", wraps=True)
        self.more = Button(_("Table"), role="link", name=_("Table of who had it, and how long"))
        self.more.setCheckable(True)
        self.more.toggled.connect(self._toggled)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, tokens.SPACE_1_PX, 0, 0)
        self._grid.setHorizontalSpacing(tokens.SPACE_4_PX)
        self._grid.setVerticalSpacing(tokens.SPACE_1_PX)
        self._grid.setColumnStretch(2, 1)
        self._table.hide()
        said = QHBoxLayout()
        said.setSpacing(tokens.SPACE_3_PX)
        said.addWidget(self.legend, 1)
        said.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.HANG_PX, tokens.SPACE_4_PX, 0, 0)
        column.setSpacing(tokens.SPACE_2_PX - 2)
        column.addWidget(self.who)
        column.addWidget(self.bar)
        column.addLayout(said)
        column.addWidget(self._table)

    def show_view(self, view: InquiryView) -> None:
        """Show who has an inquiry, and who had it."""
        course, now = view.course, view.now
        shown = shares(course, now)
        self.who.setText(said_of(course, view.names, now))
        told = [f"{each.called}\u00a0{format_lasted(each.time)}" for each in shown]
        self.legend.setText(SAID_APART.join(told))
        self.bar.show_shares((each.time.total_seconds(), each.colour) for each in shown)
        self.bar.setVisible(bool(shown))
        self.more.setVisible(bool(shown))
        summary = ", ".join(told) or _("less than a minute")
        self.bar.setAccessibleName(_("Hours by holder: {hours}").format(hours=summary))
        self.bar.rows = table(course.held, view.names, now)
        if self.more.isChecked():
            self._fill()

    @Slot()
    def _toggled(self) -> None:
        self._table.setVisible(self.more.isChecked())
        self._fill()

    def _fill(self) -> None:
        empty_out(self._grid)
        for line, cells in enumerate(self.bar.rows):
            for place, cell in enumerate(cells):
                self._grid.addWidget(Label(cell, "detail"), line, place)


def said_of(course: Course, names: Mapping[int, str], now: datetime) -> str:
    """Return who has it and since when; of one that ended, how long it took."""
    last = course.held[-1]
    if course.ended_at is not None:
        took = format_lasted(course.ended_at - course.received_at)
        return _("Ended after {time}").format(time=took)
    since = format_lasted(now - last.since)
    if last.holder == NOBODY:
        return _("Held by nobody, for {time}").format(time=since)
    who = called(last.holder, names)
    return _("Held by: {who}, for {time}").format(who=who, time=since)


def table(
    held: Sequence[HeldSpan], names: Mapping[int, str], now: datetime
) -> list[tuple[str, str, str]]:
    """Return who had it, from when, how long, each a row, in order."""
    return [
        (
            called(each.holder, names),
            said_when(each.since, now),
            format_lasted((each.until or now) - each.since),
        )
        for each in held
    ]
