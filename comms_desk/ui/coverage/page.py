"""What the media made of a dossier, of a text, of some days: stories, tones, reprise, who.

It is reached from the Watch, a dossier, a text and the palette.  Nothing is estimated.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import CITY_ZONE, _
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.drafting.model import DraftId
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.ui.coverage.side_by_side import SideBySide
from comms_desk.ui.coverage.timeline import Timeline
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.figures_page import FiguresPage, Period
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.layout import Section, inset
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import stacked
from comms_desk.ui.kit.tabs import order_tabs
from comms_desk.wording import say

if TYPE_CHECKING:
    from comms_desk.media.coverage.model import Compared
    from comms_desk.media.coverage.report import Asked, Carried, Report
    from comms_desk.media.inquiries.papers import Paper
    from comms_desk.text.bars import Table

MOST_STORIES = 15
BOTH_PX = 420


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A report, in the reader's words."""

    report: "Report"
    called: str
    days: str
    volume: str
    rated: str
    told: str
    tables: "Sequence[Table]"
    stories: tuple[Row, ...]
    more: str
    took: tuple[Row, ...]
    """The articles that took up something of the text, in the order in which they took most."""


class CoveragePage(FiguresPage):
    """The report of what is asked: of a period, unless a dossier or a text is opened here."""

    KEY = "coverage"
    SHOWS = frozenset(
        {Subject.MENTION, Subject.CLIP, Subject.DOSSIER, Subject.DRAFT, Subject.OUTLET}
    )

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        periods = {
            Period.WHOLE: _("Whole"),
            Period.WEEK: _("Last seven days"),
            Period.MONTH: _("This month"),
            Period.THREE_MONTHS: _("Last three months"),
            Period.DATES: _("Dates"),
        }
        super().__init__(errands, periods, first=Period.WEEK)
        self.found: Report | None = None
        self._of: Ref | None = None
        self.word = Button(_("For Word"), icon="out")
        self.excel = Button(_("For Excel"), icon="out")
        self.every = Button(_("Whole watch"), role="quiet", icon="watch")
        self.called = Label("", "page-title", wraps=True)
        self.volume = Label("", "card-title", wraps=True)
        self.rated, self.told = Label("", "text", wraps=True), Label("", "detail", wraps=True)
        self.timeline = Timeline()
        self.picture = Button(_("Copy the picture"), role="link", hint=_("Ctrl+Shift+C"))
        self.table = Button(_("Copy the table"), role="link")
        self.stories = Section(_("Stories"))
        self.lines = Lines()
        self.more = Label("", "detail")
        self.stories.body.addWidget(self.lines)
        self.stories.stand(self.more)
        words = (self.called, self.days, self.volume, self.rated, self._drawn())
        self.lay_out((self.every, self.word, self.excel), words)
        self.took = Section(_("The text and each article, side by side"))
        self.takers = Lines()
        self.both = SideBySide()
        self.both.setMinimumHeight(BOTH_PX)
        self.took.body.addWidget(self.takers)
        self.took.stand(self.both)
        self.pane.body.insertWidget(self.pane.body.count() - 1, self.took)
        foot = inset(self.told, tokens.HANG_PX, top_px=tokens.SPACE_6_PX)
        self.pane.body.insertWidget(self.pane.body.count() - 1, self.stories)
        self.pane.body.insertLayout(self.pane.body.count() - 1, foot)
        self._listen()
        self._show_of()
        self._may_leave()

    def _drawn(self) -> QWidget:
        """Return the timeline over what copies it."""
        whole, verbs = QWidget(), QHBoxLayout()
        verbs.setSpacing(tokens.SPACE_4_PX)
        verbs.addWidget(self.picture)
        verbs.addWidget(self.table)
        verbs.addStretch(1)
        stacked(self.timeline, verbs, inside=whole, edges_px=(0, tokens.SPACE_2_PX, 0, 0))
        self.chart = whole
        return whole

    def _listen(self) -> None:
        self.word.clicked.connect(self._for_word)
        self.excel.clicked.connect(self._for_excel)
        self.every.clicked.connect(self._whole_watch)
        self.picture.clicked.connect(self._copy_picture)
        self.table.clicked.connect(self._copy_table)
        self.lines.opened.connect(self.open_wanted)
        self.takers.opened.connect(self._compare)
        shortcut = QShortcut(QKeySequence("Ctrl+Shift+C"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._copy_picture)

    @override
    def open(self, ref: Ref) -> None:
        """Show the report of a dossier or a text, the whole of it."""
        self._of = Ref(ref.kind, ref.id)
        self._show_of()
        self.chips[Period.WHOLE].setChecked(True)
        self._chosen()

    @Slot()
    @override
    def leave(self) -> None:
        """Go back to the dossier or the text; from the whole watch, to the Watch."""
        if self._of is None:
            super().leave()
        else:
            self.open_wanted.emit(self._of)

    @Slot()
    def _whole_watch(self) -> None:
        self._of = None
        self._show_of()
        self.chips[Period.WEEK].setChecked(True)
        self._chosen()

    def _show_of(self) -> None:
        """Offer all days of a thing alone, and the whole watch from it."""
        self.chips[Period.WHOLE].setVisible(self._of is not None)
        self.every.setVisible(self._of is not None)

    @override
    def ask(self, days: Sequence[date]) -> None:
        job = partial(_read, self._of, self.period, days)
        self.errands.read("coverage", job, self._show, self._refused)

    @override
    def shown_days(self) -> tuple[date, date] | None:
        return None if self.found is None else (self.found.since, self.found.until)

    @Slot(object)
    def _show(self, view: View) -> None:
        found = self.found = view.report
        for label, words in (
            (self.called, view.called),
            (self.days, view.days),
            (self.volume, view.volume),
            (self.rated, view.rated),
            (self.told, view.told),
            (self.more, view.more),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        has_some = bool(found.rows)
        for part in (self.rated, self.chart, self.stories):
            part.setVisible(has_some)
        if has_some:
            self.timeline.show_report(found)
        self.lines.show_lines(view.stories)
        self.takers.show_lines(view.took)
        self.took.setVisible(bool(view.took))
        self.both.hide()
        self.show_tables(view.tables)
        self._may_leave()

    @Slot(object)
    def _refused(self, error: CommsDeskError) -> None:
        """Say why there is no report: its text has not left, its dossier is in the bin."""
        self.found = None
        self.days.setText(say(error).whole)
        shown = (self.called, self.volume, self.rated, self.told)
        for part in (*shown, self.chart, self.stories, self.took):
            part.hide()
        self.show_tables(())
        self._may_leave()

    def _may_leave(self) -> None:
        for button in (self.word, self.excel):
            button.setEnabled(self.found is not None)

    @Slot(object)
    def _compare(self, article: ArticleId) -> None:
        """Show the text beside an article that took something of it."""
        if self._of is not None:
            job = partial(_compared, DraftId(self._of.id), article)
            self.errands.read("compared", job, self._show_both)

    @Slot(object)
    def _show_both(self, compared: "Compared") -> None:
        self.both.show_compared(compared)
        self.both.show()
        order_tabs(self.pane)
        QTimer.singleShot(0, self, self._see_both)  # once it has its place

    @Slot()
    def _see_both(self) -> None:
        self.both.article.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pane.scrolled.ensureWidgetVisible(self.both)

    @Slot()
    def _copy_picture(self) -> None:
        self.timeline.copy_picture()
        self.undoable.emit(_("Picture copied"), None)

    @Slot()
    def _copy_table(self) -> None:
        self.timeline.copy_table()
        self.undoable.emit(_("Table copied"), None)

    @Slot()
    def _for_word(self) -> None:
        self._export(_word)

    @Slot()
    def _for_excel(self) -> None:
        self._export(_workbook)

    def _export(self, make: "Callable[[Report, Office], Paper]") -> None:
        if self.found is not None:
            job = partial(_written, make, self.found)
            self.errands.read("export", job, self._exported)

    @Slot(object)
    def _exported(self, made: tuple[str, Path]) -> None:
        self.file_made.emit(*made)


def _read(of: Ref | None, period: Period, days: Sequence[date], office: Office) -> View:
    from comms_desk.media.coverage import tables
    from comms_desk.media.coverage.report import told_apart

    report = office.coverage.report(_asked(of, period, days, office))
    stories = told_apart(report.rows)
    return View(
        report=report,
        called=report.called,
        days=tables.days(report),
        volume=tables.volume(report.whole),
        rated=tables.rated(report.whole),
        told=" ".join(tables.told(report)),
        tables=(tables.timeline(report), *tables.tables(report)) if report.rows else (),
        stories=tuple(map(_line, stories[:MOST_STORIES])),
        more=tables.cut(MOST_STORIES, len(stories)),
        took=tuple(
            Row(key=article, title=title, detail=detail)
            for article, title, detail in tables.takers(report)
        ),
    )


def _compared(draft: DraftId, article: ArticleId, office: Office) -> "Compared":
    from comms_desk.across.reprising import compared

    return compared(office, draft, article)


def _asked(of: Ref | None, period: Period, days: Sequence[date], office: Office) -> "Asked":
    from comms_desk.media.coverage.report import Asked

    today = office.database.clock.now().astimezone(CITY_ZONE).date()
    since, until = min(days, default=None), max(days, default=None)
    if period not in {Period.WHOLE, Period.DATES}:
        since, until = period.begins(today), today
    is_draft = of is not None and of.kind is Subject.DRAFT
    return Asked(
        dossier=DossierId(of.id) if of is not None and not is_draft else None,
        draft=DraftId(of.id) if of is not None and is_draft else None,
        since=since,
        until=until,
    )


def _line(story: "Sequence[Carried]") -> Row:
    from comms_desk.media.coverage import tables

    title, detail = tables.story(story)
    return Row(key=Ref(Subject.MENTION, story[0].article), title=title, detail=detail)


def _word(found: "Report", office: Office) -> "Paper":
    return office.coverage.word(found)


def _workbook(found: "Report", _office: Office) -> "Paper":
    from comms_desk.media.coverage.papers import workbook

    return workbook(found)


def _written(
    make: "Callable[[Report, Office], Paper]", found: "Report", office: Office
) -> tuple[str, Path]:
    """Write a file of *found* among the person's documents."""
    from comms_desk.documents.files import write_new_file

    paper = make(found, office)
    file = write_new_file(office.paths.documents / _("Comms Desk") / paper.name, paper.content)
    return _("Coverage report in {file}").format(file=file), file
