"""What the inquiries of some days teach: how many in time, how long, where they waited.

It is reached from the Inquiries and from the palette.  Nothing is by person.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Slot

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.i18n import CITY_ZONE, _, format_date, format_number, ngettext
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.figures_page import FiguresPage, Period
from comms_desk.ui.kit.controls import PART, Button, Label

if TYPE_CHECKING:
    from comms_desk.across.inquiry_figures import InquiryFigures
    from comms_desk.text.bars import BarTable

type View = tuple["InquiryFigures", Sequence["BarTable"]]


class InquiryFiguresPage(FiguresPage):
    """The figures of a period, as words, then as bars beside their tables."""

    KEY = "figures"
    SHOWS = frozenset({Subject.INQUIRY, Subject.OUTLET, Subject.DOSSIER})

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        periods = {
            Period.MONTH: _("This month"),
            Period.THREE_MONTHS: _("Last three months"),
            Period.YEAR: _("This year"),
            Period.DATES: _("Dates"),
        }
        super().__init__(errands, periods, first=Period.MONTH)
        self.found: InquiryFigures | None = None
        self.export = Button(_("Export as a table"), icon="out", does=self._export)
        self.export.setEnabled(False)
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
        words = (self.days, self.in_time, self.counts, self.until, self.clock)
        self.lay_out([self.export], words)

    @override
    def ask(self, days: Sequence[date]) -> None:
        self.errands.read("figures", partial(_read, self.period, days), self._show)

    @override
    def shown_days(self) -> tuple[date, date] | None:
        return None if self.found is None else (self.found.since, self.found.until)

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
        self.show_tables(tables)

    @Slot()
    def _export(self) -> None:
        if self.found is not None:
            self.errands.read("export", partial(_written, self.found), self._exported)

    @Slot(object)
    def _exported(self, made: tuple[str, Path]) -> None:
        self.file_made.emit(*made)


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


def _read(period: Period, days: Sequence[date], office: Office) -> View:
    from comms_desk.across.inquiry_figures import inquiry_figures
    from comms_desk.across.inquiry_tables import tables

    today = office.database.clock.now().astimezone(CITY_ZONE).date()
    since, until = min(days, default=period.begins(today)), max(days, default=today)
    found = inquiry_figures(office, since=since, until=until)
    return found, tables(found)


def _written(found: "InquiryFigures", office: Office) -> tuple[str, Path]:
    """Write all that was *found* as a table among the person's documents."""
    from comms_desk.across.inquiry_tables import in_file
    from comms_desk.text.file_names import file_name
    from comms_desk.ui.frame.exported_files import Gathered

    name = _("Inquiries, {since} to {until}").format(since=found.since, until=found.until)
    wanted = office.paths.documents / _("Comms Desk") / file_name(name, ".csv")
    count = ngettext("{count} inquiry", "{count} inquiries", found.received)
    said = count.format(count=format_number(found.received))
    return Gathered(wanted, in_file(found), said).write(office)
