"""An import shown before it is made: what each row of the file would become, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from comms_desk.across import Office
from comms_desk.apart import WorkStopped
from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError
from comms_desk.facts import folded
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.imports.left_out import left_out
from comms_desk.imports.model import (
    ColumnsTaken,
    ImportDone,
    ImportPlan,
    ImportUndone,
    PlannedRow,
    RowFate,
)
from comms_desk.imports.reading import bytes_of
from comms_desk.text.columns import ColumnsMissing, NoKnownColumn, NoRows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.importing.columns import ColumnsForm
from comms_desk.ui.frame.importing.left_out import saved
from comms_desk.ui.frame.long_work import LongWork
from comms_desk.ui.frame.memory import LookedAt
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import PageBar
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.file_dialog import file_dialog
from comms_desk.ui.kit.layout import inset, scrolled
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.kit.row_list import PagedList
from comms_desk.ui.kit.row_painter import MARGIN_PX
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked
from comms_desk.ui.kit.tabs import put_in_order
from comms_desk.wording import say
from comms_desk.wording.imports import (
    BETWEEN,
    called,
    fate,
    imported,
    misread,
    nobody_reached,
    on_line,
    proposed,
    remarks,
    rows_read,
    staying,
    summary,
)

PATTERNS = "*.csv *.tsv *.txt *.xlsx *.xlsm *.xls *.ods"
SHEET_WIDTH_PX = 220
PAGE_ROWS = 200
FORM_HEIGHT_PX = 204
SIDE_PX = 28
ROWS_SIDE_PX = SIDE_PX - MARGIN_PX
"""The rows bring a margin of their own, inside the ring of the focus."""
ORDER = (RowFate.REFUSED, RowFate.CHANGED, RowFate.NEW, RowFate.SAME)
"""What needs a person comes first; within each, so do rows that lose something."""

HUES = {
    RowFate.NEW: Hue.GREEN,
    RowFate.CHANGED: Hue.ACCENT,
    RowFate.SAME: Hue.NEUTRAL,
    RowFate.REFUSED: Hue.RED,
}


@dataclass(frozen=True, slots=True)
class _Read:
    """A plan, and what the window would be slow to work out."""

    plan: ImportPlan
    rows: list[PlannedRow]
    counts: Mapping[RowFate, int]
    summary: str
    nobody: str
    """What is said first when nobody could be reached; else empty."""
    of_press: str
    """The heading by which those who would be employees seem to be journalists; else empty."""
    proposed: str
    """Which columns seem to be of a kind, by their cells; else empty."""
    leaves_out: bool


@dataclass(frozen=True, slots=True)
class _Unread:
    """Why the headings of a file are not enough to read it, and what they are taken for."""

    error: CommsDeskError
    columns: ColumnsTaken


class ImportPanel(QWidget):
    """The dry run of an import, the import itself, and its undo.

    Signals:
        planned: A file was read; the panel shows what importing it would do, or why it
            cannot be read.
        imported: It was imported; carries the sentence that says so.
        undone: The last import was undone; carries the sentence that says who and what stays,
            empty when all of it went.
        file_made: What would be left out was saved; carries what to say, and its `Path`.
        left: Nothing is to be imported.
        past_wanted: What was imported before is to be shown.
        directory_wanted: The file seems to be of journalists: their page is to be shown.
        works: A file begins to be read: its `LongWork`.

    Attributes:
        subject: What the next file is of.
    """

    planned = Signal()
    imported = Signal(str)
    undone = Signal(str)
    file_made = Signal(str, object)
    left = Signal()
    past_wanted = Signal()
    directory_wanted = Signal()
    works = Signal(object)
    _reading: LongWork | None = None
    _shown_file = Path()
    """The file of the plan: another may be read meanwhile."""
    _header_line: int | None = None
    _is_of_press = False
    _done: ImportDone | None = None

    def __init__(self, errands: Errands, subject: Subject) -> None:
        """Build an empty panel for files of that kind."""
        super().__init__()
        self._errands = errands
        self.subject = subject
        self._file = Path()
        self._chosen: Mapping[str, str] | None = None
        self._worksheet: str | None = None
        self._files: QFileDialog | None = None
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._plan: ImportPlan | None = None
        self._rows: list[PlannedRow] = []
        bar = self._bar()
        self.title = Label("", "page-title")
        self.summary = Label("", wraps=True)
        self.columns = Label("", "detail", wraps=True)
        self.list = PagedList(_("Rows of the file"))
        self.list.more_wanted.connect(self._show_more)
        self.read_too = Button(_("Read what seems to hold them"), role="link", does=self._read_too)
        self.read_too.hide()
        self.save = Button(_("Save what is left out, to mend it"), role="link")
        self.save.clicked.connect(self._save_left_out)
        self.save.hide()
        self.worksheet = ElidedChoice()
        self.worksheet.setFixedWidth(SHEET_WIDTH_PX)
        self.worksheet.setAccessibleName(_("Worksheet"))
        self.worksheet.activated.connect(self._choose_worksheet)
        self.worksheet_line = _worksheet_line(self.worksheet)
        self.worksheet_line.hide()
        self.correct = Button(_("Correct the columns"), role="link", does=self._show_form)
        self.form = ColumnsForm()
        self.form.chosen.connect(self._choose)
        self.form.headings_chosen.connect(self._choose_headings)
        self.form_area = scrolled(self.form)
        self.form_area.setFixedHeight(FORM_HEIGHT_PX)
        self.form_area.hide()
        self.error = ErrorBar()
        self.error.acted.connect(self.directory_wanted)
        rows = stacked(self.list, edges_px=(ROWS_SIDE_PX, 0, ROWS_SIDE_PX, 0))
        whole = stacked(bar, inside=self, gap_px=0)
        # What a choice makes of the file is said under the choices: none moves under the hand.
        whole.addLayout(_beside(self.title, self.worksheet_line, self.correct, self.form_area))
        whole.addLayout(inset(self.error, SIDE_PX))
        whole.addLayout(_beside(self.summary, self.columns, self.read_too, self.save))
        whole.addLayout(rows, 1)

    def _bar(self) -> PageBar:
        self.accept = Button("", role="primary", does=self._accept)
        self.leave = Button(_("Leave"), does=self.left)
        self.past = Button(_("Past imports"), role="quiet", does=self.past_wanted)
        bar = PageBar()
        bar.left(self.accept, self.leave)
        bar.right(self.past)
        return bar

    @property
    def done(self) -> ImportDone | None:
        """The last import that was made here."""
        return self._done

    @property
    def plan(self) -> ImportPlan | None:
        """The plan shown."""
        return self._plan

    @property
    def looked_at(self) -> LookedAt:
        """The file that is looked at, for another window."""
        return LookedAt(self.subject, self._file, self._chosen, self._worksheet, self._header_line)

    def look_at(self, looked_at: LookedAt) -> None:
        """Read a file again, that another window looked at."""
        self.subject = looked_at.subject
        self._worksheet, self._header_line = looked_at.worksheet, looked_at.header_line
        self._plan_from(looked_at.file, looked_at.columns)

    def choose_file(self) -> None:
        """Let the person choose a file."""
        title, tables = {
            Subject.EMPLOYEE: (_("Import the employees"), _("Tables of employees")),
            Subject.OUTLET: (_("Import outlets"), _("Tables of outlets")),
            Subject.CONTACT: (_("Import contacts"), _("Tables of contacts")),
        }[self.subject]
        dialog = file_dialog(self.window(), title, f"{tables} ({PATTERNS})")
        dialog.fileSelected.connect(self._file_chosen)
        dialog.open()
        self._files = dialog

    def plan_import(self, file: Path) -> None:
        """Read *file* and show what importing it would do."""
        self.form_area.hide()
        self.worksheet_line.hide()
        self._worksheet = self._header_line = None
        self._plan_from(file, None)

    def take_focus(self) -> None:
        """Import what is shown on Enter, unless somebody is at the columns.

        Where it seems to be of others, the person says so by their own hand.
        """
        focused = self.window().focusWidget()
        if not self.form.isAncestorOf(focused):
            (self.leave if self._is_of_press else self.accept).setFocus()

    @Slot(str)
    def _file_chosen(self, file: str) -> None:
        self.plan_import(Path(file))

    def _plan_from(self, file: Path, chosen: Mapping[str, str] | None) -> None:
        self._file, self._chosen, subject = file, chosen, self.subject
        worksheet, header_line = self._worksheet, self._header_line
        reading = self._begin_reading(file)

        def job(office: Office) -> _Read | _Unread:
            content = bytes_of(file)
            try:
                plan = office.imports.plan(
                    subject,
                    content,
                    file_name=file.name,
                    worksheet=worksheet,
                    header_line=header_line,
                    chosen=chosen,
                    onlooker=reading,
                )
            except (NoKnownColumn, ColumnsMissing, NoRows) as error:
                columns = office.imports.columns(
                    subject,
                    content,
                    worksheet=worksheet,
                    header_line=header_line,
                    chosen=chosen,
                    onlooker=reading,
                )
                return _Unread(error, columns)
            rows = sorted(
                plan.rows, key=lambda row: (ORDER.index(row.fate), not row.left_out, row.line)
            )
            return _Read(
                plan,
                rows,
                plan.counts,
                BETWEEN.join(filter(None, (summary(plan), misread(plan.sheet)))),
                nobody=nobody_reached() if plan.reaches_nobody else "",
                of_press=_of_press(plan),
                proposed=proposed(plan.sheet.proposed),
                leaves_out=any(row.leaves_out for row in rows),
            )

        self._errands.read("plan", job, self._was_read, self._not_read)

    def _begin_reading(self, file: Path) -> LongWork:
        """Stop what is read of another file, or of another sheet: nobody waits for it now."""
        self._end_reading()
        self._reading = LongWork(self, self._errands, partial(rows_read, file.name))
        self.works.emit(self._reading)
        return self._reading

    def _end_reading(self) -> None:
        if self._reading is not None:
            self._reading.stop()
            self._reading.end()
            self._reading = None

    @Slot()
    def undo_import(self) -> None:
        """Undo the last import."""
        done = self._done
        if done is not None:
            self._errands.write(None, lambda office: office.imports.undo(done.id), self._was_undone)

    @Slot()
    def _read_too(self) -> None:
        """Read again, the columns that were proposed too."""
        if self._plan is not None:
            chosen = {**self._plan.chosen, **self._plan.sheet.proposed}
            self._plan_from(self._file, chosen)

    def _order_tabs(self) -> None:
        """Order Tab as one reads: the columns, which are made late, stand over the rows."""
        choices = self.form.choices.values()
        rows = self.read_too, self.save, self.list.list
        put_in_order(self.worksheet, self.correct, self.form.headings, *choices, *rows)

    @Slot()
    def _save_left_out(self) -> None:
        """Write what the import would leave out as a table, be it made or not."""
        plan, name = self._plan, self._file.name
        if plan is not None:
            self._errands.write(
                None,
                lambda office: saved(office, left_out(plan), of=plan.subject, source=name),
                self._was_saved,
                self._say_why,
            )

    @Slot(object)
    def _was_saved(self, made: tuple[str, Path]) -> None:
        self.file_made.emit(*made)

    @Slot()
    def _show_form(self) -> None:
        self.form_area.setVisible(self.form_area.isHidden())

    @Slot(str, str)
    def _choose(self, heading: str, key: str) -> None:
        """Read again, the column of that heading as what a person says that it is."""
        self._plan_from(self._file, {**(self._chosen or {}), heading: key})

    @Slot(int)
    def _choose_headings(self, line: int) -> None:
        """Read again, with the headings of that line, its columns as they are recognised."""
        self._header_line = line
        self._plan_from(self._file, None)

    @Slot()
    def _choose_worksheet(self) -> None:
        """Read another worksheet of the file."""
        self._worksheet, self._header_line = self.worksheet.currentText(), None
        self.form_area.hide()
        self._plan_from(self._file, None)

    def _offer_worksheets(self, worksheets: Sequence[str], chosen: str) -> None:
        """Offer the worksheets of a workbook, where there are several."""
        self.worksheet.clear()
        self.worksheet.addItems(worksheets)
        self.worksheet.setCurrentText(chosen)
        self.worksheet_line.setVisible(len(worksheets) > 1)

    @Slot(object)
    def _was_read(self, answer: _Read | _Unread) -> None:
        """Show what was read, or the columns, which a person can say better."""
        self._end_reading()
        if isinstance(answer, _Read):
            self._show_plan(answer)
            return
        self._chosen = {heading: key for heading, key in answer.columns.taken.items() if key}
        self._offer_worksheets(answer.columns.worksheets, answer.columns.worksheet)
        self.form.show_columns(answer.columns, self.subject)
        self._order_tabs()
        self.form_area.show()
        self._not_read(answer.error, _("Say above what each column is."))

    def _show_plan(self, read: _Read) -> None:
        """Show what was read, what is refused first."""
        self._plan, self._rows, counts = read.plan, read.rows, read.counts
        self._shown_file = self._file
        plan = read.plan
        self._chosen = plan.chosen
        self._offer_worksheets(plan.opened.worksheets, plan.opened.worksheet)
        self.form.show_plan(plan)
        self._order_tabs()
        self.correct.show()
        self._say_title()
        self.summary.setText(read.summary)
        for label in (self.summary, self.columns):
            label.show()
        self.error.hide()
        self._is_of_press = bool(read.of_press)
        if read.of_press:
            self.error.say(
                _("These seem to be journalists: the file has a column “{heading}”").format(
                    heading=read.of_press
                ),
                _("Here they would come in as employees. Journalists come in on the Directory."),
                act=_("Go to the Directory"),
            )
        elif read.nobody:
            self.error.say(read.nobody, _("Look below at the columns that were not read."))
        self.read_too.setVisible(bool(read.proposed))
        self.save.setVisible(read.leaves_out)
        known = ", ".join(heading for each in plan.sheet.columns.values() for heading in each)
        said = [_("Columns recognised: {columns}").format(columns=known)]
        if plan.sheet.unknown:
            unread = ", ".join(plan.sheet.unknown)
            said.append(_("Columns not read: {columns}").format(columns=unread))
        if read.proposed:
            said.append(read.proposed)
        if plan.new_outlets:
            names = ", ".join(plan.new_outlets)
            said.append(_("New outlets: {outlets}").format(outlets=names))
        self.columns.setText("\n".join(said))
        written = counts[RowFate.NEW] + counts[RowFate.CHANGED]
        self.accept.rename(
            ngettext("Import {count} row", "Import {count} rows", written).format(
                count=format_number(written)
            )
        )
        if written:
            self.accept.allow()
        else:
            self.accept.forbid(_("nothing new"))
        self._show_from(0)
        self.planned.emit()

    @Slot(object)
    def _not_read(self, error: CommsDeskError, way_out: str = "") -> None:
        """Show why a file cannot be read, and nothing of the one before.

        Where a person stopped it, what was shown stays.
        """
        self._end_reading()
        if isinstance(error, WorkStopped):
            self._show_again()
            return
        self._plan, self._rows, self._is_of_press = None, [], False
        file = self._file.name
        self._say_title()
        for label in (self.summary, self.columns):
            label.setText("")
            label.hide()
        self.read_too.hide()
        self.save.hide()
        self.correct.setVisible(not self.form_area.isHidden())  # the panel itself may be, yet
        sentence = say(error)
        what = _("{name}: {what}").format(name=file, what=sentence.what)
        self.error.say(what, way_out or sentence.way_out, details=str(error))
        self.accept.rename(_("Import"))
        self.accept.forbid(_("nothing could be read"))
        self._show_from(0)
        self.planned.emit()

    def _show_again(self) -> None:
        """Show in the choices what is read, after another reading was stopped."""
        plan = self._plan
        if plan is not None:
            self._file, self._chosen = self._shown_file, plan.chosen
            self._worksheet = plan.opened.worksheet or None
            self._header_line = plan.opened.header_line
            self._offer_worksheets(plan.opened.worksheets, plan.opened.worksheet)
            self.form.show_plan(plan)

    def _say_title(self) -> None:
        said = {
            Subject.EMPLOYEE: _("Employees of {file}"),
            Subject.OUTLET: _("Outlets of {file}"),
            Subject.CONTACT: _("Contacts of {file}"),
        }[self.subject]
        self.title.setText(said.format(file=self._file.name))

    def _show_from(self, first: int) -> None:
        following = first + PAGE_ROWS
        show = self.list.show_more if first else self.list.show_first
        show(
            [_row(each, self.subject) for each in self._rows[first:following]],
            total=len(self._rows),
            next_key=following if following < len(self._rows) else None,
        )

    @Slot(object)
    def _show_more(self, first: int) -> None:
        self._show_from(first)

    @Slot()
    def _accept(self) -> None:
        plan = self._plan
        if plan is not None:
            self.accept.forbid(_("importing"))
            self._errands.write(
                None,
                lambda office: office.imports.apply(plan),
                self._was_imported,
                self._failed,
            )

    @Slot(object)
    def _was_imported(self, done: ImportDone) -> None:
        self._done = done
        self.imported.emit(imported(done))

    @Slot(object)
    def _failed(self, error: CommsDeskError) -> None:
        self.accept.allow()
        self._say_why(error)

    @Slot(object)
    def _say_why(self, error: CommsDeskError) -> None:
        self.error.explain(error)

    @Slot(object)
    def _was_undone(self, undone: ImportUndone) -> None:
        of = self.subject if self._done is None else self._done.plan.subject
        self.undone.emit(staying(undone, of))


def _of_press(plan: ImportPlan) -> str:
    """Return the heading of a *plan* of employees that lists of journalists alone have, or ""."""
    if plan.subject is not Subject.EMPLOYEE:
        return ""
    from comms_desk.media.contacts.facts import OF_PRESS_ALONE

    known = {folded(each) for each in OF_PRESS_ALONE}
    return next((each for each in plan.sheet.unknown if folded(each) in known), "")


def _worksheet_line(choice: QWidget) -> QWidget:
    """Return *choice*, with what it is of before it."""
    line = QWidget()
    abreast(Label(_("Worksheet"), "detail"), choice, STRETCH, inside=line, gap_px=tokens.SPACE_3_PX)
    return line


def _beside(*widgets: QWidget) -> QVBoxLayout:
    """Return *widgets* under one another, at the left edge of the panel."""
    block = stacked(
        gap_px=tokens.SPACE_2_PX, edges_px=(SIDE_PX, tokens.SPACE_2_PX, SIDE_PX, tokens.SPACE_2_PX)
    )
    for each in widgets:
        is_link = isinstance(each, Button)
        block.addWidget(each, 0, Qt.AlignmentFlag.AlignLeft if is_link else Qt.AlignmentFlag(0))
    return block


def _row(planned: PlannedRow, of: Subject) -> Row:
    word = fate(planned.fate)
    does = planned.title, ", ".join(planned.beats)
    said = on_line(planned.line), planned.where, *does, *remarks(planned, of)
    return Row(
        key=planned.line,
        title=called(planned),
        detail=BETWEEN.join(filter(None, said)),
        group=word.capitalize(),
        tags=(RowTag(word, HUES[planned.fate]),),
    )
