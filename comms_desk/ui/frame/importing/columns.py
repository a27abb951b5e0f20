"""Where the headings of a file are, and what each column is taken for, to be corrected by hand."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from comms_desk.changes import Subject
from comms_desk.i18n import _, format_number
from comms_desk.imports.model import ColumnsTaken, ImportPlan
from comms_desk.text.lines import on_one_line
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import PART, Label, ShortenedLabel
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.stacks import abreast, filling, stacked
from comms_desk.wording.imports import column

CHOICE_WIDTH_PX = 220
MOST_SAID = 120
MOST_WIDTH_PX = 600
"""A choice stands beside the words that it is about."""


class ColumnsForm(QWidget):
    """The line of the headings, then one line a heading over cells that hold something.

    Each has what it is taken for.

    Signals:
        headings_chosen: A person says on which line of the file the headings are.
        chosen: A person says what a column is: carries its heading and the key, empty where
            it is not to be read.
    """

    headings_chosen = Signal(int)
    chosen = Signal(str, str)

    def __init__(self) -> None:
        """Build a form without a line."""
        super().__init__()
        self.setProperty("role", "plain")
        self.choices: dict[str, ElidedChoice] = {}
        self._shown: tuple[Subject, Mapping[str, tuple[str, ...]]] | None = None
        self.headings = ElidedChoice()
        self.headings.setAccessibleName(_("Line of the headings"))
        self.headings.activated.connect(self._headings_were_chosen)
        top = abreast(
            Label(_("Line of the headings"), "detail"),
            filling(self.headings),
            gap_px=tokens.SPACE_4_PX,
        )
        self._lines = QGridLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        stacked(top, filling(self._lines), inside=self, gap_px=tokens.SPACE_3_PX)
        self._lines.setHorizontalSpacing(tokens.SPACE_4_PX)
        self._lines.setVerticalSpacing(tokens.SPACE_2_PX)
        self._lines.setColumnStretch(0, 1)
        self.setMaximumWidth(MOST_WIDTH_PX)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the headings of the file of *plan*, each with what it is taken for."""
        sheet = plan.sheet
        keys = {heading: key for key, several in sheet.columns.items() for heading in several}
        taken = {heading: keys.get(heading, "") for heading in sheet.headings}
        columns = ColumnsTaken(
            taken=taken,
            cells=sheet.cells,
            keys=plan.keys,
            header_line=sheet.header_line,
            first=sheet.first,
        )
        self.show_columns(columns, plan.subject)

    def show_columns(self, columns: ColumnsTaken, of: Subject) -> None:
        """Show the headings of a file of that kind, each with what it is taken for.

        The lines of a file stay: what is chosen in one moves no other, and takes no focus.
        """
        self._offer_headings(columns)
        shown = of, columns.cells
        if self._shown != shown:
            self._shown = shown
            self._make_lines(columns, of)
        for heading, choice in self.choices.items():
            choice.setCurrentIndex(choice.findData(columns.taken[heading]))

    def _offer_headings(self, columns: ColumnsTaken) -> None:
        """Offer the first lines, and choose the one that is taken for the headings."""
        self.headings.clear()
        for record in columns.first:
            cells = PART.join(filter(None, map(on_one_line, record.cells)))[:MOST_SAID]
            said = _("{line}: {cells}").format(line=format_number(record.line), cells=cells)
            self.headings.addItem(said, record.line)
        if self.headings.findData(columns.header_line) < 0:
            self.headings.addItem(format_number(columns.header_line), columns.header_line)
        self.headings.setCurrentIndex(self.headings.findData(columns.header_line))

    def _make_lines(self, columns: ColumnsTaken, of: Subject) -> None:
        empty_out(self._lines)
        self.choices = {}
        for place, (heading, cells) in enumerate(columns.cells.items()):
            said = PART.join(cells)
            words = stacked(ShortenedLabel(heading), ShortenedLabel(said, "detail"), gap_px=0)
            choice = ElidedChoice()
            choice.setFixedWidth(CHOICE_WIDTH_PX)
            for key in ("", *columns.keys):
                choice.addItem(column(key, of), key)
            choice.setAccessibleName(heading)
            choice.setAccessibleDescription(said)
            choice.activated.connect(self._was_chosen)
            self.choices[heading] = choice
            self._lines.addLayout(words, place, 0)
            self._lines.addWidget(choice, place, 1, Qt.AlignmentFlag.AlignVCenter)
            self._lines.setRowStretch(place, 0)
        self._lines.setRowStretch(len(columns.cells), 1)

    @Slot()
    def _headings_were_chosen(self) -> None:
        self.headings_chosen.emit(self.headings.currentData())

    @Slot()
    def _was_chosen(self) -> None:
        choice = self.sender()
        if isinstance(choice, ElidedChoice):
            self.chosen.emit(choice.accessibleName(), choice.currentData())
