"""What the media made of a dossier, of a text, of some days: stories, tones, reprise, who.

It is reached from the Watch, a dossier, a text and the palette.  Nothing is estimated.  A release
and an article stand side by side: what was taken, where it stands, what was changed.  Each class
has its ground and its underline, never a colour alone; a click or the arrows light a sentence on
both sides, and a line says what became of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QTextEdit, QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import CITY_ZONE, _, format_number
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.coverage.facts import TAKEN
from comms_desk.media.coverage.model import ComparedPair, Place, Reprised, TakenAs
from comms_desk.media.drafting.model import DraftId
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.text.differences import difference
from comms_desk.ui.coverage.timeline import CoverageChart
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.figures_page import FiguresPage, Period
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import PART, Button, Label, ShortenedLabel, Tag
from comms_desk.ui.kit.fonts import sized
from comms_desk.ui.kit.layout import Section, inset
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.marked_text import in_utf16, space_lines
from comms_desk.ui.kit.menus import RichText
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import stacked
from comms_desk.ui.kit.tabs import order_tabs
from comms_desk.wording import say
from comms_desk.wording.reprise import quotes_said, sentences_said

if TYPE_CHECKING:
    from comms_desk.media.coverage.model import ComparedPair
    from comms_desk.media.coverage.report import Carried, CoverageReport, ReportRequest
    from comms_desk.media.inquiries.papers.desk import Paper
    from comms_desk.text.bars import BarTable

STEPS: Mapping[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
LINES: Mapping[TakenAs, QTextCharFormat.UnderlineStyle] = {
    TakenAs.VERBATIM: QTextCharFormat.UnderlineStyle.SingleUnderline,
    TakenAs.SHORTENED: QTextCharFormat.UnderlineStyle.DashUnderline,
    TakenAs.ALTERED: QTextCharFormat.UnderlineStyle.WaveUnderline,
}
HUES: Mapping[TakenAs, tokens.Hue] = {
    TakenAs.VERBATIM: tokens.Hue.ACCENT,
    TakenAs.SHORTENED: tokens.Hue.NEUTRAL,
    TakenAs.ALTERED: tokens.Hue.AMBER,
}

type Marks = Sequence[tuple[Place, TakenAs]]
MOST_STORIES = 15
BOTH_PX = 420


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report, in the reader's words."""

    report: "CoverageReport"
    called: str
    days: str
    volume: str
    rated: str
    told: str
    tables: "Sequence[BarTable]"
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
        self.found: CoverageReport | None = None
        self._of: Ref | None = None
        self.word = Button(_("For Word"), icon="out")
        self.excel = Button(_("For Excel"), icon="out")
        self.every = Button(_("Whole watch"), role="quiet", icon="watch")
        self.called = Label("", "page-title", wraps=True)
        self.volume = Label("", "card-title", wraps=True)
        self.rated, self.told = Label("", "text", wraps=True), Label("", "detail", wraps=True)
        self.timeline = CoverageChart()
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
        self.bind_keys("Ctrl+Shift+C", does=self._copy_picture)

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
        """Go back to the dossier or the text; from the whole Watch, to the Watch."""
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
        """Offer all days of a thing alone, and the whole Watch from it."""
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
    def _show(self, view: ReportView) -> None:
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
    def _show_both(self, compared: "ComparedPair") -> None:
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

    def _export(self, make: "Callable[[CoverageReport, Office], Paper]") -> None:
        if self.found is not None:
            job = partial(_written, make, self.found)
            self.errands.read("export", job, self._exported)

    @Slot(object)
    def _exported(self, made: tuple[str, Path]) -> None:
        self.file_made.emit(*made)


def _read(of: Ref | None, period: Period, days: Sequence[date], office: Office) -> ReportView:
    from comms_desk.media.coverage import tables
    from comms_desk.media.coverage.report import told_apart

    report = office.coverage.report(_asked(of, period, days, office))
    stories = told_apart(report.rows)
    return ReportView(
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


def _compared(draft: DraftId, article: ArticleId, office: Office) -> "ComparedPair":
    from comms_desk.across.release_and_article import compared

    return compared(office, draft, article)


def _asked(of: Ref | None, period: Period, days: Sequence[date], office: Office) -> "ReportRequest":
    from comms_desk.media.coverage.report import ReportRequest

    today = office.database.clock.now().astimezone(CITY_ZONE).date()
    since, until = min(days, default=None), max(days, default=None)
    if period not in {Period.WHOLE, Period.DATES}:
        since, until = period.begins(today), today
    is_draft = of is not None and of.kind is Subject.DRAFT
    return ReportRequest(
        dossier=DossierId(of.id) if of is not None and not is_draft else None,
        draft=DraftId(of.id) if of is not None and is_draft else None,
        since=since,
        until=until,
    )


def _line(story: "Sequence[Carried]") -> Row:
    from comms_desk.media.coverage import tables

    title, detail = tables.story(story)
    return Row(key=Ref(Subject.MENTION, story[0].article), title=title, detail=detail)


def _word(found: "CoverageReport", office: Office) -> "Paper":
    return office.coverage.word(found)


def _workbook(found: "CoverageReport", _office: Office) -> "Paper":
    from comms_desk.media.coverage.papers import workbook

    return workbook(found)


def _written(
    make: "Callable[[CoverageReport, Office], Paper]", found: "CoverageReport", office: Office
) -> tuple[str, Path]:
    """Write a file of *found* among the person's documents."""
    from comms_desk.documents.files import write_new_file

    paper = make(found, office)
    file = write_new_file(office.paths.documents / _("Comms Desk") / paper.name, paper.content)
    return _("Coverage report in {file}").format(file=file), file


class ComparedText(RichText):
    """One of two texts, with what was taken.

    Signals:
        pressed: A place in it, in characters as Qt counts them.
        stepped: 1 for the next sentence that was taken, -1 for the one before.
    """

    pressed = Signal(int)
    stepped = Signal(int)

    def __init__(self, name: str) -> None:
        """Build an empty one that a screen reader calls *name*."""
        super().__init__()
        self.setReadOnly(True)
        self.setProperty("role", "letter")
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFont(sized(tokens.CARD_TITLE_PX))
        self.document().setDocumentMargin(0)
        self._marks: Marks = ()
        self._lit: Sequence[Place] = ()
        tokens.look().changed.connect(self._paint)

    def show_text(self, text: str, marks: Marks) -> None:
        """Show *text*, and what was taken at those places; they are in order and apart."""
        self.setPlainText(text)
        places = in_utf16(text, [place for place, _taken in marks])
        self._marks = [(place, taken) for place, (_place, taken) in zip(places, marks, strict=True)]
        space_lines(self.document())
        self.light(())

    def light(self, which: Iterable[int]) -> None:
        """Light those of the marks, and scroll to them."""
        self._lit = [self._marks[each][0] for each in which]
        self._paint()
        if self._lit:
            cursor = self.textCursor()
            cursor.setPosition(self._lit[-1][1])
            self.setTextCursor(cursor)
            cursor.setPosition(self._lit[0][0])
            self.setTextCursor(cursor)

    def mark_at(self, position: int) -> int | None:
        """Return which of the marks stands at a *position*; None: none does."""
        for number, ((start, end), _taken) in enumerate(self._marks):
            if start <= position <= end:
                return number
        return None

    @Slot()
    def _paint(self) -> None:
        colours = tokens.colours()
        selections = []
        for place, taken in self._marks:
            form = QTextCharFormat()
            form.setUnderlineStyle(LINES[taken])
            words, ground = tokens.hue_colours(HUES[taken], colours)
            form.setUnderlineColor(QColor(words))
            form.setBackground(QColor(colours.matched if place in self._lit else ground))
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self.document())
            selection.cursor.setPosition(place[0])
            selection.cursor.setPosition(place[1], QTextCursor.MoveMode.KeepAnchor)
            selection.format = form
            selections.append(selection)
        self.setExtraSelections(selections)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next sentence that was taken, or to the one before."""
        step = STEPS.get(event.key(), 0)
        if step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.stepped.emit(step)
            return
        super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Light what was pressed; what is selected stays."""
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            self.pressed.emit(self.cursorForPosition(event.position().toPoint()).position())


class SideBySide(QWidget):
    """A release and an article, and what the second took of the first."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._compared: ComparedPair | None = None
        self._taken: Sequence[Reprised] = ()
        self._places: Sequence[Place] = ()
        self._lit = -1
        self.counts = Label("", "detail", wraps=True)
        self.fate, self.changed = Tag(), Label("", "detail", wraps=True)
        self.changed.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.release_title = ShortenedLabel("", "strong")
        self.article_title = ShortenedLabel("", "strong")
        self.release = ComparedText(_("Text of the release"))
        self.article = ComparedText(_("Text of the article"))
        self.release.pressed.connect(self._press_release)
        self.article.pressed.connect(self._press_article)
        for each in (self.release, self.article):
            each.stepped.connect(self.step)
        line = QHBoxLayout()
        line.setSpacing(tokens.SPACE_2_PX)
        line.addWidget(self.fate, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.changed, 1, Qt.AlignmentFlag.AlignTop)
        self.changed.setMinimumHeight(2 * self.changed.sizeHint().height())
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.SPACE_6_PX)
        grid.setVerticalSpacing(tokens.SPACE_2_PX)
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_2_PX)
        head.addWidget(self.counts, 1)
        for taken, hue in HUES.items():
            head.addWidget(Tag(TAKEN.say(taken), hue), 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(head, 0, 0, 1, 2)
        grid.addLayout(line, 1, 0, 1, 2)
        for column, parts in enumerate(
            ((self.release_title, self.release), (self.article_title, self.article))
        ):
            grid.setColumnStretch(column, 1)
            for row, part in enumerate(parts, 2):
                grid.addWidget(part, row, column)

    def show_compared(self, compared: ComparedPair) -> None:
        """Show both texts, with the first sentence that was taken lit."""
        self._compared, reprise = compared, compared.reprise
        self._taken = [each for each in reprise.sentences if each.into]
        classes: dict[Place, TakenAs] = {}
        for each in self._taken:
            for place in each.into:
                known = classes.get(place, each.taken)
                classes[place] = each.taken if known is each.taken else TakenAs.ALTERED
        self._places = sorted(classes)
        self.counts.setText("\n".join((sentences_said(reprise), quotes_said(reprise))).strip())
        self.release_title.setText(compared.release_title)
        outlet_and_title = (compared.outlet, compared.article_title)
        self.article_title.setText(PART.join(filter(None, outlet_and_title)))
        self.release.show_text(
            compared.release, [((each.start, each.end), each.taken) for each in self._taken]
        )
        self.article.show_text(
            compared.article, [(place, classes[place]) for place in self._places]
        )
        self._lit = -1
        self.step(1)

    @Slot(int)
    def step(self, by: int) -> None:
        """Light the sentence that stands so many further among those that were taken."""
        lit = min(max(self._lit + by, 0), len(self._taken) - 1)
        self._light(lit)

    def _light(self, lit: int) -> None:
        self._lit = lit
        if lit < 0 or self._compared is None:
            self.fate.say(TAKEN.say(TakenAs.NONE))
            self.changed.setText("")
            return
        sentence = self._taken[lit]
        self.release.light([lit])
        self.article.light([self._places.index(place) for place in sentence.into])
        self.fate.say(TAKEN.say(sentence.taken), HUES[sentence.taken])
        where = _("{n} of {count}").format(
            n=format_number(lit + 1), count=format_number(len(self._taken))
        )
        before, after = difference(sentence.text, self._compared.taken_as(sentence))
        change = "" if sentence.taken is TakenAs.VERBATIM else f"{before} → {after}"
        self.changed.setText(PART.join(filter(None, (where, change))))

    @Slot(int)
    def _press_release(self, position: int) -> None:
        mark = self.release.mark_at(position)
        if mark is not None:
            self._light(mark)

    @Slot(int)
    def _press_article(self, position: int) -> None:
        mark = self.article.mark_at(position)
        if mark is not None:
            place = self._places[mark]
            self._light(next(n for n, each in enumerate(self._taken) if place in each.into))
