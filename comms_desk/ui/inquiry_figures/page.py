"""What the inquiries of some days teach: how many in time, how long, where they waited.

It is reached from the Inquiries and from the palette.  Nothing is by person.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout

from comms_desk.changes import Subject
from comms_desk.facts import DAY, BadDate
from comms_desk.i18n import CITY_ZONE, _, format_date, format_number, ngettext
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.bar import SIDE_PX
from comms_desk.ui.kit.charts import Chart
from comms_desk.ui.kit.controls import PART, Button, Chip, Label
from comms_desk.ui.kit.layout import BODY_SIDE_PX, CardPane, inset
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.tabs import order_tabs
from comms_desk.ui.memory import Kept
from comms_desk.ui.page import Page
from comms_desk.wording import say

if TYPE_CHECKING:
    from comms_desk.across.inquiry_figures import InquiryFigures
    from comms_desk.across.office import Office
    from comms_desk.text.bars import Table

DAY_PX = 110
MONTHS = 12


class Period(StrEnum):
    """Of which days; the values are remembered."""

    MONTH = "month"
    THREE_MONTHS = "three months"
    YEAR = "year"
    DATES = "dates"


type View = tuple["InquiryFigures", Sequence["Table"]]


class InquiryFiguresPage(Page):
    """The figures of a period, as words, then as bars beside their tables."""

    KEY = "figures"
    SHOWS = frozenset({Subject.INQUIRY, Subject.OUTLET, Subject.DOSSIER})

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(errands)
        self.found: InquiryFigures | None = None
        self.export = Button(_("Export as a table"), icon="out")
        self.export.setEnabled(False)
        self.chips = {
            each: Chip(label, key=each, checked=each is Period.MONTH)
            for each, label in {
                Period.MONTH: _("This month"),
                Period.THREE_MONTHS: _("Last three months"),
                Period.YEAR: _("This year"),
                Period.DATES: _("Dates"),
            }.items()
        }
        self.first, self.last = _day_line(_("First day")), _day_line(_("Last day"))
        self.days = Label("", "detail", wraps=True)
        self.in_time = Label("", "page-title", wraps=True)
        self.counts, self.until = Label("", "text", wraps=True), Label("", "text", wraps=True)
        self.clock = Label(
            _(
                "Durations are by the clock, nights and weekends too. In the last four tables a bar"
                " counts what was received; its first part, what was answered in time."
            ),
            "detail",
            wraps=True,
        )
        self.charts: list[Chart] = []
        self._column = QVBoxLayout()
        self._lay_out()
        self.export.clicked.connect(self._export)
        for line in (self.first, self.last):
            line.editingFinished.connect(self.refresh)

    def _lay_out(self) -> None:
        self.pane = CardPane()
        margins = self.pane.body.contentsMargins()
        margins.setLeft(
            BODY_SIDE_PX - tokens.HANG_PX
        )  # the ring of a chart stands beside its words
        self.pane.body.setContentsMargins(margins)
        title = Label(self.title(), "page-title")
        title.setContentsMargins(BODY_SIDE_PX - SIDE_PX, 0, 0, 0)
        self.pane.bar.left(title)
        self.pane.bar.right(self.export)
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
        for label in (self.days, self.in_time, self.counts, self.until, self.clock):
            self.pane.body.addLayout(inset(label, tokens.HANG_PX))
        self.pane.body.addLayout(self._column)
        self.pane.body.addStretch(1)
        self.pane.show_card(shown=True)
        self.fill(self.pane)

    @property
    def period(self) -> Period:
        """Of which days the figures are."""
        return next(each for each, chip in self.chips.items() if chip.isChecked())

    @Slot()
    @override
    def refresh(self) -> None:
        """Read the figures of the period again."""
        days = None
        if self.period is Period.DATES:
            try:
                days = [day for line in (self.first, self.last) if (day := DAY.read(line.text()))]
            except BadDate as error:
                self.days.setText(say(error).what)
                return
        self.errands.read("figures", partial(_read, self.period, days or ()), self._show)

    @override
    def kept(self) -> Kept:
        return Kept(filter="" if self.period is Period.DATES else self.period)

    @override
    def recall(self, kept: Kept) -> None:
        if kept.filter in self.chips:
            self.chips[Period(kept.filter)].setChecked(True)

    @Slot()
    def _chosen(self) -> None:
        """Ask for other days; those that were shown stand in the fields."""
        for line in (self.first, self.last):
            line.setVisible(self.period is Period.DATES)
        if self.period is Period.DATES and self.found is not None:
            self.first.setText(DAY.write(self.found.since))
            self.last.setText(DAY.write(self.found.until))
        self.refresh()

    @Slot(object)
    def _show(self, view: View) -> None:
        from comms_desk.across.inquiry_tables import said

        found, tables = view
        self.found = found
        since, until = format_date(found.since), format_date(found.until)
        self.days.setText(_("Received from {since} to {until}").format(since=since, until=until))
        self.in_time.setText(_in_time(found))
        self.counts.setText(_counts(found))
        waits = (
            (_("Until acknowledged"), found.to_acknowledge),
            (_("Until answered"), found.to_answer),
        )
        told = [f"{of} · {said(lasted)}" for of, lasted in waits if lasted.number]
        self.until.setText("\n".join(told))
        for part in (self.counts, self.until, self.clock):
            part.setVisible(found.received > 0)
        self.export.setEnabled(found.received > 0)
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

    @Slot()
    def _export(self) -> None:
        if self.found is not None:
            self.errands.read("export", partial(_written, self.found), self._exported)

    @Slot(object)
    def _exported(self, made: tuple[str, Path]) -> None:
        self.file_made.emit(*made)


def _day_line(name: str) -> Line:
    line = Line()
    line.setAccessibleName(name)
    line.setPlaceholderText(name)
    line.setFixedWidth(DAY_PX)
    line.hide()
    return line


def _in_time(found: "InquiryFigures") -> str:
    if not found.received:
        return _("No inquiry came in these days.")
    if not found.with_hour:
        return _("No answer whose hour was known has left.")
    n, total = format_number(found.in_time), format_number(found.with_hour)
    return _("Answered in time: {n} of {total}").format(n=n, total=total)


def _counts(found: "InquiryFigures") -> str:
    received = ngettext("{count} inquiry received", "{count} inquiries received", found.received)
    answered = ngettext("{count} answered", "{count} answered", found.answered)
    still = ngettext("{count} open still", "{count} open still", found.still_open)
    counted = ((received, found.received), (answered, found.answered), (still, found.still_open))
    return PART.join(said.format(count=format_number(number)) for said, number in counted)


def _read(period: Period, days: Sequence[date], office: "Office") -> View:
    from comms_desk.across.inquiry_figures import inquiry_figures
    from comms_desk.across.inquiry_tables import tables

    today = office.database.clock.now().astimezone(CITY_ZONE).date()
    of = {Period.MONTH: 0, Period.THREE_MONTHS: 2, Period.YEAR: today.month - 1}
    years, month = divmod(today.year * MONTHS + today.month - 1 - of.get(period, 0), MONTHS)
    since, until = min(days, default=date(years, month + 1, 1)), max(days, default=today)
    found = inquiry_figures(office, since=since, until=until)
    return found, tables(found)


def _written(found: "InquiryFigures", office: "Office") -> tuple[str, Path]:
    """Write all that was *found* as a table among the person's documents."""
    from comms_desk.across.inquiry_tables import in_file
    from comms_desk.text.file_names import file_name
    from comms_desk.ui.directory.exporting import Gathered

    name = _("Inquiries, {since} to {until}").format(since=found.since, until=found.until)
    wanted = office.paths.documents / _("Comms Desk") / file_name(name, ".csv")
    count = ngettext("{count} inquiry", "{count} inquiries", found.received)
    said = count.format(count=format_number(found.received))
    return Gathered(wanted, in_file(found), said).write(office)
