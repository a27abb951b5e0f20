"""A text in place, under its name and how long it is: said as it is typed, and never refused."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from comms_desk.i18n import Language
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Label, give_role
from comms_desk.ui.kit.fields import CardField

type Count = Callable[[str], tuple[str, bool]]
"""Returns how long a text is, in words, and whether that is longer than is aimed at."""


class Counted(QWidget):
    """One text of a card, and its count."""

    def __init__(self, field: str, label: str, *, lines: int, hint: str, count: Count) -> None:
        """Build it, empty.

        Args:
            field: The name of the field in the model.
            label: Its name for the reader.
            lines: How many it shows at once.
            hint: Shown while it is empty.
            count: Says how long a text is.
        """
        super().__init__()
        self._say = count
        self.field = CardField(field, label, lines=lines, placeholder=hint, title=True)
        self.count = Label("", "detail")
        head = QHBoxLayout()
        head.setContentsMargins(tokens.HANG_PX, 0, tokens.HANG_PX, 0)
        head.addWidget(Label(label, "strong"))
        head.addStretch()
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.field)
        if isinstance(self.field.editor, QPlainTextEdit):
            self.field.editor.textChanged.connect(self.recount)

    def write_in(self, language: Language) -> None:
        """Have what is typed have the marks of *language*, and what is there be counted."""
        self.field.write_in(language.value)
        self.recount()

    @Slot()
    def recount(self) -> None:
        """Say how long it is now, in amber where that is longer than is aimed at."""
        said, is_long = self._say(self.field.value)
        self.count.setText(said)
        give_role(self.count, "remark" if is_long else "detail")
        self.field.editor.setAccessibleDescription(said)
