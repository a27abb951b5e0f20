"""What each column of a file is taken for, to be corrected by hand."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from comms_desk.changes import Subject
from comms_desk.imports.model import ColumnsTaken, ImportPlan
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.layout import empty_out
from comms_desk.wording.imports import column

CHOICE_WIDTH_PX = 220


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
        self._shown: tuple[Subject, tuple[str, ...]] | None = None
        self._lines = QGridLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(tokens.SPACE_4_PX)
        self._lines.setVerticalSpacing(tokens.SPACE_1_PX)
        self._lines.setColumnStretch(2, 1)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the headings of the file of *plan*, each with what it is taken for."""
        sheet = plan.sheet
        taken = {heading: key for key, several in sheet.columns.items() for heading in several}
        shown = {*taken, *sheet.unknown}
        columns = {each: taken.get(each, "") for each in sheet.headings if each in shown}
        self.show_columns(ColumnsTaken(taken=columns, keys=plan.keys), plan.subject)

    def show_columns(self, columns: ColumnsTaken, of: Subject) -> None:
        """Show the headings of a file of that kind, each with what it is taken for."""
        shown = of, tuple(columns.taken)
        if self._shown != shown:
            self._shown = shown
            self._make_lines(columns, of)
        for heading, choice in self.choices.items():
            choice.setCurrentIndex(choice.findData(columns.taken[heading]))

    def _make_lines(self, columns: ColumnsTaken, of: Subject) -> None:
        empty_out(self._lines)
        self.choices = {}
        for place, heading in enumerate(columns.taken):
            choice = ElidedChoice()
            choice.setFixedWidth(CHOICE_WIDTH_PX)
            for key in ("", *columns.keys):
                choice.addItem(column(key, of), key)
            choice.setAccessibleName(heading)
            choice.activated.connect(self._was_chosen)
            self.choices[heading] = choice
            self._lines.addWidget(Label(heading), place, 0, Qt.AlignmentFlag.AlignVCenter)
            self._lines.addWidget(choice, place, 1)
            self._lines.setRowStretch(place, 0)
        self._lines.setRowStretch(len(columns.taken), 1)

    @Slot()
    def _was_chosen(self) -> None:
        choice = self.sender()
        if isinstance(choice, ElidedChoice):
            self.chosen.emit(choice.accessibleName(), choice.currentData())
