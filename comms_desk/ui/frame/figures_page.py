"""What every page of figures is: some days, words, then bars beside their tables.

A page says which days it offers, and asks for the figures of those that are chosen.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import zip_longest
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from comms_desk.facts import DAY, BadDate
from comms_desk.i18n import _
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.memory import PageState
from comms_desk.ui.frame.page import Page
from comms_desk.ui.frame.pages import page_behind
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.charts import Chart
from comms_desk.ui.kit.controls import Button, Chip, Label
from comms_desk.ui.kit.layout import BODY_SIDE_PX, CardPane, inset
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.tabs import order_tabs
from comms_desk.wording import say

if TYPE_CHECKING:
    from comms_desk.text.bars import BarTable

DAY_PX = 110
MONTHS = 12
WEEK = timedelta(days=6)


class Period(StrEnum):
    """The days that figures are of; the values are remembered."""

    WHOLE = "whole"
    WEEK = "week"
    MONTH = "month"
    THREE_MONTHS = "three months"
    YEAR = "year"
    DATES = "dates"

    def begins(self, today: date) -> date:
        """Return its first day; the last is *today*."""
        if self is Period.WEEK:
            return today - WEEK
        of = {Period.THREE_MONTHS: 2, Period.YEAR: today.month - 1}
        years, month = divmod(today.year * MONTHS + today.month - 1 - of.get(self, 0), MONTHS)
        return date(years, month + 1, 1)


class FiguresPage(Page):
    """Chips for days, words, charts; what leaves as a file is in the bar."""

    def __init__(self, errands: Errands, periods: Mapping[Period, str], *, first: Period) -> None:
        """Offer *periods*, with *first* chosen; read when the page is first shown."""
        super().__init__(errands)
        self.chips = {
            each: Chip(label, key=each, checked=each is first) for each, label in periods.items()
        }
        self.first, self.last = _day_line(_("First day")), _day_line(_("Last day"))
        self.days = Label("", "detail", wraps=True)
        self.charts: list[Chart] = []
        self._column = QVBoxLayout()
        for line in (self.first, self.last):
            line.editingFinished.connect(self.refresh)

    def lay_out(self, leaves: Iterable[Button], words: Iterable[QWidget]) -> None:
        """Lay out the chips over *words* over the charts, and what *leaves* in the bar."""
        self.pane = CardPane()
        margins = self.pane.body.contentsMargins()
        margins.setLeft(
            BODY_SIDE_PX - tokens.HANG_PX
        )  # the ring of a chart stands beside its words
        self.pane.body.setContentsMargins(margins)
        says = _("Back")
        self.back = Button("", role="quiet", icon="back", name=says, hint=f"{says} (Esc)")
        self.back.clicked.connect(self.leave)
        self.pane.bar.left(self.back, Label(self.title(), "page-title"))
        self.pane.bar.right(*leaves)
        chosen, group = QHBoxLayout(), QButtonGroup(self)
        chosen.setSpacing(tokens.SPACE_2_PX)
        chosen.setContentsMargins(tokens.HANG_PX, 0, 0, 0)
        chosen.addStrut(self.first.sizeHint().height())  # nothing moves as they come
        for chip in self.chips.values():
            chip.setAutoExclusive(True)
            group.addButton(chip)
            chosen.addWidget(chip)
        group.buttonClicked.connect(self._chosen)
        for line in (self.first, self.last):
            chosen.addWidget(line)
        chosen.addStretch(1)
        self.pane.body.addLayout(chosen)
        for each in words:
            self.pane.body.addLayout(inset(each, tokens.HANG_PX))
        self.pane.body.addLayout(self._column)
        self.pane.body.addStretch(1)
        self.pane.show_card(shown=True)
        self.fill(self.pane)

    @property
    def period(self) -> Period:
        """The days that the figures are of."""
        return next(each for each, chip in self.chips.items() if chip.isChecked())

    def ask(self, days: Sequence[date]) -> None:
        """Ask for the figures of the `period`; of *days* where dates are typed.  For the page."""

    def shown_days(self) -> tuple[date, date] | None:
        """Return the days that are shown, to be changed as dates.  For the page."""

    @Slot()
    def leave(self) -> None:
        """Go back to the page that this is a mode of."""
        self.page_wanted.emit(page_behind(self.KEY))

    @Slot()
    @override
    def refresh(self) -> None:
        """Read the figures of the period again."""
        days: list[date] = []
        if self.period is Period.DATES:
            try:
                days = [day for line in (self.first, self.last) if (day := DAY.read(line.text()))]
            except BadDate as error:
                self.days.setText(say(error).what)
                return
        self.ask(days)

    @override
    def kept(self) -> PageState:
        return PageState(filter="" if self.period in {Period.DATES, Period.WHOLE} else self.period)

    @override
    def recall(self, kept: PageState) -> None:
        if kept.filter in self.chips:
            self.chips[Period(kept.filter)].setChecked(True)

    @Slot()
    def _chosen(self) -> None:
        """Ask for other days; those that were shown stand in the fields."""
        for line in (self.first, self.last):
            line.setVisible(self.period is Period.DATES)
        shown = self.shown_days()
        if self.period is Period.DATES and shown is not None:
            for line, day in zip((self.first, self.last), shown, strict=True):
                line.setText(DAY.write(day))
        self.refresh()

    def show_tables(self, tables: Sequence["BarTable"]) -> None:
        """Show *tables*, each in a chart; the focus stays in the one that had it."""
        for table, chart in zip_longest(tables, self.charts):
            if table is None:
                chart.hide()
                continue
            shown = chart or self._made_chart()
            shown.show_table(table)
            shown.show()

    def _made_chart(self) -> Chart:
        chart = Chart()
        self.charts.append(chart)
        self._column.addWidget(chart)
        order_tabs(self.pane)
        return chart

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


def _day_line(name: str) -> Line:
    line = Line()
    line.setAccessibleName(name)
    line.setPlaceholderText(name)
    line.setFixedWidth(DAY_PX)
    line.hide()
    return line
