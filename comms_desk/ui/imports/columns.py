"""What each column of a file is taken for, to be corrected by hand."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from comms_desk.changes import Subject
from comms_desk.imports.model import ColumnsTaken, ImportPlan
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import PART, ShortenedLabel
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.layout import empty_out
from comms_desk.wording.imports import column

CHOICE_WIDTH_PX = 220
MOST_WIDTH_PX = 600
"""A choice stands beside the words that it is about."""


class ColumnsForm(QWidget):
    """One line a heading over cells that hold something, with what it is taken for.

    Signals:
        chosen: A person says what a column is: carries its heading and the key, empty where
            it is not to be read.
    """

    chosen = Signal(str, str)

    def __init__(self) -> None:
        """Build a form without a line."""
        super().__init__()
        self.setProperty("role", "plain")
        self.choices: dict[str, ElidedChoice] = {}
        self._shown: tuple[Subject, Mapping[str, tuple[str, ...]]] | None = None
        self._lines = QGridLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(tokens.SPACE_4_PX)
        self._lines.setVerticalSpacing(tokens.SPACE_2_PX)
        self._lines.setColumnStretch(0, 1)
        self.setMaximumWidth(MOST_WIDTH_PX)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the headings of the file of *plan*, each with what it is taken for."""
        sheet = plan.sheet
        keys = {heading: key for key, several in sheet.columns.items() for heading in several}
        taken = {heading: keys.get(heading, "") for heading in sheet.headings}
        columns = ColumnsTaken(taken=taken, cells=sheet.cells, keys=plan.keys)
        self.show_columns(columns, plan.subject)

    def show_columns(self, columns: ColumnsTaken, of: Subject) -> None:
        """Show the headings of a file of that kind, each with what it is taken for.

        The lines of a file stay: what is chosen in one moves no other, and takes no focus.
        """
        shown = of, columns.cells
        if self._shown != shown:
            self._shown = shown
            self._make_lines(columns, of)
        for heading, choice in self.choices.items():
            choice.setCurrentIndex(choice.findData(columns.taken[heading]))

    def _make_lines(self, columns: ColumnsTaken, of: Subject) -> None:
        empty_out(self._lines)
        self.choices = {}
        for place, (heading, cells) in enumerate(columns.cells.items()):
            said = PART.join(cells)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(ShortenedLabel(heading))
            words.addWidget(ShortenedLabel(said, "detail"))
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
    def _was_chosen(self) -> None:
        choice = self.sender()
        if isinstance(choice, ElidedChoice):
            self.chosen.emit(choice.accessibleName(), choice.currentData())
